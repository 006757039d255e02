import { button, make } from "../admin/make.js";
import { named } from "../game/words.js";
import { languageChoice } from "./language-choice.js";
import { t } from "./languages/texts.js";
import { apart, drawings, when } from "./lesson.js";

/** @typedef {import("./lesson.js").Lesson} Lesson */

/**
 * How a lesson is begun, with one press; and those that were held before.
 * @param {Lesson[]} lessons @param {{ id: string, name: string, enabled?: boolean }[]} shapes
 * @param {import("./lesson.js").Act} act @param {(id: number) => Promise<void>} see
 * @returns {import("./lesson.js").View}
 */
export function beginning(lessons, shapes, act, see) {
  const element = make("section", { class: "front" });
  // What was typed and chosen stays when the words around it are others.
  const name = make("input", { id: "name", maxlength: "80", autocomplete: "off" });
  const teams = make("select", { id: "teams" }, ...[0, 2, 3, 4, 5, 6].map((count) =>
    make("option", { value: String(count) })));
  const boxes = shapes.filter(({ enabled }) => enabled !== false).map((shape) =>
    ({ shape, box: make("input", { type: "checkbox", value: shape.id, checked: true }) }));
  const more = make("details");

  function begin() {
    const chosen = boxes.filter(({ box }) => box.checked).map(({ box }) => box.value);
    const all = chosen.length === 0 || chosen.length === boxes.length;
    return act("/api/admin/lessons",
      { name: name.value.trim() || null, teams: Number(teams.value), shapes: all ? null : chosen });
  }

  function retell() {
    for (const option of teams.options) {
      const count = Number(option.value);
      option.textContent = count === 0 ? t("front.no_teams") : t("count.teams", { count });
    }
    more.replaceChildren(make("summary", {}, t("front.more")),
      make("p", { class: "field" }, make("label", { for: "name" }, t("front.name")), name),
      make("p", { class: "field" }, make("label", { for: "teams" }, t("front.teams")), teams),
      make("fieldset", {}, make("legend", {}, t("front.shapes")),
        ...boxes.map(({ shape, box }) => make("label", { class: "shape" }, box, named(shape)))));
    element.replaceChildren(languageChoice(), make("h1", {}, t("front.title")), make("p", {}, t("front.about")),
      button(t("front.begin"), "strong huge", begin), more, ...before(lessons, see));
  }

  retell();
  return { element, retell };
}

/** @param {Lesson[]} lessons @param {(id: number) => Promise<void>} see */
function before(lessons, see) {
  const held = lessons.filter(({ removed }) => removed === null);
  if (held.length === 0) return [];
  const told = (/** @type {Lesson} */ { name, code, created, totals }) =>
    t("front.held", { name: apart(name ?? code), when: apart(when(created)), drawings: drawings(totals.done) });
  return [make("h2", {}, t("front.before")), make("ul", { class: "held" },
    ...held.map((lesson) => make("li", {}, button(told(lesson), "quiet", () => see(lesson.id)))))];
}
