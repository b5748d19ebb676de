"""Keys and codes: 128 bits, kept hashed, one campaign only, wrong ones slowed and logged without being told."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from sqlalchemy import func, select

from aci_model import law
from aci_model.peers import campaigns, contributions, doors
from aci_model.peers.doors import DoorError
from aci_model.store import attempts, keys, tables

NOW = dt.datetime(2026, 6, 1, 9, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)
ASKED = contributions.asked_of(law.load())


@pytest.fixture
def opened(store):
    """A campaign that has just been opened, and its key."""
    return campaigns.create(store, "Essai", ASKED, NOW)


def wrong_key(store, campaign, at, key=None):
    with pytest.raises(DoorError) as refused:
        doors.administrator(store, campaign.id, key or keys.new_secret(), at)
    return refused.value


def wrong_code(store, at, code=None, visitor=""):
    with pytest.raises(DoorError) as refused:
        doors.contributor(store, code or keys.new_secret(), at, visitor)
    return refused.value


def tries(store):
    with store.read() as connection:
        return connection.scalar(select(func.count()).select_from(tables.attempt))


def test_secrets_have_128_bits_and_differ():
    # 16 bytes in base 64: 22 characters.
    made = {keys.new_secret() for _ in range(200)}
    assert len(made) == 200
    assert {len(one) for one in made} == {22}


def test_the_key_given_once_opens_its_campaign_even_pasted_with_spaces(store, opened):
    campaign, key = opened
    assert doors.administrator(store, campaign.id, f" {key[:9]}\n{key[9:]} ", NOW).campaign == campaign.id
    assert tries(store) == 0


def test_the_store_holds_neither_key_nor_code(store, opened):
    campaign, key = opened
    (code,) = campaigns.invite(store, doors.Administrator(campaign.id), [{}])
    with store.read() as connection:
        kept = [
            str(tuple(row))
            for table in (tables.campaign, tables.invitation)
            for row in connection.execute(select(table))
        ]
    assert len(kept) == 2
    assert not any(secret in row for secret in (key, code) for row in kept)
    assert "$argon2id$" in kept[0]


def test_a_key_opens_no_other_campaign_and_says_no_more_than_for_an_unknown_one(store, opened):
    campaign, _ = opened
    _, other_key = campaigns.create(store, "Autre", ASKED, NOW)
    told = str(wrong_key(store, campaign, NOW, other_key))
    with pytest.raises(DoorError) as unknown:
        doors.administrator(store, "nulle-part", other_key, NOW)
    assert str(unknown.value) == told
    assert other_key not in told


def test_a_code_opens_one_campaign_only(store, opened):
    campaign, _ = opened
    other, _ = campaigns.create(store, "Autre", ASKED, NOW)
    (code,) = campaigns.invite(store, doors.Administrator(other.id), [{}])
    assert doors.contributor(store, code, NOW).campaign == other.id != campaign.id


@pytest.mark.parametrize(
    "typed", ["", "court", "x" * 10_000, "é" * 22, "' OR 1=1 --", "\0" * 22, "\ud800" * 22]
)
def test_what_can_be_no_code_is_refused_like_a_wrong_one(store, typed):
    assert "n’ouvre aucune campagne" in str(wrong_code(store, NOW, typed or " "))


def test_wrong_keys_wait_twice_as_long_each_time_up_to_a_minute(store, opened):
    campaign, _ = opened
    at, waits = NOW, []
    for _ in range(13):
        assert not wrong_key(store, campaign, at).wait  # looked at, and wrong
        refused = wrong_key(store, campaign, at)  # at once again
        waits.append(refused.wait.total_seconds() if "essais" in str(refused) else None)
        at += refused.wait
    # The first pairs spend the five free tries: two looked at a round, then one looked at and one told to wait.
    assert waits == [None, None, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60]


def test_while_one_waits_even_the_right_key_is_not_looked_at_then_it_opens_and_all_is_forgotten(
    store, opened
):
    campaign, key = opened
    for _ in range(attempts.FREE):
        wrong_key(store, campaign, NOW)
    refused = wrong_key(store, campaign, NOW, key)
    assert refused.wait == SECOND
    assert "dans 1\u00a0seconde" in str(refused)
    assert doors.administrator(store, campaign.id, key, NOW + SECOND)
    assert tries(store) == 0


def test_hammering_while_told_to_wait_does_not_make_the_wait_longer(store, opened):
    campaign, key = opened
    for _ in range(attempts.FREE):
        wrong_key(store, campaign, NOW)
    for _ in range(20):
        wrong_key(store, campaign, NOW)
    assert doors.administrator(store, campaign.id, key, NOW + SECOND)


def test_wrong_tries_are_forgotten_after_a_quarter_of_an_hour(store, opened):
    campaign, _ = opened
    for _ in range(attempts.FREE):
        wrong_key(store, campaign, NOW)
    assert not wrong_key(store, campaign, NOW + attempts.MEMORY + SECOND).wait
    assert tries(store) == 1


def test_a_clock_once_ahead_keeps_nobody_out(store, opened):
    campaign, key = opened
    for _ in range(attempts.FREE):
        wrong_key(store, campaign, NOW + dt.timedelta(days=365))
    assert doors.administrator(store, campaign.id, key, NOW)


def test_tries_upon_one_campaign_slow_no_other(store, opened):
    campaign, _ = opened
    other, key = campaigns.create(store, "Autre", ASKED, NOW)
    for _ in range(attempts.FREE):
        wrong_key(store, campaign, NOW)
    assert doors.administrator(store, other.id, key, NOW)


def test_many_tries_at_once_are_no_way_around_the_waiting(store, opened):
    campaign, _ = opened
    looked_at = []

    def try_one():
        if not wrong_key(store, campaign, NOW).wait:
            looked_at.append(1)

    together = [threading.Thread(target=try_one) for _ in range(12)]
    for one in together:
        one.start()
    for one in together:
        one.join()
    assert len(looked_at) == attempts.FREE


def test_a_dictionary_of_codes_is_slowed_and_finds_nothing(store, opened):
    campaign, _ = opened
    campaigns.invite(store, doors.Administrator(campaign.id), [{} for _ in range(60)])
    refused = [wrong_code(store, NOW, visitor="a") for _ in range(200)]
    assert sum(not one.wait for one in refused) == attempts.FREE
    assert tries(store) == attempts.FREE


def test_a_visitor_who_tries_codes_keeps_no_other_out(store, opened):
    campaign, _ = opened
    (code,) = campaigns.invite(store, doors.Administrator(campaign.id), [{}])
    for _ in range(attempts.FREE + 1):
        refused = wrong_code(store, NOW, visitor="a")
    assert refused.wait
    with pytest.raises(DoorError, match="essais"):
        doors.contributor(store, code, NOW, "a")
    assert doors.contributor(store, code, NOW, "b")
    assert doors.contributor(store, code, NOW + SECOND, "a")


def test_wrong_keys_and_codes_are_logged_without_being_told(store, opened, caplog):
    campaign, _ = opened
    key, code = keys.new_secret(), keys.new_secret()
    refused = wrong_key(store, campaign, NOW, key), wrong_code(store, NOW, code, "session-17")
    assert [record.levelname for record in caplog.records] == ["WARNING", "WARNING"]
    assert campaign.id in caplog.text
    for secret in (key, code, "session-17"):
        assert secret not in caplog.text + "".join(map(str, refused))
    with store.read() as connection:
        assert "session-17" not in str(connection.execute(select(tables.attempt)).all())


def test_what_is_logged_of_an_unknown_campaign_is_nothing_somebody_typed(store, caplog):
    with pytest.raises(DoorError):
        doors.administrator(store, "ligne\nforgée", keys.new_secret(), NOW)
    assert "forgée" not in caplog.text
