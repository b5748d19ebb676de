"""A participant's phone without its browser: Streamlit's own websocket, deltas in, widgets' values out.

It speaks to loopback only, and to nobody for longer than `LIMIT_S`. An answer's time runs from the gesture to the end of
the run that answers it, so that what a refresh of the screen makes a gesture wait for is counted.
"""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import ssl
import time
from typing import TYPE_CHECKING, NamedTuple, Self
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from benchmarks.screen import Screen, with_value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from websockets.asyncio.client import ClientConnection

    from benchmarks.screen import Shown, Value

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
LIMIT_S = 30.0  # an answer that takes longer is lost
TRUSTING = ssl._create_unverified_context()  # noqa: S323, SLF001  a certificate made for one test, on this machine
ROUND = "FINISHED_EARLY_FOR_RERUN"  # one run of a chain: another follows


class PhoneError(Exception):
    """The server did not answer, or its page holds no such widget."""


class Answer(NamedTuple):
    """How long a gesture waited, and how many messages answered it."""

    seconds: float
    messages: int


class Phone:
    """One person's page: `async with Phone(url, "Atelier", "atelier=ABCDEF") as phone`."""

    def __init__(
        self, url: str, page: str = "", query: str = "", cookies: Mapping[str, str] | None = None
    ) -> None:
        """Prepare; nothing is asked before the `async with`.

        Args:
            url: the server's address, on loopback.
            page: the page's name in the address, such as « Atelier »; the home page by default.
            query: what follows the question mark.
            cookies: those of an earlier visit, when the same person comes back.

        Raises:
            PhoneError: the address leaves this machine.
        """
        if urlsplit(url).hostname not in LOOPBACK:
            raise PhoneError(f"{url} is not on this machine")
        self.url, self.page, self.query = url, page, query
        self.cookies = dict(cookies or {})
        self.screen = Screen()
        self.session = ""
        self.received = 0  # bytes over the websocket
        self.refreshes = 0  # runs that a timer of the page asked for
        self.opened = Answer(0.0, 0)
        self._hash = ""
        self._kept: dict[str, ForwardMsg] = {}  # large messages the server need not send twice
        self._timers: dict[str, object] = {}  # what the browser asks for again and again, by fragment
        self._ticking: set[asyncio.Task[None]] = set()
        self._turn = asyncio.Lock()  # one run at a time, so that each end answers its own beginning
        self._ends: asyncio.Queue[bool] = asyncio.Queue()
        self._heard = 0

    async def __aenter__(self) -> Self:
        """Visit the page as a browser does, connect, and wait for its first drawing."""
        start = time.perf_counter()
        await asyncio.to_thread(self._visit)
        self._link = await self._connect()
        self._listener = asyncio.create_task(self._listen())
        await self._run({})
        self.opened = Answer(time.perf_counter() - start, self._heard)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Hang up."""
        tasks = (*self._ticking, self._listener)
        for task in tasks:
            task.cancel()
        await self._link.close()
        for task in tasks:
            with contextlib.suppress(asyncio.CancelledError, ConnectionClosed):
                await task

    @property
    def gone(self) -> bool:
        """Whether the server hung up."""
        return self._listener.done()

    async def hung_up(self) -> None:
        """Wait until the server hangs up.

        Raises:
            PhoneError: it did not.
        """
        done, _ = await asyncio.wait([self._listener], timeout=LIMIT_S)
        if not done:
            raise PhoneError("the server is still there")

    async def click(self, name: str) -> Answer:
        """Press a button, named by its key or its label, and wait for the answer.

        Raises:
            PhoneError: no such button, or no answer.
        """
        return await self._act(name, True)

    async def set(self, name: str, value: Value) -> Answer:
        """Give a widget a value and wait for the answer; within a form, nothing is sent before its button.

        Raises:
            PhoneError: no such widget, or no answer.
        """
        return await self._act(name, value)

    def value(self, widget: str) -> Value | None:
        """What a widget holds, by its id."""
        return self.screen.values.get(widget)

    async def until(self, text: str, limit_s: float = LIMIT_S) -> float:
        """Wait until the page, which refreshes itself, says a text; give the seconds that took.

        Raises:
            PhoneError: it did not in time.
        """
        start = time.perf_counter()
        while text not in self.screen.text():
            if self.gone or time.perf_counter() - start > limit_s:
                raise PhoneError(f"« {text} » never came; the page says: {self.screen.text()[:400]}")
            await asyncio.sleep(0.02)
        return time.perf_counter() - start

    async def _act(self, name: str, value: Value) -> Answer:
        start = time.perf_counter()
        async with self._turn:
            widget = self.screen.widget(name)
            if widget is None:
                raise PhoneError(f"no widget « {name} »; the page says: {self.screen.text()[:400]}")
            pressed = {widget.id: value} if widget.is_button else {}
            if not pressed:
                self.screen.values[widget.id] = value
                if widget.form:
                    return Answer(0.0, 0)
            heard = self._heard
            await self._ask(pressed, widget)
        return Answer(time.perf_counter() - start, self._heard - heard)

    async def _run(self, values: Mapping[str, Value]) -> None:
        async with self._turn:
            await self._ask(values, None)

    async def _ask(self, values: Mapping[str, Value], widget: Shown | None, *, timer: str = "") -> None:
        """Ask for a run and wait until its chain of runs has ended; the caller holds the turn."""
        message = BackMsg()
        state = message.rerun_script
        state.query_string = self.query
        state.page_script_hash = self._hash
        state.page_name = "" if self._hash else self.page
        state.fragment_id = timer or (widget.fragment if widget else "")
        state.is_auto_rerun = bool(timer)
        state.context_info.timezone, state.context_info.locale = "Europe/Paris", "fr-FR"
        state.cached_message_hashes.extend(self._kept)
        state.context_info.url = f"{self.url}/{self.page}"
        for known in self.screen.widgets():
            with_value(state.widget_states, known, {**self.screen.values, **values})
        while not self._ends.empty():
            self._ends.get_nowait()
        try:
            async with asyncio.timeout(LIMIT_S):
                await self._link.send(message.SerializeToString())
                if not await self._ends.get():
                    raise PhoneError("the server hung up before it answered")
        except (TimeoutError, ConnectionClosed) as error:
            raise PhoneError("no answer") from error

    async def _listen(self) -> None:
        try:
            async for data in self._link:
                assert isinstance(data, bytes)
                self.received += len(data)
                self._hear(ForwardMsg.FromString(data))
        finally:
            self._ends.put_nowait(False)

    def _hear(self, message: ForwardMsg) -> None:
        self._heard += 1
        if message.WhichOneof("type") == "ref_hash":
            message = _placed(self._kept[message.ref_hash], message)
        elif message.metadata.cacheable:
            self._kept[message.hash] = message
        heard = getattr(self, f"_hear_{message.WhichOneof('type')}", None)
        if heard is not None:
            heard(message)

    def _hear_delta(self, message: ForwardMsg) -> None:
        self.screen.draw(message)

    def _hear_new_session(self, message: ForwardMsg) -> None:
        self._hash = message.new_session.page_script_hash
        self.session = message.new_session.initialize.session_id or self.session
        self.screen.begin(message.metadata.run)
        if not message.metadata.run.fragment_ids:
            self._silence(*self._timers)

    def _hear_navigation(self, message: ForwardMsg) -> None:
        self._hash = message.navigation.page_script_hash

    def _hear_auto_rerun(self, message: ForwardMsg) -> None:
        self._refresh(message.auto_rerun.fragment_id, message.auto_rerun.interval)

    def _hear_stop_auto_rerun(self, message: ForwardMsg) -> None:
        self._silence(*message.stop_auto_rerun.fragment_ids)

    def _hear_page_info_changed(self, message: ForwardMsg) -> None:
        self.query = message.page_info_changed.query_string

    def _hear_script_finished(self, message: ForwardMsg) -> None:
        if ForwardMsg.ScriptFinishedStatus.Name(message.script_finished) != ROUND:
            self.screen.end()
            self._ends.put_nowait(True)

    def _refresh(self, fragment: str, every_s: float) -> None:
        """Do as the browser does when a fragment has `run_every`: ask for it again and again."""
        mark = self._timers[fragment] = object()

        async def tick() -> None:
            while True:
                await asyncio.sleep(every_s)
                async with self._turn:
                    if self._timers.get(fragment) is not mark:  # a run drew it anew, or drew it no more
                        return
                    with contextlib.suppress(PhoneError):  # whoever acts next will hear of it
                        await self._ask({}, None, timer=fragment)
                    self.refreshes += 1

        task = asyncio.create_task(tick())
        self._ticking.add(task)
        task.add_done_callback(self._ticking.discard)

    def _silence(self, *fragments: str) -> None:
        for fragment in fragments:
            self._timers.pop(fragment, None)

    def _visit(self) -> None:
        """Fetch the page and what gives the cookies, as a browser does before it opens the websocket."""
        place = urlsplit(self.url)
        made = (
            http.client.HTTPSConnection(place.netloc, timeout=LIMIT_S, context=TRUSTING)
            if place.scheme == "https"
            else http.client.HTTPConnection(place.netloc, timeout=LIMIT_S)
        )
        with contextlib.closing(made) as connection:
            for path in (f"/{self.page}", "/_stcore/health", "/_stcore/host-config"):
                headers = {"Cookie": self._cookie()} if self.cookies else {}
                try:
                    connection.request("GET", path, headers=headers)
                    answer = connection.getresponse()
                    answer.read()
                except (OSError, http.client.HTTPException) as error:
                    raise PhoneError(f"{path} does not answer") from error
                for kept in answer.headers.get_all("Set-Cookie", []):
                    name, _, text = kept.partition(";")[0].partition("=")
                    self.cookies[name.strip()] = text.strip()

    def _cookie(self) -> str:
        return "; ".join(f"{name}={text}" for name, text in self.cookies.items())

    async def _connect(self) -> ClientConnection:
        place = urlsplit(self.url)
        protocols = ["streamlit", self.cookies.get("_streamlit_xsrf", "PLACEHOLDER_AUTH_TOKEN")]
        is_secure = place.scheme == "https"
        try:
            return await connect(
                f"{'wss' if is_secure else 'ws'}://{place.netloc}/_stcore/stream",
                ssl=TRUSTING if is_secure else None,
                origin=f"{place.scheme}://{place.netloc}",
                subprotocols=[*protocols, self.session] if self.session else protocols,
                additional_headers={"Cookie": self._cookie()},
                compression=None,
                max_size=None,
                open_timeout=LIMIT_S,
                proxy=None,
            )
        except (OSError, TimeoutError, WebSocketException) as error:
            raise PhoneError("no websocket") from error


def _placed(kept: ForwardMsg, reference: ForwardMsg) -> ForwardMsg:
    """A message the browser kept, in the place the server now gives it."""
    message = ForwardMsg()
    message.CopyFrom(kept)
    message.metadata.CopyFrom(reference.metadata)
    return message
