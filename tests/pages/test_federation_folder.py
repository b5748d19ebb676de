"""A federation loads a folder of workbooks: what comes of each, and who is counted once."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pandas as pd
import pytest

from aci_model import peers, reading
from tests.pages import screen
from tests.pages.app import enter, run
from tests.pages.federation import (
    BAD,
    answer,
    at_the_door,
    campaign,
    codes_shown,
    door,
    dropped,
    entered,
    even,
    field,
    findings,
    loaded,
    some,
    step,
    words,
    zone,
)

__all__ = ["campaign", "door"]  # fixtures
NOW = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
pytestmark = pytest.mark.usefixtures("campaigns_store")


def test_a_bad_workbook_stops_no_other_and_each_gets_its_sentence(campaign, campaigns_store):
    page, identifier, _ = campaign
    first, second, third = some(3)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        for name, content in (second, third, ("lisez-moi.txt", b"rien")):
            made.writestr(f"dossier/{name}", content)
    loaded(page, first, BAD, ("reste.zip", archive.getvalue()), ("vide.zip", b"PK\x05\x06" + bytes(18)))
    assert "3 classeurs sont chargés, 2 fichiers sont refusés" in findings(page)
    told = words(page)
    assert "abime.xlsx" in told
    assert "vide.zip" in told
    rows = codes_shown(page)
    assert [row[0] for row in rows] == [first[0], f"dossier/{second[0]}", f"dossier/{third[0]}"]
    for row in rows:
        who = peers.contributor(campaigns_store, row[-1], NOW)
        assert peers.contributed(campaigns_store, who)
    assert peers.received(campaigns_store, peers.Administrator(identifier)) == (3, 3)


def test_the_same_files_loaded_again_count_once(campaign):
    page, _, _ = campaign
    files = some(2)
    loaded(page, *files)
    loaded(page, *files)
    assert "2 contributions pour 2 invitations" in answer(page)
    assert all(row[1].startswith("Contribution remplacée") for row in codes_shown(page))


def test_files_of_a_new_session_are_not_counted_twice_unawares(campaign):
    page, identifier, key = campaign
    loaded(page, *some(2))
    other = entered(at_the_door(enter()), identifier, key)
    dropped(other, *some(2))
    assert screen.labelled(other.button, "Charger les classeurs").disabled
    run(next(box for box in other.checkbox if "d’autres communautés" in box.label).check())
    assert not screen.labelled(other.button, "Charger les classeurs").disabled


def test_a_file_named_after_a_mark_answers_that_invitation(campaign, campaigns_store):
    page, _, _ = campaign
    files = some(2)
    zone(page, "Une ligne par communauté").upload(
        "liste.csv", f"Repère;Taille\n{files[0][0].removesuffix('.xlsx')};3\nautre;\n".encode()
    )
    run(page)
    screen.press(page, "Créer les codes de la liste")
    made = pd.DataFrame(codes_shown(page), columns=["Repère", "Taille", "Région", "Ancienneté", "Code"])
    loaded(page, *files, codes=reading.table_workbook(made, "Codes"))
    # two invited, one of whom is the first file's; the second file is invited anew
    assert "2 contributions pour 3 invitations" in answer(page)
    code = made["Code"][0]
    assert codes_shown(page)[0][-1] == code
    who = peers.contributor(campaigns_store, code, NOW)
    assert peers.attributes(campaigns_store, who)["size_group"] == "3-4"


def test_without_consent_nothing_is_loaded(campaign):
    page, _, _ = campaign
    step(page, "Charger un dossier")
    zone(page, "Les classeurs des communautés").upload(*some(1)[0])
    run(page)
    assert screen.labelled(page.button, "Charger les classeurs").disabled


def test_only_what_these_communities_agreed_to_leaves_their_workbooks(campaign, campaigns_store):
    page, _, _ = campaign
    dropped(page, *some(1))
    refused = next(box for box in page.checkbox if box.label == "Nombre d’objectifs, par tranche")
    assert refused.value
    run(refused.uncheck())
    screen.press(page, "Charger les classeurs")
    ((_, told, code),) = codes_shown(page)
    assert even(told) == "Contribution reçue : 6 indicateurs sur 7"
    kept = peers.contributed(campaigns_store, peers.contributor(campaigns_store, code, NOW))
    assert len(kept) == 6
    assert "nombre_objectifs" not in kept


def test_each_loading_has_its_own_consent(campaign):
    page, _, _ = campaign
    loaded(page, *some(1))
    assert not field(page, "Chaque communauté a donné son accord, indicateur par indicateur").value
