"""A campaign published on both engines: once, from what was frozen, and read again as it was."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import select, update

from aci_model import law
from aci_model.frames import frame
from aci_model.peers import campaigns, contributions, doors
from aci_model.peers.campaigns import CampaignError
from aci_model.peers.campaigns_position import own_position
from aci_model.peers.campaigns_published import Published, decisions, publish, published
from aci_model.peers.publication import AGGREGATES, GROUPS, Scope
from aci_model.peers.publication import publish as aggregated
from aci_model.store import tables

NOW = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
ASKED = contributions.asked_of(law.load(), missions=[])
BALANCE, NUMBER = (one.id for one in ASKED)
REGIONS = ["Corse", "Bretagne"]


def invented(seed, count=36):
    """Who takes part, and what each says; every third gives no number."""
    rng = np.random.default_rng(seed)
    who = [
        {
            "size_group": rng.choice(["1-2", "3-4"]).item(),
            "region": rng.choice(REGIONS).item(),
            "seniority": None,
        }
        for _ in range(count)
    ]
    said = [
        {BALANCE: rng.integers(5, 96).item() / 100}
        | ({} if at % 3 == 0 else {NUMBER: rng.integers(0, 10).item() / 10 + 0.05})
        for at in range(count)
    ]
    return who, [{name: round(value, 2) for name, value in one.items()} for one in said]


def sent(said):
    return pd.DataFrame({"indicator": list(said), "label": "", "value": list(said.values())})


def contributed(store, who, said, previous=None):
    """A frozen campaign of these communities; gives who rules it."""
    own, _ = campaigns.create(store, "Essai", ASKED, NOW, regions=REGIONS, previous=previous)
    ruler = doors.Administrator(own.id)
    for code, values in zip(campaigns.invite(store, ruler, who), said, strict=True):
        campaigns.contribute(store, doors.contributor(store, code, NOW), sent(values), list(values), NOW)
    campaigns.freeze(store, ruler, NOW)
    return ruler


@pytest.fixture
def frozen(store):
    """Who rules a frozen campaign of 36."""
    return contributed(store, *invented(1))


def same(one, other):
    pd.testing.assert_frame_equal(one.reset_index(drop=True), other.reset_index(drop=True))


def expected(who, said, previous=None):
    """The publication of the same values, without any store: numbers on their scale of 0 to 60 objectives."""
    names = [f"c{at:02d}" for at in range(len(who))]
    given = pd.DataFrame(
        [
            (name, indicator, value * (60 if indicator == NUMBER else 1))
            for name, values in zip(names, said, strict=True)
            for indicator, value in values.items()
        ],
        columns=["contributor", "indicator", "value"],
    )
    attributes = pd.DataFrame(who).assign(contributor=names)
    scope = Scope(attributes, contributions.indicators_of(ASKED))
    return aggregated(given, scope, previous)


def test_what_is_published_is_what_the_gate_lets_out_of_what_was_frozen(store, frozen):
    made = publish(store, frozen, NOW)
    alone = expected(*invented(1))
    same(made.aggregates, alone.aggregates)
    same(made.groups, alone.groups)
    assert (made.aggregates["state"] == "publie").any()
    assert len(decisions(store, frozen)) == len(alone.decisions)


def test_what_was_published_is_read_again_as_it_was(store, frozen):
    assert published(store, frozen) is None
    made = publish(store, frozen, NOW)
    kept = published(store, frozen)
    same(kept.aggregates, made.aggregates)
    same(kept.groups, made.groups)
    assert kept.digest == made.digest


def test_the_same_contributions_give_the_same_publication_in_any_order(store, frozen):
    who, said = invented(1)
    other = contributed(store, who[::-1], said[::-1])
    assert publish(store, other, NOW).digest == publish(store, frozen, NOW).digest


def test_withheld_is_a_state_with_its_reason_and_never_0(store):
    ruler = contributed(store, *invented(1, count=4))
    told = publish(store, ruler, NOW).aggregates
    assert set(told["state"]) == {"retenu"}
    assert told["value"].isna().all()
    assert told["reason"].str.startswith("retenu").all()
    kept = published(store, ruler).aggregates
    assert kept["value"].isna().all()


def test_a_campaign_is_published_once_and_only_frozen(store, frozen):
    own, _ = campaigns.create(store, "Ouverte", ASKED, NOW)
    with pytest.raises(CampaignError, match="gelée se publie"):
        publish(store, doors.Administrator(own.id), NOW)
    publish(store, frozen, NOW)
    with pytest.raises(CampaignError, match="gelée se publie"):
        publish(store, frozen, NOW)
    assert campaigns.campaign(store, frozen).state == "publiee"


def test_what_was_changed_behind_the_seal_is_not_published(store, frozen):
    with store.begin() as connection:
        one = connection.scalar(select(tables.contribution.c.id).limit(1))
        connection.execute(
            update(tables.contribution).where(tables.contribution.c.id == one).values(rates={BALANCE: 0.01})
        )
    with pytest.raises(CampaignError, match="ne sont plus celles"):
        publish(store, frozen, NOW)
    assert published(store, frozen) is None


def test_who_withdrew_before_is_in_no_figure(store):
    who, said = invented(1)
    own, _ = campaigns.create(store, "Essai", ASKED, NOW, regions=REGIONS)
    ruler = doors.Administrator(own.id)
    let_in = [doors.contributor(store, code, NOW) for code in campaigns.invite(store, ruler, who)]
    for one, values in zip(let_in, said, strict=True):
        campaigns.contribute(store, one, sent(values), list(values), NOW)
    for one in let_in[:8]:
        campaigns.withdraw(store, one, NOW)
    campaigns.freeze(store, ruler, NOW)
    same(publish(store, ruler, NOW).aggregates, expected(who[8:], said[8:]).aggregates)


def test_the_next_campaign_keeps_the_figures_of_groups_that_changed_too_little(store, frozen):
    first = publish(store, frozen, NOW)
    who, said = invented(1)
    changed = [{**said[0], BALANCE: 0.99}, *said[1:]]  # one value of 36
    following = contributed(store, who, changed, previous=frozen)
    second = publish(store, following, NOW)
    same(second.aggregates, first.aggregates)
    # What the second kept stands on the first's values: the third is gated against those.
    other = invented(2)[1]
    third = publish(store, contributed(store, who, other, previous=following), NOW)
    same(third.aggregates, expected(who, other, expected(who, said)).aggregates)
    assert not third.aggregates["value"].equals(first.aggregates["value"])


def test_two_campaigns_that_follow_the_same_one_are_not_both_published(store, frozen):
    # Each would be gated against the first, none against the other: together they would tell who changed.
    publish(store, frozen, NOW)
    who, said = invented(1)
    one, other = (contributed(store, who, said, previous=frozen) for _ in range(2))
    publish(store, one, NOW)
    with pytest.raises(CampaignError, match="suit déjà"):
        publish(store, other, NOW)
    assert published(store, other) is None
    with pytest.raises(CampaignError, match="suit déjà"):
        contributed(store, who, said, previous=frozen)
    assert contributed(store, who, said, previous=one)


def test_what_the_federation_and_a_contributor_read_is_the_same_and_holds_nobody(store, frozen):
    publish(store, frozen, NOW)
    mine = published(store, doors.Contributor(frozen.campaign, "any invitation of it"))
    same(mine.aggregates, published(store, frozen).aggregates)
    with store.read() as connection:
        content = connection.scalar(select(tables.publication.c.content))
        ids = [
            *connection.scalars(select(tables.contribution.c.id)),
            *connection.scalars(select(tables.invitation.c.id)),
        ]
    assert len(ids) == 72
    assert set(content) == {"aggregates", "groups"}
    assert not any(one in str(content) for one in ids)


# --- one's own position: no store at all ---

CELL = {"size_group": "1-2", "region": "Corse", "seniority": None}


def told(*figures):
    """Figures of the group « g » and of everybody: (level, statistic, value, low, high)."""
    rows = [
        {
            "indicator": BALANCE,
            "level": level,
            "group": "g" if level == "groupe" else "ensemble",
            "label": "Corse" if level == "groupe" else "Toutes les communautés",
            "statistic": statistic,
            "value": value,
            "low": low,
            "high": high,
            "state": "retenu" if value is None else "publie",
        }
        for level, statistic, value, low, high in figures
    ]
    group = {"indicator": BALANCE, **CELL, "seniority": "non précisé", "group": "g"}
    return Published(frame(AGGREGATES, rows), frame(GROUPS, [group]), "")


QUARTILES = told(
    ("groupe", "quartile_1", 0.30, 0.275, 0.325),
    ("groupe", "mediane", 0.50, 0.475, 0.525),
    ("groupe", "quartile_3", 0.90, 0.875, None),  # an open class: 90 % and more
    ("ensemble", "mediane", None, None, None),
)


@pytest.mark.parametrize(
    ("value", "over", "beside", "under"),
    [
        (0.10, None, None, "quartile_1"),
        (0.30, None, "quartile_1", "mediane"),
        (0.40, "quartile_1", None, "mediane"),
        (0.475, "quartile_1", "mediane", "quartile_3"),  # the low end is in the rounding
        (0.525, "mediane", None, "quartile_3"),  # the high end is not
        (1.00, "mediane", "quartile_3", None),
        (None, None, None, None),
    ],
)
def test_one_stands_over_beside_or_under_a_figure_as_wide_as_its_rounding(value, over, beside, under):
    own = own_position(sent({BALANCE: value}), CELL, ASKED[:1], QUARTILES)
    assert own["level"].tolist() == ["groupe", "ensemble"]
    first = own.iloc[0]
    read = [None if pd.isna(first[name]) else first[name] for name in ("over", "beside", "under")]
    assert read == [over, beside, under]
    assert (first["group_label"], first["value"]) == ("Corse", value) or value is None


def test_beside_withheld_figures_one_stands_nowhere():
    everybody = own_position(sent({BALANCE: 0.4}), CELL, ASKED[:1], QUARTILES).iloc[1]
    assert everybody[["over", "beside", "under", "over_value", "under_value"]].isna().all()
    assert everybody["value"] == 0.4


def test_one_s_own_number_is_told_on_the_scale_of_what_is_published(store, frozen):
    made = publish(store, frozen, NOW)
    who, said = invented(1)
    own = own_position(sent(said[1]), who[1], ASKED, made)
    number = own[own["indicator"] == NUMBER]
    assert number["value"].tolist() == [pytest.approx(said[1][NUMBER] * 60)] * len(number)
    assert set(own["indicator"]) == {BALANCE, NUMBER}
    groups = made.groups.set_index(["indicator", "size_group", "region"])
    here = groups.loc[(BALANCE, who[1]["size_group"], who[1]["region"])]
    compared = own[own["indicator"] == BALANCE].set_index("level")["group"].to_dict()
    assert compared == {"groupe": here["group"], "taille": here["size"], "ensemble": "ensemble"}


def test_one_is_compared_with_those_of_one_s_size_where_they_are_more_than_one_group():
    # Twelve in each region of the large, six small: the small are one group, so their size tells nothing more.
    who = [
        *({"size_group": "3-4", "region": region, "seniority": None} for region in REGIONS * 12),
        *({"size_group": "1-2", "region": "Corse", "seniority": None} for _ in range(6)),
    ]
    made = expected(who, [{BALANCE: (at * 7 % 19 + 1) / 20} for at in range(30)])
    public = Published(made.aggregates, made.groups, "")
    mine = sent({BALANCE: 0.5})
    assert own_position(mine, who[0], ASKED[:1], public)["level"].tolist() == ["groupe", "taille", "ensemble"]
    assert own_position(mine, who[-1], ASKED[:1], public)["level"].tolist() == ["groupe", "ensemble"]
    large = own_position(mine, who[0], ASKED[:1], public).iloc[1]
    assert large["group_label"] == "Tailles 3-4, Bretagne et Corse"
    told = made.aggregates.query("level == 'taille' and state == 'publie'")
    assert set(told["group"]) == {large["group"]}
    assert large[["over", "beside", "under"]].notna().any()


def test_one_s_own_position_writes_nothing(store, frozen):
    made = publish(store, frozen, NOW)
    who, said = invented(1)
    before = made.aggregates.copy(), made.groups.copy()
    own_position(sent(said[1]), who[1], ASKED, made)
    same(made.aggregates, before[0])
    same(made.groups, before[1])
