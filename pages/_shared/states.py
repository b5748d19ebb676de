"""The four states of each mission's euros: one picture, the same on every page that shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aci_model.wording import NBSP
from pages._shared import columns, display, figures, session

if TYPE_CHECKING:
    import pandas as pd


def draw(missions: pd.DataFrame, *, say: str, aloud: str, name: str) -> None:
    """Draw the picture; nothing when no mission is paid on results.

    Args:
        missions: from `report.tables.missions`.
        say: its finding.
        aloud: the picture for someone who does not see it.
        name: ASCII, unlike any other of the page.
    """
    if missions.empty:
        return
    theme = display.colours()
    display.show(
        session.remember(f"states {theme.accent}", lambda: figures.states_by_mission(missions, theme)),
        title=say,
        reading_note=f"Une barre par mission{NBSP}: sa part variable, partagée entre ce qui est acquis, à prouver, en attente et perdu.",
        alt=aloud,
        table=missions,
        columns=columns.MISSIONS,
        name=name,
    )
