"""Workbooks a federation loads: what a community said itself, by its own code, is never undone."""

from __future__ import annotations

import pytest

from aci_model.peers import campaigns, doors, loading
from tests import comparing


@pytest.fixture
def campaign(store):
    """An open campaign, with two codes nobody used."""
    return comparing.made(store)


def load(store, campaign, code=None):
    """Load one workbook, under a code when there is one; gives its report."""
    codes = {} if code is None else {"une.csv": code}
    files = [("une.csv", comparing.workbook)]
    (report,) = loading.load(store, campaign.ruler, files, codes=codes, at=comparing.NOW)
    return report


def test_what_a_community_refused_to_send_stays_refused_when_its_federation_loads_its_workbook(
    store, campaign
):
    code, first = campaign.codes[0], campaign.asked[0].id
    comparing.contribute(store, code, {first: 0.41})
    report = load(store, campaign, code)
    assert (report.state, report.indicators) == (loading.REPLACED, (first,))
    assert comparing.held(store, code) == {first: comparing.ODD[0]}


def test_what_a_community_withdrew_is_not_put_back_by_its_federation(store, campaign):
    code = campaign.codes[0]
    comparing.contribute(store, code, {campaign.asked[0].id: 0.41})
    campaigns.withdraw(store, doors.contributor(store, code, comparing.NOW), comparing.NOW)
    report = load(store, campaign, code)
    assert report.state == loading.REFUSED
    assert "retiré" in report.sentence
    assert comparing.held(store, code) is None
    assert campaigns.received(store, campaign.ruler)[1] == 0


def test_a_code_nobody_used_takes_all_that_was_agreed_to(store, campaign):
    assert load(store, campaign, campaign.codes[1]).state == loading.LOADED
    assert set(comparing.held(store, campaign.codes[1])) == {one.id for one in campaign.asked}
