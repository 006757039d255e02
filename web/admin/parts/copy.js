import { make } from "../make.js";

/**
 * Puts a text on the clipboard, also where the page's origin is not secure and browsers have no
 * clipboard for it.
 * @param {string} text @returns {Promise<boolean>} whether it is there
 */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch { /* The old way is left. */ }
  const before = document.activeElement;
  const area = make("textarea", { class: "heard", readonly: true, "aria-hidden": "true", tabindex: "-1" });
  area.value = text;
  document.body.append(area);
  area.select();
  const isCopied = document.execCommand("copy");
  area.remove();
  if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  return isCopied;
}
