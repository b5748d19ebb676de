"""What is typed on the pages, laid over what was read."""

import datetime as dt

import pandas as pd
import pytest

from aci_model.reading import Edits, edited, numbers
from tests.building import COMMUNITY, done, dossier, line

BASE = dossier(
    line("prevention", (10, 1_000), (20, 2_500), chances=(0.9, 0.6)),
    done("prevention", 500),
    expenses=[{"post": "Loyer", "amount": 900.0}, {"post": "Salaire", "amount": 4_000.0}],
)


def test_without_edits_the_dossier_is_the_same():
    assert edited(BASE, Edits()) is BASE
    assert not Edits()


def test_a_cell_takes_its_new_value_and_keeps_its_type():
    edits = (
        Edits()
        .with_cell("tiers", 1, "chance", 0.4)
        .with_cell("lines", 1, "effort", 6)
        .with_cell("lines", 1, "abandon", "taille")
        .with_cell("lines", 1, "abandoned_on", dt.date(2026, 9, 1))
        .with_cell("lines", 0, "strength", 2)
        .with_cell("communities", 0, "balance", 42_000)
    )
    after = edited(BASE, edits)
    assert after.tiers["chance"].tolist()[:2] == [0.9, 0.4]
    assert after.lines["effort"].isna().tolist() == [True, False]
    assert after.lines.loc[1, "abandoned_on"] == pd.Timestamp("2026-09-01")
    assert after.lines["strength"].tolist()[0] == 2
    for name in ("communities", "lines", "tiers"):
        assert getattr(after, name).dtypes.equals(getattr(BASE, name).dtypes)


def test_the_dossier_that_was_read_is_left_as_it_was():
    before = BASE.lines.copy()
    after = edited(BASE, Edits().with_cell("lines", 0, "effort", 3.0))
    pd.testing.assert_frame_equal(BASE.lines, before)
    assert after.expenses is BASE.expenses


def test_a_cell_can_be_emptied():
    after = edited(BASE, Edits().with_cell("expenses", 0, "amount", None))
    assert after.expenses["amount"].isna().tolist() == [True, False]


def test_the_last_value_typed_counts():
    edits = Edits().with_cell("expenses", 0, "amount", 1).with_cell("expenses", 0, "amount", 2)
    assert edited(BASE, edits).expenses["amount"].tolist()[0] == 2


def test_an_added_row_belongs_to_the_only_community():
    record = {"mission": "prevention", "label": "Journée du rein", "amount": 800.0, "chance": 0.7}
    after = edited(BASE, Edits().with_row("objectives", record))
    assert after.objectives[["community", "label", "amount"]].to_numpy().tolist() == [
        [COMMUNITY, "Journée du rein", 800.0]
    ]
    assert after.objectives.dtypes.equals(BASE.objectives.dtypes)
    assert pd.isna(after.objectives.loc[0, "effort"])


def test_a_row_taken_away_leaves_the_numbers_of_the_others_alone():
    edits = Edits().with_row("expenses", {"post": "Outil"}).without_row("expenses", 0)
    edits = edits.with_cell("expenses", 2, "amount", 50.0)
    after = edited(BASE, edits)
    assert after.expenses["post"].tolist() == ["Salaire", "Outil"]
    assert after.expenses["amount"].tolist() == [4_000.0, 50.0]
    assert numbers(BASE, edits, "expenses") == [1, 2]
    assert after.expenses.index.tolist() == [0, 1]


@pytest.mark.parametrize(
    "edits",
    [
        Edits().with_cell("lignes", 0, "effort", 1),
        Edits().with_cell("problems", 0, "message", "rien"),
        Edits().with_cell("lines", 0, "efforts", 1),
        Edits().with_cell("lines", 2, "effort", 1),
        Edits().with_cell("lines", -1, "effort", 1),
        Edits().with_row("expenses", {"poste": "Loyer"}),
        Edits().without_row("expenses", 2),
        Edits().without_row("lines", 0),
    ],
)
def test_what_the_dossier_does_not_have_is_refused(edits):
    with pytest.raises(KeyError):
        edited(BASE, edits)


def test_edits_are_told_apart_by_what_they_change():
    one, two = Edits().with_cell("lines", 0, "effort", 1), Edits().with_cell("lines", 0, "effort", 2)
    assert one.key() != two.key()
    assert hash(one) == hash(Edits().with_cell("lines", 0, "effort", 1))
    assert len({one, two, Edits()}) == 3
