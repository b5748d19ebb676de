"""What a browser receives besides the pages' data: one light ASGI middleware.

Streamlit serves its own files uncompressed (7–9 MB on a first visit) and its page in English.
Here the files are compressed once and kept in memory (a room of a hundred phones asks ten thousand), the page says `lang="fr"`, every answer carries
the security headers, and what no browser of ours asks for is not there. The websocket goes through untouched.
"""

from __future__ import annotations

import asyncio
import base64
import gzip
import hashlib
import mimetypes
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

TITLE = "ACI des CPTS"
FOR_EVER = b"public, max-age=31536000, immutable"  # the file's name holds the hash of its content
COMPRESSED = {".js", ".css", ".svg", ".json", ".map", ".html", ".ttf", ".wasm"}
DENSE = {".woff2"}  # compressed already: kept as it is
CLOSED = (  # Streamlit answers there whatever its settings say
    "/_stcore/agent",  # describes how a programme would drive a session
    "/_stcore/metrics",  # tells anyone how many people are here
)
NO_SCRIPT = (
    "Cette application a besoin de JavaScript. Autorisez-le pour cette adresse, puis rechargez la page."
)
_KINDS = {".woff2": "font/woff2"}  # some systems do not know it
FIRST_VISIT = ("PlotlyChart", "DataFrame", "arrowFormatUtils", "StreamlitMarkdown", "FileUploader")
ICON_NAME = "favicon.png"  # what Streamlit's page asks for, whatever its HTML says
ICON = (  # three bars, the last one still to fill
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#17403D"/>'
    b'<path d="M7 17h4v8H7zM14 12h4v13h-4z" fill="#fff"/>'
    b'<path d="M21.8 7.8h2.4v16.4h-2.4z" fill="none" stroke="#fff" stroke-width="1.6"/></svg>'
)


class Delivery:
    """ASGI middleware: `Delivery(app)`."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a static file from memory, or pass on and finish the answer's headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        name = scope["path"].lstrip("/")
        if name == ICON_NAME:
            await _send(ICON, b"image/svg+xml", (b"cache-control", b"max-age=86400"), send=send)
            return
        if any(closed in scope["path"] for closed in CLOSED):
            await _send(b"", b"text/plain", status=404, send=send)
            return
        if scope["method"] == "GET" and name in _files() and (_is_dense(name) or _accepts_gzip(scope)):
            await _send_kept(name, send)
            return
        await self.app(scope, receive, _Finisher(send, _accepts_gzip(scope)))


class _Finisher:
    """A `send` that rewrites the HTML page and adds the security headers to every answer."""

    def __init__(self, send: Send, compress: bool) -> None:
        self.send = send
        self.compress = compress
        self.start: Message | None = None
        self.body = bytearray()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            if _header(message, b"content-type").startswith(b"text/html"):
                self.start = message  # held until the whole page is here
                return
            message["headers"] = [*message["headers"], *_SECURITY]
        elif self.start is not None:
            self.body += message.get("body", b"")
            if not message.get("more_body"):
                await self._finish()
            return
        await self.send(message)

    async def _finish(self) -> None:
        assert self.start is not None
        body = bytes(self.body)
        if _header(self.start, b"content-encoding") == b"gzip":  # Streamlit compresses a deep link's page
            body = gzip.decompress(body)
        page, policy = french_page(body)
        headers = [
            (key, value) for key, value in self.start["headers"] if key.lower() not in _OF_THE_OLD_PAGE
        ]
        headers += [*_SECURITY, (b"content-security-policy", policy), (b"vary", b"Accept-Encoding")]
        if page:  # the answer to HEAD has no body to measure
            if self.compress:
                page = _packed_page(page)
                headers.append((b"content-encoding", b"gzip"))
            headers.append((b"content-length", str(len(page)).encode()))
        await self.send({**self.start, "headers": headers})
        await self.send({"type": "http.response.body", "body": page})


_OF_THE_OLD_PAGE = {b"content-length", b"content-encoding", b"etag", b"last-modified", b"vary"}
_SECURITY = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),  # for browsers that do not know frame-ancestors
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),  # no other site shows what this one serves
]


@lru_cache(maxsize=8)
def french_page(page: bytes) -> tuple[bytes, bytes]:
    """Turn Streamlit's page into ours.

    Args:
        page: the HTML as Streamlit serves it; any other HTML goes through unchanged.

    Returns:
        The page that says `lang="fr"`, our name and what to do without JavaScript; and the content security policy that
        allows exactly its inline scripts, by their hash.
    """
    text = page.decode("utf-8")
    text = text.replace('<html lang="en">', '<html lang="fr">', 1)
    text = text.replace("<title>Streamlit</title>", f"<title>{TITLE}</title>", 1)
    text = re.sub(
        r"<noscript>.*?</noscript>", f"<noscript><p>{NO_SCRIPT}</p></noscript>", text, flags=re.DOTALL
    )
    text = re.sub(
        r'<link rel="service-desc"[^>]*>', "", text
    )  # it announces the agent API, which is not here
    text = re.sub(
        r"<!--(?:(?!-->).)*agent API(?:(?!-->).)*-->", "", text, flags=re.DOTALL
    )  # and so does this
    scripts = re.findall(r"<script>(.*?)</script>", text, flags=re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    policy = "; ".join(
        [
            "default-src 'self'",
            "script-src 'self' 'wasm-unsafe-eval' " + " ".join(f"'sha256-{digest}'" for digest in hashes),
            "style-src 'self' 'unsafe-inline'",  # Streamlit writes its styles into the page as it goes
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ]
    )
    return text.encode("utf-8"), policy.encode("ascii")


def compress_first_visit() -> None:
    """Compress ahead of time what a first visit asks for, so that nobody waits for it."""
    from streamlit import file_util  # noqa: PLC0415  costs nothing once the server runs

    index = Path(file_util.get_static_dir(), "index.html").read_text("utf-8")
    asked = set(re.findall(r'\./(static/[^"]+)', index))
    asked |= {name for name in _files() if Path(name).name.startswith(FIRST_VISIT)}
    for name in sorted(asked & _files().keys()):
        _kept(name)


@cache
def _files() -> dict[str, Path]:
    """Streamlit's own files by their path in a URL; nothing outside this list is ever read."""
    from streamlit import file_util  # noqa: PLC0415  costs nothing once the server runs

    root = Path(file_util.get_static_dir())
    return {
        path.relative_to(root).as_posix(): path
        for path in (root / "static").rglob("*")
        if path.suffix in COMPRESSED | DENSE and path.is_file()
    }


def _is_dense(name: str) -> bool:
    return Path(name).suffix in DENSE


def _kept(name: str) -> bytes:
    """Read a file once, compressed unless it is dense; about 10 MB if every one is asked."""
    if name not in _KEPT:
        body = _files()[name].read_bytes()
        _KEPT[name] = body if _is_dense(name) else _packed(body)
    return _KEPT[name]


_KEPT: dict[str, bytes] = {}  # bounded by the number of files


@lru_cache(maxsize=8)  # the page, as it is and as its deep links are
def _packed_page(page: bytes) -> bytes:
    return _packed(page)


def _packed(body: bytes) -> bytes:
    return gzip.compress(body, 6, mtime=0)


async def _send_kept(name: str, send: Send) -> None:
    body = _KEPT.get(name) or await asyncio.to_thread(_kept, name)  # a thread only when it takes time
    kind = mimetypes.guess_type(name)[0] or _KINDS.get(Path(name).suffix, "application/octet-stream")
    if name.endswith(".js"):
        kind = "text/javascript"  # some systems register it as text/plain, which nosniff refuses
    how = [(b"cache-control", FOR_EVER)]
    if not _is_dense(name):
        how += [(b"content-encoding", b"gzip"), (b"vary", b"Accept-Encoding")]
    await _send(body, kind.encode(), *how, send=send)


async def _send(body: bytes, kind: bytes, *more: tuple[bytes, bytes], send: Send, status: int = 200) -> None:
    headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode()), *more, *_SECURITY]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _header(message: Message, name: bytes) -> bytes:
    return next((value for key, value in message["headers"] if key.lower() == name), b"")


def _accepts_gzip(scope: Scope) -> bool:
    return any(key == b"accept-encoding" and b"gzip" in value for key, value in scope["headers"])
