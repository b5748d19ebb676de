"""What leaves a workbook: rates to the point, shares, bands, three coarse attributes, and nothing else."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pandas as pd
import pytest

from aci_model import law
from aci_model.funding import assess
from aci_model.peers.contributions import (
    ContributionError,
    as_records,
    asked_of,
    attributes_of,
    choices_of,
    contribution_of,
    from_records,
    indicators_of,
)
from aci_model.wording import NBSP
from tests.building import done, dossier, line

LAW = law.load()
ON = dt.date(2026, 6, 1)
EVERYTHING = asked_of(LAW, lines=["Dépistage du sein"])


def sent(own, asked=EVERYTHING):
    """Indicator -> value of what would leave."""
    table = contribution_of(own, assess(own, LAW), asked)
    return dict(zip(table["indicator"], table["value"], strict=True))


def about(own, regions=(), on=ON):
    return attributes_of(own, assess(own, LAW), regions, on)


def a_year(*lines):
    return dossier(
        line(
            "prevention", (1, 1_000), (3, 3_000), result=1, label="DEPISTAGE  DU SEIN", nature="quantitatif"
        ),
        done("prevention", 3_000, result=True, label="Journée", nature="qualitatif"),
        done("parcours", 2_000, label="Protocole", nature="qualitatif"),
        *lines,
    )


def test_a_mission_s_attainment_is_told_to_the_point_over_the_lines_that_have_a_result():
    # Prévention: (1 000 + 3 000) ÷ (3 000 + 3 000) = 0.666… → 0.67. Parcours: no result yet, so missing, not 0.
    told = sent(a_year())
    assert told["atteinte/prevention"] == 0.67
    assert pd.isna(told["atteinte/parcours"])
    assert pd.isna(told["atteinte/qualite"])


def test_a_line_is_found_by_the_federation_s_label_whatever_its_case_and_accents():
    # 1 000 of 3 000 €: 0.333… → 0.33.
    assert sent(a_year())["ligne/depistage du sein"] == 0.33


def test_the_balance_counts_the_lines_whose_nature_is_said_and_that_are_kept():
    # Kept and said: 1 quantitative of 3. The abandoned one and the one left out are no objectives any more.
    given_up = done("qualite", 500, label="A", nature="quantitatif", abandon="taille")
    left_out = done("qualite", 500, label="B", nature="quantitatif", choice="ecarte")
    unsaid = done("qualite", 500, label="C", nature=None)
    assert sent(a_year(given_up, left_out, unsaid))["part_quantitative"] == 0.33


@pytest.mark.parametrize(
    ("count", "value", "words"),
    [
        # Bands of 6 of 60: the middle of the band n ÷ 6, plus a half, over 10.
        (1, 0.05, "de 0 à 5"),
        (5, 0.05, "de 0 à 5"),
        (6, 0.15, "de 6 à 11"),
        (41, 0.65, "de 36 à 41"),
        (54, 0.95, "54 ou plus"),
        (200, 0.95, "54 ou plus"),
    ],
)
def test_the_number_of_objectives_leaves_as_a_band(count, value, words):
    own = dossier(*(done("prevention", 100, label=f"L{at}") for at in range(count)))
    (number,) = asked_of(LAW, missions=[], balance=False)
    assert sent(own, [number]) == {"nombre_objectifs": value}
    assert number.told(value) == words


def test_only_the_latest_contract_year_is_told():
    own = dossier(
        done("prevention", 1_000, result=True, year=2025), done("prevention", 1_000, result=False, year=2026)
    )
    assert sent(own)["atteinte/prevention"] == 0


def test_what_a_person_reads_before_sending_is_what_leaves():
    rate, *_ = EVERYTHING
    assert rate.told(0.67) == f"67{NBSP}%"
    assert "rien ne part" in rate.told(float("nan"))


@pytest.mark.parametrize(("size", "group"), [(1, "1-2"), (2, "1-2"), (3, "3-4"), (4, "3-4"), (None, None)])
def test_sizes_leave_by_two(size, group):
    assert about(dossier(done("prevention", 1_000), size_class=size))["size_group"] == group


def test_a_population_leaves_as_its_group_of_sizes():
    # Under 40 000 inhabitants: size 1 (ACI.md §1).
    told = about(dossier(done("prevention", 1_000), population=39_217))
    assert told == {"size_group": "1-2", "region": None, "seniority": None}


def test_a_region_is_recognised_among_the_federation_s_and_never_copied():
    assert (
        about(dossier(done("prevention", 1), region="ile de france"), ["Île-de-France"])["region"]
        == "Île-de-France"
    )
    assert about(dossier(done("prevention", 1), region="CPTS des Rives"), ["Île-de-France"])["region"] is None


@pytest.mark.parametrize(
    ("signed", "seniority"),
    [
        (dt.date(2023, 6, 1), "3 ans et plus"),  # three years to the day
        (dt.date(2023, 6, 2), "moins de 3 ans"),  # one day short
        (dt.date(2026, 6, 2), None),  # not signed yet
        (None, None),
    ],
)
def test_a_signature_leaves_as_a_class_of_seniority(signed, seniority):
    assert about(dossier(done("prevention", 1), signed=signed))["seniority"] == seniority


def test_attributes_are_those_an_invitation_may_have():
    assert choices_of() == {"size_group": ("1-2", "3-4"), "seniority": ("moins de 3 ans", "3 ans et plus")}


def test_two_communities_in_a_workbook_are_refused():
    own = dossier(done("prevention", 1))
    both = dataclasses.replace(
        own, communities=pd.concat([own.communities, own.communities.assign(community="b")])
    )
    with pytest.raises(ContributionError, match="plusieurs communautés"):
        contribution_of(both, assess(own, LAW), EVERYTHING)


def test_a_workbook_without_lines_is_refused():
    own = dossier()
    with pytest.raises(ContributionError, match="aucune ligne"):
        contribution_of(own, assess(own, LAW), EVERYTHING)


def test_a_campaign_asks_by_default_for_the_missions_paid_on_results():
    asked = [one.id for one in asked_of(LAW)]
    assert "atteinte/acces_aux_soins" in asked
    assert "atteinte/fonctionnement" not in asked  # it has no part paid on results (ACI.md §1)
    assert asked[-2:] == ["part_quantitative", "nombre_objectifs"]


def test_a_question_asked_twice_is_asked_once():
    asked = asked_of(LAW, missions=[], lines=["Dépistage", "depistage "], balance=False, count=False)
    assert [one.of for one in asked] == ["Dépistage"]


@pytest.mark.parametrize(
    "wrong",
    [{"missions": ["chirurgie"]}, {"lines": ["  "]}, {"missions": [], "balance": False, "count": False}],
)
def test_a_question_nobody_could_answer_is_refused(wrong):
    with pytest.raises(ContributionError):
        asked_of(LAW, **wrong)


def test_what_is_asked_is_kept_and_read_again_as_it_was():
    assert from_records(as_records(EVERYTHING)) == EVERYTHING


def test_numbers_are_published_on_their_own_scale_and_rates_on_0_to_1():
    scale = indicators_of(EVERYTHING).set_index("indicator")["high"]
    assert scale["nombre_objectifs"] == 60
    assert set(scale.drop("nombre_objectifs")) == {1.0}
