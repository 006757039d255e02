"""Ink that is recognised while it is drawn, over a WebSocket. Needs ``websockets``."""

from __future__ import annotations

import asyncio
import importlib
import json
import time
from types import TracebackType
from typing import Any, Callable, List, Optional, Tuple, Type

from inkling import InklingError, back_off
from inkling_sheet import Sheet
from inkling_types import Canvas, StreamGuess

__all__ = ["Stream"]

# Its versions differ in names; of all of them only what they share is used.
_websockets: Any = importlib.import_module("websockets")

#: Operations under way that nothing has been said of.
_window = 64
_hopeless = (400, 401, 403, 404)
_comes_back = ("unavailable", "rate_limited", "flood", "overloaded")


class Stream:
    """It outlives its connections: every operation is kept, and what a new one does not know is sent again.

    Draw at once, it connects by itself. All methods belong to the event loop's thread.
    """

    def __init__(
        self, url: str, key: Optional[str], *, canvas: Optional[Canvas], model: Optional[str],
        device: Optional[str], patience: float, silence: float,
        on_guess: Optional[Callable[[StreamGuess], None]], on_model: Optional[Callable[[str], None]],
        on_online: Optional[Callable[[bool], None]],
    ) -> None:
        #: The newest guess of this drawing.
        self.guess: Optional[StreamGuess] = None
        self._url, self._key = url, key
        self._canvas = canvas or Canvas(width=400, height=400)
        self._model, self._device = model, device
        self._patience, self._silence = patience, silence
        self._on_guess, self._on_model, self._on_online = on_guess, on_model, on_online
        self._sheet = Sheet(self._canvas)
        #: The newest operation that was sent on this connection, and that was answered.
        self._sent = self._answered = 0
        self._is_welcome = self._is_begun = self._was_online = False
        self._interval = 0.016
        self._flushed_at = 0.0
        self._attempts = 0
        self._offline_since = time.monotonic()
        self._owes_since: Optional[float] = None
        self._waiting: List[Tuple[int, asyncio.Future[StreamGuess]]] = []
        self._end: Optional[InklingError] = None
        self._task: Optional[asyncio.Task[None]] = None

    async def __aenter__(self) -> Stream:
        #: There is something to send.
        self._news = asyncio.Event()
        self._task = asyncio.get_running_loop().create_task(self._run())
        return self

    async def __aexit__(
        self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        await self.close()

    @property
    def is_online(self) -> bool:
        return self._is_begun

    @property
    def points(self) -> int:
        return self._sheet.points

    def point(
        self, x: float, y: float, *, pressure: Optional[float] = None, time_ms: Optional[float] = None
    ) -> None:
        """The pen is at a point, in canvas units; the first one after ``lift`` starts a stroke.

        ``pressure`` is 0 to 1; the time is now unless told.
        """
        self._demand_open()
        self._sheet.add(x, y, time.monotonic() * 1_000 if time_ms is None else time_ms, pressure)
        self._news.set()

    def lift(self) -> None:
        """The pen goes up."""
        self._demand_open()
        self._sheet.lift()
        self._news.set()

    def truncate(self, count: int) -> None:
        """Keeps the first ``count`` points."""
        self._demand_open()
        self._sheet.truncate(count)
        self._news.set()

    def undo(self) -> None:
        """Takes the last stroke away."""
        self._demand_open()
        self._sheet.undo()
        self._news.set()

    def reset(self) -> None:
        """Begins another drawing on an empty canvas."""
        self._demand_open()
        self._fail_waiting(InklingError("closed", "the drawing was given up"))
        self._sheet = Sheet(self._canvas)
        self.guess = None
        self._is_begun = self._asked_to_begin = False
        self._news.set()

    async def settled(self, timeout: Optional[float] = None) -> StreamGuess:
        """The guess of all that was drawn so far, once the server has seen it."""
        self._demand_open()
        while self._sheet.number():
            pass
        seq = len(self._sheet.operations)
        if seq == 0:
            raise InklingError("invalid", "nothing was drawn")
        if self.guess is not None and self.guess["seq"] >= seq:
            return self.guess
        self._news.set()
        future: asyncio.Future[StreamGuess] = asyncio.get_running_loop().create_future()
        self._waiting.append((seq, future))
        seconds = self._patience if timeout is None else timeout
        try:
            return await asyncio.wait_for(future, seconds)
        except asyncio.TimeoutError:
            raise InklingError("timeout", f"no guess of operation {seq} within {seconds} s") from None

    async def close(self) -> None:
        """Ends the stream."""
        if self._end is None:
            self._finish(InklingError("closed", "the stream was closed"))
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def _demand_open(self) -> None:
        if self._task is None:
            raise InklingError("closed", "a stream is entered with `async with`")
        if self._end is not None:
            raise self._end

    def _finish(self, error: InklingError) -> None:
        self._end = error
        self._fail_waiting(error)

    def _fail_waiting(self, error: InklingError) -> None:
        for _, future in self._waiting:
            if not future.done():
                future.set_exception(error)
        self._waiting = []

    # Connections

    async def _run(self) -> None:
        while self._end is None:
            reason = await self._connection()
            self._is_welcome = self._is_begun = False
            self._tell_online(False)
            if self._end is not None:
                return
            if time.monotonic() - self._offline_since > self._patience:
                return self._finish(reason)
            await asyncio.sleep(back_off(self._attempts, reason.retry_after or 0))
            self._attempts += 1

    async def _connection(self) -> InklingError:
        """Serves one connection until it ends, and says why it did."""
        lost = InklingError("unreachable", "the connection was lost")
        sender: Optional[asyncio.Task[None]] = None
        try:
            async with self._connect() as socket:
                self._owes_since = time.monotonic()
                self._asked_to_begin = False
                sender = asyncio.get_running_loop().create_task(self._send_all(socket))
                while self._end is None:
                    try:
                        text = await asyncio.wait_for(socket.recv(), self._silence)
                    except asyncio.TimeoutError:
                        owes = self._owes_since
                        if owes is not None and time.monotonic() - owes >= self._silence:
                            return lost
                        continue
                    self._owes_since = None
                    fault = self._receive(json.loads(text))
                    if fault is not None:
                        return fault
                    if self._is_begun and self._sent > self._answered:
                        self._owes_since = time.monotonic()
        except (OSError, asyncio.TimeoutError) as error:
            return InklingError("unreachable", str(error) or "the server did not answer")
        except _websockets.exceptions.WebSocketException as error:
            refused = _refusal(error)
            if refused is not None and refused.status in _hopeless:
                self._finish(refused)
            return refused or lost
        finally:
            if sender is not None:
                sender.cancel()
                await asyncio.gather(sender, return_exceptions=True)
        return lost

    def _connect(self) -> Any:
        headers = {"Authorization": f"Bearer {self._key}"} if self._key else {}
        major = int(str(importlib.import_module("websockets.version").version).split(".")[0])
        name = "additional_headers" if major >= 14 else "extra_headers"
        options: Any = {name: headers, "compression": None, "open_timeout": 10, "close_timeout": 1}
        return _websockets.connect(self._url, ping_interval=None, max_size=1 << 22, **options)

    async def _send_all(self, socket: Any) -> None:
        """Sends what is to be sent on this connection; the points that wait become one frame an interval."""
        while True:
            await self._news.wait()
            self._news.clear()
            if not self._is_welcome:
                continue
            if not self._is_begun:
                if not self._asked_to_begin:
                    self._asked_to_begin = True
                    self._owes_since = self._owes_since or time.monotonic()
                    await socket.send(json.dumps(self._begin()))
                continue
            await asyncio.sleep(max(0.0, self._flushed_at + self._interval - time.monotonic()))
            while self._is_begun and self._sent - self._answered < _window:
                if self._sent == len(self._sheet.operations) and not self._sheet.number():
                    break
                operation = self._sheet.operations[self._sent]
                self._sent += 1
                self._flushed_at = time.monotonic()
                self._owes_since = self._owes_since or self._flushed_at
                await socket.send(operation)

    def _begin(self) -> Any:
        begin = {"type": "begin", "drawing": self._sheet.id, "canvas": self._canvas,
                 "model": self._model, "device": self._device}
        return {name: value for name, value in begin.items() if value is not None}

    def _tell_online(self, is_online: bool) -> None:
        if is_online == self._was_online:
            return
        self._was_online = is_online
        self._offline_since = time.monotonic()
        if self._on_online:
            self._on_online(is_online)

    # Messages

    def _receive(self, message: Any) -> Optional[InklingError]:
        """Takes a message; what it returns ends the connection."""
        kind = message["type"]
        if kind == "welcome":
            self._interval = message.get("pace", {}).get("interval_ms", 16) / 1_000
            self._is_welcome = True
            self._news.set()
        elif kind == "pace":
            self._interval = message["interval_ms"] / 1_000
        elif kind in ("begun", "resumed") and message.get("drawing") == self._sheet.id:
            self._start(message.get("seq", 0))
        elif kind == "guess" and self._is_begun:
            self._take(message)
        elif kind == "model" and self._on_model:
            self._on_model(message["version"])
        elif kind == "error":
            return self._fault(message)
        return None

    def _start(self, seq: int) -> None:
        """Goes on after operation ``seq``."""
        self._is_begun = True
        self._attempts = 0
        # The newest of them is sent again, for the guess that may have been lost.
        self._sent = self._answered = max(0, min(seq, len(self._sheet.operations)) - 1)
        self._tell_online(True)
        self._news.set()

    def _take(self, message: Any) -> None:
        del message["type"]
        guess: StreamGuess = message
        self._answered = max(self._answered, guess["seq"])
        self.guess = guess
        settled = [future for seq, future in self._waiting if seq <= guess["seq"]]
        self._waiting = [one for one in self._waiting if one[0] > guess["seq"]]
        for future in settled:
            if not future.done():
                future.set_result(guess)
        self._news.set()
        if self._on_guess:
            self._on_guess(guess)

    def _fault(self, message: Any) -> Optional[InklingError]:
        error = InklingError(message["code"], message["message"])
        if error.code == "gap":
            self._sent = self._answered = message["seq"] - 1
            self._news.set()
            return None
        if error.code == "no_drawing":  # Its begin was refused, or another is under way.
            return None
        if error.code in _comes_back:
            error.retry_after = 1
        else:
            self._finish(error)
        return error


def _refusal(error: Exception) -> Optional[InklingError]:
    """What the handshake was answered, whatever the version of websockets calls it."""
    answer: Any = getattr(error, "response", error)
    status = getattr(answer, "status_code", None)
    if not isinstance(status, int):
        return None
    headers = getattr(answer, "headers", {})
    return InklingError.of(status, getattr(answer, "body", None) or b"", headers.get("Retry-After"))
