// A class of 40 on a bad day. INKLING_LESSON_SECONDS=600 (scripts/lesson) plays as long as a lesson.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Server } from "../shared/server.js";
import { Administrator } from "../wire/administrator.js";
import { chance, fixedPort } from "./chance.js";
import { drawingsOf, Tablet } from "./tablet.js";

const seconds = Number(process.env.INKLING_LESSON_SECONDS ?? 20);
const tablets = Number(process.env.INKLING_LESSON_TABLETS ?? 40);
const seed = Number(process.env.INKLING_SEED ?? Date.now() % 1_000_000);
const kills = Math.max(1, Math.round(seconds / 200));

const random = chance(seed);

const pause = (/** @type {number} */ milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

test(`${tablets} tablets in one lesson for ${seconds} s, with drops, reloads and kill -9 (seed ${seed})`,
  { timeout: (seconds + 120) * 1_000 }, async (context) => {
    const server = await Server.start({ port: await fixedPort() });
    context.after(() => server.dispose());
    const teacher = await Administrator.signIn(server);
    const lesson = (await teacher.ask("POST", "/api/admin/lessons", { teams: 4 })).json();
    const class40 = Array.from({ length: tablets }, () => new Tablet(server.port, lesson.code, random));
    await Promise.all(class40.map((tablet) => tablet.join()));
    const end = Date.now() + seconds * 1_000;
    const lessons = class40.map((tablet) => tablet.play(end));
    const all = Promise.all(lessons);
    all.catch(() => {});
    for (let kill = 1; kill <= kills; kill += 1) {
      await Promise.race([all, pause((seconds * 1_000) / (kills + 1))]);
      await server.kill();
      await pause(500);
      await server.start();
    }
    await all;

    const report = (await teacher.ask("GET", `/api/admin/lessons/${lesson.id}/report`)).json();
    let [lost, extra] = [0, 0];
    for (const tablet of class40) {
      const stored = await drawingsOf(server.port, tablet.token);
      lost += [...tablet.done].filter((id) => !stored.includes(id)).length;
      extra += stored.length - new Set(stored).size + stored.filter((id) => !tablet.done.has(id)).length;
      const seat = report.seats.find((one) => one.seat === tablet.seat.seat);
      assert.equal(seat.done, tablet.done.size, `progress of ${seat.name}`);
    }
    const drawn = class40.reduce((sum, { done }) => sum + done.size, 0);
    const count = (/** @type {"drops" | "reloads"} */ name) => class40.reduce((sum, one) => sum + one[name], 0);
    console.log(`# ${tablets} tablets, ${seconds} s: ${drawn} drawings, ${count("drops")} drops, `
      + `${count("reloads")} reloads, ${kills} x kill -9: ${lost} lost, ${extra} doubled; `
      + `report ${report.totals.done}`);
    assert.deepEqual([lost, extra, report.totals.done, report.totals.seats], [0, 0, drawn, tablets]);
    assert.equal(report.teams.reduce((sum, { done }) => sum + done, 0), drawn);

    const removed = { drawings: 0, seats: 0 };
    for (let left = 1; left > 0;) {
      const part = (await teacher.ask("DELETE", `/api/admin/lessons/${lesson.id}/data`)).json();
      removed.drawings += part.drawings;
      removed.seats += part.seats;
      left = part.left;
    }
    assert.deepEqual(removed, { drawings: drawn, seats: tablets });
    for (const { token } of class40) assert.deepEqual(await drawingsOf(server.port, token), []);
  });
