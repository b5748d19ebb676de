"""The schema: what it may hold, what it refuses, and how an older one becomes today's."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Column, Integer, MetaData, String, Table, delete, func, inspect, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from aci_model.store import StoreNewerError, migrating, open_store, tables
from tests.stores.conftest import NOW

# Pieces of column names by which a person, a community or a machine would be known.
IDENTIFYING = {
    "name", "nom", "prenom", "lastname", "firstname", "surname", "label", "libelle", "person", "personne", "user",
    "account", "compte", "email", "mail", "phone", "telephone", "ip", "host", "agent", "cookie", "session",
    "device", "address", "adresse", "street", "rue", "city", "ville", "commune", "postcode", "finess", "siret",
    "siren", "file", "filename", "fichier", "path", "chemin", "upload", "workbook", "classeur", "population", "community",
    "cpts",
}  # fmt: skip
VERSION = text("SELECT version_num FROM alembic_version")
LATER = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{head}"

def upgrade():
    with op.batch_alter_table("campaign") as table:
        table.add_column(sa.Column("note", sa.Text(), nullable=False, server_default="rien"))
    {then}
"""


def identifying(metadata):
    """Columns whose name says they identify somebody."""
    return [
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if IDENTIFYING & set(re.split(r"[_\d]+", column.name.lower()))
    ]


def in_database(store):
    """The tables as the database has them."""
    found = MetaData()
    with store.read() as connection:
        found.reflect(connection)
    return found


@pytest.fixture
def later(tmp_path):
    """Build the folder of a version to come: today's migrations and one more, which ends with a statement."""

    def build(then="pass"):
        folder = tmp_path / "to come"
        shutil.copytree(migrating.FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
        heads = re.findall(r'revision = "(\d+)"', "".join(p.read_text() for p in folder.rglob("v*.py")))
        added = LATER.format(head=max(heads), then=then)
        (folder / "versions" / "v9999_note.py").write_text(added, encoding="utf-8")
        return folder

    return build


def test_no_table_holds_a_name_a_file_or_an_address(store):
    assert identifying(tables.metadata) == []
    assert identifying(in_database(store)) == []


def test_a_column_that_would_identify_is_seen():
    planted = MetaData()
    Table("seen", planted, Column("id", Integer), Column("file_name", String), Column("ip", String))
    assert identifying(planted) == ["seen.file_name", "seen.ip"]


def test_migrations_lead_to_the_tables_the_code_knows(store):
    with store.begin() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, tables.metadata) == []
    assert set(in_database(store).tables) == {*tables.metadata.tables, "alembic_version"}


@pytest.mark.usefixtures("campaign")
def test_opened_again_nothing_changes(store, store_address):
    before = store.first(VERSION)
    again = open_store(store_address)
    with again.read() as connection:
        assert connection.execute(VERSION).all() == [before]
        assert connection.scalar(select(func.count()).select_from(tables.campaign)) == 1
    again.close()


def test_processes_that_open_an_empty_database_at_once_all_find_it_whole(store_address, writers):
    processes = [writers(store_address, "open") for _ in range(2)]
    assert [process.communicate("go\n", timeout=60) for process in processes] == [("ready\n", "")] * 2
    store = open_store(store_address)
    with store.read() as connection:
        assert len(connection.execute(VERSION).all()) == 1
    store.close()


def test_threads_that_open_an_empty_database_at_once_do_too(store_address):
    with ThreadPoolExecutor(4) as threads:
        stores = list(threads.map(open_store, [store_address] * 4))
    assert [store.first(select(func.count()).select_from(tables.campaign))[0] for store in stores] == [0] * 4
    for store in stores:
        store.close()


@pytest.mark.usefixtures("campaign")
def test_an_older_schema_becomes_the_new_one_and_keeps_what_it_held(store, later, contribution):
    contribution({"a": 0.5})
    migrating.migrate(store, later())
    with store.read() as connection:
        assert connection.execute(text("SELECT title, note FROM campaign")).one() == ("Été", "rien")
        assert connection.scalar(VERSION) == "9999"
        assert connection.scalar(select(tables.contribution.c.rates)) == {"a": 0.5}


def test_a_migration_that_fails_changes_nothing(store, later, campaign):
    before = store.first(VERSION)
    with pytest.raises(DBAPIError):
        migrating.migrate(store, later('op.execute("SELECT * FROM nowhere")'))
    assert store.first(VERSION) == before
    with store.read() as connection:
        assert "note" not in {column["name"] for column in inspect(connection).get_columns("campaign")}
    assert store.first(select(tables.campaign.c.id)).id == campaign


def test_a_database_from_a_later_version_is_left_alone_and_said_so(store, store_address, later):
    migrating.migrate(store, later())
    with pytest.raises(StoreNewerError, match="version plus récente"):
        open_store(store_address)
    assert store.first(VERSION)[0] == "9999"


def test_a_contribution_is_made_once_per_invitation_and_for_its_own_campaign(
    store, campaign, invitation, contribution
):
    mine = invitation("mine")
    contribution({"a": 0.5}, by=mine)
    with pytest.raises(IntegrityError):
        contribution({"a": 0.6}, by=mine)
    with store.begin() as connection:
        other = {
            "title": "b",
            "opened_at": NOW,
            "state": "ouverte",
            "asked": {},
            "scope": {},
            "key_hash": "h",
        }
        connection.execute(tables.campaign.insert().values(id="other", **other))
    with pytest.raises(IntegrityError):
        contribution({"a": 0.5}, of="other", by=invitation("theirs", of=campaign))
    with pytest.raises(IntegrityError):
        invitation("mine", of="other")  # a code opens one campaign only
    with pytest.raises(IntegrityError):
        invitation("nobody's", of="nowhere")


def test_what_was_withdrawn_is_not_kept(store, contribution):
    made = contribution({"a": 0.5})
    change = tables.contribution.update().where(tables.contribution.c.id == made)
    with pytest.raises(IntegrityError), store.begin() as connection:
        connection.execute(change.values(withdrawn=True))
    with store.begin() as connection:
        connection.execute(change.values(withdrawn=True, rates=None, consents=None))
    with pytest.raises(IntegrityError), store.begin() as connection:
        connection.execute(change.values(withdrawn=False))


@pytest.mark.parametrize("store_address", ["sqlite"], indirect=True)
def test_what_was_withdrawn_leaves_the_file(store, store_address, contribution):
    made = contribution({"a_secret_kept_by_one": 0.123456789})
    with store.begin() as connection:
        held = tables.contribution.c.id == made
        connection.execute(
            tables.contribution.update().where(held).values(withdrawn=True, rates=None, consents=None)
        )
    store.close()
    file = store_address.removeprefix("sqlite:///")
    with sqlite3.connect(file) as database:
        assert database.execute("SELECT withdrawn FROM contribution").fetchall() == [(1,)]
    assert b"a_secret_kept_by_one" not in Path(file).read_bytes()


def test_a_campaign_erased_takes_everything_of_it_along(store, campaign, contribution):
    contribution({"a": 0.5})
    of = {"campaign": campaign}
    with store.begin() as connection:
        connection.execute(tables.freeze.insert().values(**of, frozen_at=NOW, digest="d"))
        connection.execute(tables.publication.insert().values(**of, content=[], digest="d"))
        connection.execute(tables.decision.insert().values(**of, step=1, what={}, at=NOW))
    with store.begin() as connection:
        connection.execute(delete(tables.campaign))
    with store.read() as connection:
        counts = {
            name: connection.scalar(select(func.count()).select_from(table))
            for name, table in tables.metadata.tables.items()
        }
    assert counts == dict.fromkeys(counts, 0)


@pytest.mark.usefixtures("campaign")
def test_a_campaign_has_no_state_of_its_own_making(store):
    with pytest.raises(IntegrityError), store.begin() as connection:
        connection.execute(tables.campaign.update().values(state="rouverte"))


def test_moments_come_back_in_utc_whatever_zone_they_were_given_in(store):
    paris = dt.timezone(dt.timedelta(hours=2))
    given = dt.datetime(2026, 7, 1, 1, 30, 0, 123456, tzinfo=paris)
    wrong = tables.attempt.insert()
    with store.begin() as connection:
        connection.execute(wrong.values(kind="k", subject_hash="s", at=given))
    kept = store.first(select(tables.attempt.c.at)).at
    assert kept == given
    assert kept.tzinfo == dt.UTC
    # 1:30 in Paris on 1 July is 23:30 UTC on 30 June.
    assert (kept.month, kept.day, kept.hour, kept.minute) == (6, 30, 23, 30)
    before = select(tables.attempt.c.id).where(tables.attempt.c.at < given + dt.timedelta(seconds=1))
    assert store.first(before) is not None
    with pytest.raises(StatementError, match="time zone"), store.begin() as connection:
        connection.execute(wrong.values(kind="k", subject_hash="s", at=given.replace(tzinfo=None)))


@pytest.mark.usefixtures("campaign")
def test_texts_and_figures_come_back_as_they_were_on_both_engines(store):
    title = "Ça ! <b>=1+1</b> 'x'; DROP TABLE campaign; -- \u202e 👩\u200d⚕️"
    asked = {"é": [0.1, 1, None, True], "b": "\0 \ud800", "a": 1 / 3}
    with store.begin() as connection:
        connection.execute(tables.campaign.update().values(title=f"{title}\0\ud800", asked=asked))
    kept = store.first(select(tables.campaign.c.title, tables.campaign.c.asked))
    assert kept == (title, asked)
    with pytest.raises((StatementError, ValueError), match="JSON compliant"), store.begin() as connection:
        connection.execute(tables.campaign.update().values(asked={"a": float("nan")}))


def test_identifiers_tell_neither_an_order_nor_a_number(store, invitation):
    given = [invitation(f"code {number}") for number in range(8)]
    assert len(set(given)) == 8
    assert all(re.fullmatch(r"[0-9a-f]{32}", one) for one in given)
    assert given != sorted(given)
    assert store.first(select(tables.invitation.c.used)).used is False
