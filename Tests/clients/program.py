"""What every client's program does, here in Python."""

import asyncio
import base64
import json
import sys
from pathlib import Path
from typing import Any, Callable

sys.path.insert(0, str(Path(__file__).parents[2] / "samples/clients/python"))
from inkling import Inkling, InklingError  # noqa: E402

job = json.load(sys.stdin)
strokes, canvas, second = job["strokes"], job["canvas"], job["second"]
inkling = Inkling(job["address"], key=job["key"])
stranger = Inkling(job["address"], key=job["wrongKey"])


async def tell(step: str, act: Callable[[], Any]) -> None:
    try:
        value = act()
        told = {"step": step, "value": await value if asyncio.iscoroutine(value) else value}
    except InklingError as error:
        told = {"step": step, "error": {
            "code": error.code, "status": error.status, "message": error.message, "errors": error.errors}}
    print(json.dumps(told), flush=True)


async def stranger_stream() -> Any:
    async with stranger.stream() as stream:
        stream.point(1, 1)
        return await stream.settled()


async def main() -> None:
    drawing = {"strokes": strokes, "canvas": canvas}
    await tell("classify", lambda: inkling.classify(drawing))
    await tell("many", lambda: inkling.classify_all([drawing, second]))
    await tell("invalid", lambda: inkling.classify({"strokes": [[[0, 0], [9000, 0]]]}))
    await tell("batch", lambda: list(inkling.batch([drawing, {"strokes": []}, second])))
    await tell("fit", lambda: inkling.fit(second, shape="line"))
    await tell("generate", lambda: inkling.generate("circle", count=2, seed=7, temperature=0.5))
    await tell("complete", lambda: inkling.complete(
        {"strokes": strokes[:1], "canvas": canvas, "finished": False}, seed=1))
    await tell("models", inkling.models)
    await tell("info", inkling.model_info)
    await tell("file", lambda: base64.b64encode(inkling.model_file()).decode())
    await tell("wrong_key", lambda: stranger.classify(second))
    if job["streams"]:
        await tell("wrong_key_stream", stranger_stream)
        await streaming()


async def streaming() -> None:
    async with inkling.stream(canvas=canvas, silence=1) as stream:
        drawn, is_cut = 0, False
        for stroke in strokes:
            for x, y, pressure, at in stroke:
                stream.point(x, y, pressure=pressure, time_ms=at)
                drawn += 1
                await asyncio.sleep(0.002)
                while is_cut and stream.is_online:
                    await asyncio.sleep(0.005)
                is_cut = drawn in job["cuts"]
                if is_cut:
                    await tell("cut", stream.settled)
            stream.lift()
        await tell("settled", stream.settled)
        stream.undo()
        await tell("undone", stream.settled)
        stream.reset()
        for x, y in second["strokes"][0]:
            stream.point(x, y)
        stream.lift()
        await tell("again", stream.settled)
    await tell("closed", stream.settled)


asyncio.run(main())
