import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Server } from "../shared/server.js";
import { frame, opcodes, until, WebSocketClient } from "./client.js";
import { ask } from "./http.js";
import { circle, Pen, pointsFrame } from "./pen.js";

/** @type {Server} */
let server;
before(async () => { server = await Server.start(); });
after(async () => {
  // Whatever was sent, the server is still the same process and well.
  assert.equal(server.process.exitCode, null);
  assert.equal((await ask(server.port, "GET", "/health")).status, 200);
  await server.dispose();
});

async function open() {
  const socket = await WebSocketClient.open(server.port);
  await socket.waitFor("welcome");
  return socket;
}

/**
 * Sends bytes; the server has to answer with an error and close.
 * @param {Uint8Array} bytes @param {number} code @param {WebSocketClient} [socket]
 */
async function assertCloses(bytes, code, socket) {
  const victim = socket ?? await open();
  victim.sendRaw(bytes);
  assert.equal(await victim.closed, code, JSON.stringify(victim.received.slice(1)));
  return victim;
}

test("an unknown type is an error and the connection lives on", async () => {
  const pen = await Pen.start(server.port);
  for (const type of ["nonsense", "", "BEGIN", "welcome", "__proto__", "x".repeat(60_000)]) {
    pen.socket.send({ type });
    const error = await pen.socket.waitFor("error");
    assert.deepEqual([error.code, error.fatal], ["unknown_type", false]);
    assert.ok(error.message.length < 300);
  }
  pen.stroke(circle(10));
  await pen.submitted();
  pen.socket.drop();
});

test("text that is no message is an error, then close 1007", async () => {
  for (const text of ["", "{", "[]", "null", "7", "\"begin\"", "{}", "{\"type\":7}",
    "{\"type\":\"begin\"} ", "{\"type\":\"begin\",}", "{\"type\":\"begin\"}x", "{type:\"begin\"}",
    "\u0000", "NaN", "{\"type\":\"points\",\"seq\":1,\"points\":[[NaN,0,0,0]]}",
    "{\"type\":\"points\",\"seq\":1,\"points\":[[1e999,0,0,0]]}", "[".repeat(60_000),
    "{\"a\":".repeat(10_000), "{\"type\":\"\\ud800\"}"]) {
    const socket = await open();
    socket.sendRaw(frame(opcodes.text, text));
    const error = await socket.waitFor("error");
    // A blank after the message is JSON still; all else is not a message at all.
    if (error.fatal === false) {
      assert.notEqual(error.code, "malformed");
      socket.drop();
      continue;
    }
    assert.deepEqual([error.code, error.fatal], ["malformed", true], text.slice(0, 60));
    assert.equal(await socket.closed, 1007, text.slice(0, 60));
  }
});

test("broken UTF-8 closes with 1007", async () => {
  for (const bytes of [[0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82],
    [0x80]]) {
    const text = Buffer.concat([Buffer.from("{\"type\":\"begin\",\"shape\":\""), Buffer.from(bytes),
      Buffer.from("\"}")]);
    await assertCloses(frame(opcodes.text, text), 1007);
  }
});

test("a frame of points cut at any byte is an error, then close 1007, and changes nothing", async () => {
  const whole = pointsFrame(2, circle(3));
  for (let length = 0; length < whole.length; length += 1) {
    const pen = await Pen.start(server.port);
    pen.stroke(circle(2));
    pen.socket.sendBinary(whole.subarray(0, length));
    const isWhole = length >= 8 && (length - 8) % 8 === 0;
    if (isWhole) {
      await pen.socket.waitFor(({ type, seq }) => type === "error" || (type === "feedback" && seq === 2));
      pen.socket.drop();
      continue;
    }
    const error = await pen.socket.waitFor("error");
    assert.deepEqual([error.code, error.fatal], ["malformed", true], `${length} bytes`);
    assert.equal(await pen.socket.closed, 1007, `${length} bytes`);
  }
});

test("a binary frame of unknown kind, flags or reserved bytes closes with 1007", async () => {
  for (const [index, value] of [[0, 0], [0, 2], [0, 255], [1, 4], [1, 128], [2, 1], [3, 1]]) {
    const bytes = pointsFrame(1, circle(2), { starts: true });
    bytes[index] = value;
    const pen = await Pen.start(server.port);
    pen.socket.sendBinary(bytes);
    assert.equal((await pen.socket.waitFor("error")).code, "malformed");
    assert.equal(await pen.socket.closed, 1007);
  }
});

test("a frame with more than 512 points closes with 1007", async () => {
  const pen = await Pen.start(server.port);
  pen.points(circle(512), { starts: true });
  await pen.saved();
  pen.points(circle(513));
  assert.equal((await pen.socket.waitFor("error")).code, "malformed");
  assert.equal(await pen.socket.closed, 1007);
});

test("a message of 64 KiB is read, one byte more closes with 1009", async () => {
  const socket = await open();
  const head = "{\"type\":\"nonsense\",\"x\":\"";
  const text = `${head}${"x".repeat(65_536 - head.length - 2)}"}`;
  socket.sendRaw(frame(opcodes.text, text));
  assert.equal((await socket.waitFor("error")).code, "unknown_type");
  await assertCloses(frame(opcodes.text, `${text} `), 1009, socket);
});

test("a message that grows over 64 KiB in fragments closes with 1009", async () => {
  const pieces = [frame(opcodes.text, "{", { final: false })];
  for (let count = 0; count < 70; count += 1) {
    pieces.push(frame(opcodes.continuation, " ".repeat(1_000), { final: false }));
  }
  await assertCloses(Buffer.concat(pieces), 1009);
});

test("a length over 64 KiB that is only announced closes with 1009", async () => {
  for (const declared of [65_537, 1 << 20, 0x7fff_ffff]) {
    await assertCloses(frame(opcodes.binary, "x", { declared }), 1009);
  }
});

test("a message in fragments, with a ping between, is one message", async () => {
  const pen = await Pen.start(server.port);
  const bytes = pointsFrame(pen.seq += 1, circle(10), { starts: true });
  pen.socket.sendRaw(frame(opcodes.binary, bytes.subarray(0, 5), { final: false }));
  pen.socket.sendRaw(frame(opcodes.ping, "now?"));
  pen.socket.sendRaw(frame(opcodes.continuation, "", { final: false }));
  pen.socket.sendRaw(frame(opcodes.continuation, bytes.subarray(5, 30), { final: false }));
  pen.socket.sendRaw(frame(opcodes.continuation, bytes.subarray(30)));
  const feedback = await pen.socket.waitFor("feedback");
  assert.equal(feedback.points, 10);
  await pen.submitted();
  assert.deepEqual(pen.socket.pongs.map(String), ["now?"]);
  pen.socket.drop();
});

test("bytes that trickle in one by one are still a message", async () => {
  const pen = await Pen.start(server.port);
  for (const byte of frame(opcodes.binary, pointsFrame(pen.seq += 1, circle(3), { starts: true }))) {
    pen.socket.sendRaw(Buffer.from([byte]));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await pen.submitted();
  pen.socket.drop();
});

test("a ping is answered with its own payload", async () => {
  const socket = await open();
  for (const payload of ["", "inkling", "x".repeat(125)]) {
    socket.sendRaw(frame(opcodes.ping, payload));
    await until(() => socket.pongs.length > 0);
    assert.equal(String(socket.pongs.pop()), payload);
  }
  socket.drop();
});

test("a close is answered", async () => {
  const socket = await open();
  assert.ok([1000, 1005].includes(await socket.close(1000)));
});

test("frames against the protocol end the connection and nothing else", async () => {
  for (const bytes of [frame(3, "x"), frame(11, "x"), frame(opcodes.continuation, "x"),
    frame(opcodes.ping, "x".repeat(126)), frame(opcodes.ping, "x", { final: false }),
    frame(opcodes.text, "{}", { masked: false }), Buffer.from([0xf1, 0x80, 0, 0, 0, 0]),
    frame(opcodes.close, Buffer.from([3])), Buffer.from("GET / HTTP/1.1\r\n\r\n")]) {
    const socket = await open();
    socket.sendRaw(bytes);
    // 1006: the socket went away without a word, which the protocol allows here.
    assert.notEqual(await socket.closed, 1000, bytes.toString("hex").slice(0, 40));
  }
});

test("a flood closes with 1008", async () => {
  const pen = await Pen.start(server.port);
  pen.stroke(circle(2));
  const again = frame(opcodes.binary, pointsFrame(1, circle(2)));
  // As fast as they go, until the server has had enough; then its last words are listened to.
  const many = Buffer.concat(Array.from({ length: 1_000 }, () => again));
  const isTold = () => pen.socket.received.some(({ code }) => code === "flood");
  for (let count = 0; count < 300 && !isTold(); count += 1) {
    pen.socket.sendRaw(many);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  assert.equal(await pen.socket.closed, 1008);
  assert.ok(pen.socket.received.some(({ type, code, fatal }) =>
    type === "error" && code === "flood" && fatal));
});

test("random bytes after the handshake never harm the others", async () => {
  const pen = await Pen.start(server.port);
  let state = 1;
  const random = () => (state = (state * 1_103_515_245 + 12_345) & 0x7fff_ffff) >> 8 & 255;
  for (let round = 0; round < 60; round += 1) {
    const socket = await open();
    socket.sendRaw(Buffer.from(Array.from({ length: 1 + (round * 7) % 200 }, random)));
    const payload = Buffer.from(Array.from({ length: 40 }, random));
    socket.sendRaw(frame(round % 2 ? opcodes.text : opcodes.binary, payload));
    socket.drop();
  }
  pen.stroke(circle(30));
  await pen.submitted();
  pen.socket.drop();
});

test("what follows a malformed frame does not swallow the close code", async () => {
  for (const count of [1, 10, 100, 1_000]) {
    const pen = await Pen.start(server.port);
    const more = Array.from({ length: count }, (_, index) =>
      frame(opcodes.binary, pointsFrame(index + 1, circle(2), { starts: index === 0 })));
    await assertCloses(Buffer.concat([frame(opcodes.text, "{"), ...more]), 1007, pen.socket);
    assert.equal(pen.socket.received.filter(({ type }) => type === "feedback").length, 0);
  }
});
