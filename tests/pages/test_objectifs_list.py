"""The list of candidates: which cells of the dossier what is typed in it changes."""

from __future__ import annotations

import pandas as pd

from pages._shared import candidate_list
from tests.building import done, dossier, line

READ = dossier(
    line("parcours", (5, 1_000), (10, 3_000), chances=(0.6, 0.4)),
    line("parcours", (9, 1_000), (4, 3_000), direction=-1),
    done("parcours", 500.0),
)
ROW = pd.Series({"kept": False, "aside": True, "percent": 40.0, "days": 3.0})


def typed(candidate, **values):
    frame = "lines" if candidate < 3 else "objectives"
    about = pd.Series({"frame": frame, "row": candidate, "line": candidate})
    return candidate_list.row_cells(READ, about, ROW, values)


def test_keeping_in_puts_an_end_to_setting_aside():
    assert typed(2, kept=True) == {"lines": {(2, "choice"): "retenu"}}
    assert typed(2, aside=False) == {"lines": {(2, "choice"): None}}


def test_what_stands_there_already_is_no_change():
    assert typed(2, aside=True, percent=40.0, days=3.0) == {}


def test_days_erased_are_unknown_not_zero():
    assert typed(2, days=None) == {"lines": {(2, "effort"): None}}


def test_a_chance_is_that_of_the_last_step_and_lifts_the_easier_ones_it_passes():
    assert typed(0, percent=50) == {"tiers": {(1, "chance"): 0.5}}
    assert typed(0, percent=90) == {"tiers": {(0, "chance"): 0.9, (1, "chance"): 0.9}}


def test_the_last_step_is_the_hardest_whichever_way_the_line_goes():
    assert typed(1, percent=90) == {"tiers": {(3, "chance"): 0.9}}


def test_a_chance_erased_is_gone_wherever_it_was_typed():
    assert typed(0, percent=None) == {"tiers": {(1, "chance"): None}, "results": {(0, "chance"): None}}


def test_the_chance_of_a_new_objective_is_its_own():
    assert typed(3, percent=75) == {"objectives": {(3, "chance"): 0.75}}


def test_the_list_stands_while_its_rows_say_what_was_typed():
    rows = pd.DataFrame({"kept": [False, True], "days": [3.0, float("nan")]})
    assert candidate_list.stands(rows, {1: {"kept": True, "days": None}})
    assert not candidate_list.stands(rows, {1: {"kept": True, "days": 4}})
    assert not candidate_list.stands(rows, {2: {"kept": True}})  # a row that is no longer there
