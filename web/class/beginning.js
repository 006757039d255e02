import { button, make } from "../admin/make.js";
import { counted } from "./lesson.js";

/** @typedef {import("./lesson.js").Lesson} Lesson */

/**
 * How a lesson is begun, with one press; and those that were held before.
 * @param {Lesson[]} lessons @param {{ id: string, name: string, enabled?: boolean }[]} shapes
 * @param {import("./lesson.js").Act} act @param {(id: number) => Promise<void>} see
 */
export function beginning(lessons, shapes, act, see) {
  const name = make("input", { id: "name", maxlength: "80", autocomplete: "off" });
  const teams = make("select", { id: "teams" }, ...[0, 2, 3, 4, 5, 6].map((count) =>
    make("option", { value: String(count) }, count === 0 ? "no teams" : `${count} teams`)));
  const boxes = shapes.filter(({ enabled }) => enabled !== false).map((shape) => {
    const box = make("input", { type: "checkbox", value: shape.id, checked: true });
    return { box, label: make("label", { class: "shape" }, box, shape.name) };
  });
  const begin = button("Begin a lesson", "strong huge", () => {
    const chosen = boxes.filter(({ box }) => box.checked).map(({ box }) => box.value);
    const all = chosen.length === 0 || chosen.length === boxes.length;
    return act("/api/admin/lessons",
      { name: name.value.trim() || null, teams: Number(teams.value), shapes: all ? null : chosen });
  });
  return make("section", { class: "front" }, make("h1", {}, "Play with your class"),
    make("p", {}, "Every tablet joins with a code. You see what all of them draw."), begin,
    make("details", {}, make("summary", {}, "Name, teams, shapes"),
      make("p", {}, make("label", { for: "name" }, "Name of the lesson "), name),
      make("p", {}, make("label", { for: "teams" }, "Teams "), teams),
      make("fieldset", {}, make("legend", {}, "Shapes to draw"), ...boxes.map(({ label }) => label))),
    ...before(lessons, see));
}

/** @param {Lesson[]} lessons @param {(id: number) => Promise<void>} see */
function before(lessons, see) {
  const held = lessons.filter(({ removed }) => removed === null);
  if (held.length === 0) return [];
  return [make("h2", {}, "Lessons before"), make("ul", { class: "held" }, ...held.map((lesson) =>
    make("li", {}, button(`${lesson.name ?? lesson.code}, ${new Date(lesson.created).toLocaleString()}: `
      + counted(lesson.totals.done, "drawing"), "quiet", () => see(lesson.id)))))];
}
