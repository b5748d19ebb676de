"""The attacker who reasons from the gate itself: that groups stand apart, or were merged, says what values may be.

Two regions, whose communities may only have a few values: every world there is gets published, and the worlds that
give one and the same publication are all that an attacker cannot tell apart. What the figures alone leave possible is
compared with what they leave when one knows, besides, what the gate let pass.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations_with_replacement, product

import numpy as np
import pytest

from aci_model.peers import gate, kinds
from aci_model.peers.blocks import blocks
from aci_model.peers.passing import Asked, first
from aci_model.peers.rules import rules
from aci_model.peers.standing import opened
from aci_model.report.comparison_promise import promise

CELLS = [("1-2", "Nord", "x"), ("1-2", "Sud", "x")]
RULES = rules()
LEVELS = np.array([0.05, 0.5, 0.95])


def every_world(sizes):
    """What every region's people may have: (worlds, regions, levels) how many of each."""
    ways = [
        [
            np.bincount(way, minlength=len(LEVELS))
            for way in combinations_with_replacement(range(len(LEVELS)), size)
        ]
        for size in sizes
    ]
    return np.array(list(product(*ways)))


def told(groups, values, cells):
    """The figures of these groups, before any gate."""
    within = [np.array([cell in group.cells for cell in cells]) for group in groups]
    start = opened(groups, [values[own] for own in within])
    return said(kinds.told("taux", start, start.unions(), RULES))


def said(standing):
    figures = tuple((one.groups, one.statistic, one.figure.value, one.figure.end) for one in standing.told)
    return tuple(group.cells for group in standing.groups), figures


def leaks(sizes):
    """How many attacks by at most two insiders succeed only because of what the gate let pass: apart, merged.

    And in how many groups the two regions were published.
    """
    worlds = every_world(sizes)
    cells = np.empty(sum(sizes), dtype=object)
    cells[:] = [cell for cell, size in zip(CELLS, sizes, strict=True) for _ in range(size)]
    base = blocks(list(cells), RULES.least)
    values = [np.concatenate([np.repeat(LEVELS, region) for region in world]) for world in worlds]
    published, structures = defaultdict(list), {}
    for at, own in enumerate(values):
        standing, _ = first(Asked("x", "taux", own, cells, RULES), base)
        if standing is not None:
            structures[said(standing)[0]] = standing.groups
            published[said(standing)].append(at)
    possible = defaultdict(list)
    for groups in structures.values():
        for at, own in enumerate(values):
            possible[told(groups, own, cells)].append(at)
    found = {"apart": 0, "merged": 0}
    for public, alike in published.items():
        kind = "apart" if len(public[0]) == len(base) else "merged"
        found[kind] += pinned(worlds[alike], worlds[possible[public]])
    return found, {len(public[0]) for public in published}


def pinned(alike, possible):
    """Insiders and targets for whom only what the gate let pass leaves less than the promise."""
    people = list(product(range(alike.shape[1]), range(alike.shape[2])))
    number = 0
    for count in range(RULES.insiders + 1):
        for insiders in combinations_with_replacement(people, count):
            known = np.zeros(alike.shape[1:], dtype=int)
            for place in insiders:
                known[place] += 1
            if (alike >= known).all(axis=(1, 2)).any():
                number += int(
                    ((width(alike, known) < RULES.bracket) & (width(possible, known) >= RULES.bracket)).sum()
                )
    return number


def width(worlds, known):
    """Per region, how far apart the values are that one more person of it may have."""
    left = (worlds[(worlds >= known).all(axis=(1, 2))] - known > 0).any(axis=0)
    return np.array([LEVELS[own].max(initial=0) - LEVELS[own].min(initial=1) for own in left])


@pytest.mark.parametrize("sizes", [(5, 5), (5, 6)])
def test_that_groups_stand_apart_tells_nothing_more_than_their_figures(sizes):
    found, structures = leaks(sizes)
    assert found["apart"] == 0
    assert structures == {1, 2}  # else nothing was ever published, or nothing ever refused


def test_that_groups_were_merged_may_tell_more_and_the_promise_says_so():
    # A refusal depends on values, so it tells of them; publishing nothing at all would tell as much.
    found, _ = leaks((6, 6))
    assert found["apart"] == 0
    assert found["merged"] > 0
    *_, refused = promise().passages
    assert any("soient réunis" in point for point in refused.points)


def test_a_gate_that_reads_only_the_insiders_there_are_gives_people_away_by_what_it_lets_pass(monkeypatch):
    monkeypatch.setattr(gate, "squeezed", lambda told, *_: np.zeros(told.inside.shape[1], dtype=bool))
    assert leaks((5, 5))[0]["apart"] > 0
