"""What goes into the papers of the dialogue, as the workbook says it: the lines, the parts, the date, the version.

Each field shows what the workbook holds, and writes there: taken back, or read from another file, it follows.
"""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from aci_model.report import negotiation_kept
from aci_model.report.negotiation_document import PARTS
from aci_model.wording import missing, typeset
from pages._shared import dialogue, session

FIRST_VERSION = "1"
_DAY, _VERSION, _EUROS = "dossier_date", "dossier_version", "dossier_euros"


def lines() -> list[int]:
    """List the lines of the contract year that the person put into the dossier, the dearest ambiguity first."""
    every = dialogue.dossier().lines
    asked = set(every.loc[every["in_papers"].fillna(value=False).astype(bool), "line"])
    return [line for line in dialogue.clauses().names if line in asked]


def parts() -> list[str]:
    """List the parts the dossier has, keys of `negotiation_document.PARTS`."""
    return negotiation_kept.parts_left(_option("papers_without"))


def day() -> dt.date:
    """Give the day the papers speak of: the one the workbook says, else today."""
    held = _option("papers_on")
    return today() if held is None else held.date()


def version() -> str:
    """Give the version written on the papers."""
    return str(_option("papers_version") or FIRST_VERSION)


def with_euros() -> bool:
    """Tell whether the page to share shows euros."""
    return bool(_option("papers_euros"))


def today() -> dt.date:
    """Give today's date where the communities are."""
    return dt.datetime.now(tz=ZoneInfo("Europe/Paris")).date()


def line_switch(line: int, label: str, *, held: bool) -> None:
    """Draw the switch that puts a line into the dossier.

    Args:
        line: its number.
        label: safe to show.
        held: whether it is there.
    """
    key = f"au_dossier_{line}"
    _show(key, held)
    st.toggle(label, key=key, on_change=_put, args=(line, key))


def part_box(part: str) -> None:
    """Draw the box of one part of the dossier."""
    key = f"dossier_partie_{part}"
    _show(key, part in parts())
    st.checkbox(PARTS[part], key=key, on_change=_leave, args=(part, key))


def day_field(label: str) -> None:
    """Draw the field of the day the papers speak of."""
    _show(_DAY, day())
    st.date_input(label, format="DD/MM/YYYY", key=_DAY, on_change=_write, args=("papers_on", _DAY))


def version_field() -> None:
    """Draw the field of the version."""
    _show(_VERSION, version())
    st.text_input("Version", max_chars=20, key=_VERSION, on_change=_write, args=("papers_version", _VERSION))


def euros_switch() -> None:
    """Draw the switch of the euros on the page to share."""
    _show(_EUROS, with_euros())
    st.toggle(
        "Montrer les euros sur la page à partager",
        key=_EUROS,
        on_change=_write,
        args=("papers_euros", _EUROS),
        help=typeset("Cette page va aux membres et aux partenaires. Sans euros, sauf si vous le demandez."),
    )


def _option(column: str) -> Any:  # noqa: ANN401  a cell of any column
    value = dialogue.dossier().communities[column].iloc[dialogue.own_row()]
    return None if missing(value) else value


def _show(key: str, held: object) -> None:
    """Make a field say what the workbook says; one that does already is left alone, whoever is typing there."""
    if session.chosen(key, None) != held:
        session.keep(key, held)


def _put(line: int, key: str) -> None:
    asked = True if session.chosen(key, False) else None
    session.edit("lines", dialogue.place_of(line), "in_papers", asked)


def _leave(part: str, key: str) -> None:
    told = negotiation_kept.leaving_out(_option("papers_without"), part, out=not session.chosen(key, True))
    session.edit("communities", dialogue.own_row(), "papers_without", told)


def _write(column: str, key: str) -> None:
    value = session.chosen(key, None)
    session.edit("communities", dialogue.own_row(), column, value or None)
