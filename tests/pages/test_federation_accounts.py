"""Accounts of a federation's staff, where the server's secrets name them."""

from __future__ import annotations

import pytest

from pages._shared import federation_accounts
from tests.pages import screen
from tests.pages.app import run
from tests.pages.federation import answer, campaign, door, findings, words

__all__ = ["campaign", "door"]  # fixtures
pytestmark = pytest.mark.usefixtures("campaigns_store")


def test_without_accounts_nothing_of_them_shows(door):
    assert not any("connecter" in button.label.lower() for button in door.button)
    assert not federation_accounts.required()


@pytest.mark.parametrize(
    ("claims", "let_in"),
    [
        ({"email": "A@federation.example", "email_verified": True}, True),
        ({"email": "a@federation.example", "email_verified": False}, False),
        ({"email": "a@federation.example"}, False),  # nobody says the address is theirs
        ({"email": "b@federation.example", "email_verified": True}, False),
        ({"sub": "Ab12"}, True),
        ({"sub": "ab12"}, False),  # an identifier has its case
        ({"sub": "a@federation.example"}, False),  # an identifier that looks like somebody's address
        ({"email": "", "sub": ""}, False),
        ({}, False),
    ],
)
def test_an_account_is_let_in_by_its_identifier_or_a_verified_address(claims, let_in):
    accounts = ("a@federation.example", "Ab12", "")
    assert (federation_accounts.allowed(claims, accounts) is not None) is let_in


AGENT = {"is_logged_in": True, "email": "Agent@federation.example", "email_verified": True, "sub": "1"}


@pytest.fixture
def with_accounts(campaign):
    """A server whose secrets name an account, and a campaign of somebody else on it; nobody is logged in."""
    page, _, _ = campaign
    screen.press(page, "Quitter la campagne")
    page.secrets["auth"] = {
        "client_id": "x",
        "client_secret": "y",
        "server_metadata_url": "https://x.example",
    }
    page.secrets["federation"] = {"comptes": ["agent@federation.example"]}
    page.user = {"is_logged_in": False}
    return run(page)


def test_where_accounts_are_named_nobody_else_opens_a_campaign(with_accounts):
    assert screen.labelled(with_accounts.button, "Se connecter avec un compte de la fédération")
    assert not any(button.label == "Ouvrir la campagne" for button in with_accounts.button)
    with_accounts.user = {**AGENT, "email_verified": False}
    run(with_accounts)
    assert "n’est pas de ceux de la fédération" in words(with_accounts)
    assert not any(button.label.startswith("Ouvrir") for button in with_accounts.button)


def test_an_account_rules_every_campaign_of_the_server_until_it_leaves(with_accounts):
    with_accounts.user = AGENT
    run(with_accounts)
    screen.press(with_accounts, "Ouvrir cette campagne")
    assert "Campagne ouverte" in answer(with_accounts)
    with_accounts.user = {"is_logged_in": False}
    run(with_accounts)
    assert "Reprendre une campagne" in findings(with_accounts)


def test_a_login_that_cannot_be_says_so_and_the_key_still_opens(with_accounts):
    # Nobody wrote where the provider is to send people back.
    screen.press(with_accounts, "Se connecter avec un compte de la fédération")
    assert "mal configurée" in words(with_accounts)
    assert screen.labelled(with_accounts.button, "Reprendre")
