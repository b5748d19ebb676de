"""What an address carries: the assumptions that differ from the usual, and nothing else."""

from __future__ import annotations

import pytest

from pages._shared import link

USUAL = {"lecture": "contrat", "crise": False, "cause_commune": 0, "part_variable": 100}


@pytest.mark.parametrize(
    ("key", "said", "taken"),
    [
        ("cause_commune", "30", 30),
        ("cause_commune", "33", 0),  # no slider stops there
        ("cause_commune", "-5", 0),
        ("part_variable", "0", 0),
        ("part_variable", "150", 100),
        ("crise", "true", True),
        ("crise", "oui", False),
        ("lecture", "lineaire", "lineaire"),
        ("lecture", "<b>", "contrat"),
    ],
)
def test_a_link_is_followed_where_it_makes_sense_and_ignored_elsewhere(key, said, taken):
    state, address = {}, {key: said}
    link.follow(state, address, USUAL)
    assert state == USUAL | {key: taken}
    # what was not understood is not left standing in the address
    assert address == ({} if taken == USUAL[key] else {key: said})


def test_a_choice_already_made_wins_over_the_link_and_is_said_in_the_address():
    state, address = {"cause_commune": 20}, {"cause_commune": "70"}
    link.follow(state, address, USUAL)
    assert state["cause_commune"] == 20
    assert address == {"cause_commune": "20"}


def test_what_is_no_assumption_never_enters_an_address():
    state, address = {"communaute": "CPTS du Nord", "somme_a_couvrir": 12_000}, {}
    link.follow(state, address, USUAL)
    assert address == {}
