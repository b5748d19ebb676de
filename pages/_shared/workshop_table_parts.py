"""What a table's screens are made of: a case as plain rows, the line of euros that stays in sight, a strip of marks."""

from __future__ import annotations

import functools
from html import escape
from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from aci_model.report.workshop_text import amount
from aci_model.wording import missing, typeset
from aci_model.workshop.cases import LISTED
from aci_model.workshop.outcome import outcome
from aci_model.workshop.scenario import scenario_of
from pages._shared import workshop_table_kept as kept

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aci_model.workshop.cases import Case
    from aci_model.workshop.outcome import Outcome
    from aci_model.workshop.scenario import Scenario
    from pages._shared.workshop_table_kept import Hand


class Objective(NamedTuple):
    """A line of the contract a table may choose."""

    name: str
    label: str
    nature: str  # empty when unknown
    euros: float  # NaN when unknown
    chance: float  # 0–1, NaN when past years say nothing


class Mission(NamedTuple):
    """A mission of the case, and what there is to choose in it."""

    name: str
    label: str
    short: str
    mandatory: bool
    fixe: float
    variable: float
    objectives: tuple[Objective, ...]


@functools.lru_cache(maxsize=32)
def missions(case: Case) -> tuple[Mission, ...]:
    """Give the missions a table decides on: those it may set aside, and those in which it chooses."""
    columns = ["objective", "label", "nature", "euros", "chance", "mission"]
    lines = list(zip(*(case.objectives[column].tolist() for column in columns), strict=True))
    rows = zip(
        *(
            case.missions[column].tolist()
            for column in ("mission", "label", "short", "mandatory", "fixe", "variable")
        ),
        strict=True,
    )
    every = [
        Mission(
            *row,
            tuple(
                Objective(name, label, "" if missing(nature) else nature, euros, chance)
                for name, label, nature, euros, chance, mission in lines
                if mission == row[0]
            ),
        )
        for row in rows
    ]
    return tuple(one for one in every if not one.mandatory or chooses(case, one))


def chooses(case: Case, mission: Mission) -> bool:
    """Tell whether there is something to choose inside a mission."""
    return bool(mission.objectives) if case.kind == LISTED else mission.variable != 0


def worked_out(case: Case, hand: Hand) -> tuple[Scenario, Outcome]:
    """Read what this screen shows of a table's scenario, and what it brings; again only once it has changed.

    Raises:
        ScenarioError: the store holds something else.
    """
    record = hand.record(kept.SCENARIO)
    if hand.worked is None or hand.worked[0] is not case or hand.worked[1] != record:
        read = scenario_of(case, record)
        hand.worked = (case, record, (read, outcome(case, read)))
    return hand.worked[2]


def band(where: str, rank: int, of: int, result: Outcome, hand: Hand) -> None:
    """Draw what stays in sight: where the table is, its own euros, and whether they are kept."""
    state = "pas enregistré" if hand.waits else "enregistré" if hand.own[kept.SCENARIO] else "à vous"
    with st.container(key="atelier_bandeau"):
        st.html(
            f'<div class="ou"><span>{escape(where)}</span><span>{state}</span></div>'
            f'<div class="jauge"><i style="width:{100 * rank / of:.0f}%"></i></div>'
            f'<div class="euros"><span>attendu <b>{amount(result, "expected")}</b></span>'
            f"<span>sans part variable <b>{amount(result, 'without_variable')}</b></span></div>"
        )


def figures(rows: Sequence[tuple[str, str]], *, strong: Sequence[str] = ()) -> None:
    """Draw names and their amounts, in two columns that hold on the smallest phone.

    Args:
        rows: name, amount, as they are read.
        strong: names of the rows to read first.
    """
    lines = "".join(
        f'<tr{" class=fort" if name in strong else ""}><th scope="row">{escape(name)}</th><td>{escape(value)}</td></tr>'
        for name, value in rows
    )
    st.html(f'<table class="montants">{lines}</table>')


def strip(values: Sequence[float], own: float | None, low: str, high: str, words: str) -> None:
    """Draw one mark per table on a line, one's own above the others.

    Args:
        values: of every table.
        own: this table's; None when it has none.
        low: the lowest, written.
        high: the highest, written.
        words: what somebody who does not see it is told.
    """
    least, most = min(values), max(values)
    width = (most - least) or 1.0
    places = [100 * (value - least) / width if most > least else 50.0 for value in values]
    marks = "".join(f'<i style="left:{place:.1f}%"></i>' for place in places)
    if own is not None:
        mine = 100 * (own - least) / width if most > least else 50.0
        marks += f'<b style="left:{min(max(mine, 0.0), 100.0):.1f}%"></b>'
    st.html(
        f'<div class="reglette" role="img" aria-label="{escape(words)}"><div class="axe">{marks}</div>'
        f'<div class="bouts"><span>{escape(low)}</span><span>{escape(high)}</span></div></div>'
    )


def steps(hand: Hand, last: int, *, forward: str = "Suivant") -> None:
    """Draw the way back and the way on, always in reach of a thumb.

    Args:
        hand: of this phone; its step moves.
        last: the last step.
        forward: what the way on is called.
    """
    here = hand.step or 0
    with st.container(key="atelier_pas", horizontal=True):
        st.button(
            "Précédent",
            key="atelier_precedent",
            on_click=go_to,
            args=(hand, here - 1),
            disabled=not here,
            width="stretch",
        )
        if here < last:
            st.button(
                forward,
                key="atelier_suivant",
                type="primary",
                on_click=go_to,
                args=(hand, here + 1),
                width="stretch",
            )


def go_to(hand: Hand, step: int) -> None:
    """Go to a step."""
    hand.step, hand.confirming, hand.fresh = step, False, True
    hand.leaf += 1


def spoken(sentences: Sequence[str]) -> None:
    """Say reservations, in small."""
    for sentence in sentences:
        st.caption(typeset(sentence))
