"""The pictures of a reveal: one mark a table, in its place, with its name, and nothing a person typed as markup."""

import re
from html.parser import HTMLParser

import pytest

from aci_model.workshop.reveal import revealed
from pages._shared import workshop_figure, workshop_room_pictures
from pages._shared.palette import LIGHT
from tests.cases.test_workshop_reveal import CASE, SIX, table

HOSTILE = "<script>alert(1)</script> <b>x</b>"


def many(count, **more):
    return [table(f"Table {rank:03}", 0.5, 0.25 + rank / 1000, 1.0, **more) for rank in range(count)]


def places(html, mark):
    """Where every mark of a kind stands, in percent of the track."""
    found = re.findall(rf'<i class="{mark}" style="left:(-?[\d.]+)%', html)
    return [float(one) for one in found]


def piles(html):
    """What is stacked over each column: label -> names."""
    columns = re.findall(r'<div class="pile">(.*?)</div><b>(.*?)</b>', html)
    return {label: re.findall(r">([^<]*)</span>", pile) for pile, label in columns}


def test_each_table_stands_over_its_number_of_objectives():
    drawn = piles(workshop_figure.objectives(revealed(CASE, SIX)))
    assert drawn == {"1": ["Tilleul"], "2": ["Hêtre", "Saule"], "3": ["Chêne", "Érable", "Frêne"]}


def test_a_number_no_table_has_keeps_its_place_on_the_axis():
    drawn = piles(workshop_figure.objectives(revealed(CASE, [SIX[0], SIX[5]])))
    assert drawn == {"1": ["Tilleul"], "2": [], "3": ["Chêne"]}


def test_beyond_two_dozen_tables_there_is_one_dot_a_table():
    html = workshop_figure.objectives(revealed(CASE, many(30)))
    assert html.count('class="point"') == 30


def test_incomes_stand_on_one_axis_from_the_assured_to_the_expected():
    html = workshop_figure.incomes(revealed(CASE, SIX))
    # From 250 000 to 258 250 or so: a tick at what is assured, the same for all, left of every expectation.
    without, expected = places(html, "trait"), places(html, "point")
    assert len(without) == len(expected) == 6
    assert len(set(without)) == 1
    assert all(0 <= place <= 100 for place in without + expected + places(html, "losange"))
    assert expected == sorted(expected, reverse=True)  # the highest first
    assert expected[-1] > without[0]


def test_many_tables_make_two_distributions_that_hold_every_table():
    html = workshop_figure.incomes(revealed(CASE, many(40)))
    assert html.count('class="at-colonnes"') == 2
    assert html.count('class="point"') == 80


def test_estimates_stand_beside_what_is_computed():
    tables = [table("Chêne", 0.5, guess={"minimal": 200_000, "ambitious": 300_000})]
    html = workshop_figure.guesses(revealed(CASE, tables))
    (low,), (high,) = places(html, "rond"), places(html, "point")
    (minimal,), (ambitious,) = places(html, "calcul minimal"), places(html, "calcul ambitieux")
    assert low < minimal < ambitious < high  # 200 000 < 250 000 < 258 250 or so < 300 000


def test_one_estimate_of_two_is_drawn_alone():
    html = workshop_figure.guesses(revealed(CASE, [table("Chêne", 0.5, guess={"minimal": 200_000})]))
    assert len(places(html, "rond")) == 1
    assert places(html, "point") == []
    assert "non estimé" in html


def test_without_an_estimate_there_is_no_picture_of_them():
    assert workshop_figure.guesses(revealed(CASE, SIX)) == ""
    names = [one.name for one in workshop_room_pictures.pictures(CASE, revealed(CASE, SIX), LIGHT)]
    assert names == ["objectifs", "revenus", "accords"]


def test_what_divides_stands_apart_from_what_brings_together():
    html = workshop_figure.agreements(CASE, revealed(CASE, SIX), LIGHT)
    apart, together = html.split("Ce qui les rassemble")
    assert "Dépistage du sein" in apart
    assert "width:50%" in apart  # three tables of six
    assert "Patients en ALD" in together
    assert "width:83%" in together  # five of six


def test_nothing_is_drawn_when_no_table_sealed():
    nobody = [one | {"sealed": False} for one in SIX]
    assert workshop_room_pictures.pictures(CASE, revealed(CASE, nobody), LIGHT) == ()


class Tags(HTMLParser):
    """The tags of a drawing."""

    def __init__(self, html):
        super().__init__()
        self.seen = set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.seen |= {tag, *(name for name, _ in attrs)}


@pytest.mark.parametrize("count", [1, 30])
def test_a_name_is_text_in_every_picture(count):
    hostile = [
        table(f'{HOSTILE} {rank} " onload=x', 0.5, guess={"minimal": 200_000, "ambitious": 300_000})
        for rank in range(count)
    ]
    html = "".join(one.html for one in workshop_room_pictures.pictures(CASE, revealed(CASE, hostile), LIGHT))
    html += workshop_figure.arrivals([HOSTILE], [True])
    assert "alert" in html  # it is there, as text
    assert not Tags(html).seen & {"script", "onload"}
    assert "<b>x" not in html


def test_every_picture_says_aloud_what_it_shows():
    tables = [one | {"guess": {"minimal": 200_000, "ambitious": 300_000}} for one in SIX]
    drawn = workshop_room_pictures.pictures(CASE, revealed(CASE, tables), LIGHT)
    assert [one.name for one in drawn] == ["objectifs", "revenus", "estimations", "accords"]
    for one in drawn[:3]:
        (aloud,) = re.findall(r'role="img" aria-label="([^"]+)"', one.html)
        assert all(name["name"] in aloud for name in SIX)
    for one in drawn:
        assert one.title
        assert one.reading
        assert len(one.table)
