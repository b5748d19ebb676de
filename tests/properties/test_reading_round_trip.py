"""A dossier written as the template and read back is the same dossier."""

import dataclasses

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from aci_model import reading
from aci_model.bargaining import append, verify
from aci_model.frames import frame
from aci_model.reading import Edits, edited
from aci_model.reading import dossier as shapes
from aci_model.reading.dossier import Dossier
from tests.any_dossier import (
    CAUSE,
    CHANCE,
    COMMUNITY,
    DAY,
    EUROS,
    FIGURE,
    FLAG,
    NUMBER,
    PROSE,
    QUESTIONS,
    dossiers,
    payments,
)
from tests.reading_files import MISSIONS, PARTS, read

PLACES = {"file", "sheet", "row", "cell"}


def changed(before, after):
    """The frames that do not say the same, with how: {} of a faithful copy."""
    found = {}
    for field in dataclasses.fields(Dossier):
        if field.name in {"kept", "problems"}:
            continue
        one, two = getattr(before, field.name), getattr(after, field.name)
        columns = [column for column in one if column not in PLACES]
        try:
            pd.testing.assert_frame_equal(two[columns], one[columns], obj=field.name)
        except AssertionError as difference:
            found[field.name] = str(difference)
    return found


@given(dossiers())
@settings(max_examples=12)  # a workbook written and read each
def test_what_is_written_is_read_back(dossier):
    again = read(("c.xlsx", reading.workbook(dossier, MISSIONS, PARTS)))
    bad = again.problems[again.problems["severity"].isin(["refused", "error"])]
    assert bad["message"].tolist() == [] or not len(dossier.lines), bad["message"].tolist()
    assert changed(dossier, again) == {}


@given(dossiers())
@settings(max_examples=6)
def test_writing_what_was_read_changes_nothing_any_more(dossier):
    once = read(("c.xlsx", reading.workbook(dossier, MISSIONS, PARTS)))
    twice = read(("c.xlsx", reading.workbook(once, MISSIONS, PARTS)))
    assert changed(once, twice) == {}
    assert twice.lines[sorted(PLACES)].equals(once.lines[sorted(PLACES)])
    pd.testing.assert_frame_equal(twice.problems, once.problems)


# As a person types in a page: spaces around, lines, letters in two pieces.
TYPED = st.sampled_from(["", "  ", " oui ", "e\u0301te\u0301", "\ta\r\nb \n", "une\u2028autre"])


@st.composite
def edits(draw, dossier):
    """A few things a person types on the pages of this dossier."""
    made = Edits()
    for row in range(len(dossier.lines)):
        made = made.with_cell("lines", row, "effort", draw(st.none() | EUROS))
        made = made.with_cell("lines", row, "abandon", draw(CAUSE))
        made = made.with_cell("lines", row, "in_papers", draw(FLAG))
        made = made.with_cell("results", row, "chance", draw(CHANCE))
    for row in range(len(dossier.tiers)):
        made = made.with_cell("tiers", row, "chance", draw(CHANCE))
    for row in range(len(dossier.communities)):
        made = made.with_cell("communities", row, "balance", draw(st.none() | NUMBER))
        made = made.with_cell("communities", row, "papers_version", draw(PROSE | TYPED))
    for name, column in (("lines", "ours"), ("questions", "answer"), ("territory", "label")):
        if rows := len(getattr(dossier, name)):
            made = made.with_cell(name, draw(st.integers(0, rows - 1)), column, draw(PROSE | TYPED))
    for name in ("questions", "agreements", "territory", "pairs"):
        if rows := len(getattr(dossier, name)):
            made = made.without_row(name, draw(st.integers(0, rows - 1)))
    made = made.with_row("questions", {**draw(QUESTIONS), "source": draw(TYPED)})
    if len(dossier.expenses):
        made = made.without_row("expenses", draw(st.integers(0, len(dossier.expenses) - 1)))
    new = draw(payments())
    key = ["community", "year", "mission", "flow", "paid_on"]
    known = {tuple(map(str, row)) for row in frame(shapes.PAYMENTS, [new])[key].to_numpy().tolist()}
    if not known & {tuple(map(str, row)) for row in dossier.payments[key].to_numpy().tolist()}:
        made = made.with_row("payments", new)
    return made


@given(st.data())
@settings(max_examples=10)
def test_what_is_typed_on_the_pages_comes_back_from_the_workbook(data):
    dossier = data.draw(dossiers())
    typed = edited(dossier, data.draw(edits(dossier)))
    assert changed(typed, read(("c.xlsx", reading.workbook(typed, MISSIONS, PARTS)))) == {}


@given(dossiers(), st.lists(st.tuples(COMMUNITY, DAY, PROSE.filter(bool), FIGURE), min_size=1, max_size=3))
@settings(max_examples=10)
def test_sealed_cards_are_as_intact_in_the_workbook_as_before_it(dossier, cards):
    agreements = frame(shapes.AGREEMENTS)
    for community, day, clause, figure in cards:
        card = {"community": community, "agreed_on": day, "role": "ARS – siège", "clause": clause}
        agreements = append(agreements, {**card, "figure": figure, "version": "annexe 1"})
    told = dataclasses.replace(dossier, agreements=agreements)
    again = read(("c.xlsx", reading.workbook(told, MISSIONS, PARTS)))
    assert verify(again.agreements)["state"].tolist() == ["intacte"] * len(cards)
    assert again.agreements["seal"].tolist() == agreements["seal"].tolist()
