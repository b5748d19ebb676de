"""The federation's side of Comparaison: door, key, codes, loading, freezing, publication."""

from __future__ import annotations

import datetime as dt
import logging

import pandas as pd
import pytest
from sqlalchemy import delete

from aci_model import peers
from aci_model.store import StoreUnusableError, tables
from pages._shared import database
from tests.pages import screen
from tests.pages.app import enter, run
from tests.pages.federation import (
    answer,
    at_the_door,
    campaign,
    codes_shown,
    door,
    entered,
    field,
    findings,
    frozen,
    kept,
    loaded,
    opened,
    secrets_in,
    some,
    step,
    words,
    zone,
)

__all__ = ["campaign", "door"]  # fixtures
NOW = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
pytestmark = pytest.mark.usefixtures("campaigns_store")


def contributed(store, campaign, ranks):
    """Contribute for some communities, each known by its rank, which makes its values."""
    ruler = peers.Administrator(campaign)
    asked = peers.campaign(store, ruler).asked
    sizes = [{"size_group": "3-4" if rank % 4 else "1-2"} for rank in ranks]  # three of twelve: too few alone
    for rank, code in zip(ranks, peers.invite(store, ruler, sizes), strict=True):
        rows = [(one.id, one.label, (37 * rank + 11 * place) % 100 / 100) for place, one in enumerate(asked)]
        own = pd.DataFrame(rows, columns=["indicator", "label", "value"])
        who = peers.contributor(store, code, NOW)
        peers.contribute(store, who, own, [one.id for one in asked], NOW)


# --- the key ---


def test_the_key_is_shown_once_and_then_kept_nowhere_in_the_session(door, campaigns_store):
    identifier, key = opened(door)
    assert screen.labelled(door.button, "Continuer").disabled
    assert peers.administrator(campaigns_store, identifier, key, NOW)
    kept(door)
    assert not secrets_in(door, key)
    assert "personne n’est encore invité" in answer(door)


def test_a_search_for_the_key_finds_it_while_it_is_shown(door):
    _, key = opened(door)
    assert secrets_in(door, key)


def test_who_has_the_key_comes_back_and_who_has_not_does_not(campaign, caplog):
    page, identifier, key = campaign
    screen.press(page, "Quitter la campagne")
    wrong = "A" * 22
    with caplog.at_level(logging.WARNING):
        entered(page, identifier, wrong)
    assert "n’est pas celle de cette campagne" in words(page)
    assert "wrong administrator key" in caplog.text
    assert wrong not in caplog.text
    assert not secrets_in(page, wrong)
    entered(page, identifier, key)
    assert "Campagne ouverte" in answer(page)
    assert not secrets_in(page, key)


def test_wrong_keys_are_slowed(door):
    for _ in range(5):  # free tries, in store.attempts
        entered(door, "inconnue", "A" * 22)
        assert "n’est pas celle" in words(door)
    entered(door, "inconnue", "A" * 22)
    assert "Trop d’essais" in words(door)


@pytest.mark.parametrize("title", ["", "   "])
def test_a_campaign_without_a_title_is_refused_in_one_sentence(door, title):
    field(door, "Titre, montré aux communautés").set_value(title)
    screen.press(door, "Ouvrir la campagne")
    assert "titre" in words(door)
    assert not door.code


def test_words_of_the_federation_are_shown_as_typed(door):
    title, region = "**T** ![x](http://e.invalid)", "<b>R</b> =1+1"
    opened(door, title=title, regions=(region,))
    kept(door)
    assert title in words(door)
    assert not any("![x](" in element.value for element in door.markdown)
    screen.labelled(door.selectbox, "Région").set_value(region)
    field(door, "Combien").set_value(1)
    screen.press(door, "Créer les codes")
    assert codes_shown(door)[0][2] == region


def test_what_is_asked_is_what_was_ticked(door, campaigns_store):
    for box in [box for box in door.checkbox if box.label.startswith("Atteinte")][1:]:
        box.uncheck()
    field(door, "Lignes de contrat communes, une par ligne").set_value("Dépistage\n\n Vaccination ")
    field(door, "Nombre d’objectifs, par tranche").uncheck()
    identifier, _ = opened(door)
    asked = peers.campaign(campaigns_store, peers.Administrator(identifier)).asked
    assert [one.what for one in asked] == ["mission", "ligne", "ligne", "equilibre"]


# --- the codes ---


def test_codes_are_made_for_a_group_shown_once_and_open_the_campaign(campaign, campaigns_store):
    page, identifier, _ = campaign
    screen.labelled(page.selectbox, "Groupe de tailles").set_value("1-2")
    field(page, "Combien").set_value(3)
    screen.press(page, "Créer les codes")
    rows = codes_shown(page)
    assert [row[:2] for row in rows] == [[f"Invitation {rank}", "1-2"] for rank in (1, 2, 3)]
    for row in rows:
        who = peers.contributor(campaigns_store, row[-1], NOW)
        assert who.campaign == identifier
        assert peers.attributes(campaigns_store, who)["size_group"] == "1-2"
    run(field(page, "J’ai gardé ces codes").check())
    screen.press(page, "Ne plus les montrer")
    assert not secrets_in(page, rows[0][-1])
    assert "0 contribution pour 3 invitations" in answer(page)


def test_a_list_of_ones_own_gives_each_its_code(campaign, campaigns_store):
    page, _, _ = campaign
    zone(page, "Une ligne par communauté").upload(
        "liste.csv", "Repère;Taille;Région\nÎlot;2;région inventée nord\nBocage;;\n".encode()
    )
    run(page)
    screen.press(page, "Créer les codes de la liste")
    rows = codes_shown(page)
    assert [row[:4] for row in rows] == [
        ["Îlot", "1-2", "Région inventée Nord", "non précisé"],
        ["Bocage", "non précisé", "non précisé", "non précisé"],
    ]
    who = peers.contributor(campaigns_store, rows[0][-1], NOW)
    assert peers.attributes(campaigns_store, who)["region"] == "Région inventée Nord"


def test_a_list_that_is_not_understood_invites_nobody_and_tells_every_fault(campaign):
    page, _, _ = campaign
    zone(page, "Une ligne par communauté").upload("liste.csv", b"Repere;Taille\nA;9\nB;1\nC;grande\n")
    run(page)
    screen.press(page, "Créer les codes de la liste")
    assert "Ligne 2" in words(page)
    assert "Ligne 4" in words(page)
    assert "personne n’est encore invité" in answer(page)


# --- for good ---


def test_from_the_folder_to_the_campaign_after(campaign, campaigns_store):
    page, identifier, key = campaign
    contributed(campaigns_store, identifier, range(12))
    run(page)
    frozen(page)
    assert "Campagne gelée" in answer(page)
    screen.press(page, "Publier")
    assert "Campagne publiée" in answer(page)
    published = peers.published(campaigns_store, peers.Administrator(identifier))
    assert published.digest[:12] in words(page)
    everybody = next(row for row in screen.rows(page.table[0].value) if row[0] == "Toutes les communautés")
    assert everybody[1] == "de 12 à 29 communautés"
    assert "retenu" not in everybody[2:]  # twelve: a median and both quartiles
    step(page, "Ce que le contrôle a décidé")
    assert findings(page)[0].startswith("Avant de publier")
    # In the next campaign one community left and one came in, fewer than five: figures stay frozen, and that is told.
    step(page, "La campagne suivante")
    following, _ = opened(page, title="Essai 2027")
    kept(page)
    contributed(campaigns_store, following, range(1, 13))
    run(page)
    frozen(page)
    screen.press(page, "Publier")
    step(page, "Ce que le contrôle a décidé")
    assert "gardé" in {row[2] for row in screen.rows(page.table[0].value)}
    screen.press(page, "Quitter la campagne")
    entered(page, identifier, key)
    assert "Essai 2026" in words(page)


def test_too_few_contributions_are_told_before_freezing(campaign):
    page, _, _ = campaign
    loaded(page, *some(2))
    step(page, "Geler")
    assert "Sous 5 contributions" in words(page)
    assert screen.labelled(page.button, "Geler la campagne").disabled


# --- when things go wrong ---


def test_two_who_rule_one_campaign_see_what_the_other_did(campaign, campaigns_store):
    page, identifier, key = campaign
    other = entered(at_the_door(enter()), identifier, key)
    peers.freeze(campaigns_store, peers.Administrator(identifier), NOW)
    screen.press(page, "Créer les codes")  # a page drawn before the other froze
    assert "Campagne gelée" in answer(page)
    run(other)
    assert "Campagne gelée" in answer(other)
    assert not other.exception


def test_a_store_that_goes_away_costs_a_sentence_and_the_rest_lives_on(
    campaign, campaigns_store, monkeypatch
):
    page, _, _ = campaign

    def away():
        raise StoreUnusableError("La base des campagnes ne répond pas.")

    monkeypatch.setattr(database, "store", away)
    run(page)
    assert "ne répond pas" in words(page)
    screen.choose(page, "Vue", "Ce qui est promis")
    assert words(page)
    monkeypatch.setattr(database, "store", lambda: campaigns_store)
    screen.choose(page, "Vue", "Fédération")
    assert "Campagne ouverte" in answer(page)


def test_a_campaign_that_is_gone_leads_back_to_the_door(campaign, campaigns_store):
    page, identifier, _ = campaign
    with campaigns_store.begin() as connection:
        connection.execute(delete(tables.campaign).where(tables.campaign.c.id == identifier))
    run(page)
    assert "n’existe plus" in words(page)
    run(page)
    assert "Reprendre une campagne" in findings(page)
