"""What the server really sends when it is started as the README says, and what it refuses."""

from __future__ import annotations

import base64
import gzip
import hashlib
import http.client
import re
import socket
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from streamlit.file_util import get_static_dir

from tests.browser.driver import LIMIT_MS, open_app
from tests.browser.serving import ROOT, STREAMLIT, served

FOREIGN = "http://ailleurs.invalid"
PAGES = ["/", "/Projection", "/Bareme?lecture=lineaire", "/chemin/inconnu"]
HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
HANDSHAKE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",  # the example of RFC 6455
}


def asked(server, path, method="GET", body=None, **headers):
    """Ask the server, and give the status, the headers in lower case and the body."""
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=LIMIT_MS / 1000)
    try:
        connection.request(method, path, body, {key.replace("_", "-"): text for key, text in headers.items()})
        answer = connection.getresponse()
        return answer.status, {key.lower(): text for key, text in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def shaken(server, **headers):
    """The status with which the server answers a websocket's handshake."""
    place = urlsplit(server.url)
    lines = {"Host": place.netloc, **HANDSHAKE, **headers}
    with socket.create_connection((place.hostname, place.port), timeout=LIMIT_MS / 1000) as link:
        asked_for = "".join(f"{key}: {text}\r\n" for key, text in lines.items())
        link.sendall(f"GET /_stcore/stream HTTP/1.1\r\n{asked_for}\r\n".encode())
        return int(link.recv(64).split()[1])


def script_of(server):
    """The path of the app's main script, as the page names it."""
    _, _, page = asked(server, "/")
    return "/" + re.search(rb'src="\./(static/js/index[^"]+\.js)"', page)[1].decode()


@pytest.mark.parametrize("path", PAGES)
def test_every_page_says_it_is_french_whatever_address_leads_to_it(server, path):
    status, headers, page = asked(server, path)
    assert status == 200
    assert headers["content-type"].startswith("text/html")
    text = page.decode()
    assert '<html lang="fr">' in text
    assert "<title>ACI des CPTS</title>" in text
    assert "<noscript><p>Cette application a besoin de JavaScript." in text
    assert "agent" not in text.lower()


@pytest.mark.parametrize("path", PAGES)
def test_every_page_allows_its_own_scripts_and_no_other(server, path):
    _, headers, page = asked(server, path, Accept_Encoding="gzip")
    assert headers["content-encoding"] == "gzip"
    inline = re.findall(r"<script>(.*?)</script>", gzip.decompress(page).decode(), re.DOTALL)
    assert inline
    hashes = [
        f"'sha256-{base64.b64encode(hashlib.sha256(one.encode()).digest()).decode()}'" for one in inline
    ]
    policy = dict(rule.split(" ", 1) for rule in headers["content-security-policy"].split("; "))
    assert policy == {
        "default-src": "'self'",
        "script-src": " ".join(["'self'", "'wasm-unsafe-eval'", *hashes]),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "worker-src": "'self' blob:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("HEAD", "/"),
        ("GET", "/Projection"),
        ("GET", "/favicon.png"),
        ("GET", "/_stcore/health"),
        ("GET", "/_stcore/host-config"),
        ("GET", "/media/rien.xlsx"),
        ("GET", "/_stcore/agent/openapi.json"),
        ("PUT", "/_stcore/upload_file/a/b"),
        ("GET", "/static/js/rien.js"),
    ],
)
def test_every_answer_carries_the_security_headers_once(server, method, path):
    for _, headers, _ in [asked(server, path, method), asked(server, path, method, Accept_Encoding="gzip")]:
        assert {name: headers.get(name) for name in HEADERS} == HEADERS


def test_the_app_s_own_scripts_come_compressed_for_ever_and_byte_for_byte(server):
    path = script_of(server)
    _, _, plain = asked(server, path)
    status, headers, packed = asked(server, path, Accept_Encoding="gzip")
    assert status == 200
    assert headers["content-encoding"] == "gzip"
    assert headers["content-type"] == "text/javascript"
    assert headers["cache-control"] == "public, max-age=31536000, immutable"
    assert {name: headers.get(name) for name in HEADERS} == HEADERS
    assert gzip.decompress(packed) == plain
    assert len(packed) < len(plain) / 2


def test_a_font_comes_for_ever_as_dense_as_it_is(server):
    folder = Path(get_static_dir()) / "static" / "media"
    font = next(folder.glob("SourceSansVF-Upright*.woff2"))
    status, headers, body = asked(server, f"/static/media/{font.name}", Accept_Encoding="gzip")
    assert (status, body) == (200, font.read_bytes())
    assert headers["content-type"] == "font/woff2"
    assert "content-encoding" not in headers
    assert headers["cache-control"] == "public, max-age=31536000, immutable"
    assert {name: headers.get(name) for name in HEADERS} == HEADERS


@pytest.mark.parametrize("path", ["/static/../../../../dashboard.py", "/static/%2e%2e/%2e%2e/dashboard.py"])
def test_no_path_leads_to_a_file_of_the_machine(server, path):
    assert b"st.App" not in asked(server, path)[2]


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/agent/openapi.json",
        "/_stcore/agent/interact",
        "/_stcore/agent/mcp",
        "/Projection/_stcore/agent/interact",
        "/_stcore/%61gent/interact",
        "/_stcore/metrics",
    ],
)
def test_no_programme_drives_a_session_nor_counts_the_people(server, method, path):
    status, _, body = asked(server, path, method, "{}" if method == "POST" else None)
    assert (status, body) == (404, b"")


def test_an_upload_without_the_page_s_own_token_is_refused(server):
    _, headers, _ = asked(server, "/_stcore/health")
    cookie = headers["set-cookie"]
    assert cookie.startswith("_streamlit_xsrf=")
    assert "SameSite=Lax" in cookie
    sent = cookie.split(";")[0]
    for method in ("PUT", "DELETE"):
        for token in ({}, {"X_Xsrftoken": "faux"}):
            told = asked(server, "/_stcore/upload_file/a/b", method, "x", Cookie=sent, **token)
            assert told[0] == 403


def test_another_site_may_read_nothing(server):
    for path in ["/", "/_stcore/health", "/_stcore/host-config", script_of(server), "/media/rien.xlsx"]:
        _, headers, _ = asked(server, path, Origin=FOREIGN)
        assert headers.get("access-control-allow-origin") not in {"*", FOREIGN}
    _, headers, _ = asked(server, "/_stcore/upload_file/a/b", "OPTIONS", Origin=FOREIGN)
    assert headers.get("access-control-allow-origin") not in {"*", FOREIGN}


def test_a_session_is_opened_by_our_own_pages_and_by_no_other_site_or_name(server):
    assert shaken(server, Origin=server.url) == 101
    assert shaken(server, Origin=FOREIGN) == 403
    assert shaken(server, Origin="null") == 403
    assert shaken(server, Origin=FOREIGN, Host=urlsplit(FOREIGN).netloc) == 403


def test_another_page_can_not_frame_the_app(browser, server):
    page = browser.new_page()
    page.set_content(f'<iframe src="{server.url}/"></iframe>')
    (frame,) = page.frames[1:]
    frame.wait_for_load_state()
    assert frame.locator('[data-testid="stApp"]').count() == 0
    assert frame.locator("#root").count() == 0
    page.context.close()


def test_a_script_or_a_picture_slipped_into_the_page_is_stopped_by_the_browser(browser, server):
    page = browser.new_page(base_url=server.url)
    open_app(page)
    page.evaluate(
        """foreign => {
          window.stopped = new Set();
          document.addEventListener("securitypolicyviolation", stop => stopped.add(stop.violatedDirective));
          const script = document.createElement("script");
          script.textContent = "window.slipped = true";
          document.body.append(script);
          const picture = document.createElement("img");
          picture.setAttribute("onerror", "window.slipped = true");
          picture.src = foreign + "/x.png";
          document.body.append(picture);
          fetch(foreign + "/donnees").catch(() => null);
        }""",
        FOREIGN,
    )
    wanted = ["script-src-elem", "script-src-attr", "img-src", "connect-src"]
    page.wait_for_function("wanted => wanted.every(one => window.stopped.has(one))", arg=wanted)
    assert page.evaluate("window.slipped") is None
    page.context.close()


def test_a_page_that_fails_says_so_in_french_and_keeps_the_details_to_itself(browser, tmp_path):
    (tmp_path / "dashboard.py").write_text(
        "import streamlit as st\n"
        "from pages._shared import server\n"
        "if __name__ == '__main__':\n"
        "    raise ValueError('planted-4417')\n"
        "app = st.App('dashboard.py', **server.settings())\n",
        encoding="utf-8",
    )
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "1_Autre.py").touch()  # an app of several pages, as ours
    seen, frames = [], []

    def keep(frame):  # Playwright takes no method of a list
        frames.append(frame if isinstance(frame, str) else frame.decode("utf-8", "replace"))

    def visit():
        with served(tmp_path, (*STREAMLIT[:-1], str(tmp_path / "dashboard.py"))) as failing:
            page = browser.new_page(base_url=failing.url)
            page.on("websocket", lambda link: link.on("framereceived", keep))
            open_app(page)
            seen.append(page.get_by_test_id("stMain").inner_text())
            seen.append(page.content())
            page.context.close()

    with pytest.raises(RuntimeError, match="planted-4417"):  # the server's own log has it all
        visit()
    assert "Cette page n’a pas pu aller au bout de son calcul" in seen[0]
    assert "Revenir à l’accueil" in seen[0]
    assert any("au bout de son calcul" in frame for frame in frames)  # what came over the websocket was heard
    assert not [
        text
        for text in [*seen, *frames]
        if re.search(r"planted-4417|Traceback|ValueError|\.py\"?, line", text)
    ]


@pytest.mark.parametrize(("name", "size"), [("gros.xlsx", 21_000_000), ("autre.pdf", 4)])
def test_a_file_the_drop_zone_turns_away_is_told_in_french(page, tmp_path, name, size):
    open_app(page)
    (tmp_path / name).write_bytes(b"x" * size)
    page.locator('input[type="file"]').first.set_input_files(tmp_path / name)
    chip = page.get_by_test_id("stFileChip")
    chip.wait_for()
    said = chip.evaluate("chip => getComputedStyle(chip, '::after').content")
    assert said == '"Ce fichier n’est pas pris\u00a0: 20\u00a0Mo au plus, en xlsx, ods, csv ou zip."'
    chip.hover()
    page.get_by_test_id("stTooltipErrorContent").wait_for(state="attached")
    assert not page.get_by_test_id("stTooltipErrorContent").is_visible()


def test_each_setting_of_the_server_has_its_value_and_its_reason():
    text = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    told = tomllib.loads(text)
    assert (
        told["server"] | {"address": "127.0.0.1", "enableCORS": True, "enableXsrfProtection": True}
        == (told["server"])
    )
    assert told["server"]["enableAgentApi"] is False
    assert told["server"]["maxUploadSize"] == 20  # megabytes: what the drop zone says
    assert told["browser"]["gatherUsageStats"] is False
    assert told["client"]["showErrorDetails"] == "none"
    before_looks = text.partition("[theme]")[0]
    settings = [line for line in before_looks.splitlines() if " = " in line]
    assert len(settings) > 15
    assert not [line for line in settings if not re.search(r"\s{2,}# \w", line)]
