"""The pictures of a reveal with their findings: the same on the big screen and before the facilitator."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

import streamlit as st

from aci_model.report import workshop_tables, workshop_text, workshop_titles
from aci_model.wording import typeset
from pages._shared import display, workshop_figure, workshop_state
from pages._shared.tables import Column
from pages._shared.wording import plain

if TYPE_CHECKING:
    import pandas as pd

    from aci_model.workshop.reveal import Reveal
    from aci_model.workshop.rooms import Workshop
    from aci_model.workshop.shape import Case
    from pages._shared.palette import Palette
    from pages._shared.tables import Kind

_DRAWN = "atelier_images"
_KINDS: dict[str, Kind] = {"integer": "whole", "euros": "euros", "rate": "percent", "number": "number"}


class Picture(NamedTuple):
    """One picture of a reveal.

    Attributes:
        name: ASCII.
        title: its finding.
        reading: how to read it.
        html: drawn; empty when there is nothing to draw.
        table: what it shows, French headers.
    """

    name: str
    title: str
    reading: str
    html: str
    table: pd.DataFrame


def pictures(case: Case, reveal: Reveal, colours: Palette) -> tuple[Picture, ...]:
    """Give the pictures in the order in which a room looks at them; none when no table is compared.

    Args:
        case: what the tables worked on.
        reveal: of the tables.
        colours: of the theme.
    """
    if not reveal.outcomes["counts"].any():
        return ()
    outcomes = workshop_tables.outcomes_table(reveal)
    drawn = (
        Picture(
            "objectifs",
            workshop_titles.objectives_say(reveal),
            "Chaque table est au-dessus du nombre d'objectifs qu'elle se fixe.",
            workshop_figure.objectives(reveal),
            workshop_tables.spread_table(reveal),
        ),
        Picture(
            "revenus",
            workshop_titles.incomes_say(reveal),
            "Revenu d'une année ; le compté est ce sur quoi la table ose tabler.",
            workshop_figure.incomes(reveal),
            outcomes,
        ),
        Picture(
            "estimations",
            workshop_titles.guesses_say(reveal),
            "Ce que chaque table avait estimé d'un contrat minimal et d'un contrat ambitieux, avant tout calcul.",
            workshop_figure.guesses(reveal),
            workshop_tables.guesses_table(reveal),
        ),
        Picture(
            "accords",
            workshop_text.divided(reveal),
            "Part des tables qui gardent chaque ligne ; le trait est la moitié.",
            workshop_figure.agreements(case, reveal, colours),
            workshop_tables.agreements_table(case, reveal),
        ),
    )
    return tuple(one._replace(reading=typeset(one.reading)) for one in drawn if one.html)


def of_room(workshop: Workshop) -> tuple[Picture, ...]:
    """Give the pictures of a revealed workshop, laid out again only when what they show has changed.

    Raises:
        RoomError: it is not revealed.
        StoreError: the store does not answer.
    """
    colours = display.colours()

    def make() -> tuple[Picture, ...]:
        return pictures(workshop_state.case_of(workshop), workshop_state.revealed(workshop).reveal, colours)

    key = (workshop.id, workshop.stage, colours.accent)
    return cast("tuple[Picture, ...]", workshop_state.once(_DRAWN, key, make))


def show(picture: Picture, where: str, *, wall: bool = False) -> None:
    """Draw a picture, its finding above; on a page, its table folded under it.

    Args:
        picture: which.
        where: of the page, in ASCII.
        wall: its finding is the title of the screen, and the table is left to `fold`.
    """
    (st.title if wall else st.subheader)(plain(picture.title), anchor=False)
    st.caption(plain(picture.reading))
    st.html(picture.html)
    if not wall:
        fold(picture, where)


def fold(picture: Picture, where: str) -> None:
    """Fold the table of a picture."""
    display.folded_table(
        picture.table, columns(picture.table), picture.title, f"atelier_{where}_{picture.name}"
    )


def columns(table: pd.DataFrame) -> list[Column]:
    """Tell how each column of a table of `report.workshop_tables` is written."""
    formats = workshop_tables.FORMATS
    return [
        Column(
            name,
            name,
            _KINDS[formats[name]] if name in formats else "text",
            blank="–",
        )
        for name in map(str, table.columns)
    ]
