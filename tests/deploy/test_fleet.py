"""The application as the files of `deploy/` run it: two processes on one PostgreSQL behind nginx, and one is killed."""

from __future__ import annotations

import asyncio
import re

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from aci_model.store import open_store
from benchmarks.load import COMPOSES
from benchmarks.phone import Phone
from benchmarks.room import Room
from tests import nginx, postgres
from tests.browser.serving import ROOT
from tests.deploy.fleet import SETTINGS, UNIT, fleet, told


@pytest.fixture(scope="module")
def served(tmp_path_factory, postgres_server):
    with (
        postgres.database(postgres_server) as address,
        fleet(tmp_path_factory.mktemp("fleet"), address) as both,
    ):
        yield both
        running, _ = both
        errors = [error for port in running.ports for error in running.server(port).errors()]
    assert errors == []


@pytest.fixture
def room(served):
    store = open_store(served[0].database)
    yield Room(store)
    store.close()


def process_of(phone):
    return int(phone.cookies["aci_poste"])


def at_table(url, room, cookies=None, query=""):
    """A phone that comes with the room's code, or with its table's own link."""
    return Phone(url, "Atelier", query or f"atelier={room.code}", cookies)


def first_choice(phone):
    """A widget of this screen that a finger can move, and another value for it."""
    one = next(one for one in phone.screen.widgets() if one.offered and not one.disabled)
    return one, next(value for value in one.offered if value != phone.value(one.id))


def test_the_tables_of_a_killed_process_come_back_on_the_other_and_find_everything(served, room):
    running, front = served

    async def workshop():
        async with at_table(front.url, room) as one, at_table(front.url, room) as two:
            for phone in (one, two):
                await room.join(phone)
            room.go("composer")
            for phone in (one, two):
                await phone.until(COMPOSES)
                await room.change(phone, *first_choice(phone))
            assert {process_of(one), process_of(two)} == set(running.ports)
            dead, alive = process_of(one), process_of(two)
            running.kill(dead)
            await one.hung_up()
            async with at_table(front.url, room, one.cookies, one.query) as back:
                assert process_of(back) == alive
                assert room.names()[0] in back.screen.text()
                await room.before_seal(back)
                await room.seal(back)
                assert not two.gone  # nobody else noticed
                await room.before_seal(two)
                await room.seal(two)
                async with at_table(front.url, room) as newcomer:
                    assert process_of(newcomer) == alive
        assert len(room.names()) == 2  # came back, not counted twice
        assert room.missing() == []  # what was said to be kept before the end, and the seals

    asyncio.run(workshop())


@pytest.mark.parametrize(("name", "is_let_in"), [("atelier.exemple.fr", True), ("ailleurs.invalid", False)])
def test_a_session_opens_under_the_names_of_the_settings_and_no_other(served, name, is_let_in):
    running, _ = served
    port = next(port for port, process in running.processes.items() if process.poll() is None)

    async def reached():
        where = {"host": "127.0.0.1", "port": port, "origin": f"http://{name}", "proxy": None}
        async with connect(f"ws://{name}/_stcore/stream", subprotocols=["streamlit"], **where):
            return True

    if is_let_in:
        assert asyncio.run(reached())
    else:
        with pytest.raises(InvalidStatus, match="403"):
            asyncio.run(reached())


def test_the_unit_starts_this_application_on_loopback_under_an_account_without_rights():
    (line,) = told(UNIT, "ExecStart")
    assert "streamlit run dashboard.py" in line
    assert "--server.address=127.0.0.1" in line  # nginx alone reaches it
    assert (ROOT / "dashboard.py").exists()
    hardened = {
        "NoNewPrivileges": "true",
        "ProtectSystem": "strict",
        "ProtectHome": "true",
        "PrivateDevices": "true",
    }
    assert {key: told(UNIT, key) for key in hardened} == {key: [value] for key, value in hardened.items()}
    assert told(UNIT, "User") == ["aci"]
    assert told(UNIT, "CapabilityBoundingSet") == [""]
    assert told(UNIT, "IPAddressDeny") == ["any"]


def test_the_page_of_instructions_names_every_file_every_port_and_every_folder_of_the_configuration():
    text = (ROOT / "deploy" / "README.md").read_text(encoding="utf-8")
    shipped = [path for path in (ROOT / "deploy").rglob("*") if path.is_file() and path.name != "README.md"]
    assert len(shipped) == 4
    configuration = nginx.SHIPPED.read_text(encoding="utf-8")
    wanted = {path.relative_to(ROOT / "deploy").as_posix() for path in shipped}
    wanted |= {f"aci@{port}" for port in re.findall(r"^ *(\d{4}) aci_", configuration, re.MULTILINE)}
    wanted |= {*told(UNIT, "EnvironmentFile"), *told(UNIT, "WorkingDirectory"), "atelier.exemple.fr"}
    wanted |= set(re.findall(r"^([A-Z_]+)=", SETTINGS.read_text(encoding="utf-8"), re.MULTILINE))
    assert len(wanted) >= 11
    assert sorted(word for word in wanted if word not in text) == []
