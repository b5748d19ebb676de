"""`campagne creer|charger|geler|publier`, as a federation's staff runs it; from end to end, on both engines."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from aci_model.commands.line import main
from aci_model.funding import assess
from aci_model.peers import campaigns, doors
from aci_model.store import StoreUnusableError
from tests import postgres
from tests.command_line import answered, refused
from tests.reading_files import book
from tests.stores.campaigns_writer import NOW

ROOT = Path(__file__).resolve().parents[2]
HEAD = [
    "mission",
    "indicateur",
    "type",
    "nature",
    "palier 1",
    "montant 1",
    "palier 2",
    "montant 2",
    "résultat",
]


@pytest.fixture
def store_address(request, tmp_path):
    """Address of an empty database: a file, unless a test asks for an engine."""
    if getattr(request, "param", "sqlite") == "sqlite":
        yield f"sqlite:///{tmp_path / 'essai.sqlite3'}"
        return
    with postgres.database(request.getfixturevalue("postgres_server")) as address:
        yield address


@pytest.fixture
def base(store_address, monkeypatch):
    """A database given by the environment, as on a server."""
    monkeypatch.setenv("DATABASE_URL", store_address)
    monkeypatch.delenv("ACI_CLE", raising=False)
    return store_address


@pytest.fixture
def opened(base, capsys, monkeypatch):
    """The answer of `creer`; its key is in the environment."""
    assert base
    told = step(capsys, "creer", "Essai 2026", "--region", "Corse", "--mission", "prevention")
    monkeypatch.setenv("ACI_CLE", told["key"])
    return told


@pytest.fixture
def folder(tmp_path):
    """A folder of seven workbooks, one of them no workbook at all, and what lies about in folders."""
    own = tmp_path / "classeurs"
    own.mkdir()
    for number in range(6):
        # Reached: 5 of 5 and 10 → 1 000 of 4 000 € when the result is 5, all of it at 10.
        rows = [
            HEAD,
            ["prevention", f"Ateliers {number}", "compte", "quantitatif", 5, 1_000, 10, 4_000, 5 + number],
        ]
        about = [
            ["communauté", f"CPTS inventée {number}"],
            ["région", "Corse"],
            ["population", 50_000 + number],
        ]
        (own / f"c{number}.xlsx").write_bytes(book({"Communauté": about, "Indicateurs": rows}))
    (own / "c6.xlsx").write_bytes(b"PK\x03\x04 coupe")
    (own / "~$c0.xlsx").write_bytes(b"")
    (own / "notes.txt").write_bytes(b"rien")
    return own


def step(capsys, *words):
    return json.loads(answered(capsys, "campagne", *words))


def load(capsys, opened, folder, *words):
    """Load the folder, whose one bad workbook is told on the error output and by the status."""
    assert (
        main(["campagne", "charger", opened["campaign"], str(folder), "--consentement", *map(str, words)])
        == 1
    )
    printed = capsys.readouterr()
    assert "Traceback" not in printed.err
    told = json.loads(printed.out)
    refusals = [one for one in told["files"] if one["state"] == "refuse"]
    assert len(printed.err.splitlines()) == len(refusals)
    assert all(
        line.startswith(one["file"]) for line, one in zip(printed.err.splitlines(), refusals, strict=True)
    )
    return told


def test_a_campaign_is_opened_and_its_key_given_once(opened, store):
    assert opened["title"] == "Essai 2026"
    assert opened["regions"] == ["Corse"]
    assert [one["indicator"] for one in opened["asked"]] == [
        *("atteinte/prevention", "part_quantitative", "nombre_objectifs")
    ]
    assert doors.administrator(store, opened["campaign"], opened["key"], NOW)


@pytest.mark.usefixtures("base")
def test_what_is_asked_is_chosen(capsys):
    told = step(
        capsys,
        "creer",
        "Essai",
        "--mission",
        "qualite",
        "--indicateur",
        "Dépistage",
        "--sans-equilibre",
        "--sans-nombre",
    )
    assert [one["indicator"] for one in told["asked"]] == ["atteinte/qualite", "ligne/depistage"]


def test_a_folder_is_loaded_with_a_report_a_file_and_a_bad_one_stops_no_other(capsys, opened, folder, store):
    told = load(capsys, opened, folder)
    assert told["contributions"] == 6
    assert [(one["file"], one["state"]) for one in told["files"]] == [
        *((f"c{number}.xlsx", "contribue") for number in range(6)),
        ("c6.xlsx", "refuse"),
    ]
    assert all(
        one["indicators"] == [row["indicator"] for row in opened["asked"]] for one in told["files"][:6]
    )
    bad = told["files"][6]
    assert bad["code"] is None
    assert bad["sentence"]
    assert "Traceback" not in bad["sentence"]
    who = doors.contributor(store, told["files"][0]["code"], NOW)
    # c0: 1 000 ÷ 4 000; its one line is quantitative; 1 objective is in the first of ten bands.
    assert campaigns.contributed(store, who) == {
        "atteinte/prevention": 0.25,
        "part_quantitative": 1.0,
        "nombre_objectifs": 0.05,
    }
    assert campaigns.attributes(store, who) == {"size_group": "1-2", "region": "Corse", "seniority": None}


def test_a_folder_without_a_bad_workbook_ends_well(capsys, opened, folder):
    (folder / "c6.xlsx").unlink()
    told = step(capsys, "charger", opened["campaign"], folder, "--consentement")
    assert {one["state"] for one in told["files"]} == {"contribue"}


def test_a_workbook_nobody_foresaw_stops_no_other(capsys, opened, folder, monkeypatch):
    from aci_model.peers import loading

    def failing(dossier, rules):
        if "3" in dossier.communities["community"].iloc[0]:
            raise ZeroDivisionError("what no test foresaw")
        return assess(dossier, rules)

    monkeypatch.setattr(loading, "assess", failing)
    told = load(capsys, opened, folder)
    assert told["contributions"] == 5
    (lost,) = [one for one in told["files"] if one["file"] == "c3.xlsx"]
    assert lost["code"] is None
    assert "foresaw" not in lost["sentence"]


def test_a_store_that_goes_away_is_not_tried_again_for_each_file_and_the_codes_so_far_are_told(
    capsys, opened, folder, monkeypatch
):
    asked, contribute = [], campaigns.contribute

    def leaving(*words):
        asked.append(words)
        if len(asked) > 2:
            raise StoreUnusableError("La base ne répond pas.")
        contribute(*words)

    monkeypatch.setattr(campaigns, "contribute", leaving)
    told = load(capsys, opened, folder)
    assert len(asked) == 3
    assert [one["state"] for one in told["files"]] == ["contribue", "contribue", *["refuse"] * 5]
    # The third may have been kept just before the answer was lost: with its code, loading again replaces it.
    assert [bool(one["code"]) for one in told["files"]] == [True, True, True, *[False] * 4]
    assert {one["sentence"] for one in told["files"][2:]} == {"La base ne répond pas."}


def test_codes_that_are_not_of_this_campaign_cost_their_own_files_only(capsys, opened, folder, tmp_path):
    (folder / "c6.xlsx").unlink()
    first = step(capsys, "charger", opened["campaign"], folder, "--consentement")
    for one in first["files"][:5]:  # as many as a stranger may try before waiting, and one more below
        one["code"] = "A" * 22
    report = tmp_path / "reponse.json"
    report.write_text(json.dumps(first), encoding="utf-8")
    second = load(capsys, opened, folder, "--reprise", report)
    assert [one["state"] for one in second["files"]] == [*["refuse"] * 5, "remplace"]
    assert second["contributions"] == 6


def test_loading_twice_counts_nobody_twice(capsys, opened, folder, tmp_path):
    first = load(capsys, opened, folder)
    again = ("campagne", "charger", opened["campaign"], folder, "--consentement")
    assert "--reprise" in refused(capsys, *again)
    report = tmp_path / "reponse.json"
    report.write_text(json.dumps(first), encoding="utf-8")
    second = load(capsys, opened, folder, "--reprise", report)
    assert second["contributions"] == 6
    assert [one["state"] for one in second["files"]] == [*["remplace"] * 6, "refuse"]
    assert load(capsys, opened, folder, "--en-plus")["contributions"] == 12


@pytest.mark.parametrize("store_address", ["sqlite", "postgresql"], indirect=True)
def test_frozen_then_published_from_end_to_end(capsys, opened, folder):
    load(capsys, opened, folder)
    frozen = step(capsys, "geler", opened["campaign"])
    assert frozen["contributions"] == 6
    assert re.fullmatch("[0-9a-f]{64}", frozen["digest"])
    late = load(capsys, opened, folder, "--en-plus")["files"]
    assert {one["state"] for one in late} == {"refuse"}
    assert "gelée" in late[0]["sentence"]
    told = step(capsys, "publier", opened["campaign"])
    shown = [one for one in told["aggregates"] if one["state"] == "publie"]
    assert {one["statistic"] for one in shown} == {"mediane"}  # six contributors: no quartile
    assert all(
        one["value"] is None and one["reason"] for one in told["aggregates"] if one["state"] == "retenu"
    )
    assert "gelée se publie" in refused(capsys, "campagne", "publier", opened["campaign"])
    assert "gelée" in refused(capsys, "campagne", "geler", opened["campaign"])


def test_the_next_campaign_names_the_one_before_and_needs_its_key_too(capsys, opened, folder, monkeypatch):
    load(capsys, opened, folder)
    words = ("campagne", "creer", "La suivante", "--precedente", opened["campaign"])
    assert "ACI_CLE_PRECEDENTE" in refused(capsys, *words)
    monkeypatch.setenv("ACI_CLE_PRECEDENTE", opened["key"])
    assert "pas encore publiée" in refused(capsys, *words)
    step(capsys, "geler", opened["campaign"])
    step(capsys, "publier", opened["campaign"])
    assert json.loads(answered(capsys, *words))["title"] == "La suivante"


def test_without_consent_nothing_leaves(capsys, opened, folder, store):
    assert "--consentement" in refused(capsys, "campagne", "charger", opened["campaign"], folder)
    assert campaigns.received(store, doors.Administrator(opened["campaign"])) == (0, 0)


def test_what_communities_did_not_agree_to_stays_in_their_workbooks(capsys, opened, folder, store):
    told = load(capsys, opened, folder, "--sans", "nombre_objectifs", "--sans", "part_quantitative")
    one = told["files"][0]
    assert one["indicators"] == ["atteinte/prevention"]
    who = doors.contributor(store, one["code"], NOW)
    assert set(campaigns.contributed(store, who)) == {"atteinte/prevention"}


@pytest.mark.parametrize(
    "without", [["inconnu"], ["atteinte/prevention", "nombre_objectifs", "part_quantitative"]]
)
def test_consent_to_what_is_not_asked_or_to_nothing_at_all_loads_nothing(
    capsys, opened, folder, store, without
):
    words = [word for one in without for word in ("--sans", one)]
    assert "indicateur" in refused(
        capsys, "campagne", "charger", opened["campaign"], folder, "--consentement", *words
    )
    assert campaigns.received(store, doors.Administrator(opened["campaign"])) == (0, 0)


@pytest.mark.parametrize("name", ["geler", "publier"])
def test_without_the_key_or_with_another_the_command_refuses(capsys, opened, monkeypatch, name):
    monkeypatch.setenv("ACI_CLE", "A" * 22)
    assert "n’est pas celle" in refused(capsys, "campagne", name, opened["campaign"])
    monkeypatch.delenv("ACI_CLE")
    assert "ACI_CLE" in refused(capsys, "campagne", name, opened["campaign"])


@pytest.mark.parametrize("words", [(), ("creer",), ("ouvrir", "x"), ("geler",), ("creer", "T", "--inconnu")])
@pytest.mark.usefixtures("base")
def test_an_incomplete_command_is_refused_in_one_sentence(capsys, words):
    assert "--help" in refused(capsys, "campagne", *words)


@pytest.mark.parametrize(
    "words", [("creer", " "), ("creer", "T", "--mission", "chirurgie"), ("creer", "T", "--region", "")]
)
@pytest.mark.usefixtures("base")
def test_a_campaign_that_means_nothing_is_refused(capsys, words):
    assert refused(capsys, "campagne", *words)


def test_a_folder_or_a_report_that_is_none_is_refused(capsys, opened, tmp_path, folder):
    for words in ((tmp_path / "absent",), (tmp_path,), (folder, "--reprise", folder / "notes.txt")):
        sentence = refused(capsys, "campagne", "charger", opened["campaign"], *words, "--consentement")
        assert "Traceback" not in sentence


# --- where the store is ---


def test_a_folder_given_comes_before_the_address_of_the_environment(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgresql://nowhere.invalid:1/x")
    step(capsys, "creer", "Essai", "--donnees", tmp_path / "base")
    assert (tmp_path / "base" / "aci.sqlite3").is_file()


def test_a_database_that_cannot_be_opened_is_one_sentence(capsys, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "mysql://x/y")
    assert "DATABASE_URL" in refused(capsys, "campagne", "creer", "Essai")


def test_in_a_terminal_a_wrong_key_is_one_french_sentence_and_no_line_of_a_journal(opened, monkeypatch):
    # A process of its own: pytest listens to the journal, and would hide what a terminal shows of it.
    monkeypatch.setenv("ACI_CLE", "A" * 22)
    words = [sys.executable, "-m", "aci_model", "campagne", "geler", opened["campaign"]]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("Cette clé n’est pas celle")
    assert len(done.stderr.splitlines()) == 1


def test_other_commands_do_not_wait_for_the_database_to_be_imported():
    loaded = "import sys, aci_model.commands.line; print({'sqlalchemy', 'alembic', 'argon2', 'scipy'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", loaded], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"


def test_help_is_in_french(capsys):
    for words in (["campagne", "--help"], ["campagne", "charger", "--help"]):
        with pytest.raises(SystemExit) as leaving:
            main(words)
        assert leaving.value.code == 0
    assert "consenti" in capsys.readouterr().out
