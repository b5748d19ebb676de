"""The nginx configuration of `deploy/`, before two small servers that tell what reached them."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import threading
import time
from contextlib import closing, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest

from tests import nginx

TOLD = "cle-que-personne-ne-lit"
BIG = 21_000_000  # bytes: a file of 20 MB and its envelope


class Telling(BaseHTTPRequestHandler):
    """Answers what it was asked, as JSON."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        heard = {name.lower(): text for name, text in self.headers.items()}
        told = {"port": self.server.server_port, "path": self.path, "headers": heard}
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Frame-Options", "DENY")
        if self.path.startswith("/static/"):
            self.send_header("Cache-Control", "public, max-age=31536000, immutable")
            self.send_header("Vary", "Accept-Encoding")
        else:
            self.send_header("Set-Cookie", "_streamlit_xsrf=x; Path=/")
        self.end_headers()
        self.wfile.write(body)

    def do_PUT(self):
        self.do_GET()

    def log_message(self, *_):
        """Say nothing."""


class Small(ThreadingHTTPServer):
    """A server whose connections end with it, as those of a process do."""

    daemon_threads = True

    def __init__(self, port):
        self.links = []
        super().__init__(("127.0.0.1", port), Telling)

    def get_request(self):
        link, who = super().get_request()
        self.links.append(link)
        return link, who

    def end(self):
        self.shutdown()
        self.server_close()
        for link in self.links:
            with suppress(OSError):  # closed already
                link.shutdown(socket.SHUT_RDWR)


class Pair:
    """Two of them, which can be stopped and started again on their ports."""

    def __init__(self):
        self.running = {}
        self.ports = [self.start(0), self.start(0)]

    def start(self, port):
        made = Small(port)
        threading.Thread(target=made.serve_forever, args=(0.01,), daemon=True).start()
        self.running[made.server_port] = made
        return made.server_port

    def stop(self, port):
        self.running.pop(port).end()


@pytest.fixture(scope="module")
def both():
    pair = Pair()
    with nginx.before(pair.ports) as front:
        yield pair, front
    for port in list(pair.running):
        pair.stop(port)


@pytest.fixture
def pair(both):
    return both[0]


@pytest.fixture
def front(both):
    return both[1]


def asked(url, path="/", method="GET", body=None, **headers):
    """Ask, and give the status, each header's values in lower case, and the body."""
    place, context = urlsplit(url), ssl._create_unverified_context()  # noqa: S323, SLF001  a test's own certificate
    made = http.client.HTTPSConnection(place.netloc, timeout=10, context=context)
    if place.scheme == "http":
        made = http.client.HTTPConnection(place.netloc, timeout=10)
    with closing(made) as connection:
        connection.request(
            method, path, body, {name.replace("_", "-"): text for name, text in headers.items()}
        )
        answer = connection.getresponse()
        found = {}
        for name, text in answer.getheaders():
            found.setdefault(name.lower(), []).append(text)
        return answer.status, found, answer.read()


def heard(url, path="/", **headers):
    """What reached a server."""
    return json.loads(asked(url, path, **headers)[2])


def own(headers):
    """The process an answer tells its browser to keep; None when it tells none."""
    kept = [text for text in headers.get("set-cookie", []) if text.startswith("aci_poste=")]
    assert len(kept) < 2
    return int(kept[0].split(";")[0].partition("=")[2]) if kept else None


def test_a_whole_room_behind_one_address_is_spread_and_each_keeps_its_process(pair, front):
    given = [own(asked(front.url)[1]) for _ in range(8)]
    assert sorted(given) == sorted(pair.ports * 4)  # each in turn
    for port in pair.ports:
        for _ in range(5):
            status, headers, body = asked(front.url, Cookie=f"aci_poste={port}")
            assert (status, json.loads(body)["port"], own(headers)) == (200, port, None)


def test_the_cookie_is_for_this_site_over_tls_only(front):
    (kept,) = [text for text in asked(front.url)[1]["set-cookie"] if text.startswith("aci_poste=")]
    assert kept.split("; ")[1:] == ["Path=/", "Secure", "HttpOnly", "SameSite=Lax"]
    (token,) = [text for text in asked(front.url)[1]["set-cookie"] if text.startswith("_streamlit_xsrf")]
    assert "secure" in token.lower()


@pytest.mark.parametrize("invented", ["8503", "127.0.0.1", "tous", "", "8501 8502", "../../x"])
def test_an_invented_cookie_leads_to_a_process_all_the_same(front, pair, invented):
    status, headers, _ = asked(front.url, Cookie=f"aci_poste={invented}")
    assert status == 200
    assert own(headers) in pair.ports


def test_when_a_process_dies_the_other_takes_its_people_and_keeps_them_when_it_is_back(pair, front):
    dead, other = pair.ports
    pair.stop(dead)
    status, headers, body = asked(front.url, Cookie=f"aci_poste={dead}")
    assert (status, json.loads(body)["port"], own(headers)) == (200, other, other)
    assert {heard(front.url)["port"] for _ in range(4)} == {other}
    pair.start(dead)
    for _ in range(4):
        status, headers, body = asked(front.url, Cookie=f"aci_poste={other}")
        assert (status, json.loads(body)["port"], own(headers)) == (200, other, None)


def test_without_any_process_a_french_page_waits_and_tells_nothing_of_the_machine(pair, front):
    for port in pair.ports:
        pair.stop(port)
    status, headers, body = asked(front.url, f"/Atelier?cle={TOLD}", Cookie=f"aci_poste={pair.ports[0]}")
    for port in pair.ports:
        pair.start(port)
    text = body.decode()
    assert status == 503
    assert "L’application redémarre." in text
    assert '<html lang="fr">' in text
    assert headers["retry-after"] == ["5"]
    assert headers["cache-control"] == ["no-store"]
    assert own(headers) is None
    assert not any(word in text + str(headers) for word in ("127.0.0.1", "1.22", *map(str, pair.ports)))
    assert asked(front.url)[0] == 200  # as soon as one is back


def test_neither_log_holds_a_link_s_key_nor_anybody_s_address(front):
    asked(front.url, f"/Atelier?atelier=ABCDEF&table={TOLD}", Referer=f"{front.url}/Atelier?cle={TOLD}")
    log = front.folder / "aci.log"
    _until(lambda: " /Atelier 200 " in log.read_text(encoding="utf-8"))
    written = "".join(path.read_text(encoding="utf-8") for path in front.folder.glob("*.log"))
    assert TOLD not in written
    assert "ABCDEF" not in written
    assert not [line for line in written.splitlines() if line.split()[1] == "127.0.0.1"]


def test_the_real_address_reaches_the_application_and_nobody_chooses_his_own(front):
    told = heard(front.url, X_Forwarded_For="9.9.9.9", X_Forwarded_Proto="http")["headers"]
    assert told["x-forwarded-for"] == "127.0.0.1"
    assert told["x-forwarded-proto"] == "https"
    assert told["host"] == urlsplit(front.url).netloc  # the application compares it with its allowed names


def test_the_application_s_headers_come_once_and_tls_adds_its_own(front):
    _, headers, _ = asked(front.url)
    assert headers["x-frame-options"] == ["DENY"]
    assert headers["strict-transport-security"] == ["max-age=31536000"]
    assert headers["server"] == ["nginx"]  # not its version


def test_a_file_of_streamlit_s_is_asked_of_a_process_once_in_each_form(front):
    first = heard(front.url, "/static/js/index.abc.js", Accept_Encoding="gzip, br")
    assert first["headers"]["accept-encoding"] == "gzip"
    again = heard(front.url, "/static/js/index.abc.js", Accept_Encoding="gzip, deflate, br, zstd", X_Who="b")
    assert again == first  # an echo: it would otherwise tell the second asker's headers
    plain = heard(front.url, "/static/js/index.abc.js", X_Who="c")
    assert plain["headers"].get("accept-encoding", "") == ""
    assert heard(front.url, "/_stcore/health", X_Who="d")["headers"]["x-who"] == "d"  # nothing else is kept
    _, headers, _ = asked(front.url, "/static/js/index.abc.js", Accept_Encoding="gzip")
    assert headers["cache-control"] == ["public, max-age=31536000, immutable"]
    assert not [text for text in headers.get("set-cookie", []) if not text.startswith("aci_poste")]


def test_a_file_of_twenty_megabytes_passes_and_a_larger_one_is_refused(front):
    assert asked(front.url, "/_stcore/upload_file/a/b", "PUT", b"x" * BIG)[0] == 200
    assert asked(front.url, "/_stcore/upload_file/a/b", "PUT", Content_Length="30000000")[0] == 413


def test_without_tls_one_is_sent_to_it_and_under_another_name_to_nothing(front):
    status, headers, _ = asked(front.plain, "/Atelier?atelier=ABCDEF")
    assert (status, headers["location"]) == (301, ["https://localhost/Atelier?atelier=ABCDEF"])
    with pytest.raises(http.client.RemoteDisconnected):
        asked(front.plain, Host="ailleurs.invalid")
    with pytest.raises((ssl.SSLError, ConnectionResetError)):
        asked(front.url.replace("localhost", "127.0.0.1"))  # no name: no handshake
    with pytest.raises((http.client.RemoteDisconnected, ssl.SSLError)):
        asked(front.url, Host="ailleurs.invalid")


def _until(true, limit_s=8):
    """Look until it is so."""
    end = time.monotonic() + limit_s
    while not true():
        assert time.monotonic() < end
        threading.Event().wait(0.05)
