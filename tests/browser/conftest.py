"""A real server and a real Chromium; every page is watched, and any fault it shows fails its test."""

from __future__ import annotations

from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests import chromium
from tests.browser.driver import FLAGS, LIMIT_MS, Watch
from tests.browser.serving import served


def pytest_collection_modifyitems(items):
    """Every test of this folder opens a browser."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """The app, running for all browser tests."""
    with served(tmp_path_factory.mktemp("app")) as running:
        yield running


@pytest.fixture
def app_url(server):
    """Address of the app."""
    return server.url


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all browser tests; each page lives in a context of its own."""
    with sync_playwright() as playwright:
        path = chromium.installed() or chromium.bundled(playwright.chromium.executable_path)
        assert path, "no Chromium: run `python3 -m tests`, which installs one"
        with closing(playwright.chromium.launch(executable_path=path, args=FLAGS)) as launched:
            yield launched


@contextmanager
def visits(browser, server):
    """Build visitors: `arrive()` is a page with cookies and storage of its own, as another person would be.

    Faults of every page so built, and errors the server logs meanwhile, fail whatever asked for it, in the end.
    """
    watch, before = Watch(), len(server.written())
    with ExitStack() as contexts:

        def arrive(width=1366, height=850, **options):
            context = contexts.enter_context(
                closing(
                    browser.new_context(
                        base_url=server.url,
                        viewport={"width": width, "height": height},
                        locale="fr-FR",
                        timezone_id="Europe/Paris",
                        **options,
                    )
                )
            )
            context.set_default_timeout(LIMIT_MS)
            return watch.on(context.new_page())

        yield arrive
        faults = watch.faults + server.errors(since=before)  # closing may itself cut a request short
    assert not faults, "\n".join(faults)


@pytest.fixture
def visitor(browser, server):
    """Visitors of one test."""
    with visits(browser, server) as arrive:
        yield arrive


@pytest.fixture(scope="module")
def guest(browser, server):
    """Visitors who stay for all tests of a file: opening the app costs more than what many of them try."""
    with visits(browser, server) as arrive:
        yield arrive


@pytest.fixture
def page(visitor):
    """The app on a coordinator's laptop."""
    return visitor()


@pytest.fixture
def phone(visitor):
    """The app on a small phone."""
    return visitor(360, 740, has_touch=True, is_mobile=True, device_scale_factor=2)
