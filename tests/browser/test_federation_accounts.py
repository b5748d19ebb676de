"""Accounts of a federation's staff, through a provider of identities, as a browser is sent there and back."""

from __future__ import annotations

import re
import secrets

import pytest

from tests.browser import identity
from tests.browser.driver import open_app, settled
from tests.browser.serving import free_port, served

AGENT = "agent@federation.example"
SIDE = "/Comparaison"
LOG_IN = "Se connecter avec un compte de la fédération"
SECRETS = """
[auth]
redirect_uri = "{url}/oauth2callback"
cookie_secret = "{cookie}"
client_id = "{client}"
client_secret = "{secret}"
server_metadata_url = "{provider}/.well-known/openid-configuration"

[federation]
comptes = ["{agent}"]
"""


@pytest.fixture(scope="module")
def provider():
    with identity.provider() as running:
        yield running


@pytest.fixture(scope="module")
def server(tmp_path_factory, provider):
    """The app, whose owner named one account of the federation."""
    folder, port = tmp_path_factory.mktemp("comptes"), free_port()
    told = folder / ".streamlit" / "secrets.toml"
    told.parent.mkdir()
    told.write_text(
        SECRETS.format(
            url=f"http://127.0.0.1:{port}",
            cookie=secrets.token_hex(32),
            client=identity.CLIENT,
            secret=identity.SECRET,
            provider=provider.url,
            agent=AGENT,
        ),
        encoding="utf-8",
    )
    with served(folder, port=port) as running:
        yield running


def side(page):
    """Come to the federation's side."""
    open_app(page, SIDE)
    page.get_by_role("radio", name="Fédération", exact=True).click()
    return settled(page)


def log_in(page):
    """Log in, and come back to the federation's side."""
    page.get_by_role("button", name=LOG_IN).click()
    page.wait_for_url(re.compile(r"127\.0\.0\.1:\d+/$"))
    return side(page)


def test_a_named_account_comes_back_from_its_provider_and_may_open_a_campaign(page, provider):
    provider.claims = {"sub": "1", "email": AGENT, "email_verified": True}
    side(page)
    assert not page.get_by_role("button", name="Ouvrir la campagne").is_visible()
    log_in(page)
    assert page.get_by_text(
        re.compile("agent@.?federation")
    ).is_visible()  # a joiner keeps it from being a link
    assert page.get_by_role("button", name="Ouvrir la campagne").is_visible()


def test_somebody_else_s_account_comes_back_to_a_closed_door(page, provider):
    provider.claims = {"sub": "2", "email": "passant@ailleurs.example", "email_verified": True}
    log_in(side(page))
    assert page.get_by_text("n’est pas de ceux de la fédération").is_visible()
    assert not page.get_by_role("button", name="Ouvrir la campagne").is_visible()
