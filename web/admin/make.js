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
 */
export function button(words, className, action) {
  const made = make("button", { type: "button", class: className }, words);
  made.addEventListener("click", async () => {
    made.disabled = true;
    try { await action(); } finally { made.disabled = false; }
  });
  return made;
}

/**
 * The one element that a selector names below another.
 * @template {HTMLElement} [Kind=HTMLElement]
 * @param {ParentNode} root @param {string} selector
 */
export const part = (root, selector) => /** @type {Kind} */ (root.querySelector(selector));

/**
 * Writes a text only when it is another, so that selections and readers are left alone.
 * @param {Element} element @param {string} text
 */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Asks before something that others will notice.
 * @param {string} title @param {string} words @param {string} action what the button says
 * @param {string} [leave] what the other one says
 * @returns {Promise<boolean>}
 */
export function confirmed(title, words, action, leave = "leave it") {
  const yes = make("button", { type: "submit", value: "yes", class: "strong" }, action);
  const no = make("button", { type: "submit", value: "", class: "quiet" }, leave);
  const dialog = make("dialog", { "aria-labelledby": "asked" },
    make("form", { method: "dialog" }, make("h2", { id: "asked" }, title), make("p", {}, words),
      make("div", { class: "choices" }, no, yes)));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => {
    dialog.remove();
    resolve(dialog.returnValue === "yes");
  }));
}
