"""What the documents of the dialogue are filled with, and the blocks they share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aci_model.report.documents import Document
from aci_model.wording import missing, number, typeset

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from aci_model.report.documents import Section
    from aci_model.report.documents.tree import Block
    from aci_model.report.negotiation import Clauses
    from aci_model.report.negotiation_exchanges import ExchangesTold
    from aci_model.report.negotiation_memory import CardsTold
    from aci_model.report.negotiation_sheet import SheetTold


@dataclass(frozen=True, eq=False, slots=True)
class Matter:
    """What the documents are filled with, as the page says it.

    Attributes:
        community: its name.
        year_words: the contract year, as people say it.
        date: of the documents.
        version: of the documents, as their owner counts.
        headline: where the variable part stands, a sentence.
        missions: `report.tables.missions`.
        missions_say: the finding of its picture.
        lines: `report.tables.lines`.
        clauses: `report.negotiation.clauses`.
        sheets: line -> its sheet, the lines of the dossier, in order.
        paths: line -> `report.own_path.Own.path` of that line.
        steps: line, label, step, adds (euros), chance (0–1): what each step of these lines adds.
        exchanges: `report.negotiation_exchanges.exchanges`.
        gather: `report.negotiation_proofs.gather`.
        questions: `report.negotiation_proofs.questions`.
        cards: `report.negotiation_memory.cards`.
        invented: the file says that its results are invented.
        reading_words: the reading in force.
    """

    community: str
    year_words: str
    date: dt.date
    version: str
    headline: str
    missions: pd.DataFrame
    missions_say: str
    lines: pd.DataFrame
    clauses: Clauses
    sheets: Mapping[int, SheetTold]
    paths: Mapping[int, pd.DataFrame]
    steps: pd.DataFrame
    exchanges: ExchangesTold
    gather: pd.DataFrame
    questions: pd.DataFrame
    cards: CardsTold
    invented: bool
    reading_words: str

    @property
    def subtitle(self) -> str:
        """Say the contract year, the reading, and that results are invented when they are."""
        told = f"{self.year_words}, {self.reading_words}"
        return f"{told}. Résultats inventés, pour essayer." if self.invented else told


def document(matter: Matter, title: str, sections: Sequence[Section]) -> Document:
    """Put sections into a document of this community, day and version."""
    return Document(title, matter.subtitle, matter.community, matter.date, matter.version, tuple(sections))


def missions_picture(matter: Matter) -> tuple[Block, ...]:
    """Draw where each mission stands; nothing without missions."""
    if matter.missions.empty:
        return ()
    from aci_model.report.documents.bars import states_by_mission  # noqa: PLC0415 - what draws is slow to load

    return (states_by_mission(matter.missions, matter.missions_say, amounts_note(matter)),)


def gaps_picture(matter: Matter, most: int | None = None) -> tuple[Block, ...]:
    """Draw what each clause is worth; nothing when none is ambiguous.

    Args:
        matter: what the paper is filled with.
        most: clauses drawn, the dearest first; None for all of them.
    """
    drawn = matter.clauses.drawn.head(most or len(matter.clauses.drawn))
    if drawn.empty:
        return ()
    from aci_model.report.documents.bars import gap_by_line  # noqa: PLC0415 - what draws is slow to load

    named = drawn.rename(columns={"mission_rank": "rank"})
    whole = len(matter.clauses.drawn)
    told = (
        matter.clauses.drawn_say
        if len(drawn) == whole
        else f"Les {len(drawn)} clauses les plus ambiguës, sur {whole}"
    )
    return (gap_by_line(named, told, readings_note()),)


def line_note(matter: Matter, line: int) -> str:
    """Say where a line of the contract stands in its file."""
    row = line_row(matter, line)
    place = ", ".join(str(row[name]) for name in ("file", "sheet") if not missing(row[name]))
    return typeset(f"Votre contrat : {place}, ligne {number(row['row'], 0)}.")


def amounts_note(matter: Matter) -> str:
    """Say where the amounts of the missions come from."""
    origins = matter.missions["origin_words"].drop_duplicates().tolist()
    return typeset(f"Plafonds : {' ; '.join(origins) or 'inconnus'}. Résultats et preuves de votre fichier.")


def past_note(matter: Matter) -> str:
    """Say where past results and chances come from."""
    invented = " Résultats inventés, pour essayer." if matter.invented else ""
    return typeset(f"Années passées de votre fichier, chances saisies ou proposées d'après elles.{invented}")


def territory_note() -> str:
    """Say where what stands against a target comes from."""
    return "Feuille Territoire de votre classeur, et vos années passées."


def asked_note() -> str:
    """Say where questions come from."""
    return "Registre des questions de votre classeur, et questions que posent les clauses."


def readings_note() -> str:
    """Say what the readings rest on."""
    return "Paliers et montants de votre contrat. Aucun texte trouvé n’impose une lecture."


def line_row(matter: Matter, line: int) -> Mapping[str, Any]:
    """Give a line of `report.tables.lines` as a record."""
    row = matter.lines[matter.lines["line"] == line].iloc[0].to_dict()
    return {str(name): value for name, value in row.items()}
