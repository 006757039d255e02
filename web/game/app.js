import "./hint-line.js";
import "./ink-sheet.js";
import "./quality-ring.js";
import "./round-gallery.js";
import "./round-progress.js";
import { InkDesk } from "../shared/ink-desk.js";
import { fetchShapes, fetchStats, Session } from "../shared/session.js";
import { Game } from "./game.js";
import { loadLanguage } from "./languages/language.js";
import { LessonStrip } from "./lesson/lesson.js";
import { Round } from "./round.js";
import { Table } from "./table.js";

const retryMs = 2_000;

/** Builds every part once and joins them. To learn the page, start here. */
async function start() {
  await loadLanguage();
  new LessonStrip();
  const session = new Session();
  const table = new Table(document);
  const desk = new InkDesk(session);
  await session.ensure().catch(() => { /* the line tries again until it has one */ });
  const game = new Game(table, desk, new Round(await shapesToDraw(table)));
  await game.open();
  addEventListener("pageshow", ({ persisted }) => { if (persisted) game.open(); });
  const stats = await fetchStats();
  table.progress.streak = stats?.streak ?? 0;
}

/** @param {Table} table */
async function shapesToDraw(table) {
  for (;;) {
    const shapes = await fetchShapes();
    if (shapes.length > 0) return shapes;
    table.say("Waiting for the server");
    await new Promise((resolve) => setTimeout(resolve, retryMs));
  }
}

start();
