import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser } from "./driver.js";
import { draw, hire, press, timed, visit } from "./office.js";
import { email, school } from "./school.js";

const bob = "bob@example.org";
let server;
let browser;

before(async () => {
  server = await school(300);
  await hire(server, bob);
  browser = await Browser.start();
});
after(async () => {
  await browser?.stop();
  await server?.dispose();
});

/** The gallery with its first drawings, and one of them active. */
async function gallery(hash = "#/gallery", who = email, options) {
  const page = await visit(browser, server, hash, who, options);
  await page.until(() => document.querySelector(".cell"));
  return page;
}

const cellOf = (page, id) => page.run((drawing) => {
  const cell = document.querySelector(`[data-drawing="${drawing}"]`);
  return cell && { classes: cell.className, label: cell.getAttribute("aria-label"),
    chosen: cell.getAttribute("aria-selected") };
}, id);
const active = (page) => page.run(() => document.activeElement?.dataset.drawing);
const focus = (page, id) => page.run((drawing) => {
  document.querySelector(drawing ? `[data-drawing="${drawing}"]` : ".cell").focus();
}, id);
const ask = (page, path, body) => page.run(async (address, content) =>
  (await fetch(address, content ? { method: "POST", body: JSON.stringify(content) } : {})).json(), path, body);
/** What a page complains of, beside what it was refused on purpose, and how this test looks at pictures. */
const faults = (page) => page.complaints.filter((text) => !/401|409|412|422|readback/.test(text));

test("what one flags, deletes and takes back, the other sees within a second", async () => {
  const id = await draw(server, "square");
  const [ada, other] = [await gallery(), await gallery("#/gallery", bob)];
  await focus(ada, id);
  await press(ada, "f");
  const seesFlag = (drawing) => document.querySelector(`[data-drawing="${drawing}"].flagged`);
  assert.ok(await timed(other, seesFlag, id) < 1_000);
  assert.match((await cellOf(other, id)).label, /^square, quality .*flagged$/);
  await press(ada, "x");
  const seesItGone = (drawing) => document.querySelector(`[data-drawing="${drawing}"].is-gone`);
  assert.ok(await timed(other, seesItGone, id) < 1_000);
  // It keeps its place until the other looks anew, so that nothing moves under a finger.
  assert.match(await other.run(() => document.querySelector("choice-bar .new").textContent), /^1 gone$/);
  assert.notEqual(await active(ada), id, "what is deleted is done with: on to the next");
  await ada.until(() => /Deleted/.test(document.querySelector("undo-bar").textContent));
  await press(ada, "u");
  await other.until((drawing) =>
    !document.querySelector(`[data-drawing="${drawing}"]`).classList.contains("is-gone"), id);
  assert.deepEqual([faults(ada), faults(other)], [[], []]);
});

test("new drawings wait until somebody wants to see them", async () => {
  const page = await gallery("#/gallery?shape=circle");
  const first = await page.run(() => document.querySelector(".cell").dataset.drawing);
  await draw(server, "heart");
  const id = await draw(server, "circle");
  await page.until(() => document.querySelector("choice-bar .new").textContent === "1 new");
  assert.equal(await cellOf(page, id), null);
  assert.equal(await page.run(() => document.querySelector(".cell").dataset.drawing), first);
  await page.click("choice-bar .new");
  await page.until((drawing) => document.querySelector(`[data-drawing="${drawing}"]`), id);
  assert.equal(await active(page), id);
  assert.equal(await page.run(() => document.querySelector("choice-bar .new").hidden), true);
});

test("however far one scrolls, few drawings are on the page, and each comes once", async () => {
  const page = await gallery("#/gallery?sort=oldest&shape=triangle");
  await focus(page);
  const count = (await ask(page, "/api/admin/drawings?shape=triangle")).total;
  const seen = new Set();
  for (let turn = 0; turn < 200 && seen.size < count; turn += 1) {
    const ids = await page.run(() =>
      [...document.querySelectorAll(".cell")].map(({ dataset }) => dataset.drawing));
    assert.ok(ids.length < 160, `${ids.length} are on the page`);
    assert.equal(new Set(ids).size, ids.length);
    ids.forEach((id) => seen.add(id));
    await press(page, "PageDown");
    await page.run(() => new Promise((resolve) => { requestAnimationFrame(() => setTimeout(resolve, 30)); }));
  }
  assert.equal(seen.size, count);
  await press(page, "End");
  const newest = (await ask(page, "/api/admin/drawings?shape=triangle&limit=1")).drawings[0].id;
  await page.until((drawing) => document.activeElement.dataset.drawing === drawing, newest);
  assert.ok(await page.run(() => {
    const { top, bottom } = document.activeElement.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  }));
  await press(page, "Home");
  assert.equal(await page.run(() => document.activeElement.getAttribute("aria-posinset")), "1");
});

test("the keys move, choose, look, label and help", async () => {
  const page = await gallery("#/gallery?shape=line");
  await focus(page);
  const ids = (await ask(page, "/api/admin/drawings?shape=line&limit=100")).drawings.map(({ id }) => id);
  const columns = await page.run(() => document.querySelector("drawing-grid").columns);
  assert.equal(await page.run(() => document.querySelectorAll("drawing-grid [tabindex='0']").length), 1);
  await press(page, "ArrowRight");
  assert.equal(await active(page), ids[1]);
  await press(page, "ArrowDown");
  assert.equal(await active(page), ids[1 + columns]);
  await press(page, " ");
  await press(page, "ArrowRight", { shift: true });
  await press(page, "ArrowRight", { shift: true });
  await press(page, "ArrowLeft", { shift: true });
  await page.until(() => document.querySelector("choice-bar .chosen").textContent === "2 drawings chosen");
  assert.equal((await cellOf(page, ids[2 + columns])).chosen, "true");
  await press(page, "Escape");
  await page.until(() => document.querySelector("choice-bar .chosen").textContent === "");
  const here = await active(page);
  await press(page, "Enter");
  await page.until((id) => location.hash.endsWith(`drawing=${id}`)
    && document.querySelector("drawing-detail h3")?.textContent.startsWith("line"), here);
  await press(page, "ArrowRight");
  const next = await active(page);
  await page.until((id) => location.hash.endsWith(`drawing=${id}`), next);
  await press(page, "Escape");
  await page.until(() => document.querySelector("drawing-detail").hidden
    && location.hash === "#/gallery?shape=line");
  assert.equal(await active(page), next);
  await press(page, "l");
  await page.until(() => document.querySelector(".picker[open]"));
  await press(page, "h");
  await page.until((id) => document.querySelector(`[data-drawing="${id}"] .shape`).textContent === "heart",
    next);
  assert.equal(await active(page), next, "the focus is back where it was");
  await press(page, "u");
  await page.until((id) => document.querySelector(`[data-drawing="${id}"] .shape`).textContent === "line",
    next);
  await press(page, "?");
  await page.until(() => /flag it/.test(document.querySelector(".keys[open]")?.textContent));
  await press(page, "Escape");
  await page.until(() => !document.querySelector("dialog"));
  assert.deepEqual(faults(page), []);
});

test("a view is shared by its address, and the way back goes through the filters", async () => {
  const page = await gallery();
  const choose = (name, value) => page.run((field, chosen) => {
    const control = document.querySelector(`filter-bar [name=${field}]`);
    control.value = chosen;
    control.dispatchEvent(new Event("change", { bubbles: true }));
  }, name, value);
  await choose("shape", "heart");
  await page.until(() =>
    [...document.querySelectorAll(".cell .shape")].every(({ textContent }) => textContent === "heart"));
  await choose("min_quality", "0.5");
  await choose("sort", "worst");
  await page.until(() => location.hash === "#/gallery?shape=heart&min_quality=0.5&sort=worst");
  await page.until(() => Number(document.querySelector(".cell .quality")?.textContent) >= 0.5);
  const expected = await ask(page, "/api/admin/drawings?shape=heart&min_quality=0.5&sort=worst&limit=100");
  await focus(page);
  await press(page, "Enter");
  const address = await page.until(() => /drawing=/.test(location.hash) && location.hash);
  const other = await gallery(address, bob);
  await other.until((id) => document.querySelector(`.cell.open[data-drawing="${id}"]`),
    expected.drawings[0].id);
  assert.equal(await other.run(() => document.querySelector("filter-bar [name=sort]").value), "worst");
  const total = Number(await other.run(() =>
    document.querySelector("choice-bar .total").textContent.replace(/\D/g, "")));
  assert.ok(total === expected.total, `${total} and ${expected.total}`);
  await other.run(() => { location.hash = "#/gallery?shape=circle"; });
  await other.until(() => document.querySelector(".cell .shape")?.textContent === "circle");
  await other.run(() => history.back());
  await other.until(() => document.querySelector(".cell .shape")?.textContent === "heart"
    && document.querySelector("drawing-detail h3")?.textContent.startsWith("heart"));
});

test("filters that make no sense are told at their fields, and the rest of the page goes on", async () => {
  const page = await visit(browser, server, "#/gallery?min_quality=0.9&max_quality=0.1&colour=red&user=ada",
    email);
  await page.until(() =>
    /above max_quality/.test(document.querySelector("[data-name=min_quality] .fault")?.textContent));
  assert.match(await page.run(() => document.querySelector("[data-name=user] .fault").textContent), /UUID/);
  assert.match(await page.run(() => document.querySelector("filter-bar form > .fault").textContent),
    /^colour: no such filter/);
  assert.equal(await page.run(() => document.querySelector("[name=user]").getClientRects().length > 0), true);
  await page.click("filter-bar .none");
  await page.until(() => document.querySelector(".cell"));
  assert.equal(await page.run(() => location.hash), "#/gallery");
});

test("an address of a drawing that is not there says so, and leads on", async () => {
  const page = await gallery("#/gallery?drawing=01a20dfb-78f7-70d5-8057-9f89d6905ea8");
  await page.until(() => /no such drawing/.test(document.querySelector("drawing-detail .fault")?.textContent));
  await page.click(".cell:nth-of-type(2)");
  await page.until(() => document.querySelector("drawing-detail .moment")?.textContent
    && !document.querySelector("drawing-detail .fault").textContent);
});

test("nothing that matches, and nothing at all, are told in words; what comes is shown at once", async () => {
  const page = await visit(browser, server, "#/gallery?shape=heart&flagged=true&device=keyboard", email);
  await page.until(() => /^No drawing matches/.test(document.querySelector(".empty")?.textContent));
  assert.equal(await page.run(() => document.querySelector("drawing-grid").hidden), true);
  const id = await draw(server, "heart");
  await page.run(() => { location.hash = "#/gallery?flagged=true&shape=heart"; });
  await page.until(() => /^No drawing matches/.test(document.querySelector(".empty")?.textContent));
  await ask(page, `/api/admin/drawings/${id}/flag`, { flagged: true });
  await page.until((drawing) => document.querySelector(`[data-drawing="${drawing}"]`), id);
});

test("a reason with markup is a text, everywhere", async () => {
  const id = await draw(server, "circle");
  const reason = "<img src=x onerror=alert(1)><b>no</b>";
  const page = await gallery(`#/gallery?drawing=${id}`);
  await page.until(() => document.querySelector("drawing-detail h3")?.textContent.startsWith("circle"));
  await page.click("[name=reason]");
  await page.send("Input.insertText", { text: reason });
  await press(page, "Enter");
  await page.until((words) =>
    document.querySelector("drawing-detail .state-words").textContent === `flagged: ${words}`, reason);
  await page.until((words) => document.querySelector("drawing-history").textContent.includes(words), reason);
  assert.equal(await page.run(() => document.querySelector("drawing-detail :is(b, img)")), null);
  assert.deepEqual(faults(page), []);
});

test("a drawing is drawn again at its own speed, held at any moment, and explained", async () => {
  const id = await draw(server, "heart");
  const page = await gallery(`#/gallery?drawing=${id}`);
  await page.until(() => document.querySelector(".moment")?.textContent
    === "0.9 s of 0.9 s, stroke 1 of 1, pressure 0.90");
  const inked = () => page.run(() => {
    const { width, height } = document.querySelector("ink-replay canvas");
    const context = document.querySelector("ink-replay canvas").getContext("2d");
    const { data } = context.getImageData(0, 0, width, height);
    let sum = 0;
    for (let index = 3; index < data.length; index += 4) sum += data[index] > 0 ? 1 : 0;
    return sum;
  });
  const whole = await inked();
  await page.run(() => {
    const slider = document.querySelector("ink-replay input");
    slider.value = "450";
    slider.dispatchEvent(new Event("input"));
  });
  const half = await inked();
  assert.ok(half > 0 && half < 0.7 * whole, `${half} of ${whole}`);
  assert.match(await page.run(() => document.querySelector("ink-replay input").getAttribute("aria-valuetext")),
    /^0\.[45] s of 0\.9 s/);
  await page.click("ink-replay .step:nth-of-type(3)");
  const took = await page.run(() => new Promise((resolve) => {
    const [begun, replay] = [performance.now(), document.querySelector("ink-replay")];
    replay.addEventListener("moved", () => { if (!replay.isPlaying) resolve(performance.now() - begun); });
    const look = setInterval(() => {
      if (replay.isPlaying) return;
      clearInterval(look);
      resolve(performance.now() - begun);
    }, 10);
    replay.toggle();
  }));
  assert.ok(took > 800 && took < 1_500, `played for ${took} ms`);
  assert.equal(await inked(), whole);
  await page.until(() => /line/.test(document.querySelector("guess-course svg")?.getAttribute("aria-label")));
  assert.match(await page.run(() => document.querySelector("guess-course").textContent),
    /decided at \d+ % of the ink/);
  await page.until(() => document.querySelectorAll("score-reasons dt").length >= 3);
  assert.match(await page.run(() => document.querySelector(".facts").textContent),
    /asked forheart.*drawn withpen.*points3/);
  assert.deepEqual(faults(page), []);
});

test("what is in the trash is there by a filter, and comes out of it", async () => {
  const id = await draw(server, "square");
  const page = await gallery(`#/gallery?shape=square`);
  await focus(page, id);
  await press(page, "Delete");
  await page.until(() => /Deleted the square/.test(document.querySelector("undo-bar").textContent));
  await page.run(() => { location.hash = "#/gallery?deleted=true"; });
  // The other view still shows it, as gone, until this one's drawings have come.
  await page.until((drawing) => document.querySelector(`[data-drawing="${drawing}"]:not(.is-gone)`), id);
  await focus(page, id);
  await press(page, "r");
  await page.until((drawing) => document.querySelector(`[data-drawing="${drawing}"].is-gone`), id);
  assert.equal((await ask(page, `/api/admin/drawings/${id}`)).deleted_at, null);
});

test("all that match are counted, changed with progress in sight, brought back by one undo", async () => {
  const page = await gallery("#/gallery?shape=heart&flagged=false");
  const other = await gallery("#/gallery?shape=heart", bob);
  const { total: hearts } = await ask(page, "/api/admin/drawings?shape=heart&flagged=false");
  const { total: flagged } = await ask(page, "/api/admin/drawings?shape=heart&flagged=true");
  await focus(page);
  await press(page, "a", { control: true });
  await page.until((count) =>
    document.querySelector("choice-bar .chosen").textContent === `All ${count} drawings that match`, hearts);
  await press(page, "f");
  const words = await page.until(() => document.querySelector("notice-bar:not([hidden]) p")?.textContent);
  assert.match(words, new RegExp(`^Flag ${hearts} drawings: all that match`));
  await page.run(() => {
    window.progress = [];
    new MutationObserver(() => window.progress.push(document.querySelector("job-strip").textContent))
      .observe(document.querySelector("job-strip"), { childList: true, subtree: true, characterData: true });
  });
  await page.click("notice-bar .act");
  await page.until((count) =>
    new RegExp(`Flagged ${count} drawings`).test(document.querySelector("undo-bar").textContent), hearts);
  assert.ok((await page.run(() => window.progress)).some((text) => /Flagging drawings|of \d+/.test(text)));
  await other.until(() =>
    [...document.querySelectorAll(".cell")].every((cell) => cell.classList.contains("flagged")));
  assert.equal((await ask(page, "/api/admin/drawings?shape=heart&flagged=false")).total, 0);
  await press(page, "u");
  await page.until(() => /taken back/.test(document.querySelector("undo-bar").textContent));
  await other.until(() =>
    [...document.querySelectorAll(".cell")].filter((cell) => cell.classList.contains("flagged")).length < 30);
  assert.equal((await ask(page, "/api/admin/drawings?shape=heart&flagged=true")).total, flagged);
  await page.until(() => document.querySelector("job-strip").hidden);
  assert.deepEqual([faults(page), faults(other)], [[], []]);
});

test("a choice of some is changed together, and brought back together", async () => {
  const page = await gallery("#/gallery?shape=triangle");
  await focus(page);
  const ids = (await ask(page, "/api/admin/drawings?shape=triangle&limit=3")).drawings.map(({ id }) => id);
  await press(page, "ArrowRight", { shift: true });
  await press(page, "ArrowRight", { shift: true });
  await page.until(() => document.querySelector("choice-bar .chosen").textContent === "3 drawings chosen");
  await press(page, "x");
  await page.until(() => /Deleted 3 drawings/.test(document.querySelector("undo-bar").textContent));
  await page.until((all) => all.every((id) => document.querySelector(`[data-drawing="${id}"].is-gone`)), ids);
  await press(page, "u");
  await page.until((all) =>
    all.every((id) => !document.querySelector(`[data-drawing="${id}"]`).classList.contains("is-gone")), ids);
});

test("of two at the same drawing the later is told what the other did, and loses nothing", async () => {
  const id = await draw(server, "line");
  const [ada, other] = [await gallery(`#/gallery?drawing=${id}`),
    await gallery(`#/gallery?drawing=${id}`, bob)];
  for (const page of [ada, other]) {
    await page.until(() => document.querySelector("drawing-detail h3")?.textContent.startsWith("line"));
  }
  // The news do not reach him.
  await other.run(async () => (await import("/admin/feed.js")).feed.close());
  await press(ada, "l");
  await ada.until(() => document.querySelector(".picker[open]"));
  await press(ada, "2");
  await ada.until(() => document.querySelector("drawing-detail h3").textContent.startsWith("circle"));
  await other.click("[name=reason]");
  await other.send("Input.insertText", { text: "too short" });
  await press(other, "Enter");
  const words = await other.until(() => document.querySelector("notice-bar:not([hidden]) p")?.textContent);
  assert.match(words, /ada@example\.org/);
  assert.match(await other.run(() => document.querySelector("drawing-detail h3").textContent), /^circle/);
  const untouched = await ask(other, `/api/admin/drawings/${id}`);
  assert.deepEqual([untouched.shape, untouched.flagged], ["circle", false]);
  await other.click("notice-bar .act");
  await other.until(() =>
    document.querySelector("drawing-detail .state-words").textContent === "flagged: too short");
  const now = await ask(other, `/api/admin/drawings/${id}`);
  assert.deepEqual([now.shape, now.flag_reason], ["circle", "too short"]);
  await ada.until(() =>
    document.querySelector("drawing-detail .state-words").textContent === "flagged: too short");
  await ada.until(() =>
    /bob@example\.org flagged it/.test(document.querySelector("drawing-history").textContent));
});

for (const [name, width, height, dark] of [["a phone", 390, 844, false], ["a tablet", 1180, 820, true],
  ["a projector", 1920, 1080, false]]) {
  test(`on ${name} the gallery keeps within its width, with a drawing open and without`, async () => {
    const page = await gallery("#/gallery", email, { width, height, dark });
    const fits = () => page.run(() => document.documentElement.scrollWidth <= innerWidth);
    assert.ok(await fits());
    await page.click(".cell:nth-of-type(2)");
    await page.until(() => document.querySelector("drawing-detail .moment")?.textContent);
    assert.ok(await fits());
    assert.ok(await page.run(() => {
      const { scrollWidth, clientWidth } = document.querySelector("drawing-detail");
      return scrollWidth <= clientWidth;
    }));
    const targets = await page.run(() => [...document.querySelectorAll("gallery-view :is(button, select, summary)")]
      .filter((element) => element.getClientRects().length > 0)
      .map(({ offsetHeight, textContent }) => ({ offsetHeight, textContent: textContent.slice(0, 40) })));
    for (const { offsetHeight, textContent } of targets) {
      assert.ok(offsetHeight >= 44, `${textContent}: ${offsetHeight}`);
    }
  });
}
