/**
 * An element of SVG.
 * @param {string} tag @param {Record<string, string | number>} [attributes] @param {(Node | string)[]} children
 */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/**
 * A drawing that fills its place, whatever the place's shape; words beside it are HTML and stay undistorted.
 * @param {number} width @param {number} height @param {Node[]} children
 */
export const stretched = (width, height, ...children) => svg("svg",
  { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", "aria-hidden": "true" }, ...children);

/**
 * Bars that stand on the ground, one a unit of width.
 * @param {number[]} values @param {number} most the value of a bar as high as the place
 * @param {number} [gap] between two bars
 */
export const bars = (values, most, gap = 0.2) => stretched(values.length, 100, ...values.map((value, index) => {
  // What is there at all can be seen.
  const height = value > 0 ? Math.max(2, (100 * value) / most) : 0;
  return svg("rect", { x: index + gap / 2, y: 100 - height, width: 1 - gap, height, "data-index": index });
}));
