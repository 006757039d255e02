import { ask, reasonOf, Refusal } from "../admin/api.js";
import { feed } from "../admin/feed.js";
import { make } from "../admin/make.js";
import { beginning } from "./beginning.js";
import { Board } from "./board.js";
import { report } from "./report.js";

/** @typedef {import("./lesson.js").Lesson} Lesson */

const main = /** @type {HTMLElement} */ (document.querySelector("main"));
const trouble = /** @type {HTMLElement} */ (document.querySelector(".trouble"));
/** @type {Board | null} */
let board = null;
/** What tablets have to open. */
let address = location.origin;

/** Shows what there is to show: the lesson under way, else how to begin one. */
async function start() {
  try {
    await ask("/api/admin/me");
  } catch (error) {
    if (error instanceof Refusal && error.status === 401) return show(signIn());
    trouble.textContent = reasonOf(error);
    setTimeout(start, 2_000);
    return undefined;
  }
  await feed.open();
  feed.watch("lesson", ({ type, lesson, sheets }) => {
    if (type === "lesson_live") board?.takeInk(sheets);
    else if (lesson.id === board?.id) take(lesson);
  });
  feed.addEventListener("state", () => {
    trouble.textContent = feed.isOpen ? "" : "The server does not answer just now. Drawings are kept on the tablets.";
  });
  feed.addEventListener("signed-out", () => show(signIn()));
  return choose();
}

/** The newest lesson that is under way, or the beginning of one. */
async function choose() {
  const { lessons, address: told } = await ask("/api/admin/lessons");
  if (told) address = told;
  const under = lessons.find((/** @type {Lesson} */ { state }) => state !== "ended");
  if (under) return open(under);
  board = null;
  return show(beginning(lessons, await ask("/api/shapes"), act, (id) => act(`/api/admin/lessons/${id}`, undefined)));
}

/**
 * Asks something of the server and shows the lesson that it answers with.
 * @param {string} path @param {object | undefined} body
 */
async function act(path, body) {
  try {
    const lesson = await ask(path, body);
    trouble.textContent = "";
    if (lesson.id === board?.id) take(lesson);
    else open(lesson);
  } catch (error) {
    trouble.textContent = reasonOf(error);
  }
}

/** @param {Lesson} lesson */
function open(lesson) {
  if (lesson.state === "ended") return close(lesson);
  board = new Board(lesson, address.replace(/^http:\/\//, ""), act);
  return show(board.element);
}

/** @param {Lesson} lesson */
function take(lesson) {
  if (lesson.state === "ended") close(lesson);
  else board?.take(lesson);
}

/** @param {Lesson} lesson */
function close(lesson) {
  board = null;
  show(report(lesson, choose));
}

/** @param {Node} element */
function show(element) { main.replaceChildren(element); }

function signIn() {
  return make("section", { class: "front" }, make("h1", {}, "Play with your class"),
    make("p", {}, "Sign in first, then come back to this page."),
    make("p", {}, make("a", { class: "strong", href: "/admin" }, "Sign in")));
}

start();
