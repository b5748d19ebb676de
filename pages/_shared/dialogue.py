"""What every view of Négociation rests on, worked out once: grounds, proofs, register."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

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

AS_OF = "situation_au"
_KEPT = "au_dossier_"  # followed by the line's mark: it goes into the dossier


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


def kept_key(line: int) -> str:
    """Give the widget key that says whether a line goes into the dossier: the same whatever files come beside."""
    return session.remember("kept keys", _kept_keys)[line]


def _kept_keys() -> dict[int, str]:
    lines = views.lines()
    told = zip(
        *(lines[name] for name in ("community", "year", "mission", "label", "file", "sheet", "row")),
        strict=True,
    )
    marks = [_KEPT + hashlib.sha256(repr(tuple(map(str, row))).encode()).hexdigest()[:16] for row in told]
    return {int(line): mark for line, mark in zip(lines["line"], marks, strict=True)}


def kept() -> list[int]:
    """List the lines of the contract year that the person put into the dossier, the dearest ambiguity first."""
    return [line for line in clauses().names if session.chosen(kept_key(line), False)]


def day() -> dt.date:
    """Give the day the papers speak of: the one chosen, else today."""
    return session.chosen(AS_OF, today())


def today() -> dt.date:
    """Give today's date where the communities are."""
    return dt.datetime.now(tz=ZoneInfo("Europe/Paris")).date()
