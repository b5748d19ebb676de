"""Two hundred invented federations under attack: ours gives nobody away, a mere « n ≥ 5 » does."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from aci_model.peers.rules import rules
from tests.attacks import attacker
from tests.attacks.attacker import Figure, narrowest, smallest_difference, solved, values_from_means
from tests.attacks.publishers import figures, naive, ours

WANTED = 0.30  # points: the promise under attack


@pytest.fixture(scope="module")
def published(federations):
    """Of every federation: its figures, its values, and the publication."""
    return [
        (
            figures(publication, values, attributes),
            {(one, value): value for one, value in values.items()},
            publication,
        )
        for values, attributes, publication in federations
    ]


def test_no_subset_of_outputs_singles_out_fewer_than_five(published):
    assert min(smallest_difference(told) for told, *_ in published) >= 5


@pytest.mark.parametrize("insiders", [0, 1, 2])
def test_no_combination_of_outputs_and_insiders_gives_a_value(published, insiders):
    assert not any(solved(told, insiders) for told, *_ in published)


@pytest.mark.parametrize("insiders", [0, 1, 2])
def test_nobody_is_bracketed_tighter_than_the_promise(published, insiders):
    worst = [narrowest(told, values, insiders, WANTED) for told, values, _ in published]
    assert min(worst) >= WANTED - 1e-6, f"federation {int(np.argmin(worst))}: {min(worst)}"


def test_the_attack_has_something_to_attack(published):
    # Else a publisher that says nothing would pass. Of 8 indicators × 25 federations, the one that 30 % of 60
    # communities have makes a few groups only; all the others make many.
    counts = [len(told) for told, *_ in published]
    assert np.median(counts) >= 15
    assert min(counts) >= 1


def test_the_same_attack_recovers_values_from_a_naive_publisher(federations):
    recovered = 0
    for values, attributes, _ in federations[::10]:
        told = naive(values, attributes)
        truth = {(one, value): value for one, value in values.items()}
        found = values_from_means(told)
        assert all(abs(value - truth[one]) < 1e-6 for one, value in found.items())
        recovered += bool(found)
    # Of twenty federations, most have a filter that keeps one community less than another.
    assert recovered >= 10


def test_the_same_bracketing_pins_values_of_a_naive_publisher(federations):
    values, attributes, _ = federations[0]
    truth = {(one, value): value for one, value in values.items()}
    assert narrowest(naive(values, attributes), truth, 1, WANTED) < 0.01


def test_an_insider_of_another_group_counts(monkeypatch):
    # Of five values, one at most is under 50 %. Who stands there, in the other group, knows that both of this one do not.
    monkeypatch.setattr(attacker, "ELSEWHERE", 8)
    here, there = [("a", 0.6), ("b", 0.6)], [("c", 0.1), ("d", 0.5), ("e", 0.95)]
    told = [
        Figure(frozenset(here + there), "rank", 0.5, 2.0, 2),
        Figure(frozenset(here), "rank", -1.0, 2.0, 1),
        Figure(frozenset(there), "rank", -1.0, 2.0, 1),
    ]
    values = {one: one[1] for one in here + there}
    assert narrowest(told, values, 1, 0.4) == pytest.approx(0.5)
    monkeypatch.setattr(attacker, "ELSEWHERE", 0)
    assert narrowest(told, values, 1, 0.4) == 1.0


def test_a_naive_publisher_is_differenced_down_to_one_community():
    # 5 communities in the north, 1 in the south: « everybody » minus « north » is the south.
    attributes = communities([("3-4", "Nord", "x")] * 5 + [("3-4", "Sud", "x")])
    values = dict(zip(attributes["contributor"], [0.1, 0.3, 0.5, 0.7, 0.9, 0.42], strict=True))
    told = naive(values, attributes)
    assert smallest_difference(told) == 1
    # 6 × 0,4867 − 5 × 0,5 = 2,92 − 2,5 = 0,42
    assert values_from_means(told)[("c05", 0.42)] == pytest.approx(0.42)


def communities(cells):
    """Communities c00, c01… of these cells."""
    rows = [(f"c{at:02d}", *cell) for at, cell in enumerate(cells)]
    return pd.DataFrame(rows, columns=["contributor", "size_group", "region", "seniority"])


def attacked(values, attributes):
    """Publish, attack with two insiders; give the publication and the narrowest bracket."""
    given = dict(zip(attributes["contributor"], values, strict=True))
    publication = ours(given, attributes)
    told = figures(publication, given, attributes)
    own = {(one, value): value for one, value in given.items()}
    assert not told or smallest_difference(told) >= 5
    return publication, narrowest(told, own, rules().insiders, WANTED) if told else 1.0


LOPSIDED = [("1-2", "Nord", "x")] * 5 + [("1-2", "Sud", "x")] * 40
UNANIMOUS = [("1-2", "Nord", "x")] * 6 + [("3-4", "Nord", "x")] * 14
TINY = [("1-2", "Nord", "x")] * 2 + [("3-4", "Nord", "x")] * 30


@pytest.mark.parametrize("low", [0.0, 0.33, 0.65, 0.95])
def test_a_lopsided_federation_gives_nobody_away(low):
    # Five at one end, forty close together: their quantiles pin the forty, and the five by difference.
    values = [low, low, low, low + 0.01, low + 0.02, *np.linspace(0.60, 0.66, 40)]
    publication, width = attacked(values, communities(LOPSIDED))
    assert width >= WANTED - 1e-6
    assert (publication.aggregates["state"] == "publie").any()


@pytest.mark.parametrize("level", [0.0, 0.5, 1.0])
def test_a_unanimous_group_is_never_told_as_unanimous(level):
    values = [level] * 6 + list(np.linspace(0.2, 0.9, 14))
    publication, width = attacked(values, communities(UNANIMOUS))
    assert width >= WANTED - 1e-6
    shown = publication.aggregates["value"].dropna()
    assert shown.between(0.10, 0.90).all()


def test_a_unanimous_federation_is_told_as_an_open_class():
    publication, width = attacked([1.0] * 20, communities(UNANIMOUS))
    assert width >= WANTED - 1e-6
    shown = publication.aggregates.query("state == 'publie'")
    assert set(shown["end"]) == {"haut"}
    assert shown["high"].isna().all()


def test_a_tiny_size_class_never_stands_alone():
    publication, width = attacked(list(np.linspace(0.05, 0.95, 32)), communities(TINY))
    assert width >= WANTED - 1e-6
    assert publication.groups["group"].unique().tolist() == ["ensemble"]


def test_four_communities_are_told_nothing_and_why():
    publication, _ = attacked([0.2, 0.4, 0.6, 0.8], communities(TINY[:4]))
    assert publication.aggregates["value"].isna().all()
    assert set(publication.aggregates["state"]) == {"retenu"}
    assert publication.aggregates["reason"].str.contains("moins de 5 communautés").all()
