"""The report of a whole workshop, one document from the case to the questions left open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aci_model.report.documents import Bullets, Document, Section, Sentence
from aci_model.report.workshop_matter import (
    ASKED,
    COMPUTED,
    GUESSED,
    SAID,
    WRITTEN,
    case_note,
    document,
    figures,
    found,
    method,
    parking_say,
    table_of,
)
from aci_model.report.workshop_tables import missions_table, parking_table
from aci_model.report.workshop_text import divided, headline
from aci_model.wording import NBSP, count, euros, missing
from aci_model.workshop.sheets import FIELDS

if TYPE_CHECKING:
    from aci_model.report.documents.tree import Block
    from aci_model.report.workshop_matter import Matter

_TITLE = "Compte rendu d’atelier"


def to_docx(matter: Matter) -> bytes:
    """Write the whole workshop for Word and LibreOffice; see `documents.word.to_docx`."""
    from aci_model.report.documents import word  # noqa: PLC0415 - what writes is slow to load

    return word.to_docx(report(matter))


def report(matter: Matter) -> Document:
    """Fill the report: findings, case, tables, estimates, agreements, sheets, grouped returns, open questions."""
    sections = [
        found(matter),
        _case(matter),
        *_side_by_side(matter),
        *_agreed(matter),
        *_reported(matter),
        *_grouped(matter),
        _parked(matter),
        method(),
    ]
    return document(matter, _TITLE, sections)


def _case(matter: Matter) -> Section:
    case = matter.case
    running = "inconnu" if case.operating is None else euros(case.operating)
    opening = f"Fonctionnement{NBSP}: {running} par an, dû dès la signature."
    if case.commitments is not None:
        opening += f" Engagements fermes de l’année{NBSP}: {euros(case.commitments)}."
    table = table_of(missions_table(case), "Les missions du cas", case_note(case))
    blocks: list[Block] = [Sentence(opening), table]
    if case.notices:
        blocks.append(Bullets(case.notices))
    return Section("Le cas", tuple(blocks))


def _side_by_side(matter: Matter) -> list[Section]:
    if not matter.reveal.outcomes["counts"].any():
        return []
    from aci_model.report.workshop_pictures import guesses, ranges  # noqa: PLC0415 - what draws is slow to load

    tables = figures(matter)
    made = [
        Section(
            "Les tables côte à côte",
            (ranges(matter.reveal, headline(matter.reveal), COMPUTED), *tables[:2]),
        )
    ]
    own = matter.reveal.outcomes[matter.reveal.outcomes["counts"].astype("bool")]
    if own[["guess_minimal", "guess_ambitious"]].notna().any(axis=None):
        picture = guesses(
            matter.reveal, "Ce que les tables avaient estimé, et ce que donne le calcul", GUESSED
        )
        made.append(Section("Estimer, puis calculer", (picture, tables[2])))
    return made


def _agreed(matter: Matter) -> list[Section]:
    rows = matter.reveal.agreements
    if rows.empty or not rows["of"].gt(1).any():
        return []
    from aci_model.report.workshop_pictures import agreement  # noqa: PLC0415 - what draws is slow to load

    rank = matter.case.missions.set_index("mission")["rank"]
    drawn = rows.assign(rank=rows["mission"].map(rank))
    return [
        Section(
            "Accords et désaccords",
            (agreement(drawn, divided(matter.reveal), SAID), figures(matter)[3]),
            new_page=True,
        )
    ]


def _reported(matter: Matter) -> list[Section]:
    if not matter.sheets:
        return []
    opening = Sentence(f"{count(len(matter.sheets), 'fiche')}, une par table.", WRITTEN)
    made = [Section("Fiches des rapporteurs", (opening,), new_page=True)]
    for one in matter.sheets:
        blocks: list[Block] = []
        for field, (name, _) in FIELDS.items():
            lines = [line for line in one["sheet"][field].split("\n") if line.strip()]
            if lines:
                blocks += [Sentence(f"{name}{NBSP}:", strong=True), Bullets(tuple(lines))]
        made.append(Section(f"Table «{NBSP}{one['name']}{NBSP}»", tuple(blocks), level=2))
    return made


def _grouped(matter: Matter) -> list[Section]:
    if matter.returns.empty:
        return []
    made = [
        Section(
            "Retours groupés",
            (Sentence("Par question de l’atelier, ce que les tables en disent."),),
            new_page=True,
        )
    ]
    for label in matter.returns["theme_label"].drop_duplicates():
        rows = matter.returns[matter.returns["theme_label"] == label]
        told = tuple(_by(name, text) for name, text in zip(rows["name"], rows["text"], strict=True))
        made.append(Section(str(label), (Bullets(told),), level=2))
    return made


def _by(name: str | None, text: str) -> str:
    """Say who says it, unless the text does."""
    if missing(name):
        return f"Animateur{NBSP}: {text}"
    return text if f"«{NBSP}{name}{NBSP}»" in text else f"{name}{NBSP}: {text}"


def _parked(matter: Matter) -> Section:
    say = Sentence(parking_say(matter.parked, matter.suspended), strong=True)
    if matter.parked.empty:
        return Section("Questions en suspens", (say,))
    table = table_of(parking_table(matter.parked), "Registre des questions en suspens", ASKED)
    carried = Sentence("Ces questions se reprennent dans le registre de la page Négociation.")
    return Section("Questions en suspens", (say, table, carried))
