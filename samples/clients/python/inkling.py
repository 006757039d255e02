"""Inkling for programs: what a drawing is, said while it is drawn; made-up drawings; the model itself.

>>> inkling = Inkling("http://127.0.0.1:8080", key="inkling_…")
>>> inkling.classify({"strokes": [[(100, 100), (200, 102), (300, 100)]]})["shape"]
'line'

Asking over HTTP needs nothing but Python 3.9 and blocks; from a coroutine call it as
``await asyncio.to_thread(inkling.classify, drawing)``. A stream needs ``websockets`` (10.4 or newer):

>>> async with inkling.stream(on_guess=print) as stream:
...     stream.point(100, 100); stream.point(300, 100); stream.lift()
...     print((await stream.settled())["shape"])
"""

from __future__ import annotations

import json
import random
import socket
import time
import urllib.error
import urllib.parse
import urllib.request
from typing import (
    TYPE_CHECKING, Any, Callable, Dict, Generator, Iterable, Iterator, List, Mapping, Optional, Sequence, cast,
)

from inkling_types import (
    BatchAnswer, BatchTotal, Canvas, Classification, Classifications, Completion, Drawing, Fit, Generated,
    ModelEntry, ModelFormat, ModelInfo, StreamGuess,
)

if TYPE_CHECKING:
    from inkling_stream import Stream

__all__ = ["Inkling", "InklingError"]

#: Of one request of a batch; longer lists are sent in several.
_batch_lines, _batch_bytes = 20_000, 16 << 20


class InklingError(Exception):
    """The server's answer to what it does not take, or what kept it from answering.

    ``code`` is stable and for programs, ``message`` for people. Codes of this library's own:
    ``unreachable``, ``timeout``, ``cut_off`` (an answer broke off) and ``closed``.
    """

    def __init__(
        self, code: str, message: str, *, status: int = 0, errors: Optional[List[Dict[str, str]]] = None,
        retry_after: Optional[float] = None, request_id: Optional[str] = None,
    ) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        #: Of HTTP; 0 where there was no answer, or it came over a WebSocket.
        self.status = status
        #: The faults of what was sent, each with its path.
        self.errors = errors or []
        #: Seconds to wait before another attempt, where the server said so.
        self.retry_after = retry_after
        self.request_id = request_id

    @staticmethod
    def of(status: int, body: bytes, retry_after: Optional[str]) -> InklingError:
        """The error in an answer."""
        try:
            problem: Any = json.loads(body)
        except ValueError:
            problem = None
        if not isinstance(problem, dict):  # Not from Inkling itself.
            problem = {}
        try:
            seconds = None if retry_after is None else float(retry_after)
        except ValueError:
            seconds = None
        return InklingError(
            problem.get("code", "http"), problem.get("detail", f"the server answered {status}"), status=status,
            errors=problem.get("errors"), retry_after=seconds, request_id=problem.get("request_id"))


def back_off(attempt: int, least: float = 0) -> float:
    """Seconds before attempt n + 1: doubling, with chance, so that clients do not come all at once."""
    return max(least, min(5.0, 0.25 * 2.0**min(attempt, 8)) * random.uniform(0.5, 1))


class Inkling:
    """A server.

    ``key`` is an API key; from the server's own machine none is needed. An answer has to come within
    ``timeout`` seconds. A request that meets 429, 503 or no server is sent again up to ``retries`` times.
    """

    def __init__(
        self, address: str = "http://127.0.0.1:8080", *, key: Optional[str] = None, timeout: float = 15,
        retries: int = 4,
    ) -> None:
        self.address = address.rstrip("/")
        self.key = key
        self.timeout = timeout
        self.retries = retries

    def stream(
        self, *, canvas: Optional[Canvas] = None, model: Optional[str] = None, device: Optional[str] = None,
        patience: float = 60, silence: float = 5,
        on_guess: Optional[Callable[[StreamGuess], None]] = None,
        on_model: Optional[Callable[[str], None]] = None,
        on_online: Optional[Callable[[bool], None]] = None,
    ) -> Stream:
        """A stream of ink, to be entered with ``async with``.

        It fails after ``patience`` seconds without a connection; a server that owes an answer counts as
        gone after ``silence`` seconds.
        """
        from inkling_stream import Stream

        return Stream(
            "ws" + self.address[4:] + "/ws/classify", self.key, canvas=canvas, model=model, device=device,
            patience=patience, silence=silence, on_guess=on_guess, on_model=on_model, on_online=on_online)

    def classify(
        self, drawing: Drawing, *, model: Optional[str] = None, explain: bool = False
    ) -> Classification:
        """What a drawing is. With ``explain`` the answer has an ``explanation``."""
        extra = {"explain": True} if explain else {}
        return cast(Classification, self._post("classify", {**drawing, **extra}, model=model))

    def classify_all(self, drawings: Sequence[Drawing], *, model: Optional[str] = None) -> Classifications:
        """What up to 1,000 drawings are, in their order, all by one model."""
        return cast(Classifications, self._post("classify", {"drawings": list(drawings)}, model=model))

    def batch(
        self, drawings: Iterable[Drawing], *, model: Optional[str] = None
    ) -> Generator[BatchAnswer, None, BatchTotal]:
        """What any number of drawings are, each answered as soon as it is read.

        A faulty one is answered with an ``error`` and holds up no other. The generator returns the counts.
        """
        total = BatchTotal(drawings=0, faults=0)
        for body in _portions(drawings):
            before = total["drawings"]
            for answer in self._batch(body, model):
                if answer.get("done"):
                    total["drawings"] += answer["drawings"]
                    total["faults"] += answer["faults"]
                else:
                    answer["index"] += before
                    yield cast(BatchAnswer, answer)
        return total

    def generate(
        self, shape: str, *, count: Optional[int] = None, seed: Optional[int] = None,
        temperature: Optional[float] = None, canvas: Optional[Canvas] = None,
    ) -> Generated:
        """Makes drawings up. The same seed, temperature and generator give the same drawings."""
        return cast(Generated, self._post(
            "generate", {"shape": shape}, count=count, seed=seed, temperature=temperature, canvas=canvas))

    def fit(self, drawing: Drawing, *, shape: Optional[str] = None) -> Fit:
        """The ideal shape that a drawing is meant to be, where it lies. ``shape``: which, if that is known."""
        return cast(Fit, self._post("fit", drawing, shape=shape))

    def complete(
        self, drawing: Drawing, *, shape: Optional[str] = None, seed: Optional[int] = None,
        temperature: Optional[float] = None,
    ) -> Completion:
        """The rest of a begun drawing."""
        return cast(Completion, self._post("complete", drawing, shape=shape, seed=seed, temperature=temperature))

    def models(self) -> List[ModelEntry]:
        """All models, the active one among them."""
        return cast(List[ModelEntry], json.loads(self._ask("GET", "models"))["models"])

    def model_info(self, *, model: Optional[str] = None) -> ModelInfo:
        """Version, classes and figures of a model; of the active one unless told."""
        return cast(ModelInfo, json.loads(self._ask("GET", "model/info", model=model)))

    def model_file(self, *, format: Optional[ModelFormat] = None, model: Optional[str] = None) -> bytes:
        """The model as a file."""
        return self._ask("GET", "model/file", format=format, model=model)

    # HTTP

    def _post(self, path: str, body: Mapping[str, Any], **members: Any) -> Any:
        given = {name: value for name, value in members.items() if value is not None}
        return json.loads(self._ask("POST", path, json.dumps({**body, **given}).encode()))

    def _ask(self, method: str, path: str, body: Optional[bytes] = None, **query: Optional[str]) -> bytes:
        with self._open(method, path, body, "application/json", query) as answer:
            return cast(bytes, answer.read())

    def _batch(self, body: bytes, model: Optional[str]) -> Iterator[Dict[str, Any]]:
        is_done = False
        with self._open("POST", "batch", body, "application/x-ndjson", {"model": model}) as answer:
            for line in answer:
                if line.strip():
                    entry: Dict[str, Any] = json.loads(line)
                    is_done = is_done or bool(entry.get("done"))
                    yield entry
        if not is_done:
            raise InklingError("cut_off", "the answer broke off before its end")

    def _open(
        self, method: str, path: str, body: Optional[bytes], kind: str, query: Mapping[str, Optional[str]]
    ) -> Any:
        given = {name: value for name, value in query.items() if value is not None}
        url = f"{self.address}/api/inference/{path}" + ("?" + urllib.parse.urlencode(given) if given else "")
        headers = {} if body is None else {"Content-Type": kind}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        attempt = 0
        while True:
            try:
                request = urllib.request.Request(url, body, headers, method=method)
                return urllib.request.urlopen(request, timeout=self.timeout)
            except urllib.error.HTTPError as error:
                problem = InklingError.of(error.code, error.read(), error.headers.get("Retry-After"))
            except (urllib.error.URLError, OSError) as error:
                reason = getattr(error, "reason", error)
                is_late = isinstance(reason, (TimeoutError, socket.timeout))
                problem = InklingError("timeout" if is_late else "unreachable", str(reason))
            may_pass = problem.code == "unreachable" or (
                problem.status in (429, 503) and problem.retry_after is not None)
            if not may_pass or attempt >= self.retries:
                raise problem
            time.sleep(back_off(attempt, problem.retry_after or 0))
            attempt += 1


def _portions(drawings: Iterable[Drawing]) -> Iterator[bytes]:
    """Drawings as ndjson, as many together as one request takes."""
    portion: List[bytes] = []
    size = 0
    for drawing in drawings:
        line = json.dumps(drawing).encode()
        if portion and (len(portion) >= _batch_lines or size + len(line) > _batch_bytes):
            yield b"\n".join(portion)
            portion, size = [], 0
        portion.append(line)
        size += len(line) + 1
    if portion:
        yield b"\n".join(portion)


