import { languageChange, t } from "../languages/language.js";
import { joinLesson, leaveLesson } from "./joining.js";
import { JoinDialog } from "./join-dialog.js";

/**
 * Where one sits, as the server tells it.
 * @typedef {{ code: string, state: "open" | "frozen" | "ended" | "left", spotlight: boolean, seat: number,
 *   seat_code: string, name: string, team: number, done: number }} Place
 */

const people = "M8 10.500c-1.600 0-2.700-1.200-2.700-2.800S6.400 5 8 5s2.700 1.100 2.700 2.700-1.100 2.800-2.700 2.800"
  + "M16 10.500c-1.600 0-2.700-1.200-2.700-2.800S14.400 5 16 5s2.700 1.100 2.700 2.700-1.100 2.800-2.700 2.800"
  + "M3 19c.3-3.300 2-5.300 5-5.300s4.700 2 5 5.300M14 14c.6-.2 1.200-.3 2-.3 3 0 4.700 2 5 5.300";
const signs = ["", "●", "■", "▲", "★", "♥", "◆"];

/**
 * A lesson at this tablet. The page's connection fires `lesson` on the window when the server tells
 * how it stands; a code comes by the address (`#class=CODE`) or is typed.
 */
export class LessonStrip {
  /** @type {Place | null} */
  #place = null;
  #strip = element("section", "lesson-strip");
  /** Above all dialogs, and nothing beneath it can be touched. */
  #frozen = document.createElement("dialog");
  #dialog = new JoinDialog((text) => this.join(text));
  #door = element("button", "quiet lesson-door");
  #word = element("span", "label");

  constructor() {
    this.#strip.hidden = true;
    this.#frozen.className = "lesson-frozen";
    this.#strip.setAttribute("role", "status");
    this.#frozen.addEventListener("cancel", (event) => event.preventDefault());
    this.#frozen.addEventListener("close", () => this.#freeze());
    (document.querySelector(".top") ?? document.body).prepend(this.#strip);
    document.body.append(this.#frozen, this.#dialog.element);
    this.#door.setAttribute("type", "button");
    this.#door.append(icon(), this.#word);
    this.#door.addEventListener("click", () => this.#dialog.open());
    (document.querySelector(".doors") ?? document.querySelector(".top"))?.append(this.#door);
    addEventListener("lesson", (event) => this.#take(/** @type {CustomEvent<Place>} */ (event).detail));
    addEventListener("hashchange", () => this.#readAddress());
    languageChange.addEventListener("change", () => this.#show());
    this.#show();
    this.#readAddress();
  }

  #readAddress() {
    const code = /^#class=([A-Za-z-]{5,11})$/.exec(location.hash)?.[1];
    if (!code) return;
    history.replaceState(null, "", location.pathname + location.search);
    this.join(code).then((reason) => { if (reason) this.#dialog.open(code, reason); });
  }

  /**
   * @param {string} text a lesson's code, and perhaps a seat's behind a dash
   * @returns {Promise<string>} what to do where it does not work; nothing where it does
   */
  async join(text) {
    const { place, reason } = await joinLesson(text);
    if (place) this.#take(place);
    return reason ? t(reason) : "";
  }

  /** @param {Place} place */
  #take(place) {
    // What has ended stays to be read, whatever becomes of its data.
    if (place.state === "left") {
      if (this.#place?.state !== "ended") this.#place = null;
    } else {
      this.#place = place;
    }
    this.#show();
  }

  #show() {
    const place = this.#place;
    this.#word.textContent = t("lesson.door");
    this.#door.hidden = place !== null;
    this.#strip.hidden = place === null;
    this.#freeze();
    document.documentElement.dataset.lesson = place?.state ?? "";
    this.#dialog.translate();
    if (!place) return;
    const isOver = place.state === "ended";
    const team = place.team > 0 ? `${signs[place.team]} ` : "";
    this.#strip.classList.toggle("lit", place.spotlight);
    const leave = element("button", "quiet");
    leave.setAttribute("type", "button");
    leave.textContent = t(isOver ? "lesson.close" : "lesson.leave");
    leave.addEventListener("click", () => this.#leave());
    this.#strip.replaceChildren(paragraph("where", `${team}${place.name}`),
      paragraph("drawn", t("lesson.done", { count: place.done })),
      ...(isOver ? [paragraph("over", t("lesson.over"))]
        : [paragraph("back", t("lesson.back", { code: `${place.code}-${place.seat_code}` }))]),
      ...(place.spotlight ? [paragraph("light", t("lesson.spotlight"))] : []), leave);
  }

  /** All look up, or go on: a stroke that is under way ends where the pen leaves the sheet. */
  #freeze() {
    const isFrozen = this.#place?.state === "frozen";
    this.#frozen.setAttribute("aria-label", t("lesson.frozen"));
    this.#frozen.replaceChildren(paragraph("", t("lesson.frozen")), paragraph("safe", t("lesson.safe")));
    if (isFrozen && !this.#frozen.open) this.#frozen.showModal();
    if (!isFrozen) this.#frozen.close();
  }

  async #leave() {
    const isOver = this.#place?.state === "ended";
    if (!isOver && !(await leaveLesson())) return;
    this.#place = null;
    this.#show();
  }
}

function icon() {
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.setAttribute("aria-hidden", "true");
  path.setAttribute("d", people);
  picture.append(path);
  return picture;
}

/** @param {string} tag @param {string} name */
function element(tag, name) {
  const made = document.createElement(tag);
  made.className = name;
  return made;
}

/** @param {string} name @param {string} text */
function paragraph(name, text) {
  const made = element("span", name);
  made.textContent = text;
  return made;
}
