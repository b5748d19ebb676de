"""The dossier of the dialogue and its workbook, filled from what the page says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aci_model.report.documents import Bullets, Computed, Document, Fact, Facts, Section, Sentence, Table
from aci_model.report.negotiation_matter import (
    amounts_note,
    asked_note,
    document,
    gaps_picture,
    line_note,
    line_row,
    missions_picture,
    past_note,
    readings_note,
    territory_note,
)
from aci_model.report.words import READINGS
from aci_model.wording import NBSP, count, enumeration, euros, missing, typeset

if TYPE_CHECKING:
    from collections.abc import Collection

    from aci_model.report.documents.tree import Block
    from aci_model.report.negotiation_exchanges import Trade
    from aci_model.report.negotiation_matter import Matter
    from aci_model.report.negotiation_sheet import SheetTold

PARTS = {  # of the dossier, in order
    "clauses": "Ce que valent les clauses",
    "fiches": "Une fiche par ligne",
    "echanges": "Échanges possibles",
    "preuves": "Preuves à réunir",
    "questions": "Questions à poser",
    "accords": "Accords notés",
}
_GAP = "Écart"


def dossier(matter: Matter, parts: Collection[str] = tuple(PARTS)) -> Document:
    """Fill the dossier: where the contract stands, then the parts asked for.

    Args:
        matter: what it is filled with.
        parts: keys of PARTS.
    """
    made = {
        "clauses": _clauses,
        "fiches": _sheets,
        "echanges": _exchanges,
        "preuves": _proofs,
        "questions": _questions,
        "accords": _cards,
    }
    sections = [_standing(matter)]
    for part in PARTS:
        if part in parts:
            sections += made[part](matter)
    return document(matter, "Dossier du dialogue de gestion", sections)


def workbook(matter: Matter, whole: Document) -> Document:
    """Fill the workbook: the dossier's own tables, and what each step is expected to bring, amount × chance.

    Args:
        matter: what the dossier was filled with.
        whole: from `dossier`; its pictures were drawn once, and a workbook leaves them out.
    """
    named = {"label": "Ligne", "step": "Palier", "adds": "Il ajoute", "chance": "Chance"}
    expected = Section(
        "Ce que chaque palier est attendu d’apporter",
        (
            Table.of(
                matter.steps[list(named)].rename(columns=named),
                "Revenu attendu par palier",
                {"Il ajoute": "euros", "Chance": "rate", "Attendu": "euros"},
                computed={"Attendu": Computed("product", ("Il ajoute", "Chance"))},
                totals=("Il ajoute", "Attendu"),
                note="Montants du contrat ; chances saisies, ou proposées d’après l’historique.",
            ),
        ),
    )
    return document(matter, whole.title, [*whole.sections, expected] if len(matter.steps) else whole.sections)


def _standing(matter: Matter) -> Section:
    totals = matter.missions[["earned", "to_prove", "pending", "lost"]].sum(skipna=False)
    words = ("Acquis", "À prouver", "En attente", "Perdu")
    facts = tuple(Fact(word, euros(amount)) for word, amount in zip(words, totals, strict=True))
    return Section(
        "Où en est le contrat",
        (
            Sentence(matter.headline, strong=True),
            Facts(facts, amounts_note(matter)),
            *missions_picture(matter),
        ),
    )


def _clauses(matter: Matter) -> list[Section]:
    named = {"name": "Ligne", "mission_label": "Mission", "at_words": "Comparé à"}
    columns = {name: READINGS[name].capitalize() for name in READINGS}
    table = matter.clauses.table[matter.clauses.table["gap"].fillna(1.0) > 0]
    made = table[[*named, *columns]].rename(columns=named | columns)
    blocks: list[Block] = [Sentence(matter.clauses.say, strong=True), *gaps_picture(matter)]
    if len(made):
        headers = tuple(columns.values())
        blocks.append(
            Table.of(
                made,
                "Montants selon la lecture",
                dict.fromkeys((*headers, _GAP), "euros"),
                computed={_GAP: Computed("gap", headers)},
                totals=(*headers, _GAP),
                note=readings_note(),
            )
        )
    if matter.clauses.rest:
        blocks.append(Sentence(matter.clauses.rest))
    return [Section(PARTS["clauses"], tuple(blocks))]


def _sheets(matter: Matter) -> list[Section]:
    if not matter.sheets:
        return [Section(PARTS["fiches"], (Sentence("Aucune ligne n’a été choisie."),))]
    names = ["Ligne", *(tile.name for tile in next(iter(matter.sheets.values())).tiles)]
    rows = [[one.title, *(tile.value for tile in one.tiles)] for one in matter.sheets.values()]
    chosen = typeset(f"{count(len(rows), 'ligne choisie', 'lignes choisies')} pour ce dialogue.")
    summary = Table(tuple(names), tuple(map(tuple, rows)), "Les fiches en un tableau", note=past_note(matter))
    made = [Section(PARTS["fiches"], (Sentence(chosen), summary))]
    return made + [_sheet(matter, line, one) for line, one in matter.sheets.items()]


def _sheet(matter: Matter, line: int, one: SheetTold) -> Section:
    """One indicator on one page: figures, what was done, what is asked, what to say, on what grounds."""
    source = line_note(matter, line)
    blocks: list[Block] = [
        Sentence(one.under),
        # A figure and its unit may part there: the tiles are narrow.
        Facts(tuple(Fact(tile.name, tile.value.replace(NBSP, " ")) for tile in one.tiles), source),
        Bullets(tuple(tile.sentence for tile in one.tiles[1:] if not tile.to_type)),
        Sentence(f"Contre-proposition{NBSP}: {one.offer}", strong=True),
        *_history(matter, line, one),
        Sentence(f"{one.done} {_asked(one)}"),
    ]
    note = "Questions, feuille Territoire et années passées de votre classeur ; clauses de votre contrat."
    for title, items in (
        ("Questions à poser", one.questions),
        ("Ce qui s’y oppose", one.findings),
        ("Faits du territoire", one.facts),
    ):
        if items:
            blocks += [Sentence(f"{title}{NBSP}:", strong=True), Bullets(items, note)]
    understood = f"Ce que nous comprenons{NBSP}: {one.ours or 'rien de noté'}. Ce que la CPAM ou l’ARS comprend{NBSP}: {one.theirs or 'rien de noté'}."
    differing = f" {_differing(one)}" if len(one.differences) else ""
    blocks.append(Sentence(understood.replace("..", ".") + differing))
    told = [f"{what.lower()}{NBSP}: {how}" for what, how in one.proof.to_numpy().tolist()]
    blocks.append(Sentence(typeset(f"Preuve {' ; '.join(told)}."), source))
    return Section(one.title, tuple(blocks), level=2, new_page=True)


def _differing(one: SheetTold) -> str:
    """Say what one side says and the other does not, figures first: a table would not hold on the page."""
    sides = [name for name in one.differences.columns if name != "Sur"]
    said = [(side, [text for text in one.differences[side] if text]) for side in sides]
    told = " ; ".join(
        f"{side} {enumeration([f'« {text} »' for text in texts])}" for side, texts in said if texts
    )
    return typeset(f"Dit d'un seul côté : {told}.")


def _asked(one: SheetTold) -> str:
    """Say in one sentence what each step pays, and what each reading would."""
    steps = [f"{step}, {euros(amount)}" for step, amount in one.steps.to_numpy().tolist()]
    readings = [
        f"{name[0].lower()}{name[1:]} {euros(amount)}" for name, amount in one.readings.to_numpy().tolist()
    ]
    told = f"Paliers : {' ; '.join(steps)}. " if steps else ""
    return typeset(f"{told}{one.read_at} Lectures : {enumeration(readings)}.")


def _history(matter: Matter, line: int, one: SheetTold) -> tuple[Block, ...]:
    path = matter.paths.get(line)
    if path is None or len(path) < 2 or path["kind"].iloc[0] == "livrable":
        return ()
    from aci_model.report.documents.curves import own_history  # noqa: PLC0415 - what draws is slow to load

    row = line_row(matter, line)
    target = None if missing(row["target"]) else float(row["target"])
    return (
        own_history(
            path,
            f"Nos années{NBSP}: {one.title}",
            past_note(matter),
            target=target,
            target_words=one.tiles[0].value,
        ),
    )


def _exchanges(matter: Matter) -> list[Section]:
    told = matter.exchanges
    blocks: list[Block] = [Sentence(told.say, strong=True)]
    for rank, trade in enumerate(told.trades, 1):
        blocks += [
            Sentence(f"{rank}. {trade.title}"),
            Sentence(trade.effect),
            _schedule(trade, rank),
        ]
    if told.left_out:
        blocks.append(Sentence(told.left_out))
    blocks.append(Sentence(told.feasible_say + ".", strong=True))
    if len(told.findings):
        blocks.append(Bullets(tuple(told.findings["Ce qui s’y oppose"]), territory_note()))
    return [Section(PARTS["echanges"], tuple(blocks), new_page=True)]


def _schedule(trade: Trade, rank: int) -> Table:
    table, caption = trade.table, f"Échange {rank}{NBSP}: barèmes"
    note = "Montants de votre contrat ; chances saisies, ou proposées d’après vos années passées."
    if table["Après"].notna().all():
        return Table.of(table, caption, {"Aujourd’hui": "euros", "Après": "euros"}, note=note)
    after = ["plus de palier" if missing(amount) else euros(amount) for amount in table["Après"]]
    return Table.of(table.assign(Après=after), caption, {"Aujourd’hui": "euros"}, note=note)


def _proofs(matter: Matter) -> list[Section]:
    if matter.gather.empty:
        return [Section(PARTS["preuves"], (Sentence("Aucune preuve ne manque."),))]
    table = Table.of(
        matter.gather.drop(columns="Mission"),
        "Ce qui manque avant le dialogue",
        {"En jeu": "euros", "Échéance": "day"},
        totals=("En jeu",),
        note="Preuves attendues au contrat, preuves notées comme réunies ; à défaut d’échéance, la fin de l’année du contrat.",
    )
    return [Section(PARTS["preuves"], (table,), new_page=True)]


def _questions(matter: Matter) -> list[Section]:
    if matter.questions.empty:
        return [Section(PARTS["questions"], (Sentence("Aucune question n’est ouverte."),))]
    rows = matter.questions
    asked = [" ".join(filter(None, pair)) for pair in zip(rows["Question"], rows["À savoir"], strict=True)]
    table = Table.of(
        rows.assign(Question=asked).drop(columns="À savoir"),
        "Registre des questions",
        {"Euros": "euros", "Échéance": "day"},
        note=asked_note(),
    )
    return [Section(PARTS["questions"], (table,), new_page=True)]


def _cards(matter: Matter) -> list[Section]:
    cards = matter.cards
    blocks: list[Block] = [Sentence(cards.say, strong=True)]
    if len(cards.table):
        intact = (cards.table["Pourquoi"] == "").all()
        shown = cards.table.drop(columns="Pourquoi") if intact else cards.table
        blocks.append(Table.of(shown, "Accords", {"Date": "day"}))
    if cards.seal is not None:
        blocks.append(Sentence(f"Dernier sceau{NBSP}: {cards.seal}"))
    return [Section(PARTS["accords"], tuple(blocks))]
