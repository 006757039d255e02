/**
 * An element of SVG with attributes and children; text is never read as markup.
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag @param {Record<string, string | number>} [attributes] @param {(Node | string)[]} children
 * @returns {SVGElementTagNameMap[Tag]}
 */
export function vector(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}
