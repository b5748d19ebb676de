"""Comparaison: what leaves a workbook, what is seen of others, and what stays when the store does not answer."""

from __future__ import annotations

import plotly.graph_objects as go_figures
import pytest
from sqlalchemy import select

from aci_model.peers import doors
from aci_model.report import comparison_promise, comparison_words
from aci_model.store import StoreUnusableError, tables
from pages._shared import comparison as page
from pages._shared import database
from tests import comparing
from tests.pages import screen
from tests.pages.app import go, run
from tests.pages.comparison import HERE, PROMISED, SENDING, opened, placed
from tests.pages.federation import entered
from tests.pages.screen import PEERS, answer, labelled, words

KEPT = "comparaison_publiee"


@pytest.fixture
def campaign(campaigns_store):
    """An open campaign."""
    return comparing.made(campaigns_store)


@pytest.fixture
def loaded(app):
    """A workbook whose five missions are attained at ODD."""
    return screen.drop(app, ("contrat.csv", comparing.workbook()))


def everything(store):
    """All rows of all tables."""
    with store.read() as connection:
        return {
            table.name: connection.execute(select(table)).all() for table in tables.metadata.sorted_tables
        }


# --- the door ---


@pytest.mark.parametrize("view", [HERE, SENDING, PROMISED])
def test_without_a_code_no_database_is_opened(loaded, monkeypatch, view):
    def never():
        raise AssertionError("the database was opened")

    monkeypatch.setattr(database, "store", never)
    go(loaded, PEERS)
    screen.choose(loaded, "Vue", view)
    assert answer(loaded)


def test_a_wrong_code_is_refused_in_a_sentence_and_the_right_one_opens(loaded, campaign):
    opened(loaded, "un code qui n’existe pas")
    assert "Ce code n’ouvre aucune campagne." in words(loaded)
    labelled(loaded.text_input, "Code de contribution").set_value(campaign.codes[0])
    screen.press(loaded, "Ouvrir la campagne")
    assert comparing.TITLE in words(loaded)
    assert "Ce code n’ouvre" not in words(loaded)


def test_wrong_codes_are_slowed_for_who_tries_them_only(loaded, campaign):
    opened(loaded, "faux")
    for _ in range(5):  # five are free: the first above, and four of these
        screen.press(loaded, "Ouvrir la campagne")
    assert "Trop d’essais viennent d’échouer." in words(loaded)
    # Another visitor does not wait.
    assert doors.contributor(database.store(), campaign.codes[0], comparing.NOW, "quelqu’un d’autre")


def test_the_code_is_kept_nowhere_once_it_has_opened(loaded, campaign):
    code = campaign.codes[0]
    opened(loaded, code)
    assert comparing.TITLE in words(loaded)
    kept = repr(loaded.session_state)
    assert campaign.ruler.campaign in kept  # what is looked for can be found
    assert code not in kept
    assert code not in repr(loaded.query_params)
    assert campaign.ruler.campaign not in repr(loaded.query_params)


def test_leaving_a_campaign_forgets_it(loaded, campaign):
    opened(loaded, campaign.codes[0])
    screen.press(loaded, "Changer de code")
    assert comparing.TITLE not in words(loaded)
    assert labelled(loaded.text_input, "Code de contribution").value == ""


def test_a_title_is_shown_as_the_federation_typed_it(loaded, campaigns_store):
    hostile = "![](http://example.invalid/x.png) **gras**"
    made = comparing.made(campaigns_store, title=hostile)
    opened(loaded, made.codes[0])
    assert hostile in words(loaded)
    assert not [one for one in loaded.markdown if hostile in one.value]


# --- one's own place ---


@pytest.fixture
def published(campaigns_store):
    """A campaign of sixteen communities, published; the two codes contributed nothing."""
    made = comparing.made(campaigns_store, others=16)
    comparing.publish(campaigns_store, made)
    return made


def test_ones_own_place_is_what_the_library_says_and_is_written_nowhere(loaded, published):
    before = everything(database.store())
    opened(loaded, published.codes[0], HERE)
    _, drawn = placed(loaded, published.codes[0])
    assert answer(loaded) == comparison_words.headline(drawn)
    (chart,) = screen.charts(loaded)
    go_figures.Figure(chart.drawn)  # raises on any key or value that Plotly does not know
    (own,) = [
        one for one in chart.drawn["data"] if one.get("marker", {}).get("symbol") == "diamond" and one["x"][0]
    ]
    rates = drawn[drawn["statistic"] == "mediane"].sort_values("rank")
    assert own["x"] == pytest.approx((rates["own"] / rates["most"]).tolist())
    table = screen.table(loaded, "comparaison")
    assert table["Médiane"].tolist() == rates["value_words"].tolist()
    assert table["Vous"].tolist() == rates["own_words"].tolist()
    assert "au moins 5 communautés" in words(loaded)
    assert everything(database.store()) == before


def test_one_chooses_whom_to_be_compared_with(loaded, campaigns_store):
    made = comparing.made(campaigns_store, others=40, sizes=("1-2", "3-4"))
    small = comparing.invite(campaigns_store, made, "1-2")
    comparing.publish(campaigns_store, made)
    for code, size in ((small, "1-2"), (made.codes[0], "3-4")):  # of one campaign, one after the other
        opened(loaded, code, HERE)
        near = screen.table(loaded, "comparaison")["Comparé à"]
        assert near.str.contains(size).all()
        if code == small:
            screen.press(loaded, "Changer de code")
    screen.choose(loaded, "Comparés à", "ensemble")
    assert screen.table(loaded, "comparaison")["Comparé à"].str.startswith("Toutes les communautés").all()
    (chart,) = screen.charts(loaded)
    go_figures.Figure(chart.drawn)
    # Forty contributed: deciles are told of them all.
    assert [one for one in chart.drawn["data"] if one.get("name") == "huit sur dix"]


def test_the_page_of_the_dialogue_finds_what_was_published(loaded, published):
    opened(loaded, published.codes[0], HERE)
    kept = loaded.session_state[KEPT]
    told, _ = placed(loaded, published.codes[0])
    assert kept["published"].digest == told.digest
    assert kept["asked"] == published.asked
    assert kept["attributes"]["region"] == "Corse"


def test_what_is_withheld_says_why_and_is_never_zero(loaded, campaigns_store):
    made = comparing.made(campaigns_store, others=3)
    comparing.publish(campaigns_store, made)
    opened(loaded, made.codes[0], HERE)
    assert answer(loaded) == "Aucun chiffre ne peut être montré sans risquer de situer une communauté."
    assert "moins de 5 communautés" in words(loaded)
    (chart,) = screen.charts(loaded)
    hatched = [
        one for one in chart.drawn["data"] if "pattern" in one.get("marker", {}) and one.get("name") is None
    ]
    assert [len(one["x"]) for one in hatched] == [len(made.asked)]  # a hatched strip each, of its whole scale
    under = next(one for one in chart.drawn["data"] if one.get("mode") == "text")["text"]
    assert len([words_ for words_ in under if "Retenu" in words_]) == len(made.asked)
    table = screen.table(loaded, "comparaison")
    assert set(table["Médiane"]) == {"retenu"}


def test_an_open_campaign_tells_nothing_of_others(loaded, campaigns_store):
    made = comparing.made(campaigns_store, others=13)
    opened(loaded, made.codes[0], HERE)
    for view in (HERE, SENDING):
        screen.choose(loaded, "Vue", view)
        assert comparing.TITLE in words(loaded)
        assert "13" not in words(loaded)
        assert not screen.charts(loaded)
    assert loaded.session_state[KEPT] is None


def test_a_frozen_campaign_says_that_its_publication_comes(loaded, campaigns_store):
    made = comparing.made(campaigns_store, others=13)
    comparing.freeze(campaigns_store, made)
    opened(loaded, made.codes[0], HERE)
    assert answer(loaded) == "La campagne est gelée\u00a0: sa publication est en préparation."


def test_the_publication_appears_without_giving_the_code_again(loaded, campaigns_store):
    made = comparing.made(campaigns_store, others=16)
    opened(loaded, made.codes[0], HERE)
    assert not screen.charts(loaded)
    comparing.publish(campaigns_store, made)
    assert len(screen.charts(run(loaded))) == 1


def test_against_oneself_no_figure_of_a_peer_is_left(loaded, published):
    opened(loaded, published.codes[0], HERE)
    medians = set(screen.table(loaded, "comparaison")["Médiane"])
    assert medians
    screen.choose(loaded, "Contre soi-même", True)
    seen = words(loaded) + repr([chart.drawn for chart in screen.charts(loaded)])
    assert "médiane" not in seen
    assert "comparables" not in seen
    assert loaded.session_state[KEPT] is None
    assert not [one for one in loaded.get("download_button") if "lettre" in one.proto.label]
    assert "Vous" not in [column for one in loaded.table for column in one.value]
    screen.choose(loaded, "Contre soi-même", False)
    assert set(screen.table(loaded, "comparaison")["Médiane"]) == medians


def test_against_oneself_the_federation_s_side_shows_no_figure_of_a_peer_either(loaded, published):
    screen.choose(go(loaded, PEERS), "Vue", "Fédération")
    entered(loaded, published.ruler.campaign, published.key)
    assert loaded.table
    screen.choose(screen.choose(loaded, "Vue", HERE), "Contre soi-même", True)
    screen.choose(loaded, "Vue", "Fédération")
    assert not loaded.table
    assert not loaded.get("download_button")
    assert "contre vous-même" in words(loaded)
    screen.choose(loaded, "Contre soi-même", False)
    assert loaded.table


def test_who_opens_a_campaign_is_told_to_follow_the_one_before(app):
    screen.choose(go(app, PEERS), "Vue", "Fédération")
    assert "La campagne suivante" in words(app)


# --- when the store does not answer ---


def test_the_rest_of_the_page_lives_on_without_the_store(loaded, published, monkeypatch):
    opened(loaded, published.codes[0], HERE)
    found = answer(loaded)

    def down():
        raise StoreUnusableError("La base ne répond pas.")

    monkeypatch.setattr(database, "store", down)
    run(loaded)
    assert "La base ne répond pas." in words(loaded)
    assert answer(loaded) == found  # what was published never changes
    for view in page.VIEWS:
        screen.choose(loaded, "Vue", view)
    assert answer(loaded) == comparison_promise.promise().say


def test_a_code_given_while_the_store_is_down_says_so(loaded, campaign, monkeypatch):
    def down():
        raise StoreUnusableError("La base ne répond pas.")

    monkeypatch.setattr(database, "store", down)
    opened(loaded, campaign.codes[0])
    assert "La base ne répond pas." in words(loaded)
    assert answer(loaded)


def test_a_campaign_that_is_there_no_more_lets_go_of_the_code_and_says_why(loaded, campaign):
    opened(loaded, campaign.codes[0])
    with database.store().begin() as connection:
        connection.execute(tables.campaign.delete())
    run(loaded)
    assert "Cette campagne n’existe plus" in words(loaded)
    assert labelled(loaded.text_input, "Code de contribution").value == ""


# --- without a file ---


def test_what_is_promised_is_read_without_a_file_nor_a_code(app):
    go(app, PEERS)
    screen.choose(app, "Vue", PROMISED)
    told = comparison_promise.promise()
    assert answer(app) == told.say
    seen = words(app)
    assert all(point in seen for passage in told.passages for point in passage.points)
    (rules,) = app.table
    assert len(rules.value) == len(told.rules)
