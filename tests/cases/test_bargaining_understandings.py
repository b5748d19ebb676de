"""Two understandings of one clause: figures first, then words."""

import pytest

from aci_model.bargaining.understandings import differences


def rows(ours, theirs, kind=None):
    table = differences(ours, theirs)
    kept = table if kind is None else table[table["kind"] == kind]
    return [
        tuple("" if value != value else value for value in row)  # noqa: PLR0124 - missing is not equal to itself
        for row in kept[["ours", "theirs"]].to_numpy().tolist()
    ]


def test_a_figure_only_one_side_says_comes_first():
    table = differences("Payé par palier dès 75 %", "Payé tout ou rien à 80 %")
    assert table["kind"].iloc[0] == "figure"
    assert rows("Payé par palier dès 75 %", "Payé tout ou rien à 80 %", "figure") == [("75 %", "80 %")]


def test_figures_that_cannot_be_paired_stand_alone():
    assert rows("8 ateliers", "10 ateliers et 3 soirées", "figure") == [("8", ""), ("", "10"), ("", "3")]


@pytest.mark.parametrize(
    ("ours", "theirs"), [("3 500 €", "3500 euros"), ("72,4 %", "72.4%"), ("1\u202f000 €", "1 000\u00a0€")]
)
def test_one_figure_written_in_two_ways_is_no_difference(ours, theirs):
    assert differences(ours, theirs).empty


def test_a_rate_is_not_a_number():
    assert rows("75 %", "75", "figure") == [("75 %", "75")]


def test_words_that_differ_stay_as_typed():
    assert rows("Résultat cumulé sur l’année", "Résultat moyen sur l'année") == [("cumulé", "moyen")]


def test_a_word_only_one_side_says_stands_alone():
    assert rows("Patients suivis", "Patients suivis et majeurs") == [("", "et majeurs")]


@pytest.mark.parametrize("word", ["ou", "pas", "sans", "et"])
def test_a_small_word_that_changes_a_clause_is_told(word):
    assert rows("calendrier bilan", f"calendrier {word} bilan") == [("", word)]


def test_case_accents_and_articles_make_no_difference():
    assert differences("La demi-journée de prévention", "demi-journee PREVENTION").empty


@pytest.mark.parametrize(("ours", "theirs"), [(None, "75 %"), ("75 %", None), ("", "75 %"), (None, None)])
def test_a_silent_side_neither_agrees_nor_differs(ours, theirs):
    assert differences(ours, theirs).empty
