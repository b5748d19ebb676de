"""What the end of a workshop is made of: questions left open, sheets, returns, documents; read once a change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

from aci_model.report import workshop_matter
from aci_model.workshop import answers
from aci_model.workshop.sheets import parked
from pages._shared import workshop_state

if TYPE_CHECKING:
    import pandas as pd

    from aci_model.report.workshop_matter import Matter
    from aci_model.workshop.doors import Facilitator, Visitor
    from aci_model.workshop.rooms import Workshop

_PARKING, _MATTER = "atelier_suspens", "atelier_matiere"


class Parking(NamedTuple):
    """The questions left open.

    Attributes:
        rows: `sheets.PARKED`.
        say: how many, and the euros they suspend.
        questions: as the store gave them.
    """

    rows: pd.DataFrame
    say: str
    questions: list[dict[str, Any]]


def parking(who: Facilitator | Visitor, workshop: Workshop) -> Parking:
    """Give the questions that somebody may read, laid out.

    Raises:
        StoreError: the store does not answer.
    """

    def make() -> Parking:
        case = workshop_state.case_of(workshop)
        asked = answers.questions(workshop_state.store(), who)
        rows = parked(case, asked)
        say = workshop_matter.parking_say(rows, workshop_matter.suspended(case, asked))
        return Parking(rows, say, asked)

    return cast("Parking", workshop_state.once(_PARKING, (who, workshop.id, workshop.version), make))


def matter(facilitator: Facilitator, workshop: Workshop) -> Matter:
    """Give all that the documents of a workshop say, once it is revealed.

    Raises:
        RoomError: it is not revealed.
        StoreError: the store does not answer.
    """

    def make() -> Matter:
        store = workshop_state.store()
        return workshop_matter.gathered(
            workshop_state.case_of(workshop),
            answers.revealed_tables(store, facilitator),
            answers.sheets(store, facilitator),
            answers.questions(store, facilitator),
            date=workshop_state.now().date(),
        )

    return cast("Matter", workshop_state.once(_MATTER, (workshop.id, workshop.version), make))
