import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { faultsOf } from "./axe.js";
import { arc, begins, idOf, sheetOf } from "./classroom.js";
import { Browser } from "./driver.js";
import { visit } from "./office.js";
import { email, school } from "./school.js";

let server;
let browser;
before(async () => {
  server = await school(2);
  browser = await Browser.start();
});
after(async () => {
  await browser?.stop();
  await server?.dispose();
});

const projector = { width: 1920, height: 1080 };
const tablet = { width: 1180, height: 820, touch: true };

/** Whether anything is drawn on a seat's canvas. */
const inkAt = (seat) => {
  const canvas = document.querySelector(`[data-seat="${seat}"] canvas`);
  if (!canvas || canvas.hidden) return 0;
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let index = 3; index < data.length; index += 4) if (data[index] > 100) count += 1;
  return count;
};

async function open(hash = "") {
  const page = await browser.page(tablet);
  await page.open(`${server.url()}${hash}`);
  await begins(page);
  return page;
}

const seated = (page) => page.until(() => document.querySelector(".lesson-strip:not([hidden]) .where")?.textContent);

test("a teacher and three tablets, from beginning to removal", async () => {
  const screen = await visit(browser, server, "", email, projector);
  await screen.open(`${server.url()}class`);
  await screen.until(() => document.querySelector(".front .huge"));
  await screen.run(() => { document.querySelector("#teams").value = "2"; });
  await screen.click(".huge");
  const code = await screen.until(() => document.querySelector(".board .code")?.textContent);

  const [link, typed, third] = [await open(`#class=${code}`), await open(), await open(`#class=${code}`)];
  await seated(link);
  await typed.until(() => document.querySelector(".lesson-door")?.getClientRects().length > 0);
  await typed.click(".lesson-door");
  await typed.send("Input.insertText", { text: "BBBBB" });
  await typed.click(".lesson-join .done");
  await typed.until(() => document.querySelector(".lesson-join .reason").textContent);
  await typed.send("Input.insertText", { text: code.toLowerCase() });
  await typed.click(".lesson-join .done");
  await seated(typed);
  await seated(third);
  await screen.until(() => document.querySelectorAll(".seat").length === 3);

  const name = await seated(link);
  await link.until(() => document.querySelector("ink-sheet .sheet"));
  const sheet = await sheetOf(link);
  await link.draw(arc(sheet, 0, 0.5), { lift: false });
  const seat = await screen.until((wanted) => [...document.querySelectorAll(".seat")]
    .find((one) => one.querySelector(".name").textContent === wanted)?.dataset.seat, name);
  await screen.until(inkAt, seat);
  const id = await idOf(link);

  // Frozen in mid-stroke: the ink stays, and is finished after.
  await screen.click(".controls .strong");
  await link.until(() => document.querySelector(".lesson-frozen").open);
  await screen.click(".controls .strong");
  await link.until(() => !document.querySelector(".lesson-frozen").open);
  assert.equal(await idOf(link), id);
  await link.draw(arc(sheet, 0.5, 1));
  await link.until(() => !document.querySelector(".controls .done").disabled);
  await link.click(".controls .done");
  await screen.until((wanted) =>
    document.querySelector(`[data-seat="${wanted}"] .count`).textContent === "1 drawing", seat);
  await link.until(() => /1/.test(document.querySelector(".lesson-strip .drawn").textContent));

  // Loaded anew, the tablet has its seat.
  await link.open(server.url());
  assert.equal(await seated(link), name);

  await screen.click(`[data-seat="${seat}"] .sheet`);
  await screen.until((wanted) => document.querySelector(`.stage [data-seat="${wanted}"]`), seat);
  await link.until(() => document.querySelector(".lesson-strip .light"));
  assert.deepEqual(await faultsOf(screen), []);
  assert.deepEqual(await faultsOf(link), []);

  await screen.click(".end");
  await screen.click("dialog .strong");
  await screen.until(() => document.querySelectorAll(".report tbody tr").length === 5);
  for (const page of [link, typed, third]) await page.until(() => document.querySelector(".lesson-strip .over"));
  assert.deepEqual(await faultsOf(screen), []);

  await screen.click(".danger");
  await screen.click("dialog .strong");
  assert.equal(await screen.until(() => document.querySelector(".removed")?.textContent),
    "1 drawing and 3 seats are gone.");
  assert.equal(await link.run(async (drawing) => (await fetch(`/api/drawings/${drawing}`)).status, id), 404);
});

test("who is not signed in is led to the door", async () => {
  const page = await browser.page(projector);
  await page.open(`${server.url()}class`);
  await page.until(() => document.querySelector('.front a[href="/admin"]'));
  assert.deepEqual(await faultsOf(page), []);
});
