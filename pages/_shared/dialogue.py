"""What every view of Négociation rests on, worked out once: grounds, proofs, register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aci_model import bargaining, foresight
from aci_model.foresight.objectives.nature import proposed_strength
from aci_model.report import negotiation
from aci_model.wording import missing
from pages._shared import session, views

if TYPE_CHECKING:
    import pandas as pd

    from aci_model.bargaining import Evidence, Grounds, Register
    from aci_model.reading import Dossier
    from aci_model.report.negotiation import Clauses


def dossier() -> Dossier:
    """Give the dossier in view.

    Raises:
        LookupError: no file is loaded; a page shows its empty state first.
    """
    read = session.dossier()
    if read is None:
        raise LookupError("no file is loaded in this session")
    return read


def own_row() -> int:
    """Give the position of the community in view in the dossier's frame of communities: what `session.edit` asks for."""
    return dossier().communities["community"].tolist().index(session.community())


def daily_cost() -> float | None:
    """Give what the community's workbook says a day of work costs, in euros; None when it does not say."""
    held = dossier().communities["daily_cost"].iloc[own_row()]
    return None if missing(held) else float(held)


def chances() -> pd.DataFrame:
    """Give the chance of each step of each line for the year to negotiate; see `foresight.chances`."""
    return session.remember("dialogue chances", lambda: foresight.chances(dossier(), settled=False))


def grounds() -> Grounds:
    """Give what every sheet of the contract year rests on; see `bargaining.grounds`."""
    return session.remember(
        "grounds", lambda: bargaining.grounds(views.case(), dossier(), session.law(), chances())
    )


def clauses() -> Clauses:
    """Give what is said of the clauses; see `report.negotiation`."""
    on = grounds()
    return session.remember("clauses", lambda: negotiation.clauses(on, views.lines()))


def evidence() -> Evidence:
    """Give the proofs of the contract year; a strength nobody typed is proposed from the proof's own words."""

    def make() -> Evidence:
        lines = views.case().lines
        proposed = proposed_strength(lines.set_index("line"))
        return bargaining.evidence(lines, dossier().communities, proposed)

    return session.remember("evidence", make)


def register() -> Register:
    """Give the questions, typed and raised, of every community of the dossier."""
    return session.remember("register", lambda: bargaining.register(dossier().questions, grounds().questions))


def place_of(line: int) -> int:
    """Give the position of a line in the dossier's frame of lines: what `session.edit` asks for."""
    return dossier().lines["line"].tolist().index(line)
