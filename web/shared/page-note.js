// One short sentence at the top of the page, for a day on which something is out of the ordinary.

/** @type {Map<string, string>} */
const notes = new Map();
/** @type {HTMLElement | null} */
let line = null;

/**
 * Says a sentence until it is taken back. Of several the newest is shown.
 * @param {string} about what it is about
 * @param {string} sentence nothing to take it back
 */
export function say(about, sentence) {
  notes.delete(about);
  if (sentence !== "") notes.set(about, sentence);
  if (!line) {
    if (notes.size === 0) return;
    line = document.createElement("p");
    line.className = "page-note";
    line.setAttribute("role", "status");
    // No style sheet of its own to be fetched in an outage.
    Object.assign(line.style, {
      position: "fixed", insetInline: "8px", top: "8px", zIndex: "9", margin: "0 auto", padding: "8px 16px",
      maxWidth: "36rem", textAlign: "center", borderRadius: "var(--radius)", background: "var(--sheet)",
      color: "var(--ink)", border: "1px solid var(--hairline)", boxShadow: "var(--lift)", pointerEvents: "none",
    });
    document.body.append(line);
  }
  line.textContent = [...notes.values()].pop() ?? "";
  line.hidden = notes.size === 0;
}
