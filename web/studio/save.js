import { make } from "../admin/make.js";

/**
 * Hands the person a file.
 * @param {Blob} content @param {string} name
 */
export function save(content, name) {
  const address = URL.createObjectURL(content);
  make("a", { href: address, download: name }).click();
  // Some browsers read it a moment later.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
