"""Gestures of a person in front of the app, each returning once the app has finished answering."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Page

LIMIT_MS = 30_000
LOOPBACK = {"127.0.0.1", "localhost", "::1"}

FLAGS = [
    "--no-sandbox",  # tests may run as root, where Chromium's sandbox refuses to start
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # nothing can leave, even by mistake
]

# Opened by a deep link, Streamlit first asks whether the app lives under that path, and is told it does not.
_PROBE = re.compile(r"/\w+/_stcore/(health|host-config)")

# Streamlit writes the state of the script on its root element. The state changes a moment after a gesture (a
# slider waits 200 ms before it speaks), so idle means idle for a while, without anything still being drawn.
_IDLE = """
([quiet, limit]) => new Promise((resolve, reject) => {
  const start = performance.now();
  let idle = null;
  const look = () => {
    const now = performance.now();
    const app = document.querySelector('[data-testid="stApp"]');
    const busy = !app
      || app.dataset.testScriptState !== "notRunning"
      || app.dataset.testConnectionState !== "CONNECTED"
      || document.querySelector('[data-testid="stAppSkeleton"], [data-testid="stSkeleton"], [data-stale="true"]');
    idle = busy ? null : (idle ?? now);
    if (idle !== null && now - idle >= quiet) return resolve();
    if (now - start > limit) return reject(new Error("the app is still busy"));
    setTimeout(look, 20);
  };
  look();
})
"""


@dataclass
class Watch:
    """What a page did that no page of ours may do; `faults` stays empty in a sound app."""

    faults: list[str] = field(default_factory=list)

    def on(self, page: Page) -> Page:
        """Listen to a page: errors on its console, uncaught errors, and whatever it asks of another machine."""
        page.on("console", self.hear)
        page.on("pageerror", lambda error: self.note("uncaught", error.message))
        page.on("request", lambda request: self.visit(request.url))
        page.on("websocket", lambda socket: self.visit(socket.url))
        return page

    def hear(self, message: ConsoleMessage) -> None:
        """Keep an error written on the console, with the address it speaks of."""
        address = message.location["url"]
        if message.type == "error" and not _PROBE.fullmatch(urlsplit(address).path):
            self.note("console", f"{message.text} {address}")

    def note(self, kind: str, text: str) -> None:
        """Keep one fault."""
        self.faults.append(f"{kind}: {text}")

    def visit(self, url: str) -> None:
        """Keep a request that leaves this machine."""
        parts = urlsplit(url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname not in LOOPBACK:
            self.note("left this machine", url)


def settled(page: Page, quiet_ms: int = 300) -> Page:
    """Wait until the app has been connected and idle for `quiet_ms`; fails after 30 s."""
    page.evaluate(_IDLE, [quiet_ms, LIMIT_MS])
    return page


def open_app(page: Page, path: str = "/") -> Page:
    """Open a path of the app (« / », « /Projection?lecture=lineaire ») and wait for its first drawing."""
    page.goto(path)
    page.get_by_test_id("stApp").wait_for()
    return settled(page)


def upload(page: Page, name: str, content: bytes, mime: str = "application/octet-stream") -> Page:
    """Drop one file on the first drop zone of the page and wait until it is read."""
    page.locator('input[type="file"]').first.set_input_files(
        {"name": name, "mimeType": mime, "buffer": content}
    )
    return settled(page)
