"""A real server and a real Chromium; every page is watched, and any fault it shows fails its test."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests import chromium
from tests.browser.driver import LIMIT_MS, Watch

ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--no-sandbox",  # tests may run as root, where Chromium's sandbox refuses to start
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # nothing can leave, even by mistake
]
STARTS_WITHIN = 600  # looks, 50 ms apart


def pytest_collection_modifyitems(items):
    """Every test of this folder opens a browser."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)


def free_port():
    """A loopback port nobody listens on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def healthy(url):
    """Whether the server answers that it is well."""
    try:
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def wait_until_healthy(process, url, log):
    """Look until the server answers; its death or its silence fails with what it wrote."""
    for _ in range(STARTS_WITHIN):
        if healthy(url):
            return
        try:
            process.wait(timeout=0.05)
        except subprocess.TimeoutExpired:
            continue
        break
    pytest.fail(f"the app did not start:\n{log.read_text(encoding='utf-8')}")


@contextmanager
def served(folder):
    """Start the app as the README does, on a free port, in a bare environment; stop it on the way out."""
    port = free_port()
    url, log = f"http://127.0.0.1:{port}", folder / "server.log"
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", f"--server.port={port}"]
    # What a test machine needs and a person does not: no browser of its own, no reaction to edited files.
    command += ["--server.headless=true", "--server.address=127.0.0.1", "--server.fileWatcherType=none"]
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8", "PYTHONUTF8": "1"}
    with (
        log.open("wb") as output,
        subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        ) as process,
    ):
        try:
            wait_until_healthy(process, url, log)
            yield url
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
    written = log.read_text(encoding="utf-8")
    if "Traceback" in written:
        pytest.fail(f"the server's log holds an error:\n{written}")


@pytest.fixture(scope="session")
def app_url(tmp_path_factory):
    """Address of the app, running for all browser tests."""
    with served(tmp_path_factory.mktemp("app")) as url:
        yield url


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all browser tests; each page lives in a context of its own."""
    with sync_playwright() as playwright:
        path = chromium.installed() or chromium.bundled(playwright.chromium.executable_path)
        assert path, "no Chromium: run `python3 -m tests`, which installs one"
        with closing(playwright.chromium.launch(executable_path=path, args=FLAGS)) as launched:
            yield launched


@pytest.fixture
def visitor(browser, app_url):
    """Build visitors: `visitor()` is a page with cookies and storage of its own, as another person would be.

    Faults of every page so built fail the test that asked for it.
    """
    watch = Watch()
    with ExitStack() as contexts:

        def arrive(width=1366, height=850, **options):
            context = contexts.enter_context(
                closing(
                    browser.new_context(
                        base_url=app_url,
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
        faults = list(watch.faults)  # closing a context may itself cut a request short
    assert faults == []


@pytest.fixture
def page(visitor):
    """The app on a coordinator's laptop."""
    return visitor()


@pytest.fixture
def phone(visitor):
    """The app on a small phone."""
    return visitor(360, 740, has_touch=True, is_mobile=True, device_scale_factor=2)
