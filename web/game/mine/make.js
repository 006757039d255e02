/**
 * An element with attributes and children; text is never read as markup.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | boolean | undefined>} [attributes] true: present; false: absent
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

/**
 * A button that is barred while what it does is under way.
 * @param {string} words @param {string} className @param {() => unknown} action
 * @param {string} [icon] lines in a box of 24
 */
export function button(words, className, action, icon) {
  const made = make("button", { type: "button", class: className }, ...(icon ? [drawn(icon)] : []),
    make("span", { class: "label" }, words));
  made.addEventListener("click", async () => {
    // Barred, but not `disabled`: that would take the focus away.
    if (made.ariaBusy === "true") return;
    made.ariaBusy = "true";
    try { await action(); } finally { made.ariaBusy = null; }
  });
  return made;
}

/**
 * A small picture in ink.
 * @param {string} lines of a path @param {number} [side] of its box
 */
export function drawn(lines, side = 24) {
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  picture.setAttribute("viewBox", `0 0 ${side} ${side}`);
  picture.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", lines);
  picture.append(path);
  return picture;
}

/** @param {string} address of a style that only some pages need; resolves when it is there */
export function styled(address) {
  const known = /** @type {HTMLLinkElement | null} */ (document.querySelector(`link[href="${address}"]`));
  if (known?.sheet) return Promise.resolve();
  const link = known ?? make("link", { rel: "stylesheet", href: address });
  // A page without its style is still of use.
  const ready = new Promise((resolve) => { link.onload = link.onerror = () => resolve(undefined); });
  if (!known) document.head.append(link);
  return ready.then(() => {});
}

/**
 * One stroke as a path through the middles between its points, as the brush draws it.
 * @param {readonly { x: number, y: number }[]} points
 */
export function pathThrough(points) {
  if (points.length === 0) return "";
  const at = (/** @type {number} */ value) => Math.round(value * 10) / 10;
  const last = points[points.length - 1];
  const curves = points.slice(0, -1).map(({ x, y }, index) => {
    const next = points[index + 1];
    return `Q${at(x)} ${at(y)} ${at((x + next.x) / 2)} ${at((y + next.y) / 2)}`;
  });
  return `M${at(points[0].x)} ${at(points[0].y)}${curves.join("")}L${at(last.x)} ${at(last.y)}`;
}
