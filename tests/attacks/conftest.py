"""The invented federations under attack, published once for every attack."""

from __future__ import annotations

import pytest

from sample_data.federation import federation
from tests.attacks.publishers import ours

SEEDS = 200


def invented(seed):
    """One indicator of an invented federation, a different kind each time: contributor -> value, and who they are."""
    contributions, attributes, indicators = federation(60, 8, seed)
    asked = indicators.iloc[seed % len(indicators)]
    own = contributions[contributions["indicator"] == asked["indicator"]]
    return dict(zip(own["contributor"], own["value"] / asked["high"], strict=True)), attributes


@pytest.fixture(scope="session")
def federations():
    """Two hundred: values, attributes, publication."""
    found = []
    for seed in range(SEEDS):
        values, attributes = invented(seed)
        found.append((values, attributes, ours(values, attributes)))
    return found
