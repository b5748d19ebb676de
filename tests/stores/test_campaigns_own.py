"""One look at a campaign gives a contributor all of one's own, and nothing of anybody else's."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict

import pytest

from aci_model.peers import campaigns, campaigns_own, doors
from aci_model.peers.campaigns import CampaignError
from aci_model.peers.doors import Contributor
from tests import comparing

LATER = comparing.NOW + dt.timedelta(hours=3)


@pytest.fixture
def made(store):
    """A campaign in which three others have contributed."""
    return comparing.made(store, others=3)


@pytest.fixture
def who(store, made):
    """Who has its first code."""
    return doors.contributor(store, made.codes[0], comparing.NOW)


def test_before_anything_is_sent_one_sees_the_campaign_and_ones_invitation(store, made, who):
    seen = campaigns_own.own(store, who)
    assert seen.campaign == campaigns.campaign(store, who)
    assert seen.campaign.asked == made.asked
    assert seen.attributes == campaigns.attributes(store, who)
    assert (seen.sent, seen.received_at) == (None, None)
    assert seen.consents == {}


def test_what_was_sent_is_seen_with_its_moment_and_its_consents(store, made, who):
    first, second, *others = (one.id for one in made.asked)
    comparing.contribute(store, made.codes[0], {first: 0.37, second: 0.83})
    seen = campaigns_own.own(store, who)
    assert seen.sent == {first: 0.37, second: 0.83}
    assert seen.consents == {first: True, second: True} | dict.fromkeys(others, False)
    assert seen.received_at == comparing.NOW


def test_once_withdrawn_only_the_moment_is_left(store, made, who):
    comparing.contribute(store, made.codes[0], {made.asked[0].id: 0.37})
    campaigns.withdraw(store, who, LATER)
    seen = campaigns_own.own(store, who)
    assert (seen.sent, seen.received_at) == (None, LATER)
    assert seen.consents == {}


def test_the_state_follows_the_campaign(store, made, who):
    assert campaigns_own.own(store, who).campaign.state == campaigns.OPEN
    comparing.freeze(store, made)
    assert campaigns_own.own(store, who).campaign.state == campaigns.FROZEN


@pytest.mark.parametrize("of", ["campaign", "invitation"])
def test_a_code_of_another_campaign_sees_nothing(store, who, of):
    other = comparing.made(store)
    stranger = doors.contributor(store, other.codes[0], comparing.NOW)
    mixed = (
        Contributor(stranger.campaign, who.invitation)
        if of == "campaign"
        else Contributor(who.campaign, stranger.invitation)
    )
    with pytest.raises(CampaignError, match="votre code en a été retiré"):
        campaigns_own.own(store, mixed)


def test_nothing_of_others_is_in_what_one_sees(store, made, who):
    comparing.contribute(store, made.codes[0], {made.asked[0].id: 0.37})
    comparing.contribute(store, made.codes[1], dict.fromkeys([one.id for one in made.asked], 0.97))
    assert campaigns.contributed(store, doors.contributor(store, made.codes[1], comparing.NOW))
    assert "0.37" in repr(asdict(campaigns_own.own(store, who)))
    assert "0.97" not in repr(asdict(campaigns_own.own(store, who)))
