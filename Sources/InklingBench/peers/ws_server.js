// What people would write first: Node, the ws library, SQLite in group commits. It speaks the
// protocol of docs/protocol.md as far as a well-behaved client needs it, keeps every drawing, makes
// every operation durable before it says so, and judges nothing.
//
//   node ws_server.js FILE.db
const { createServer } = require("node:http");

/** A way to make one group of operations durable, with whatever binding there is. */
function openStore(file) {
  const schema = `PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    CREATE TABLE IF NOT EXISTS ink (id INTEGER PRIMARY KEY AUTOINCREMENT, data BLOB NOT NULL);
    CREATE TABLE IF NOT EXISTS drawing (public_id TEXT UNIQUE NOT NULL, strokes BLOB NOT NULL);`;
  /** Makes the tables; what comes back writes one group, up to its commit. */
  const prepare = (database) => {
    database.exec(schema);
    const log = database.prepare("INSERT INTO ink (data) VALUES (?)");
    const store = database.prepare("INSERT INTO drawing (public_id, strokes) VALUES (?, ?)");
    return (bytes, finished) => {
      database.exec("BEGIN");
      log.run(bytes);
      for (const [id, points] of finished) store.run(id, points);
    };
  };
  let Synchronous;
  try { Synchronous = require("node:sqlite").DatabaseSync; } catch {
    try { Synchronous = require("better-sqlite3"); } catch { /* the third way is below */ }
  }
  if (Synchronous) {
    const database = new Synchronous(file);
    const write = prepare(database);
    return {
      commit(bytes, finished, done) {
        write(bytes, finished);
        database.exec("COMMIT");
        done();
      },
    };
  }
  const { Database } = require("sqlite3");
  const database = new Database(file);
  database.serialize();
  const write = prepare(database);
  return {
    commit(bytes, finished, done) {
      write(bytes, finished);
      database.exec("COMMIT", (error) => { if (error) throw error; done(); });
    },
  };
}

const { WebSocketServer } = require("ws");
const store = openStore(process.argv[2]);
const feedbackInterval = 33;
const commitInterval = 10;

/** Connections whose operations wait for the next commit, and those that wait for an answer. */
let waiting = new Set();
const unanswered = new Set();
let bytes = [];
let finished = [];
let isCommitting = false;

class Session {
  constructor(socket) {
    this.socket = socket;
    this.answeredAt = 0;
    socket.on("message", (data, isBinary) => (isBinary ? this.points(data) : this.message(JSON.parse(data))));
    socket.on("close", () => { waiting.delete(this); unanswered.delete(this); });
    this.say({ type: "welcome", protocol: 1, session: "node", token: "node", user: { id: "0" }, open: null,
      pace: { interval_ms: interval } });
  }

  say(message) { this.socket.send(JSON.stringify(message)); }

  message(message) {
    if (message.type === "begin") {
      this.id = message.drawing;
      this.seq = this.saved = this.count = 0;
      this.ink = Buffer.alloc(1024);
      this.isSubmitted = false;
      this.say({ type: "begun", drawing: this.id });
    } else if (message.type === "submit" && message.seq === this.seq + 1) {
      this.seq = message.seq;
      this.isSubmitted = true;
      finished.push([this.id, this.ink.subarray(0, this.count * 8)]);
      this.log(Buffer.from([2, this.seq & 255, this.seq >> 8 & 255]));
    }
  }

  points(data) {
    if (data.length < 8 || data[0] !== 1 || data.readUInt32LE(4) !== this.seq + 1) return;
    const size = data.length - 8;
    while (this.count * 8 + size > this.ink.length) {
      this.ink = Buffer.concat([this.ink, Buffer.alloc(this.ink.length)]);
    }
    data.copy(this.ink, this.count * 8, 8);
    this.count += size / 8;
    this.seq += 1;
    this.log(data);
    const now = performance.now();
    if (now - this.answeredAt >= feedbackInterval) this.feedback(now);
    else unanswered.add(this);
  }

  log(data) {
    bytes.push(Buffer.from(`${this.id} `), data);
    waiting.add(this);
  }

  feedback(now) {
    this.answeredAt = now;
    unanswered.delete(this);
    this.say({ type: "feedback", drawing: this.id, seq: this.seq, saved: this.saved, points: this.count,
      quality: 0, completeness: 0, hints: [], guesses: [] });
  }

  becameDurable(seq) {
    this.saved = seq;
    if (this.isSubmitted && seq === this.seq) {
      this.say({ type: "submitted", drawing: this.id, quality: 0, completeness: 0, hints: [], guesses: [], ideal: null,
        stats: { drawings: 1, streak: 0, best_streak: 0, average_quality: 0 } });
    } else {
      this.say({ type: "saved", drawing: this.id, seq });
    }
  }
}

setInterval(() => {
  const now = performance.now();
  for (const session of unanswered) if (now - session.answeredAt >= feedbackInterval) session.feedback(now);
}, 5);

setInterval(() => {
  if (isCommitting || bytes.length === 0) return;
  const durable = [...waiting].map((session) => [session, session.id, session.seq]);
  const [row, rows] = [Buffer.concat(bytes), finished];
  [waiting, bytes, finished, isCommitting] = [new Set(), [], [], true];
  store.commit(row, rows, () => {
    isCommitting = false;
    for (const [session, id, seq] of durable) if (session.id === id) session.becameDurable(seq);
  });
}, commitInterval);

// The pace that Inkling asks for: with more people fewer frames, each with more points.
let drawing = 0;
let interval = 16;
setInterval(() => {
  const wanted = drawing <= 4 ? 16 : drawing <= 400 ? 40 : drawing <= 1500 ? 66 : drawing <= 4000 ? 100 : 200;
  if (wanted === interval) return;
  interval = wanted;
  for (const socket of sockets.clients) socket.send(JSON.stringify({ type: "pace", interval_ms: interval }));
}, 500);

const http = createServer();
const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
sockets.on("connection", (socket) => {
  drawing += 1;
  socket.on("close", () => { drawing -= 1; });
  socket.on("error", () => socket.terminate());
  socket._socket.setNoDelay(true);
  new Session(socket);
});
http.listen({ port: 0, host: "127.0.0.1", backlog: 4096 }, () =>
  console.log(`node is ready at http://127.0.0.1:${http.address().port}`));
