"""One drawing as numbered operations, and the binary frame that carries points."""

from __future__ import annotations

import json
import math
import os
import struct
import time
from dataclasses import dataclass, field
from typing import List, Optional, Tuple, Union

from inkling_types import Canvas

_points_per_frame = 512
_limits = {"points": 20_000, "strokes": 256}

#: x and y in eighths of a unit, ms since the point before, pressure 0 … 255.
WirePoint = Tuple[int, int, int, int]


@dataclass
class Part:
    """A part of one stroke."""

    starts: bool
    ends: bool = False
    points: List[WirePoint] = field(default_factory=list)


def points_frame(seq: int, starts: bool, ends: bool, points: List[WirePoint]) -> bytes:
    """The binary frame: kind 1, flags, zero, ``seq``, then 8 bytes a point, little-endian."""
    head = struct.pack("<BBHI", 1, starts | ends << 1, 0, seq)
    return head + b"".join(
        struct.pack("<hhHBB", x, y, min(elapsed, 65_535), pressure, 0) for x, y, elapsed, pressure in points)


def rounded(value: float) -> int:
    """To the nearest whole number, half away from zero: as the server rounds."""
    return int(math.copysign(math.floor(abs(value) + 0.5), value))


def new_id() -> str:
    """A version 7 UUID of now (RFC 9562, section 5.7)."""
    value = (time.time_ns() // 1_000_000) << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) & ~(0x3 << 62) | 0x7 << 76 | 0x2 << 62
    digits = f"{value:032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


class Sheet:
    """What is drawn waits until it is asked for, so that all the points of an interval share a frame.

    An operation that was made stays as it is, to be sent again.
    """

    def __init__(self, canvas: Canvas) -> None:
        self.id = new_id()
        self.canvas = canvas
        #: Operation n stands at n - 1.
        self.operations: List[Union[bytes, str]] = []
        self._waiting: List[Union[Part, int]] = []
        self._times: List[int] = []
        self._starts: List[int] = []
        self._is_down = False

    @property
    def points(self) -> int:
        return len(self._times)

    @property
    def is_numbered(self) -> bool:
        """Whether everything drawn has become an operation."""
        return not self._waiting

    def add(self, x: float, y: float, at_ms: float, pressure: Optional[float]) -> None:
        """Adds a point; the first one after the pen was lifted starts a stroke."""
        if not all(map(math.isfinite, (x, y, at_ms, pressure or 0))):
            raise ValueError("a point's numbers are finite")
        wire_x, wire_y, at = rounded(x * 8), rounded(y * 8), rounded(at_ms)
        force = 128 if pressure is None else rounded(pressure * 255)
        for place, side in ((wire_x, self.canvas["width"]), (wire_y, self.canvas["height"])):
            margin = math.floor(side * 8 / 10)
            if not -margin <= place <= side * 8 + margin:
                raise ValueError(f"({x}, {y}) is too far off the canvas")
        if not 0 <= force <= 255:
            raise ValueError(f"a pressure is 0 to 1, not {pressure}")
        before = self._times[-1] if self._times else at
        if at < before:
            raise ValueError(f"the time falls from {before} to {at} ms")
        starts = not self._is_down
        if self.points >= _limits["points"] or (starts and len(self._starts) >= _limits["strokes"]):
            raise ValueError("a drawing has at most {points} points and {strokes} strokes".format(**_limits))
        if starts:
            self._starts.append(self.points)
        self._times.append(at)
        self._is_down = True
        part = self._open()
        if part is None or starts:
            part = Part(starts)
            self._waiting.append(part)
        part.points.append((wire_x, wire_y, at - before, force))

    def lift(self) -> None:
        """The pen goes up."""
        if not self._is_down:
            return
        self._is_down = False
        part = self._open()
        if part is None:
            self._waiting.append(Part(False, ends=True))
        else:
            part.ends = True

    def truncate(self, count: int) -> None:
        """Keeps the first points, counted through all strokes."""
        if not 0 <= count <= self.points:
            raise ValueError(f"{count} of {self.points} points cannot be kept")
        del self._times[count:]
        while self._starts and self._starts[-1] >= count:
            self._starts.pop()
        self._is_down = False
        self._waiting.append(count)

    def undo(self) -> None:
        """Takes the last stroke away."""
        if self._starts:
            self.truncate(self._starts[-1])

    def number(self) -> bool:
        """Makes the next operation of what waits; whether there was anything."""
        if not self._waiting:
            return False
        first, seq = self._waiting[0], len(self.operations) + 1
        if isinstance(first, int):
            self.operations.append(json.dumps({"type": "truncate", "seq": seq, "points": first}))
            del self._waiting[0]
            return True
        points = first.points[:_points_per_frame]
        del first.points[:_points_per_frame]
        is_whole = not first.points
        self.operations.append(points_frame(seq, first.starts, first.ends and is_whole, points))
        first.starts = False
        if is_whole:
            del self._waiting[0]
        return True

    def _open(self) -> Optional[Part]:
        """The part of a stroke that still waits and may grow."""
        last = self._waiting[-1] if self._waiting else None
        return last if isinstance(last, Part) and not last.ends else None
