"""What stands under a strip, on two short lines: theirs, then one's own."""

from __future__ import annotations

import pytest

from aci_model.report import comparison_words
from tests.cases.test_peers_report import NBSP, NNBSP, NUMBER, PREVENTION, figure, quarters, strips_of

LINE = 52  # characters that stand under a strip on the smallest phone


def brief(own, *rows):
    told = comparison_words.said(strips_of(own, *rows))
    return told["brief"].iloc[0].replace(NBSP, " ").replace(NNBSP, " ").split("\n")


@pytest.mark.parametrize(
    ("own", "values", "ends", "told"),
    [
        (0.60, (0.40, 0.55, 0.70), (None,) * 3, ["La moitié d’entre elles : de 40 % à 70 %.", "Vous : 60 %, au-dessus de la médiane."]),
        (0.10, (0.40, 0.55, 0.70), (None,) * 3, ["La moitié d’entre elles : de 40 % à 70 %.", "Vous : 10 %, en dessous de cette moitié."]),
        (0.62, (0.60, 0.60, 0.60), (None,) * 3, ["La moitié d’entre elles : autour de 60 %.", "Vous : 62 %, au niveau de la médiane."]),
        (0.50, (0.9, 0.9, 0.9), ("haut",) * 3, ["Les trois quarts au moins : 90 % ou plus.", "Vous : 50 %, en dessous de ces trois quarts."]),
        (None, (0.40, 0.55, 0.70), (None,) * 3, ["La moitié d’entre elles : de 40 % à 70 %.", "Vous : non renseigné."]),
    ],
)  # fmt: skip
def test_a_strip_is_read_on_two_lines_a_phone_can_hold(own, values, ends, told):
    lines = brief({PREVENTION: own}, *quarters(PREVENTION, *values, ends=ends))
    assert lines == told
    assert max(map(len, lines)) <= LINE


def test_a_median_alone_is_theirs():
    one = figure(PREVENTION, "mediane", 0.55, count=(5, 11))
    assert brief({PREVENTION: 0.9}, one) == ["Leur médiane : 55 %.", "Vous : 90 %, au-dessus."]
    edge = figure(PREVENTION, "mediane", 0.9, end="haut", count=(5, 11))
    assert brief({PREVENTION: 0.5}, edge)[0] == "La moitié au moins : 90 % ou plus."


def test_numbers_of_objectives_are_read_by_their_bands():
    lines = brief({NUMBER: 0.65}, *quarters(NUMBER, 9.0, 21.0, 33.0))
    assert lines[0] == "La moitié d’entre elles : de 6 à 35 objectifs."


def test_what_is_withheld_leaves_ones_own():
    assert brief({PREVENTION: 0.5}, figure(PREVENTION, "mediane", None)) == ["Vous : 50 %."]
