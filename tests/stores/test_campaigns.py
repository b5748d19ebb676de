"""A campaign on both engines: opened, contributed to, frozen; and nothing in it that tells whose it is."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from contextlib import ExitStack, closing
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import select

from aci_model import law, reading
from aci_model.funding import assess
from aci_model.peers import campaigns, contributions, doors
from aci_model.peers.campaigns import CampaignError
from aci_model.store import tables
from tests.reading_files import book
from tests.stores.campaigns_writer import FIRST, NOW, SECOND, numbered

ROOT = Path(__file__).resolve().parents[2]
LAW = law.load()
ASKED = contributions.asked_of(LAW)
CORSE = {"size_group": "1-2", "region": "Corse", "seniority": "3 ans et plus"}


@pytest.fixture
def ruler(store):
    """Who rules a campaign that has just been opened."""
    own, _ = campaigns.create(store, "Campagne d'essai", ASKED, NOW, regions=["Corse"])
    return doors.Administrator(own.id)


@pytest.fixture
def code(store, ruler):
    """The code of an invitation to that campaign."""
    (code,) = campaigns.invite(store, ruler, [CORSE])
    return code


@pytest.fixture
def who(store, code):
    """Who has that code."""
    return doors.contributor(store, code, NOW)


def values(**given):
    return pd.DataFrame({"indicator": list(given), "label": "", "value": list(given.values())})


def everything_in(store):
    """All rows of all tables, as Python gives them."""
    with store.read() as connection:
        return {
            table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in tables.metadata.sorted_tables
        }


def walked(thing):
    """Every leaf of a nest of lists and dictionaries, keys included."""
    if isinstance(thing, dict):
        for key, value in thing.items():
            yield key
            yield from walked(value)
    elif isinstance(thing, list | tuple):
        for one in thing:
            yield from walked(one)
    else:
        yield thing


def test_a_contribution_is_kept_and_a_second_takes_its_place(store, who):
    campaigns.contribute(
        store, who, values(part_quantitative=0.4, nombre_objectifs=0.15), [FIRST, SECOND], NOW
    )
    campaigns.contribute(store, who, values(part_quantitative=0.5), [FIRST], NOW)
    assert campaigns.contributed(store, who) == {FIRST: 0.5}
    assert len(everything_in(store)["contribution"]) == 1


def test_only_what_was_consented_to_leaves(store, who):
    campaigns.contribute(store, who, values(part_quantitative=0.4, nombre_objectifs=0.15), [SECOND], NOW)
    assert campaigns.contributed(store, who) == {SECOND: 0.15}
    (row,) = everything_in(store)["contribution"]
    assert row["consents"] == {one.id: one.id == SECOND for one in ASKED}


def test_what_the_workbook_does_not_know_is_left_out_and_is_no_zero(store, who):
    campaigns.contribute(
        store, who, values(part_quantitative=float("nan"), nombre_objectifs=0.15), [FIRST, SECOND], NOW
    )
    assert campaigns.contributed(store, who) == {SECOND: 0.15}


def test_decimals_that_would_tell_euros_are_never_written(store, who):
    campaigns.contribute(store, who, values(part_quantitative=0.123456), [FIRST], NOW)
    assert campaigns.contributed(store, who) == {FIRST: 0.12}


@pytest.mark.parametrize("given", [{"part_quantitative": 1.2}, {"part_quantitative": -0.1}, {"autre": 0.5}])
def test_a_value_nobody_asked_for_or_out_of_bounds_is_refused_and_nothing_changes(store, who, given):
    campaigns.contribute(store, who, values(part_quantitative=0.4), [FIRST], NOW)
    with pytest.raises(CampaignError, match="rien n’est parti"):
        campaigns.contribute(store, who, values(**given), [FIRST], NOW)
    assert campaigns.contributed(store, who) == {FIRST: 0.4}


def test_withdrawn_nothing_is_left_and_one_may_come_back(store, who):
    campaigns.contribute(store, who, values(part_quantitative=0.4), [FIRST], NOW)
    campaigns.withdraw(store, who, NOW)
    assert campaigns.contributed(store, who) is None
    (row,) = everything_in(store)["contribution"]
    assert (row["rates"], row["consents"], row["withdrawn"]) == (None, None, True)
    campaigns.contribute(store, who, values(part_quantitative=0.6), [FIRST], NOW)
    assert campaigns.contributed(store, who) == {FIRST: 0.6}


def test_frozen_nothing_is_added_replaced_withdrawn_nor_invited(store, ruler, who):
    campaigns.contribute(store, who, values(part_quantitative=0.4), [FIRST], NOW)
    campaigns.freeze(store, ruler, NOW)
    before = everything_in(store)
    for refused in (
        lambda: campaigns.contribute(store, who, values(part_quantitative=0.6), [FIRST], NOW),
        lambda: campaigns.withdraw(store, who, NOW),
        lambda: campaigns.invite(store, ruler, [{}]),
        lambda: campaigns.freeze(store, ruler, NOW),
    ):
        with pytest.raises(CampaignError, match="gelée"):
            refused()
    assert everything_in(store) == before


def test_who_comes_in_sees_their_own_and_the_federation_only_numbers(store, ruler, who):
    other = doors.contributor(store, campaigns.invite(store, ruler, [{}])[0], NOW)
    campaigns.contribute(store, who, values(part_quantitative=0.4), [FIRST], NOW)
    assert campaigns.contributed(store, other) is None
    campaigns.withdraw(store, other, NOW)
    assert campaigns.contributed(store, who) == {FIRST: 0.4}
    assert campaigns.attributes(store, who) == CORSE
    assert campaigns.received(store, ruler) == (2, 1)


def test_an_invitation_names_only_what_the_campaign_has(store, ruler):
    for wrong in ({"region": "Bretagne"}, {"size_group": "3"}, {"seniority": "2019"}):
        with pytest.raises(CampaignError, match="Une invitation porte"):
            campaigns.invite(store, ruler, [CORSE, wrong])
    assert campaigns.received(store, ruler) == (0, 0)


@pytest.mark.parametrize("title", ["", "  ", "x" * 201])
def test_a_campaign_has_a_title(store, title):
    with pytest.raises(CampaignError):
        campaigns.create(store, title, ASKED, NOW)


def test_a_campaign_follows_a_published_one_only(store, ruler):
    with pytest.raises(CampaignError, match="pas encore publiée"):
        campaigns.create(store, "La suivante", ASKED, NOW, previous=ruler)


# --- what is stored tells nobody ---

NAME, FILE, POPULATION = "CPTS des Rives de Nulle-Part", "rives-nullepart-2026.xlsx", 61_237
EUROS = (7_301, 8_413, 9_127, 23_459)
SHEETS = {
    "Communauté": [["communauté", NAME], ["population", POPULATION], ["région", "corse"]],
    "Indicateurs": [
        [
            "communauté",
            "mission",
            "indicateur",
            "type",
            "palier 1",
            "montant 1",
            "palier 2",
            "montant 2",
            "résultat",
        ],
        [NAME, "prevention", "Ateliers de Rivebelle", "compte", 5, EUROS[0], 8, EUROS[1], 5],
        [NAME, "qualite", "Réunions de Rivebelle", "compte", 10, EUROS[2], None, None, 12],
    ],
    "Enveloppes": [["communauté", "mission", "part", "montant"], [NAME, "prevention", "variable", EUROS[3]]],
}


def test_nothing_stored_or_sent_tells_a_name_a_file_a_population_or_an_euro(store, ruler, caplog):
    read = reading.read([(FILE, book(SHEETS))], LAW.missions, LAW.parts)
    assert read.communities["population"].tolist() == [POPULATION]  # the workbook does say it
    assessed = assess(read, LAW)
    sent = contributions.contribution_of(read, assessed, ASKED)
    about = contributions.attributes_of(read, assessed, ["Corse"], NOW.date())
    assert about == {"size_group": "1-2", "region": "Corse", "seniority": None}
    assert sent["value"].notna().sum() == 4  # two missions, the balance, the number: something does leave
    (code,) = campaigns.invite(store, ruler, [about])
    doors.contributor(store, code, NOW)
    campaigns.contribute(store, doors.contributor(store, code, NOW), sent, sent["indicator"].tolist(), NOW)
    campaigns.freeze(store, ruler, NOW)

    stored = everything_in(store)
    leaves = list(walked([stored, sent.to_dict("records"), about]))
    told = (json.dumps(leaves, default=str, ensure_ascii=False) + caplog.text).casefold()
    for word in (NAME, "Nulle-Part", "Rivebelle", FILE, "rives", "xlsx", "cas.", code):
        assert word.casefold() not in told
    numbers = {float(leaf) for leaf in leaves if isinstance(leaf, int | float)}
    derived = {POPULATION, *EUROS, *read.tiers["amount"], *assessed.lines["reached"].dropna()}
    assert not {float(one) for one in derived} & numbers
    assert all(str(int(one)) not in told for one in (POPULATION, *EUROS))
    (row,) = stored["contribution"]
    assert all(0 <= rate <= 1 and round(rate, 2) == rate for rate in row["rates"].values())


# --- several at once, and one killed ---


@pytest.fixture
def writing(store_address):
    """Start processes that contribute; whatever is left of them at the end is killed."""
    with ExitStack() as started:

        def start(code, times):
            process = started.enter_context(
                subprocess.Popen(
                    [sys.executable, "-m", "tests.stores.campaigns_writer", store_address, code, str(times)],
                    cwd=ROOT,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                )
            )
            started.callback(process.kill)
            return process

        yield start


def go(process):
    assert process.stdout.readline() == "ready\n"
    process.stdin.write("go\n")
    process.stdin.flush()


def test_an_acknowledged_contribution_survives_kill_9(store, code, who, writing):
    process = writing(code, 1_000_000)
    go(process)
    acknowledged = [process.stdout.readline() for _ in range(10)]
    process.kill()  # while it writes the next
    acknowledged += process.stdout.read().splitlines()
    last = int(acknowledged[-1])
    kept = campaigns.contributed(store, who)
    # The last one told, or the one after it, written and killed before saying so; whole in both cases.
    possible = [
        dict(zip(one["indicator"], one["value"], strict=True)) for one in map(numbered, (last, last + 1))
    ]
    assert kept in possible
    campaigns.withdraw(store, who, NOW)  # the dead hold no lock


def test_two_contributors_at_once_lose_nothing(store, ruler, writing):
    codes = campaigns.invite(store, ruler, [{}, {}])
    processes = [writing(code, 15) for code in codes]
    for process in processes:
        go(process)
    for process in processes:
        with closing(process.stdout):
            assert process.stdout.read().split() == [str(number) for number in range(15)]
        assert process.wait() == 0
    assert campaigns.received(store, ruler) == (2, 2)
    whole = numbered(14).set_index("indicator")["value"].to_dict()
    assert [campaigns.contributed(store, doors.contributor(store, code, NOW)) for code in codes] == [
        whole,
        whole,
    ]


def test_two_who_write_the_same_first_contribution_at_once_leave_one(store, ruler, code, who, writing):
    processes = [writing(code, 10) for _ in range(2)]
    for process in processes:
        go(process)
    for process in processes:
        assert len(process.stdout.read().split()) == 10
        assert process.wait() == 0
    assert campaigns.received(store, ruler) == (1, 1)
    assert campaigns.contributed(store, who) == numbered(9).set_index("indicator")["value"].to_dict()


def test_times_are_those_given(store, who):
    late = NOW + dt.timedelta(days=3)
    campaigns.contribute(store, who, values(part_quantitative=0.4), [FIRST], late)
    assert everything_in(store)["contribution"][0]["received_at"] == late
