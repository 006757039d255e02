"""What Inkling is asked and what it answers, as it stands in its JSON."""

from __future__ import annotations

from typing import Any, Dict, List, Literal, Mapping, Optional, TypedDict

__all__ = [
    "Answer", "BatchAnswer", "BatchTotal", "Canvas", "Classification", "Classifications", "Completion",
    "Drawing", "Explanation", "Fit", "Generated", "Guess", "MadeDrawing", "ModelEntry", "ModelFormat",
    "ModelInfo", "Point", "StreamGuess", "Stroke",
]

ModelFormat = Literal["inkling", "onnx", "safetensors", "js", "c", "swift"]


class Canvas(TypedDict):
    """16 to 3,600 units each."""

    width: float
    height: float


class Point(TypedDict):
    x: float
    y: float
    pressure: float  # 0 … 1
    timestamp: int  # ms since the drawing began


class Stroke(TypedDict):
    points: List[Point]


#: ``{"strokes": …, "canvas": …, "finished": …}`` or Quick, Draw!'s ``{"drawing": …}``. A stroke is a list of
#: points, or ``{"points": …}``; a point ``(x, y)``, ``(x, y, t)``, ``(x, y, pressure, t)`` or a ``Point``.
Drawing = Mapping[str, Any]


class Guess(TypedDict):
    shape: str
    confidence: float


class _Perhaps(TypedDict, total=False):
    perhaps: str  # the nearest shape, where "none" is not sure


class Answer(_Perhaps):
    shape: str
    confidence: float
    guesses: List[Guess]  # sorted; they sum to 1


class ExplainedInput(TypedDict):
    size: int
    pixels: str  # base64 of size² bytes, 0 … 127, row by row


class Importance(TypedDict):
    importance: float  # -1 … 1: how much confidence the stroke brings


class Explanation(TypedDict):
    input: ExplainedInput
    strokes: List[Importance]


class _Explained(TypedDict, total=False):
    explanation: Explanation


class Classification(Answer, _Explained):
    model: str
    latency_ms: float


class Classifications(TypedDict):
    results: List[Answer]
    model: str
    latency_ms: float


class BatchFault(TypedDict):
    code: str
    detail: str


class BatchAnswer(TypedDict, total=False):
    """Either ``error``, or the members of an ``Answer``."""

    index: int
    shape: str
    confidence: float
    perhaps: str
    guesses: List[Guess]
    expected: str
    error: BatchFault


class BatchTotal(TypedDict):
    drawings: int
    faults: int


class MadeDrawing(TypedDict):
    id: str
    shape: str
    canvas: Canvas
    strokes: List[Stroke]
    duration_ms: int


class Generated(TypedDict):
    shape: str
    seed: int
    temperature: float
    generator: str
    drawings: List[MadeDrawing]


class Ideal(TypedDict):
    closed: bool
    points: List[List[float]]


class Fit(TypedDict):
    shape: Optional[str]
    confidence: Optional[float]
    quality: float
    residual: Optional[float]  # as a share of the ideal's size
    ideal: Optional[Ideal]
    geometry: Optional[Dict[str, Any]]  # "kind": line, circle, polygon or outline


class Completion(TypedDict):
    shape: str
    confidence: Optional[float]
    match: float
    seed: int
    temperature: float
    generator: str
    continues_stroke: bool
    strokes: List[Stroke]


class ModelInfo(TypedDict):
    version: str
    classes: List[str]
    input: Dict[str, int]
    accuracy: Any
    per_class: Any
    checksum: str
    size_bytes: int
    trained_at: Optional[str]


class ModelEntry(TypedDict):
    version: str
    active: bool
    classes: List[str]
    accuracy: Optional[float]
    created_at: str


class StreamGuess(_Perhaps):
    """What the ink looks like after operation ``seq``; ``shape`` is None without ink."""

    seq: int
    points: int
    shape: Optional[str]
    confidence: float
    guesses: List[Guess]
    decided: bool
    model: str
    latency_us: int

