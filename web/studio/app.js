import "./access-strip.js";
import "./code/code-panel.js";
import "./files/files-panel.js";
import "./inside/inside-panel.js";
import "./keys/keys-panel.js";
import "./making/making-panel.js";
import "./sheet/drawing-board.js";
import "./sheet/thought-panel.js";
import "./taking/taking-panel.js";
import { counted, percent } from "../admin/figures.js";
import { part, say } from "../admin/make.js";
import { Access } from "./access.js";
import { Live } from "./live.js";
import { addActs } from "./sheet/sheet-acts.js";

/**
 * What the parts of the page share.
 * @typedef {object} Studio
 * @property {Access} access
 * @property {Live} live
 * @property {import("./sheet/drawing-board.js").DrawingBoard} board
 */

/** A connection that is lost for less is not spoken of. */
const silenceMs = 700;

/** Builds every part once and joins them. To learn the page, start here. */
function start() {
  const access = new Access();
  const board = /** @type {import("./sheet/drawing-board.js").DrawingBoard} */ (part(document, "drawing-board"));
  const live = new Live(access, board.desk);
  /** @type {Studio} */
  const studio = { access, live, board };
  const strip = /** @type {import("./access-strip.js").AccessStrip} */ (part(document, "access-strip"));
  strip.watch(access, () => live.again());
  for (const name of ["code", "inside", "files", "making", "taking", "keys"]) {
    /** @type {HTMLElement & { studio: Studio }} */ (part(document, `${name}-panel`)).studio = studio;
  }
  addActs(studio);
  const thoughts = /** @type {import("./sheet/thought-panel.js").ThoughtPanel} */ (part(document, "thought-panel"));
  thoughts.live = live;
  access.addEventListener("change", () => {
    tellModel(access);
    tellKeeping(studio);
    thoughts.models = access.models;
  });
  live.addEventListener("state", () => tellKeeping(studio));
  access.meet();
}

/** @param {Access} access */
function tellModel({ info }) {
  say(part(document, ".serving"), info ? `${info.version} serves: ${counted(info.classes.length - 1, "shape")}, ${
    info.accuracy === null ? "accuracy not measured" : `${percent(info.accuracy)} right`}` : "");
}

/** @param {Studio} studio */
function tellKeeping({ live, board }) {
  setTimeout(() => { board.keeping = live.isSeen ? "" : "kept in this page"; }, live.isSeen ? 0 : silenceMs);
}

start();
