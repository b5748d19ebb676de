"""« Contre soi-même »: the switch, and each line of a mission beside its own past."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from aci_model import wording as french
from pages._shared import columns, display, own_figure, session, views
from pages._shared.glossary import tip

if TYPE_CHECKING:
    import pandas as pd


def chosen() -> bool:
    """Tell whether only one's own path is to be shown."""
    return session.chosen(session.OWN_PATH, False)


def switch() -> None:
    """Draw the switch."""
    st.toggle("Contre soi-même", key=session.OWN_PATH, persist_state="session", help=tip("contre_soi_meme"))


def draw(lines: pd.DataFrame) -> None:
    """Draw the lines of one mission beside their own past: no target, no euros, no attainment.

    Args:
        lines: from `views.lines`, of one mission.
    """
    told = views.own_path(lines)
    if told.path.empty:
        st.markdown(
            "Aucune ligne de cette mission n’a encore de valeur, ni cette année ni les années passées."
        )
        return
    theme = display.colours()
    which = lines["line"].tolist()
    display.show(
        session.remember(f"own {which} {theme.accent}", lambda: own_figure.paths(told.path, theme)),
        title=told.say.removesuffix("."),
        reading_note=f"Un point par année, chaque ligne à sa propre échelle{french.NBSP}: deux lignes ne se comparent "
        "pas. La barre pâle dit ce que le hasard seul pourrait donner, quatre fois sur cinq.",
        alt=told.aloud,
        table=told.path,
        columns=columns.OWN_PATH,
        name="contre_soi_meme",
    )
