import { circle, socketAddress } from "./address.js";

/**
 * Streams a circle and prints each guess.
 * @param {import("./address.js").Way} way
 */
export const pythonStream = (way) => `"""Draws a circle, four points at a time, and prints each guess as it comes."""
import asyncio
import json
import math

import websockets  # pip install websockets

ADDRESS = "${socketAddress(way)}"
CIRCLE = [
    [200 + 120 * math.cos(2 * math.pi * step / 47), 200 + 120 * math.sin(2 * math.pi * step / 47), 0.5, 16 * step]
    for step in range(48)  # x, y, pressure, ms
]


async def draw(socket):
    for seq in range(1, 13):
        await socket.send(json.dumps({
            "type": "points", "seq": seq, "points": CIRCLE[4 * seq - 4:4 * seq],
            "starts_stroke": seq == 1, "ends_stroke": seq == 12,
        }))
        await asyncio.sleep(0.064)


async def main():
    async with websockets.connect(ADDRESS) as socket:
        await socket.send(json.dumps({"type": "begin", "canvas": {"width": 400, "height": 400}}))
        drawing = asyncio.ensure_future(draw(socket))
        async for text in socket:
            message = json.loads(text)
            if message["type"] == "error":
                raise SystemExit(message["message"])
            if message["type"] == "guess":
                decided = ", decided" if message["decided"] else ""
                print(f"{message['points']} points: {message['shape']} {message['confidence']:.1%}{decided}", flush=True)
                if message["points"] == len(CIRCLE):
                    break
        await drawing


asyncio.run(main())
`;

/**
 * One drawing over HTTP, with the standard library.
 * @param {import("./address.js").Way} way
 */
export const pythonAsk = ({ address, key }) => `import json
import urllib.error
import urllib.request

drawing = {
    "canvas": {"width": 400, "height": 400},
    "strokes": [${circle}],
}
request = urllib.request.Request(
    "${address}/api/inference/classify",
    data=json.dumps(drawing).encode(),
    headers={"Content-Type": "application/json"${key ? `, "Authorization": "Bearer ${key}"` : ""}},
)
try:
    with urllib.request.urlopen(request) as answer:
        guess = json.load(answer)
        print(f"{guess['shape']} {guess['confidence']:.1%}")
except urllib.error.HTTPError as error:
    raise SystemExit(json.load(error)["detail"])
`;
