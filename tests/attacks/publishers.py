"""The two publishers under attack, seen as figures: ours, and the naive one that only asks for n ≥ 5."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd

from aci_model.peers.publication import Scope, publish
from tests.attacks.attacker import Figure

EVERY = "*"
EXACT = 5e-7  # half the last digit of a value told exactly
DIMENSIONS = ["size_group", "region", "seniority"]


def asked(*indicators, kind="taux", low=0.0, high=1.0):
    return pd.DataFrame({"indicator": list(indicators), "kind": kind, "low": low, "high": high})


def naive(values, attributes, least=5):
    """Whatever filter somebody sets, as soon as it keeps `least` contributors: their mean, lowest and highest."""
    own = attributes.set_index("contributor").loc[sorted(values)]
    figures = []
    for size, region, seniority in product(*([*sorted(own[name].unique()), EVERY] for name in DIMENSIONS)):
        kept = np.ones(len(own), dtype=bool)
        for name, choice in zip(DIMENSIONS, (size, region, seniority), strict=True):
            kept &= (own[name] == choice).to_numpy() | (choice == EVERY)
        people = own.index[kept]
        if len(people) < least:
            continue
        shown = np.array([values[one] for one in people])
        everybody = frozenset((one, values[one]) for one in people)
        figures.append(Figure(everybody, "mean", float(shown.mean()), float(shown.mean())))
        ordered = np.sort(shown)
        for rank in (1, (len(shown) + 1) // 2, len(shown)):
            value = float(ordered[rank - 1])
            figures.append(Figure(everybody, "rank", value - EXACT, value + EXACT, rank))
    return figures


def ours(values, attributes, previous=None, indicator="taux inventé"):
    """Publish one indicator; give the publication."""
    contributions = pd.DataFrame(
        {"contributor": list(values), "indicator": indicator, "value": list(values.values())}
    )
    return publish(contributions, Scope(attributes, asked(indicator)), previous)


def figures(publication, values, attributes, before=None):
    """What the attacker reads in a publication: who stands behind each figure, its rank, its interval.

    Args:
        publication: one indicator.
        values: contributor -> value, of this campaign: tells who stands where, never read as a value.
        attributes: who is in which cell.
        before: contributor -> value of the campaign before, for the groups that kept their frozen figures.

    A person is (contributor, value): somebody whose value did not change is the same person in both campaigns.
    """
    shown = publication.aggregates[publication.aggregates["state"] == "publie"]
    if shown.empty:
        return []
    placed = attributes.merge(publication.groups, on=DIMENSIONS)
    home = dict(zip(placed["contributor"], placed["group"], strict=True))
    kept = frozen(publication)
    standing = {
        one: (one, value)
        for now, source in ((True, values), (False, before or {}))
        for one, value in source.items()
        if (home[one] in kept) != now
    }
    sizes = dict(zip(attributes["contributor"], attributes["size_group"], strict=True))
    alone = shown[shown["level"] == "groupe"]
    mixed = set(alone.loc[alone["label"].str.contains(" et 3-4,"), "group"])  # of no size
    found = []
    for row in shown.to_dict("records"):
        if row["level"] == "ensemble":
            people = set(standing)
        elif row["level"] == "groupe":
            people = {one for one in standing if home[one] == row["group"]}
        else:
            size = row["label"].split(",")[0].removeprefix("Tailles ")
            people = {one for one in standing if sizes[one] == size and home[one] not in mixed}
        found.append(
            Figure(
                frozenset(standing[one] for one in people),
                "rank",
                -1.0 if np.isnan(row["low"]) else row["low"],
                2.0 if np.isnan(row["high"]) else row["high"],
                rank_of(row["statistic"], len(people)),
            )
        )
    return found


def frozen(publication):
    """The groups that a later campaign left as they were."""
    steps = publication.decisions
    return set(steps.loc[steps["step"].isin(["fige", "fige_recoupement"]), "group"])


def rank_of(statistic, size):
    """The rank a statistic stands at, as the page explains it: the value below which lie so many, mirrored above."""
    name, _, part = statistic.partition("_")
    if name == "mediane":
        return (size + 1) // 2
    parts = {"quartile": 4, "decile": 10}[name]
    part = int(part)
    return size * part // parts + 1 if 2 * part < parts else size - size * (parts - part) // parts
