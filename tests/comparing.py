"""Campaigns made through the library for those who look at their pages, and workbooks whose rates nobody else has."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import numpy as np
import pandas as pd

from aci_model import law
from aci_model.peers import campaigns, campaigns_published, contributions, doors
from aci_model.peers.doors import Administrator

NOW = dt.datetime(2026, 6, 1, 9, tzinfo=dt.UTC)
TITLE = "Campagne d’essai"
REGIONS = ("Corse", "Bretagne")
HEAD = "communauté;année;mission;indicateur;type;nature;montant 1;résultat\n"
ODD = (0.37, 0.83, 0.59, 0.73, 0.91)  # attainments that no rounding gives, one a mission
CODE_LENGTH = 22  # of 16 random bytes, as they are written


class Made(NamedTuple):
    """A campaign that is there.

    Attributes:
        ruler: who may freeze and publish it.
        asked: what it asks.
        codes: two that nobody used yet.
        key: of its administrator.
    """

    ruler: Administrator
    asked: tuple[contributions.Indicator, ...]
    codes: list[str]
    key: str


def made(store, others=0, title=TITLE, sizes=("3-4",)):
    """Open a campaign, with contributions of that many others: of these sizes in turn, all of one region."""
    asked = contributions.asked_of(law.load())
    campaign, key = campaigns.create(store, title, asked, NOW, regions=REGIONS)
    ruler = Administrator(campaign.id)
    alike = {"size_group": "3-4", "region": "Corse", "seniority": "3 ans et plus"}
    rest = [alike | {"size_group": sizes[at % len(sizes)]} for at in range(others)]
    codes = campaigns.invite(store, ruler, [alike, alike, *rest])
    rng = np.random.default_rng(7)
    for code in codes[2:]:
        # Tenths: nothing of ODD.
        rates = {one.id: float(rng.integers(1, 10)) / 10 for one in asked}
        contribute(store, code, rates)
    return Made(ruler, asked, codes[:2], key)


def invite(store, campaign, size):
    """Give one more code of an open campaign, of another size."""
    described = {"size_group": size, "region": "Corse", "seniority": "3 ans et plus"}
    return campaigns.invite(store, campaign.ruler, [described])[0]


def contribute(store, code, rates):
    """Contribute in the library's own way."""
    who = doors.contributor(store, code, NOW)
    given = pd.DataFrame({"indicator": list(rates), "label": "", "value": list(rates.values())})
    campaigns.contribute(store, who, given, list(rates), NOW)


def freeze(store, campaign):
    """Freeze it."""
    campaigns.freeze(store, campaign.ruler, NOW)


def publish_frozen(store, campaign):
    """Publish it once it is frozen."""
    return campaigns_published.publish(store, campaign.ruler, NOW)


def publish(store, campaign):
    """Freeze and publish it."""
    freeze(store, campaign)
    return publish_frozen(store, campaign)


def held(store, code):
    """What is kept of the contribution of a code; None without any."""
    return campaigns.contributed(store, doors.contributor(store, code, NOW))


def workbook(rates=ODD, community="CPTS d’essai", year=2026):
    """A csv whose missions are attained as told: a deliverable done is worth so many euros in a thousand."""
    missions = [one.of for one in contributions.asked_of(law.load()) if one.what == contributions.MISSION]
    rows = [
        f"{community};{year};{mission};{word} {mission};livrable;qualitatif;{euros};{result}\n"
        for mission, rate in zip(missions, rates, strict=False)
        for word, euros, result in (
            ("Fait", round(rate * 1000), "fait"),
            ("Pas fait", 1000 - round(rate * 1000), "non fait"),
        )
        if euros
    ]
    return (HEAD + "".join(rows)).encode()
