// What of JSON Schema the OpenAPI document uses, checked.

/** @type {Record<string, RegExp>} */
const formats = { uuid: /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i, "date-time": /^\d{4}-\d\d-\d\dT[\d:.]+Z$/ };

/** @param {unknown} value */
const kindOf = (value) => value === null ? "null" : Array.isArray(value) ? "array"
  : Number.isInteger(value) ? "integer" : typeof value;

/**
 * What is wrong with a value.
 * @param {any} document @param {any} schema @param {any} value @param {string} [path]
 * @returns {string[]}
 */
export function faultsOf(document, schema, value, path = "$") {
  if (schema.$ref) {
    let named = document;
    for (const name of schema.$ref.split("/").slice(1)) named = named[name];
    return faultsOf(document, named, value, path);
  }
  const inner = (/** @type {any} */ part, /** @type {any} */ other = value, at = path) =>
    faultsOf(document, part, other, at);
  const fits = (/** @type {any} */ part) => inner(part).length === 0;
  const faults = (schema.allOf ?? []).flatMap((/** @type {any} */ part) => inner(part));
  if (schema.anyOf && !schema.anyOf.some(fits)) faults.push(`${path} is none of those it may be`);
  if (schema.oneOf && schema.oneOf.filter(fits).length !== 1) faults.push(`${path} is not one of those it may be`);
  if ("const" in schema && value !== schema.const) faults.push(`${path} is not ${schema.const}`);
  if (schema.enum && !schema.enum.includes(value)) faults.push(`${path} is none of ${schema.enum}`);
  const kind = kindOf(value);
  const kinds = [schema.type ?? kind].flat();
  if (!kinds.includes(kind) && !(kind === "integer" && kinds.includes("number"))) {
    return [...faults, `${path} is ${kind}, not ${kinds}`];
  }
  const isOut = typeof value === "number" && (value < schema.minimum || value > schema.maximum);
  if (isOut) faults.push(`${path} is out of its range: ${value}`);
  if (typeof value === "string") {
    const form = formats[schema.format];
    if (form && !form.test(value)) faults.push(`${path} is no ${schema.format}: ${value}`);
    if (schema.pattern && !new RegExp(schema.pattern, "u").test(value)) {
      faults.push(`${path} is not as ${schema.pattern}`);
    }
    if (value.length < schema.minLength || value.length > schema.maxLength) faults.push(`${path} is too long or short`);
  }
  if (Array.isArray(value)) {
    const { length } = value;
    if (length < schema.minItems || length > schema.maxItems) faults.push(`${path} has ${length} items`);
    if (schema.items) faults.push(...value.flatMap((item, index) => inner(schema.items, item, `${path}[${index}]`)));
  } else if (value !== null && typeof value === "object") {
    for (const name of schema.required ?? []) if (!(name in value)) faults.push(`${path}.${name} is missing`);
    for (const [name, member] of Object.entries(value)) {
      const part = schema.properties?.[name] ?? schema.additionalProperties;
      if (part) faults.push(...inner(part, member, `${path}.${name}`));
    }
  }
  return faults;
}
