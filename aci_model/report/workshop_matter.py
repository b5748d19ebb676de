"""What a workshop's documents are filled with, and the parts that its report and its workbook share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aci_model import frames
from aci_model.bargaining import register
from aci_model.report.documents import Bullets, Document, Fact, Facts, Section, Sentence, Table
from aci_model.report.workshop_tables import (
    FORMATS,
    agreements_table,
    guesses_table,
    outcomes_table,
    spread_table,
)
from aci_model.report.workshop_text import findings, headline
from aci_model.wording import NBSP, count, euros, missing, number, typeset
from aci_model.workshop.checks import ScenarioError
from aci_model.workshop.outcome import outcome
from aci_model.workshop.reveal import revealed
from aci_model.workshop.scenario import scenario_of
from aci_model.workshop.shape import LISTED
from aci_model.workshop.sheets import draft, grouped, merged, parked, register_rows

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from aci_model.report.documents.tree import Block
    from aci_model.workshop.reveal import Reveal
    from aci_model.workshop.shape import Case

COMPUTED = "Réponses scellées des tables ; revenus calculés exactement, sans tirage au sort, chaque objectif réussissant pour soi."
GUESSED = "Estimations données avant tout calcul ; contrat minimal : missions obligatoires sans objectif ; ambitieux : tout, aux chances connues ou proposées."
SAID = "Réponses scellées des tables."
WRITTEN = "Fiches préparées d’après les choix de chaque table, corrigées par son rapporteur."
ASKED = "Questions laissées par les tables et l’animateur ; euros lus dans le cas, chacun compté une fois."


@dataclass(frozen=True, slots=True)
class Matter:
    """What a workshop's documents are filled with.

    Attributes:
        case: what the tables worked on.
        reveal: all of them side by side.
        sheets: table, name, sheet (whole record) of every table compared.
        returns: from `sheets.grouped`.
        parked: from `sheets.parked`.
        suspended: euros the open questions suspend, each counted once; missing when none is known.
        tables: records as the store gave them.
        date: of the document.
        version: as its owner counts.
    """

    case: Case
    reveal: Reveal
    sheets: tuple[dict[str, Any], ...]
    returns: pd.DataFrame
    parked: pd.DataFrame
    suspended: float
    tables: tuple[Mapping[str, Any], ...]
    date: dt.date
    version: str


def gathered(
    case: Case,
    tables: Sequence[Mapping[str, Any]],
    sheets: Iterable[Mapping[str, Any]],
    questions: Sequence[Mapping[str, Any]],
    *,
    date: dt.date,
    version: str = "1",
) -> Matter:
    """Put together all that a workshop's documents say.

    Args:
        case: what the tables worked on.
        tables: as for `workshop.reveal.revealed`.
        sheets: table, name, sheet: what reporters wrote, None for nothing; the draft fills what is not written.
        questions: as for `workshop.sheets.parked`.
        date: told by the caller.
        version: of the document.
    """
    written = {str(one["table"]): one.get("sheet") for one in sheets}
    reveal = revealed(case, tables)
    own = reveal.outcomes[reveal.outcomes["expected"].notna()]
    records = {str(table["table"]): table for table in tables}
    whole = tuple(
        {"table": table, "name": name, "sheet": _sheet(case, records[table], name, written.get(table))}
        for table, name in zip(own["table"].tolist(), own["name"].tolist(), strict=True)
    )
    return Matter(
        case=case,
        reveal=reveal,
        sheets=whole,
        returns=grouped(case, whole, questions),
        parked=parked(case, questions),
        suspended=suspended(case, questions),
        tables=tuple(tables),
        date=date,
        version=version,
    )


def suspended(case: Case, questions: Iterable[Mapping[str, Any]]) -> float:
    """Add up the euros that open questions suspend, each once, as the register does; missing when none is known."""
    rows = register_rows(case, questions, community="")
    raised = frames.frame({name: rows.dtypes[name].name for name in rows.columns})
    totals = register(rows, raised).totals
    whole = totals[totals["addressee"].isna()]
    if whole.empty or rows["euros"].isna().all():
        return float("nan")
    return float(whole["suspended"].iloc[0])


def parking_say(rows: pd.DataFrame, euros_: float) -> str:
    """Say how many questions stay open and what they suspend.

    Args:
        rows: from `sheets.parked`.
        euros_: from `suspended`.
    """
    if rows.empty:
        return typeset("Aucune question n'est restée en suspens.")
    told = f"{count(len(rows), 'question')} en suspens"
    if missing(euros_):
        return typeset(f"{told} ; personne ne sait encore combien d'euros.")
    least = "au moins " if rows["euros"].isna().any() else ""
    return typeset(f"{told}, {least}{euros(euros_)} suspendus, chaque euro compté une fois.")


def document(matter: Matter, title: str, sections: Sequence[Section]) -> Document:
    """Make a document of a workshop: its case stands where a community's name would."""
    kind = "contrat sans le nom de sa communauté" if matter.case.kind == LISTED else "montants d’une taille"
    subtitle = f"Cas{NBSP}: {kind}"
    return Document(title, subtitle, matter.case.title, matter.date, matter.version, tuple(sections))


def found(matter: Matter) -> Section:
    """Say first what the room found."""
    compared = int(matter.reveal.outcomes["counts"].sum())
    spread = matter.reveal.spread.set_index("measure")["median"]
    facts = [Fact("Tables comparées", str(compared))]
    if compared:
        least = "au moins " if matter.reveal.outcomes["at_least"].fillna(value=False).any() else ""
        facts += [
            Fact("Objectifs, médiane", number(spread["objectives"])),
            Fact("Attendu, médiane", least + euros(spread["expected"])),
            Fact("Sans part variable, médiane", least + euros(spread["without_variable"])),
        ]
    blocks: list[Block] = [Sentence(headline(matter.reveal), strong=True), Facts(tuple(facts), COMPUTED)]
    told = findings(matter.case, matter.reveal)
    if told:
        blocks.append(Bullets(told))
    return Section("Ce que la salle a trouvé", tuple(blocks))


def figures(matter: Matter) -> list[Table]:
    """The tables of figures: outcomes, spread, estimates, agreements."""
    made = [
        table_of(outcomes_table(matter.reveal), "Revenus par table", COMPUTED),
        table_of(spread_table(matter.reveal), "Étendue", COMPUTED),
        table_of(guesses_table(matter.reveal), "Estimations", GUESSED),
        table_of(agreements_table(matter.case, matter.reveal), "Accords et désaccords", SAID),
    ]
    return made if matter.reveal.outcomes["counts"].any() else []


def case_note(case: Case) -> str:
    """Say where a case's amounts come from."""
    if case.kind == LISTED:
        return "Montants du contrat, à défaut des textes ; chances d’après ses années passées."
    return "Montants des textes, à confirmer avec votre contrat."


def method() -> Section:
    """Say how the figures are made."""
    lines = [
        "Attendu : fonctionnement, part fixe des missions gardées et, pour chaque objectif, son montant fois sa chance.",
        "Une mission ne rapporte jamais plus que son enveloppe. P10 et P90 : un cas sur dix fait moins, un sur dix fait plus.",
        "Compté : ce qui est dû sans résultat, plus la part de la variable sur laquelle la table dit compter.",
        "Un montant que personne ne connaît n'est compté nulle part ; les sommes qui le laissent de côté disent « au moins ».",
    ]
    return Section("Comment c’est calculé", (Bullets(tuple(typeset(line) for line in lines)),))


def table_of(frame: pd.DataFrame, caption: str, note: str) -> Table:
    """Make a table of one of `workshop_tables`."""
    kinds = {name: FORMATS[name] for name in frame.columns if name in FORMATS}
    return Table.of(frame, caption, kinds, note=note)


def _sheet(case: Case, table: Mapping[str, Any], name: str, written: object) -> dict[str, str]:
    made = scenario_of(case, table["scenario"])
    drafted = draft(case, made, outcome(case, made), name, ask=False)
    try:
        return merged(drafted, written)
    except ScenarioError:
        return drafted
