"""Draws a circle point by point, prints what the server takes it for, and asks for more.

    python3 example.py http://127.0.0.1:8080 [KEY]
"""

import asyncio
import math
import sys

from inkling import Inkling, InklingError
from inkling_types import StreamGuess


def tell(guess: StreamGuess) -> None:
    print(f"{guess['points']} points: {guess['shape']}, {guess['confidence']:.0%}")


async def main() -> None:
    address = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8080"
    inkling = Inkling(address, key=sys.argv[2] if len(sys.argv) > 2 else None)
    turns = [step / 59 * 2 * math.pi for step in range(60)]
    circle = [(200 + 120 * math.cos(turn), 200 + 120 * math.sin(turn)) for turn in turns]
    print(f"The model {inkling.model_info()['version']} listens.")
    async with inkling.stream(on_guess=tell) as stream:
        for x, y in circle:
            stream.point(x, y)
            await asyncio.sleep(0.016)
        stream.lift()
        print(f"It is a {(await stream.settled())['shape']}.")
    drawing = {"strokes": [circle]}
    print(f"At once it is a {inkling.classify(drawing)['shape']}, too.")
    print("The ideal:", inkling.fit(drawing)["geometry"])
    made = inkling.generate("heart", seed=7)
    print(f"A heart of {len(made['drawings'][0]['strokes'][0]['points'])} points, by {made['generator']}.")


try:
    asyncio.run(main())
except InklingError as error:
    sys.exit(str(error))
