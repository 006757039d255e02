// What every test needs: a server, a browser, a page with the game, and a steady hand.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { Browser } from "./driver.js";
import { Server } from "./server.js";

/** A server and a browser for a file of tests. */
export function classroom() {
  const room = {
    /** @type {Server} */ server: undefined,
    /** @type {Browser} */ browser: undefined,
    /**
     * Opens the game and says that drawings may be kept, where that is asked; `host` names the origin, the rest is the
     * page's size and context.
     */
    async game({ host, ...options } = {}) {
      const page = await room.browser.page(options);
      await page.open(room.server.url(host));
      await begins(page);
      return page;
    },
  };
  before(async () => {
    room.browser = await Browser.start();
    room.server = await Server.start();
  });
  after(async () => {
    await room.browser?.stop();
    await room.server?.dispose();
  });
  return room;
}

/** Resolves when there is something to draw; whether it may be kept is answered, if it is asked. */
export async function begins(page, answer = "keep", draw = "Draw ") {
  await page.until((chosen, words) => {
    document.querySelector(`dialog.consent[open] .${chosen}`)?.click();
    return !document.querySelector("dialog.consent")
      && document.querySelector(".prompt")?.textContent.startsWith(words);
  }, answer, draw);
}

/** Clicks once the page has come to rest: while fonts and words arrive, its buttons move. */
export async function clickAtRest(page, selector) {
  await page.until(async (chosen) => {
    const place = () => JSON.stringify(document.querySelector(chosen)?.getBoundingClientRect());
    const before = place();
    await new Promise((resolve) => setTimeout(resolve, 200));
    return before === place();
  }, selector);
  await page.click(selector);
}

/** The sheet's rectangle in the page. */
export const sheetOf = (page) => page.run(() => {
  const { left, top, width, height } = document.querySelector(".sheet").getBoundingClientRect();
  return { left, top, width, height };
});

/** Places on an arc round the sheet's middle, in turns: 0 … 1 is a whole circle. */
export function arc({ left, top, width, height }, from = 0, to = 1, count = 40) {
  const radius = Math.min(width, height) * 0.3;
  return Array.from({ length: count }, (_, index) => {
    const angle = 2 * Math.PI * (from + ((to - from) * index) / (count - 1));
    const [x, y] = [left + width / 2, top + height / 2];
    return [Math.round(x + radius * Math.cos(angle)), Math.round(y + radius * Math.sin(angle))];
  });
}

/** The id of the drawing on the sheet. */
export const idOf = (page) => page.until(() => document.querySelector("ink-sheet").dataset.drawing);

/** Resolves when all ink on the sheet is durable at the server. */
export const saved = (page) => page.until(() => document.querySelector("ink-sheet").dataset.ink === "saved");

/** Resolves when the page says in words that it keeps the ink itself. */
export const keeps = (page) => page.until(() => (
  document.querySelector(".keeping").textContent.includes("kept on this device")));

/** Hands the drawing in and waits for the words. */
export async function finish(page) {
  const id = await idOf(page);
  await page.click(".controls .done");
  await page.until(() => document.querySelector(".result.shown"));
  return id;
}

export const nextPrompt = (page) => page.until(() => {
  const sheet = document.querySelector("ink-sheet");
  return sheet.dataset.drawing === undefined && !document.querySelector(".result.shown");
});

/** A stored drawing, asked for with the page's own cookie; waits until there is one. */
export const stored = (page, id) => page.until(async (drawing) => {
  try {
    const answer = await fetch(`/api/drawings/${drawing}`);
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}, id);

export const statistics = (page) => page.run(async () => (await fetch("/api/user/stats")).json());

/** Where places of the page lie on a drawing's canvas, at the resolution that is kept. */
function onCanvas(places, sheet, canvas) {
  const scale = sheet.width / canvas.width;
  const step = (pixels) => Math.round((pixels / scale) * 8) / 8;
  return places.map(([x, y]) => [step(x - sheet.left), step(y - sheet.top)]);
}

const positions = (drawing) => drawing.strokes.map(({ points }) => points.map(({ x, y }) => [x, y]));

/**
 * Asserts that a stored drawing has these strokes, point for point. A place half way between
 * two steps of the kept grid may have gone to either.
 */
export function assertDrawn(drawing, sheet, strokes) {
  const expected = strokes.map((places) => onCanvas(places, sheet, drawing.canvas));
  const found = positions(drawing);
  assert.deepEqual(found.map(({ length }) => length), expected.map(({ length }) => length));
  const far = expected.flat().filter(([x, y], index) => {
    const [a, b] = found.flat()[index];
    return Math.max(Math.abs(x - a), Math.abs(y - b)) > 1 / 8;
  });
  assert.deepEqual(far, [], "points away from where they were drawn");
}
