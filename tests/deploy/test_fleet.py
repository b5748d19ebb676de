"""The application as the files of `deploy/` run it: two processes on one PostgreSQL behind nginx, and one is killed."""

from __future__ import annotations

import asyncio
import re

import pytest

from benchmarks.phone import Phone, PhoneError
from tests import nginx, postgres
from tests.browser.serving import ROOT
from tests.deploy.fleet import SETTINGS, UNIT, fleet, told

PAGE = "Bareme"
SUBJECTS = "sujet"


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


def process_of(phone):
    return int(phone.cookies["aci_poste"])


def test_two_phones_are_served_by_two_processes_and_those_of_a_killed_one_come_back_on_the_other(served):
    running, front = served

    async def workshop():
        async with Phone(front.url, PAGE) as one, Phone(front.url, PAGE) as two:
            assert {process_of(one), process_of(two)} == set(running.ports)
            dead, alive = process_of(one), process_of(two)
            running.kill(dead)
            await one.hung_up()
            with pytest.raises(PhoneError):
                await one.set(SUBJECTS, ["Règles"])
            async with Phone(front.url, PAGE, cookies=one.cookies) as back:
                assert process_of(back) == alive
                before = back.screen.text()
                await back.set(SUBJECTS, ["Textes"])
                assert back.screen.text() != before
                await two.set(SUBJECTS, ["Textes"])  # nobody else noticed
                assert not two.gone
            async with Phone(front.url, PAGE) as newcomer:
                assert process_of(newcomer) == alive

    asyncio.run(workshop())


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
