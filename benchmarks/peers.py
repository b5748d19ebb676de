"""A national campaign frozen, gated and published: 700 communities × 40 indicators; then the campaign after it."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import select

from aci_model.peers import campaigns, campaigns_published
from aci_model.peers.contributions import LINE, Indicator
from aci_model.peers.doors import Administrator
from aci_model.peers.publication import Scope, publish
from aci_model.store import open_store, tables
from benchmarks.measure import goal, milliseconds, spread, table, taking_turns
from sample_data.federation import federation

if TYPE_CHECKING:
    import pandas as pd

    from aci_model.store.transactions import Store

COMMUNITIES, INDICATORS, TIMES = 700, 40, 1
LIMIT_MS = 30_000
NOW = dt.datetime(2026, 11, 2, tzinfo=dt.UTC)


def contributed(store: Store, contributions: pd.DataFrame, attributes: pd.DataFrame) -> Administrator:
    """Open a campaign in a store, every community invited and its rates given, as doors would have written them."""
    names = contributions["indicator"].unique()
    asked = [Indicator(name, LINE, name, name) for name in names]
    regions = attributes["region"].unique()
    ruler = Administrator(campaigns.create(store, "Campagne inventée", asked, NOW, regions=regions)[0].id)
    campaigns.invite(store, ruler, attributes.drop(columns="contributor").to_dict("records"))
    most = contributions.groupby("indicator")["value"].transform("max").clip(lower=1)
    shares = (contributions["value"] / most).round(2).to_numpy()
    given = contributions.assign(value=shares).groupby("contributor")
    rates = [dict(zip(own["indicator"], own["value"], strict=True)) for _, own in given]
    with store.begin(ruler.campaign) as connection:
        own = select(tables.invitation.c.id).where(tables.invitation.c.campaign == ruler.campaign)
        invited = connection.scalars(own).all()[: len(rates)]
        rows = [
            {
                "campaign": ruler.campaign,
                "invitation": invitation,
                "rates": told,
                "consents": dict.fromkeys(told, True),
                "received_at": NOW,
                "withdrawn": False,
            }
            for invitation, told in zip(invited, rates, strict=True)
        ]
        connection.execute(tables.contribution.insert(), rows)
    return ruler


def published(store: Store, ruler: Administrator) -> None:
    """Freeze, gate and publish, as the federation's two buttons do."""
    campaigns.freeze(store, ruler, NOW)
    campaigns_published.publish(store, ruler, NOW)


def main() -> None:
    """Measure and print."""
    contributions, attributes, indicators = federation(COMMUNITIES, INDICATORS)
    scope = Scope(attributes, indicators)
    first = publish(contributions, scope)
    rng = np.random.default_rng(1)
    moved = rng.random(len(contributions)) < 0.5
    later = contributions.assign(
        value=np.where(moved, (contributions["value"] * 0.9).round(3), contributions["value"])
    )
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{Path(folder, 'essai.sqlite3')}")
        ruler = contributed(store, contributions, attributes)
        whole = milliseconds(lambda: published(store, ruler), 1)
        store.close()
    taken = {"gelée, contrôlée et publiée, par la base": whole} | taking_turns(
        {
            "première campagne, sans la base": lambda: publish(contributions, scope),
            "campagne suivante, une valeur sur deux changée": lambda: publish(later, scope, first),
            "campagne suivante, rien de changé": lambda: publish(contributions, scope, first),
        },
        TIMES,
    )
    shown = int((first.aggregates["state"] == "publie").sum())
    table(
        f"{COMMUNITIES} communautés × {INDICATORS} indicateurs, {shown} chiffres publiés, une fois chacune",
        [
            *((name, spread(own)) for name, own in taken.items()),
            *((f"objectif, {name}", goal(own, LIMIT_MS)) for name, own in taken.items()),
        ],
    )


if __name__ == "__main__":
    main()
