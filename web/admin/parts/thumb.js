import { make } from "../make.js";

/**
 * A drawing's small picture, on the paper of the page in light and in dark.
 * @param {{ id: string, shape: string }} drawing
 * @param {number} [side] 64 … 512
 */
export function thumb({ id, shape }, side = 128) {
  return make("img", { class: "thumb", src: `/api/drawings/${id}/preview.png?size=${side}`,
    alt: `a drawing of a ${shape}`,
    width: String(side), height: String(side), loading: "lazy", decoding: "async", draggable: "false" });
}
