import { cOffline, cRun } from "./c.js";
import { curl } from "./curl.js";
import { javascriptAsk, javascriptStream } from "./javascript.js";
import { pythonAsk, pythonStream } from "./python.js";
import { swiftAsk } from "./swift.js";

/** @typedef {import("./address.js").Way} Way */

/**
 * A program that runs as it stands.
 * @typedef {object} Snippet
 * @property {string} id
 * @property {string} language
 * @property {string} does
 * @property {string} file to keep it in; empty for what is typed into a shell
 * @property {(way: Way) => string} text
 * @property {(way: Way) => string} run the command that runs it
 * @property {string} needs what has to be there
 */

/** @type {Snippet[]} */
export const snippets = [
  { id: "javascript-stream", language: "JavaScript", does: "streams ink, prints each guess", file: "guess.mjs",
    text: javascriptStream, run: () => "node guess.mjs",
    needs: "Node 22 or newer, or the console of this page; Node 20 with --experimental-websocket." },
  { id: "python-stream", language: "Python", does: "streams ink, prints each guess", file: "guess.py",
    text: pythonStream, run: () => "python3 guess.py",
    needs: "Python 3.9 or newer, and pip install websockets." },
  { id: "curl", language: "curl", does: "asks about one drawing", file: "",
    text: curl, run: () => "", needs: "A shell with curl." },
  { id: "javascript-ask", language: "JavaScript", does: "asks about one drawing", file: "ask.mjs", text: javascriptAsk,
    run: () => "node ask.mjs", needs: "Node 18 or newer, or the console of this page." },
  { id: "python-ask", language: "Python", does: "asks about one drawing", file: "ask.py", text: pythonAsk,
    run: () => "python3 ask.py", needs: "Python 3.9 or newer, nothing else." },
  { id: "swift-ask", language: "Swift", does: "asks about one drawing", file: "main.swift", text: swiftAsk,
    run: () => "swiftc main.swift -o ask && ./ask", needs: "Swift 5.7 or newer, on Linux or a Mac." },
  { id: "c-offline", language: "C", does: "recognises with no server", file: "guess.c", text: cOffline, run: cRun,
    needs: "A C compiler. The first command fetches the model as one file; after that no server is asked." },
];
