import { make, part, say } from "../../admin/make.js";

/** The picture of the ink that the network looks at, each of its pixels as a square. */
export class NetworkInput extends HTMLElement {
  connectedCallback() {
    this.replaceChildren(
      make("canvas", { role: "img", "aria-label": "the ink as the network sees it" }), make("p", { class: "aside" }));
    this.show(null);
  }

  /** @param {{ size: number, pixels: Uint8Array } | null} input a byte 0 … 127 a pixel, row by row */
  show(input) {
    const canvas = /** @type {HTMLCanvasElement} */ (part(this, "canvas"));
    this.classList.toggle("is-blank", input === null);
    say(part(this, "p"), input ? `${input.size} by ${input.size} pixels: moved to the middle, made as large as fits.`
      : "Draw something, and the network’s own picture of it appears here.");
    if (!input) return;
    canvas.width = canvas.height = input.size;
    const context = canvas.getContext("2d");
    if (!context) return;
    const picture = context.createImageData(input.size, input.size);
    const ink = getComputedStyle(this).color.match(/[\d.]+/g)?.map(Number) ?? [0, 0, 0];
    input.pixels.forEach((value, index) => picture.data.set([ink[0], ink[1], ink[2], (value * 255) / 127], 4 * index));
    context.putImageData(picture, 0, 0);
  }
}

customElements.define("network-input", NetworkInput);

/** @param {string} text base64 */
export const bytesOf = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
