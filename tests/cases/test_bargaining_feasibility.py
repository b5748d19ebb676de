"""Targets against the people there are and against one's own best year, worked by hand."""

import datetime as dt
import math

import pytest

from aci_model.bargaining.feasibility import feasibility
from aci_model.bargaining.past import facts, past
from tests.building import done, dossier, line

RECRUITED = line("parcours", (120, 2_000), kind="compte", unit="patients", label="Patients recrutés")


def plain(text):
    """A sentence with ordinary spaces and apostrophes."""
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")


def eligible(value, **more):
    return {
        "fact": "Patients éligibles",
        "label": "patients recrutes",
        "value": value,
        "unit": "patients",
        **more,
    }


def found(*lines, **more):
    return feasibility(dossier(*lines, **more))


def one(*lines, **more):
    (row,) = found(*lines, **more).to_dict("records")
    return {**row, "sentence": plain(row["sentence"])}


def test_more_patients_than_there_are_is_impossible():
    row = one(RECRUITED, territory=[eligible(94, source="CPAM", as_of=dt.date(2026, 1, 1))])
    assert row["severity"] == "impossible"
    assert row["share"] == pytest.approx(94 / 120)
    assert row["sentence"] == (
        "« Patients recrutés » : 120 patients demandés, "
        "94 patients selon « Patients éligibles » (CPAM, 1er janvier 2026) : impossible."
    )
    assert row["source"] == "CPAM"


def test_a_fact_without_source_is_used_and_said_to_have_none():
    assert "source non précisée" in one(RECRUITED, territory=[eligible(94)])["sentence"]


@pytest.mark.parametrize(("people", "severity"), [(120, "tight"), (133, "tight"), (119, "impossible")])
def test_nearly_everybody_is_tight_and_never_over_a_hundred_percent(people, severity):
    # 120 / 133 = 90,2 %, 120 / 120 = 100 %
    row = one(RECRUITED, territory=[eligible(people)])
    assert row["severity"] == severity
    assert row["share"] <= 1


def test_a_target_that_leaves_room_is_not_spoken_of():
    # 120 / 134 = 89,6 %
    assert found(RECRUITED, territory=[eligible(134)]).empty


def test_a_rate_is_not_compared_with_a_number_of_people():
    rate = line("prevention", (75, 3_500), unit="%", label="Patients recrutés")
    assert found(rate, territory=[eligible(60)]).empty


def test_a_rate_is_compared_with_a_rate():
    rate = line("prevention", (75, 3_500), unit="%", label="Patients recrutés")
    assert one(rate, territory=[{**eligible(60), "unit": "%"}])["severity"] == "impossible"


def test_a_rate_over_a_hundred_percent_is_impossible():
    row = one(line("prevention", (105, 3_500), unit="%", label="Taux"))
    assert row["sentence"] == "« Taux » : 105 % demandés, un taux ne dépasse pas 100 % : impossible."
    assert row["share"] == pytest.approx(100 / 105)


def test_fewer_than_nobody_is_impossible():
    row = one(line("acces_aux_soins", (-5, 3_000), baseline=20, direction=-1, unit="patients"))
    assert row["severity"] == "impossible"


def test_moving_more_people_than_counted_is_to_check():
    # 219 − 50 = 169 to move, 94 counted
    ald = line(
        "acces_aux_soins", (50, 9_000), baseline=219, direction=-1, unit="patients", label="Patients recrutés"
    )
    row = one(ald, territory=[eligible(94)])
    assert row["severity"] == "check"
    assert row["asked"] == 169
    assert row["share"] == pytest.approx(94 / 169)


def test_three_times_the_best_year_is_said():
    shops = line("parcours", (12, 4_000), kind="compte", unit="ateliers", label="Ateliers")
    row = one(
        shops,
        history=[
            {"label": "ateliers", "year": year, "result": made} for year, made in ((2023, 3), (2024, 4))
        ],
    )
    assert row["severity"] == "unprecedented"
    assert (
        row["sentence"]
        == "« Ateliers » : 12 ateliers demandés, soit 3 fois votre meilleure année (4 ateliers en 2024)."
    )
    assert row["source"] == "vos années passées"


def test_three_times_the_best_progress_is_said():
    treating = line("acces_aux_soins", (68_811, 5_000), baseline=66_111, unit="patients", label="MT")
    years = ((2022, 64_000), (2023, 64_900), (2025, 65_000))
    row = one(treating, history=[{"label": "MT", "year": year, "result": value} for year, value in years])
    # 68 811 − 66 111 = 2 700; best change 900 (2022 → 2023); 100 in two years is 50 a year; 2 700 / 900 = 3
    assert row["sentence"] == (
        "« MT » : l'objectif demande 2 700 patients de progrès, "
        "soit 3 fois votre meilleure progression annuelle (900 patients en 2023)."
    )


def test_progress_is_counted_downwards_where_lower_is_better():
    ald = line("acces_aux_soins", (50, 9_000), baseline=219, direction=-1, unit="patients", label="ALD")
    years = ((2024, 300), (2025, 219))
    row = one(ald, history=[{"label": "ALD", "year": year, "result": value} for year, value in years])
    # 169 asked, 81 done in the best year: 2,1 times
    assert "soit 2,1 fois votre meilleure progression annuelle (81 patients en 2025)" in row["sentence"]
    assert row["severity"] == "unprecedented"


def test_a_progress_of_a_rate_is_counted_in_points():
    rate = line("prevention", (75, 3_500), baseline=66, unit="%", label="Taux")
    row = one(
        rate,
        history=[
            {"label": "Taux", "year": year, "result": value} for year, value in ((2023, 60), (2024, 66))
        ],
    )
    assert (
        "9 points de progrès, soit 1,5 fois votre meilleure progression annuelle (6 points en 2024)"
        in row["sentence"]
    )
    assert row["severity"] == "tight"


def test_a_target_reached_before_has_a_precedent():
    shops = line("parcours", (4, 4_000), kind="compte", label="Ateliers")
    assert found(shops, history=[{"label": "Ateliers", "year": 2024, "result": 4}]).empty


def test_years_that_never_moved_forward_are_said():
    rate = line("prevention", (75, 3_500), baseline=66, unit="%", label="Taux")
    row = one(
        rate,
        history=[
            {"label": "Taux", "year": year, "result": value} for year, value in ((2023, 67), (2024, 66))
        ],
    )
    assert row["severity"] == "unprecedented"
    assert "aucune de vos années n'en a fait" in row["sentence"]


def test_a_single_earlier_year_tells_no_progress():
    rate = line("prevention", (75, 3_500), baseline=66, unit="%", label="Taux")
    assert found(rate, history=[{"label": "Taux", "year": 2024, "result": 66}]).empty


def test_a_deliverable_is_never_judged():
    assert found(done("qualite", 500, label="Patients recrutés"), territory=[eligible(0)]).empty


def test_the_gravest_comes_first():
    shops = line("parcours", (12, 4_000), kind="compte", label="Ateliers")
    table = found(
        shops, RECRUITED, history=[{"label": "ateliers", "year": 2024, "result": 4}], territory=[eligible(94)]
    )
    assert table["severity"].tolist() == ["impossible", "unprecedented"]
    assert math.isnan(table["share"].iloc[1])


def test_an_earlier_year_of_the_same_line_is_its_past():
    read = dossier(
        line("parcours", (12, 4_000), label="Ateliers", result=3, year=2025),
        line("parcours", (12, 4_000), label="ateliers", result=5),
        line("prevention", (12, 4_000), label="Ateliers", result=9, year=2025),
        history=[{"label": "Ateliers", "mission": "parcours", "year": 2025, "result": 7}],
    )
    path = past(read)
    # line 1 (2026): 3 in 2025 from its own line, which wins over the history's 7; line 2 is another mission
    assert path[path["line"] == 1][["year", "result"]].to_numpy().tolist() == [[2025, 3]]


@pytest.mark.parametrize(
    ("fact", "link"),
    [
        ({"fact": "x", "label": "Patients recrutés"}, "label"),
        ({"fact": "Les patients recrutés"}, "words"),
        ({"fact": "Patient recruté"}, "words"),
        ({"fact": "Patients recrutés en ville"}, "close"),
        ({"fact": "Patients"}, None),
        ({"fact": "Patients recrutés", "label": "Autre"}, None),
    ],
)
def test_a_fact_is_linked_by_its_label_else_by_its_words(fact, link):
    links = facts(dossier(RECRUITED, territory=[{**fact, "value": 94, "unit": "patients"}]))["link"]
    assert links.tolist() == ([] if link is None else [link])


def test_a_fact_that_is_only_close_stands_against_nothing():
    assert found(RECRUITED, territory=[{"fact": "Patients recrutés en ville", "value": 94}]).empty
