import { p } from "../languages/panels.js";
import { button, make } from "./make.js";

/**
 * A question in the place of what led to it; it names what is lost, for that cannot be taken back.
 * @param {HTMLElement} place what it stands in for, until it is answered
 * @param {string} words
 * @param {string} yes what the button says
 * @param {() => Promise<void>} act
 */
export function question(place, words, yes, act) {
  const text = make("p", { tabindex: "-1" }, words);
  const fault = make("p", { class: "fault", role: "alert" });
  const asked = make("div", { class: "question", role: "group", "aria-label": words }, text,
    make("div", { class: "choices" },
      button(p("keep_it"), "quiet keep", () => end()),
      button(yes, "lose", async () => {
        fault.textContent = "";
        try {
          await act();
          end();
        } catch {
          fault.textContent = p("mine.not_done");
        }
      })), fault);
  const before = document.activeElement;
  const end = () => {
    asked.remove();
    place.hidden = false;
    if (before instanceof HTMLElement && before.isConnected) before.focus();
  };
  place.hidden = true;
  place.after(asked);
  text.focus();
  asked.scrollIntoView({ block: "nearest" });
}
