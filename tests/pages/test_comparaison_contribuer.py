"""Contribuer: what would leave a workbook is shown to the word, and only what is agreed to leaves."""

from __future__ import annotations

import pytest

from aci_model.peers import campaigns, doors
from aci_model.peers.contributions import MISSION
from aci_model.wording import percent
from pages._shared import database
from tests import comparing
from tests.pages import screen
from tests.pages.app import run
from tests.pages.comparison import asks, consents, opened, send
from tests.pages.screen import answer, words
from tests.reading_files import book


@pytest.fixture
def campaign(campaigns_store):
    """An open campaign."""
    return comparing.made(campaigns_store)


@pytest.fixture
def loaded(app):
    """A workbook whose five missions are attained at ODD."""
    return screen.drop(app, ("contrat.csv", comparing.workbook()))


def test_what_would_leave_is_shown_to_the_word_and_nothing_is_ticked(loaded, campaign):
    opened(loaded, campaign.codes[0])
    asked, values = asks(loaded, campaign.codes[0])
    given = dict(zip(values["indicator"], values["value"], strict=True))
    rates = [given[one.id] for one in asked if one.what == MISSION]
    assert rates == list(comparing.ODD)
    boxes = consents(loaded)
    assert [screen.said(box.label) for box in boxes] == [
        f"**{one.told(given[one.id])}** · {one.label}" for one in asked
    ]
    assert not any(box.value for box in boxes)
    assert next(one for one in loaded.button if one.key == "comparaison_envoyer").disabled


def test_only_what_is_agreed_to_leaves(loaded, campaign):
    code = campaign.codes[0]
    opened(loaded, code)
    run(consents(loaded)[1].check())
    send(loaded)
    assert comparing.held(database.store(), code) == {campaign.asked[1].id: comparing.ODD[1]}
    assert (
        answer(loaded) == f"Votre contribution est conservée\u00a0: 1\u00a0réponse sur {len(campaign.asked)}."
    )
    assert "Conservé le" in words(loaded)


def test_no_name_of_a_box_tells_the_campaign_whose_door_it_would_let_anybody_hammer(loaded, campaign):
    opened(loaded, campaign.codes[0])
    names = [box.key for box in consents(loaded)]
    assert len(set(names)) == len(campaign.asked)
    assert not any(campaign.ruler.campaign in name for name in names)


def test_all_is_agreed_to_in_one_gesture_then_replaced_then_withdrawn(loaded, campaign):
    code = campaign.codes[0]
    opened(loaded, code)
    screen.press(loaded, "Tout accepter")
    send(loaded)
    assert len(comparing.held(database.store(), code)) == len(campaign.asked)
    run(consents(loaded)[0].uncheck())
    send(loaded)
    left = comparing.held(database.store(), code)
    assert set(left) == {one.id for one in campaign.asked[1:]}
    screen.press(loaded, "Oui, retirer")
    assert comparing.held(database.store(), code) is None
    assert answer(loaded) == "Votre contribution est retirée\u00a0: il n’en reste aucune réponse."


def test_what_was_sent_is_found_again_beside_what_the_workbook_now_says(campaign, loaded):
    code = campaign.codes[0]
    comparing.contribute(database.store(), code, {campaign.asked[0].id: 0.41})
    opened(loaded, code)
    first, *others = consents(loaded)
    assert first.value
    assert not any(box.value for box in others)
    assert "déjà envoyé" in first.label  # 41 %, and the workbook now says 37 %
    assert percent(0.41) in first.label


def test_a_contribution_does_not_depend_on_the_reading_in_view(loaded, campaign):
    opened(loaded, campaign.codes[0])
    before = [box.label for box in consents(loaded)]
    screen.choose(loaded, "Lecture des paliers", "tout-ou-rien")
    assert [box.label for box in consents(loaded)] == before


def test_of_two_communities_the_one_in_view_answers(app, campaign):
    screen.drop(
        app,
        ("une.csv", comparing.workbook(community="CPTS Une")),
        ("autre.csv", comparing.workbook([0.11, 0.13], community="CPTS Autre")),
    )
    opened(app, campaign.codes[0])
    assert screen.said(consents(app)[0].label).startswith("**37")
    screen.choose(app, "Communauté", "CPTS Autre")
    assert screen.said(consents(app)[0].label).startswith("**11")


def test_a_frozen_campaign_only_shows_what_was_sent(loaded, campaign):
    code = campaign.codes[0]
    comparing.contribute(database.store(), code, {campaign.asked[0].id: 0.41})
    opened(loaded, code)
    comparing.freeze(database.store(), campaign)
    screen.press(loaded, "Tout accepter")  # the page was drawn before the freeze
    assert answer(loaded).startswith("La campagne est gelée")
    assert not consents(loaded)
    assert percent(0.41) in words(loaded)
    assert not [one for one in loaded.button if screen.said(one.label) in {"Oui, retirer", "Envoyer"}]


def test_what_is_sent_a_moment_too_late_is_refused_in_a_sentence(loaded, campaign):
    code = campaign.codes[0]
    opened(loaded, code)
    screen.press(loaded, "Tout accepter")
    comparing.freeze(database.store(), campaign)
    send(loaded)
    assert "La campagne est gelée\u00a0: plus rien ne s’y ajoute" in words(loaded)
    assert comparing.held(database.store(), code) is None


def test_a_code_that_does_not_fit_the_workbook_is_told_and_what_the_workbook_says_stays(app, campaign):
    sheets = {
        "Communaute": [["communauté", "population", "région"], ["CPTS d’essai", 30_000, "Bretagne"]],
        "Indicateurs": [
            ["communauté", "année", "mission", "indicateur", "type", "montant 1", "résultat"],
            ["CPTS d’essai", 2026, "prevention", "Fait", "livrable", 1000, "fait"],
        ],
    }
    code = campaign.codes[0]
    screen.drop(app, ("contrat.xlsx", book(sheets)))
    opened(app, code)
    (said,) = [screen.said(one.value) for one in app.warning]
    assert "Votre code dit\u00a0: taille\u00a03 ou 4, Corse" in said
    assert "votre classeur\u00a0: taille\u00a01 ou 2, Bretagne" in said
    screen.press(app, "Tout accepter")
    send(app)
    store = database.store()
    assert campaigns.attributes(store, doors.contributor(store, code, comparing.NOW))["region"] == "Corse"


def test_without_a_file_one_may_still_withdraw(app, campaign):
    code = campaign.codes[0]
    comparing.contribute(database.store(), code, {campaign.asked[0].id: 0.41})
    opened(app, code)
    assert percent(0.41) in words(app)
    screen.press(app, "Oui, retirer")
    assert comparing.held(database.store(), code) is None
