"""A provider of identities (OpenID Connect) on loopback: whoever comes is the person it was told."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

CLIENT = "aci"
SECRET = secrets.token_hex(32)


class Provider(ThreadingHTTPServer):
    """What it says of whoever comes (`claims`), and what it was asked (`nonces`, by code given)."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.claims: dict[str, Any] = {}
        self.nonces: dict[str, str] = {}
        self.key = secrets.token_bytes(32)

    def identity(self, nonce: str) -> str:
        """The signed identity token of whoever comes."""
        now = int(time.time())
        own = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce, **self.claims}
        body = ".".join(_web(json.dumps(part).encode()) for part in ({"alg": "HS256", "kid": "a"}, own))
        return f"{body}.{_web(hmac.digest(self.key, body.encode(), hashlib.sha256))}"


class _Answers(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        asked, provider = urlsplit(self.path), self.server
        if asked.path == "/authorize":
            self._back({name: values[0] for name, values in parse_qs(asked.query).items()})
        elif asked.path == "/keys":
            self._say({"keys": [{"kty": "oct", "kid": "a", "alg": "HS256", "k": _web(provider.key)}]})
        else:
            self._say(
                {
                    "issuer": provider.url,
                    "authorization_endpoint": f"{provider.url}/authorize",
                    "token_endpoint": f"{provider.url}/token",
                    "jwks_uri": f"{provider.url}/keys",
                    "id_token_signing_alg_values_supported": ["HS256"],
                }
            )

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        known = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        nonce = self.server.nonces.pop(form["code"][0], None)
        if nonce is None or self.headers["Authorization"] != f"Basic {known}":
            self._say({"error": "invalid_grant"}, 400)
            return
        token = {"access_token": "x", "token_type": "Bearer", "expires_in": 300}
        self._say({**token, "id_token": self.server.identity(nonce)})

    def _back(self, asked: dict[str, str]) -> None:
        """Send the browser back with a code, good once."""
        code = secrets.token_hex(16)
        self.server.nonces[code] = asked["nonce"]
        self.send_response(302)
        back = urlencode({"code": code, "state": asked["state"]})
        self.send_header("Location", f"{asked['redirect_uri']}?{back}")
        self.end_headers()

    def _say(self, told: dict[str, Any], status: int = 200) -> None:
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Write nothing."""


def _web(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@contextmanager
def provider() -> Iterator[Provider]:
    """Answer on a free port of this machine until the end."""
    with Provider() as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        try:
            yield running
        finally:
            running.shutdown()
            thread.join()
