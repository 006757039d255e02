import { ask, Refusal } from "../admin/api.js";
import { feed } from "../admin/feed.js";
import { make, part } from "../admin/make.js";
import { loadLanguage } from "../game/languages/language.js";
import { beginning } from "./beginning.js";
import { Board } from "./board.js";
import { languageChoice } from "./language-choice.js";
import { t, texts } from "./languages/texts.js";
import { report } from "./report.js";
import { complain, troubleOf } from "./trouble.js";

/** @typedef {import("./lesson.js").Lesson} Lesson */
/** @typedef {import("./lesson.js").View} View */

const main = /** @type {HTMLElement} */ (document.querySelector("main"));
/** @type {View | null} */
let view = null;
/** @type {Board | null} */
let board = null;
/** What tablets have to open. */
let address = location.origin;

/** Speaks the language of the browser, or the one that was chosen here. */
async function speak() {
  await loadLanguage();
  await texts.ready();
  document.title = t("page.title");
  texts.addEventListener("change", () => {
    const isChosen = document.activeElement?.matches(".language");
    document.title = t("page.title");
    view?.retell();
    if (isChosen) part(main, ".language").focus();
  });
}

/** Shows what there is to show: the lesson under way, else how to begin one. */
async function start() {
  try {
    await ask("/api/admin/me");
  } catch (error) {
    if (error instanceof Refusal && error.status === 401) return show(signIn());
    complain(troubleOf(error));
    setTimeout(start, 2_000);
    return undefined;
  }
  await feed.open();
  feed.watch("lesson", ({ type, lesson, sheets }) => {
    if (type === "lesson_live") board?.takeInk(sheets);
    else if (lesson.id === board?.id) take(lesson);
  });
  feed.addEventListener("state", () => complain(feed.isOpen ? "" : "trouble.kept"));
  for (const source of [feed, window]) source.addEventListener("signed-out", () => show(signIn()));
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
    complain("");
    if (lesson.id === board?.id) take(lesson);
    else open(lesson);
  } catch (error) {
    complain(troubleOf(error));
  }
}

/** @param {Lesson} lesson */
function open(lesson) {
  if (lesson.state === "ended") return close(lesson);
  board = new Board(lesson, address.replace(/^http:\/\//, ""), act);
  return show(board);
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

/** @param {View} next */
function show(next) {
  view = next;
  main.replaceChildren(next.element);
}

/** @returns {View} */
function signIn() {
  const element = make("section", { class: "front" });
  const retell = () => element.replaceChildren(languageChoice(), make("h1", {}, t("front.title")),
    make("p", {}, t("front.sign_in_first")),
    make("p", {}, make("a", { class: "strong", href: "/admin" }, t("front.sign_in"))));
  retell();
  return { element, retell };
}

speak().then(start);
