// One's own things: looked at, drawn again, taken home, deleted; levels, badges, and a place on the board.
import assert from "node:assert/strict";
import { test } from "node:test";
import { faultsOf, withoutAxe } from "./axe.js";
import { begins, classroom, clickAtRest } from "./classroom.js";
import { press } from "./office.js";

const room = classroom();
const sizes = [{ width: 390, height: 844, touch: true }, { width: 1180, height: 820, dark: true },
  { width: 1920, height: 1080 }];

/** A page of somebody who has drawn circles, one better than the other. */
async function drawer(count, options) {
  const page = await room.game(options);
  await page.run(async (many) => {
    for (let index = 0; index < many; index += 1) {
      const points = Array.from({ length: 40 }, (_, step) => {
        const angle = (2 * Math.PI * step) / 39;
        const radius = 120 + ((index * 7) % 20) * Math.sin(3 * angle);
        return [200 + radius * Math.cos(angle), 200 + radius * Math.sin(angle), 0.5, step * 25];
      });
      const drawing = { shape: "circle", canvas: { width: 400, height: 400 }, device: "mouse", strokes: [points] };
      const answer = await fetch("/api/drawings", { method: "POST", headers: { "Content-Type": "application/json" },
        body: JSON.stringify(drawing) });
      if (!answer.ok) throw new Error(await answer.text());
    }
  }, count);
  return page;
}

async function open(page, tab) {
  await clickAtRest(page, "own-places .mine");
  await page.until(() => document.querySelector("mine-panel own-badges li"));
  if (tab) await page.click(`#tab-${tab}`);
}

const text = (page, selector) => page.run((chosen) => document.querySelector(chosen)?.textContent, selector);

test("all drawings come, a piece at a time, each with its picture and score", async () => {
  const page = await drawer(30);
  await open(page);
  await page.until(() => document.querySelectorAll("mine-panel .drawings li").length >= 24);
  await page.run(() => document.querySelector("mine-panel .pages").scrollTo(0, 1e6));
  await page.until(() => document.querySelectorAll("mine-panel .drawings li").length === 30);
  await page.until(() => [...document.querySelectorAll("mine-panel .drawings img")]
    .some(({ naturalWidth }) => naturalWidth === 256));
  assert.match(await page.run(() => document.querySelector("mine-panel .drawings button").getAttribute("aria-label")),
    /^circle, \d+ of 100, /);
  assert.deepEqual(page.complaints, []);
});

test("a drawing draws itself again in the time it took, and can be taken home as PNG and SVG", async () => {
  const page = await drawer(1);
  await open(page);
  await page.until(() => document.querySelector("mine-panel .drawings li"));
  await page.click("mine-panel .drawings button");
  await page.until(() => document.querySelector("own-replay path")?.getAttribute("d"));
  const length = () => page.run(() => document.querySelector("own-replay path").getTotalLength());
  const began = Date.now();
  await page.click("own-drawing .again");
  const early = await length();
  await page.until(() => !document.querySelector("own-replay").dataset.state);
  const late = await length();
  assert.ok(Date.now() - began > 700, "it was over at once");
  assert.ok(early < late * 0.8, `${early} of ${late}`);
  const files = await page.run(async () => Promise.all(
    [...document.querySelectorAll("own-drawing a[download]")].map(async (link) => {
      const answer = await fetch(link.href);
      return [link.download, answer.headers.get("Content-Type").split(";")[0], answer.ok];
    })));
  assert.match(files[0][0], /^circle-\d+\.png$/);
  assert.match(files[1][0], /^circle-\d+\.svg$/);
  assert.deepEqual(files.map(([, type, ok]) => [type, ok]), [["image/png", true], ["image/svg+xml", true]]);
});

test("one drawing is deleted after a question, which names what is lost; all are, and the levels with them",
  async () => {
  const page = await drawer(3);
  await open(page);
  await page.until(() => document.querySelectorAll("mine-panel .drawings li").length === 3);
  const id = await page.run(() => document.querySelector("mine-panel .drawings li").dataset.drawing);
  await page.click("mine-panel .drawings button");
  await page.until(() => document.querySelector("own-drawing .delete"));
  await page.click("own-drawing .delete");
  assert.match(await text(page, ".question p"), /circle for ever\?.*cannot be brought back/);
  await page.click(".question .keep");
  assert.equal(await page.run(async (drawing) => (await fetch(`/api/drawings/${drawing}`)).status, id), 200);
  await page.click("own-drawing .delete");
  await page.click(".question .lose");
  await page.until(() => document.querySelectorAll("mine-panel .drawings li").length === 2
    && !document.querySelector("own-drawing"));
  assert.equal(await page.run(async (drawing) => (await fetch(`/api/drawings/${drawing}`)).status, id), 404);
  await page.click("own-gallery .delete-all");
  await page.until(() => document.querySelector(".question"));
  assert.match(await text(page, ".question p"), /all 2 drawings.*levels.*badges stay/);
  await page.click(".question .lose");
  await page.until(() => document.querySelector("mine-panel .drawings").childElementCount === 0);
  await page.until(() => [...document.querySelectorAll("own-progress .levels li")]
    .every((row) => /Not drawn yet/.test(row.textContent)));
  assert.ok(await page.run(() => document.querySelectorAll("own-badges .earned").length > 0));
  assert.equal(await page.run(async () => (await (await fetch("/api/user/drawings")).json()).drawings.length), 0);
});

test("levels, days and today's challenge are told, and at least twenty badges, earned ones first", async () => {
  const page = await drawer(10);
  await open(page, "progress");
  const circle = await page.until(() => [...document.querySelectorAll("own-progress .levels li")]
    .find((row) => row.textContent.startsWith("circle"))?.textContent);
  assert.match(circle, /Level [2-9]/);
  assert.match(circle, /10 drawn/);
  assert.match(await text(page, "own-progress .today"), /Today’s challenge/);
  await page.click("#tab-badges");
  const badges = await page.run(() => [...document.querySelectorAll("own-badges li")].map((badge) => ({
    id: badge.dataset.badge, earned: badge.classList.contains("earned"), words: badge.querySelector("b").textContent,
    picture: badge.querySelector(".picture").getAttribute("d"),
    how: badge.querySelector(".how")?.textContent ?? "" })));
  assert.ok(badges.length >= 20, `${badges.length} badges`);
  assert.ok(badges.every(({ words, how, id }) => how !== "" && words !== id.replace(/_/g, " ")),
    "a badge without words of its own");
  assert.equal(new Set(badges.map(({ picture }) => picture)).size, badges.length, "two badges with one picture");
  const firstToCome = badges.findIndex(({ earned }) => !earned);
  assert.ok(firstToCome > 0 && badges.slice(firstToCome).every(({ earned }) => !earned));
  assert.ok(badges.some(({ id, earned }) => id === "ten_drawings" && earned));
});

test("whoever likes goes on the board under a made-up name, rolls again, and leaves it", async () => {
  const page = await drawer(7);
  await open(page, "board");
  await page.click("name-choice .join");
  const names = () => page.run(() => [...document.querySelectorAll(".name-tag")].map(({ textContent }) => textContent));
  await page.until(() => document.querySelectorAll(".name-tag").length === 6);
  const first = await names();
  await page.click("name-choice .roll");
  await page.until((before) => document.querySelector(".name-tag").textContent !== before, first[0]);
  assert.equal(await page.run(() => document.querySelector("name-choice input")), null, "names may be typed");
  const [chosen] = await names();
  await page.click(".name-tag");
  await page.until((name) => document.querySelector(".places .me .name")?.textContent === name, chosen);
  assert.equal(await text(page, "name-choice .own-name"), chosen);
  // Each shape has a board too.
  assert.equal(await page.run(() => {
    const choose = document.querySelector("own-board select");
    choose.value = "quality circle";
    choose.dispatchEvent(new Event("change"));
    return choose.selectedOptions[0].textContent;
  }), "Best circle");
  await page.until((name) => performance.getEntriesByType("resource").some((one) => one.name.endsWith("&shape=circle"))
    && document.querySelector(".places .me .name")?.textContent === name, chosen);
  await page.click("name-choice .leave");
  await page.until(() => document.querySelector("name-choice .join"));
  await page.until(() => !document.querySelector(".places .me"));
});

test("a typed name, where that is allowed, is text whatever is in it: blanks and markup are refused in words",
  async () => {
  const page = await drawer(1);
  await page.send("Page.addScriptToEvaluateOnNewDocument", { source: `
    const ask = fetch;
    globalThis.fetch = async (path, ...rest) => {
      const answer = await ask(path, ...rest);
      return path === "/api/game" ? Response.json({ ...(await answer.json()), typed_names: true }) : answer;
    };` });
  await page.reload();
  await begins(page);
  await open(page, "board");
  await page.click("name-choice .join");
  await page.until(() => document.querySelector("name-choice input"));
  const type = async (name) => {
    await page.run((value) => { document.querySelector("name-choice input").value = value; }, name);
    await page.click("name-choice form button");
  };
  await type("   ");
  await page.until(() => document.querySelector("name-choice .fault").textContent === "Type a name first.");
  await type("<img src=x onerror=alert(1)>");
  await page.until(() => /cannot be used/.test(document.querySelector("name-choice .fault").textContent));
  assert.equal(await page.run(() => document.querySelector("name-choice img")), null);
});

test("a name with markup on the board stays text", async () => {
  const page = await drawer(0);
  await page.run(() => {
    const ask = fetch;
    const place = { place: 1, name: "<b>Bold</b> \u202Eevil", score: 9, me: false };
    globalThis.fetch = (path, ...rest) => (String(path).startsWith("/api/leaderboard")
      ? Promise.resolve(Response.json({ by: "drawings", places: [place], me: null })) : ask(path, ...rest));
  });
  await open(page, "board");
  await page.until(() => document.querySelector(".places .name"));
  assert.equal(await text(page, ".places .name"), "<b>Bold</b> \u202Eevil");
  assert.equal(await page.run(() => document.querySelector(".places b b")), null);
});

test("by keyboard: the arrows go from tab to tab, Escape closes, and the focus is back where it was", async () => {
  const page = await drawer(0);
  await page.run(() => document.querySelector("own-places .mine").focus());
  await press(page, "Enter");
  await page.until(() => document.querySelector("mine-panel own-badges li"));
  await page.run(() => document.querySelector("#tab-drawings").focus());
  await press(page, "ArrowRight");
  assert.equal(await page.run(() => document.activeElement.id), "tab-progress");
  await press(page, "ArrowLeft");
  await press(page, "ArrowLeft");
  assert.equal(await page.run(() => document.activeElement.id), "tab-board");
  await press(page, "Escape");
  await page.until(() => !document.querySelector("mine-panel"));
  assert.ok(await page.run(() => document.activeElement.matches("own-places .mine")));
});

test("without the server it says that the drawings are safe", async () => {
  const page = await drawer(1);
  await open(page);
  await page.click("mine-panel .close");
  await page.run(() => { globalThis.fetch = () => Promise.reject(new TypeError("away")); });
  await page.click("own-places .mine");
  await page.until(() => /Your drawings are safe/.test(document.querySelector("mine-panel .trouble")?.textContent));
});

test("nothing keeps anybody out of one's own things, in any size, direction and light; German labels fit",
  { skip: withoutAxe }, async () => {
  for (const size of sizes) {
    for (const language of ["de", "ar"]) {
      const page = await drawer(3, size);
      await page.run((code) => localStorage.setItem("inkling.language", code), language);
      await page.reload();
      await page.until(() => document.querySelector(".prompt").textContent
        && document.querySelector(".ghost").getAttribute("d"));
      await open(page);
      await page.until(() => document.querySelector("mine-panel .drawings li"));
      for (const tab of ["drawings", "progress", "badges", "board"]) {
        await page.click(`#tab-${tab}`);
        const words = `${tab} ${language} ${JSON.stringify(size)}`;
        assert.deepEqual(await faultsOf(page), [], words);
        assert.ok(await page.run(() => {
          const { scrollWidth, clientWidth } = document.querySelector("mine-panel .pages");
          return scrollWidth <= clientWidth + 1;
        }), `something sticks out: ${words}`);
      }
    }
  }
});
