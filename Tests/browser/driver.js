// A browser driven over the DevTools pipe with node's standard library alone.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { end, leaveNothingRunning, within } from "./server.js";

/** Long, for a training gives way to whatever else the machine does. */
const patienceMs = Number(process.env.INKLING_PATIENCE ?? 60_000);

/** A headless Chromium. `classroom.test` leads to this machine, as a page without a secure origin. */
export class Browser {
  #pending = new Map();
  #pages = new Map();
  #id = 0;
  #rest = "";

  static async start() {
    const browser = new Browser();
    await browser.#launch();
    return browser;
  }

  async #launch() {
    this.profile = mkdtempSync(join(tmpdir(), "inkling-browser-"));
    const program = process.env.INKLING_BROWSER ?? "chromium-headless-shell";
    this.process = spawn(program, [
      "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
      "--host-resolver-rules=MAP classroom.test 127.0.0.1", `--user-data-dir=${this.profile}`, "about:blank",
    ], { detached: true, stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
    leaveNothingRunning(this.process);
    this.process.stdio[4].setEncoding("utf8").on("data", (text) => this.#read(text));
    await this.send("Browser.getVersion");
  }

  /** Sends one DevTools command and resolves to its result. */
  send(method, params = {}, sessionId) {
    const id = (this.#id += 1);
    this.process.stdio[3].write(JSON.stringify({ id, method, params, sessionId }) + "\0");
    const answer = new Promise((resolve, reject) => this.#pending.set(id, { resolve, reject, method }));
    return within(20_000, answer, method);
  }

  /** A page; pages of one `context` share cookies and storage, as tabs do. */
  async page({ width = 1180, height = 820, touch = false, scale = 1, context, dark = false, reduced = false } = {}) {
    const browserContextId = context ?? (await this.send("Target.createBrowserContext")).browserContextId;
    const { targetId } = await this.send("Target.createTarget", { url: "about:blank", browserContextId });
    const { sessionId } = await this.send("Target.attachToTarget", { targetId, flatten: true });
    const page = new Page(this, sessionId, targetId, browserContextId);
    this.#pages.set(sessionId, page);
    for (const domain of ["Page", "Runtime", "Log"]) await page.send(`${domain}.enable`);
    // What pages send is not told, for it can be megabytes.
    await page.send("Network.enable", { maxPostDataSize: 1 });
    await page.resize(width, height, scale, touch);
    const features = [{ name: "prefers-color-scheme", value: dark ? "dark" : "light" },
      { name: "prefers-reduced-motion", value: reduced ? "reduce" : "no-preference" }];
    await page.send("Emulation.setEmulatedMedia", { features });
    if (touch) await page.send("Emulation.setTouchEmulationEnabled", { enabled: true, maxTouchPoints: 5 });
    return page;
  }

  async stop() {
    const ended = new Promise((resolve) => this.process.once("close", resolve));
    // A browser of a thousand parts may leave some behind: all of its group ends.
    end(this.process);
    for (const pipe of this.process.stdio.slice(3)) pipe.destroy();
    await ended;
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }

  #read(text) {
    const messages = (this.#rest + text).split("\0");
    this.#rest = messages.pop();
    for (const message of messages.map((each) => JSON.parse(each))) {
      if (message.id === undefined) {
        this.#pages.get(message.sessionId)?.hear(message);
        continue;
      }
      const { resolve, reject, method } = this.#pending.get(message.id);
      this.#pending.delete(message.id);
      if (message.error) reject(new Error(`${method}: ${message.error.message}`));
      else resolve(message.result);
    }
  }
}

const reasonOf = ({ exception, text }) => exception?.description ?? text;

/** One tab: what it asked for, what it complained of, and a hand to draw in it. */
export class Page {
  requests = [];
  complaints = [];
  frames = [];
  /** Told of every event. */
  onevent = (method, params) => {};
  #waiting = [];

  constructor(browser, session, target, context) {
    Object.assign(this, { browser, session, target, context });
  }

  send(method, params) { return this.browser.send(method, params, this.session); }

  hear({ method, params }) {
    this.onevent(method, params);
    if (method === "Network.requestWillBeSent") this.requests.push(params.request.url);
    if (method === "Network.webSocketCreated") this.requests.push(params.url);
    if (method === "Network.webSocketFrameReceived") this.frames.push(params.response.payloadData);
    if (method === "Runtime.exceptionThrown") this.complaints.push(reasonOf(params.exceptionDetails));
    if (method === "Runtime.consoleAPICalled" && ["error", "warning"].includes(params.type)) {
      this.complaints.push(params.args.map(({ value, description }) => value ?? description).join(" "));
    }
    if (method === "Log.entryAdded" && ["error", "warning"].includes(params.entry.level)) {
      this.complaints.push(`${params.entry.text} ${params.entry.url ?? ""}`);
    }
    this.#waiting = this.#waiting.filter(({ event, resolve }) => event !== method || resolve(params));
  }

  event(event) {
    return within(20_000, new Promise((resolve) => this.#waiting.push({ event, resolve })), event);
  }

  async open(url) {
    const loaded = this.event("Page.loadEventFired");
    await this.send("Page.navigate", { url });
    await loaded;
  }

  async reload() {
    const loaded = this.event("Page.loadEventFired");
    await this.send("Page.reload");
    await loaded;
  }

  resize(width, height, deviceScaleFactor = 1, mobile = false) {
    return this.send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor, mobile });
  }

  /** Calls a function in the page with JSON arguments. */
  async run(body, ...args) {
    const expression = `(${body})(${args.map((value) => JSON.stringify(value)).join(",")})`;
    const { result, exceptionDetails } = await this.send("Runtime.evaluate",
      { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(reasonOf(exceptionDetails));
    return result.value;
  }

  /** Resolves to what `body` returns in the page once that is true. */
  async until(body, ...args) {
    const patience = Date.now() + patienceMs;
    for (;;) {
      // A page that goes to another one answers nothing; the next is asked anew.
      const value = await this.run(body, ...args).catch((error) => {
        if (!/navigated or closed|context was destroyed/.test(error.message)) throw error;
      });
      if (value) return value;
      if (Date.now() > patience) throw new Error(`never came true: ${body} ${JSON.stringify(args)}`);
      await sleep(30);
    }
  }

  async screenshot() {
    return Buffer.from((await this.send("Page.captureScreenshot", { format: "png" })).data, "base64");
  }

  /** Presses a mouse or pen; `force` is 0 … 1. */
  pointer(type, [x, y], { pointerType = "mouse", force } = {}) {
    const held = type !== "mouseReleased";
    return this.send("Input.dispatchMouseEvent", {
      type, x, y, pointerType, force, button: "left", buttons: held ? 1 : 0, clickCount: 1,
    });
  }

  touch(type, points) {
    return this.send("Input.dispatchTouchEvent", { type, touchPoints: points.map(([x, y, id = 0]) => ({ x, y, id })) });
  }

  /** Draws a line through places of the page. */
  async draw(places, options = {}) {
    await this.pointer("mousePressed", places[0], options);
    for (const place of places.slice(1)) await this.pointer("mouseMoved", place, options);
    if (options.lift !== false) await this.pointer("mouseReleased", places[places.length - 1], options);
  }

  async click(selector) {
    const place = await this.run((chosen) => {
      const element = document.querySelector(chosen);
      element.scrollIntoView({ block: "nearest" });
      const { x, y, width, height } = element.getBoundingClientRect();
      return [x + width / 2, y + height / 2];
    }, selector);
    await this.pointer("mousePressed", place);
    await this.pointer("mouseReleased", place);
  }
}
