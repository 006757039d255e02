import "./hint-line.js";
import "./ink-sheet.js";
import "./keyboard/sheet-keys.js";
import "./mine/own-places.js";
import "./quality-ring.js";
import "./round-gallery.js";
import "./round-progress.js";
import "./time-bar.js";
import { InkDesk } from "../shared/ink-desk.js";
import { fetchShapes, fetchStats, Session } from "../shared/session.js";
import { PageVersion } from "../shared/page-version.js";
import { Doors } from "./doors.js";
import { Game } from "./game.js";
import { takeFromAddress } from "./handover/take.js";
import { languageChange, loadLanguage, t } from "./languages/language.js";
import { LessonStrip } from "./lesson/lesson.js";
import { Round } from "./round.js";
import { consent } from "./settings/consent.js";
import { Table } from "./table.js";
import { Voice } from "./voice.js";

const retryMs = 2_000;

/** Builds every part once and joins them. To learn the page, start here. */
async function start() {
  await loadLanguage();
  new LessonStrip();
  const session = new Session();
  session.consents = () => consent.answered();
  const table = new Table(document);
  const voice = new Voice(table.announcer);
  const desk = new InkDesk(session);
  new PageVersion(desk, () => t("page.outdated"));
  addEventListener("hand-over", async () => {
    const { HandoverPanel } = await import("./handover/handover-panel.js");
    await new HandoverPanel(session, desk).open();
  });
  consent.isAnother = await takeFromAddress(session);
  await session.ensure().catch(() => { /* the line tries again until it has one */ });
  await consent.ready();
  const game = new Game(table, desk, new Round(await shapesToDraw(table)), voice);
  languageChange.addEventListener("change", () => game.retell());
  await game.open();
  fetchRules().then((rules) => { game.allowsTime = rules?.time_limits ?? true; });
  new Doors(table, game);
  addEventListener("pageshow", ({ persisted }) => { if (persisted) game.open(); });
  const stats = await fetchStats();
  table.progress.streak = stats?.streak ?? 0;
}

/**
 * What the administrator allows; nothing where nobody says.
 * @returns {Promise<{ time_limits?: boolean } | null>}
 */
async function fetchRules() {
  try {
    const answer = await fetch("/api/game", { credentials: "same-origin" });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

/** @param {Table} table */
async function shapesToDraw(table) {
  for (;;) {
    const shapes = await fetchShapes();
    if (shapes.length > 0) return shapes;
    table.say(t("prompt.waiting"));
    await new Promise((resolve) => setTimeout(resolve, retryMs));
  }
}

start();
