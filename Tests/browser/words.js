// What is written in a module: its strings, and which of them people would read on a page.

const regularExpression = /(?<=[=(,:!&|?]\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/g;

/** A module without comments, and without regular expressions, whose quotation marks begin no string. */
export const withoutComments = (source) =>
  source.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$|(?<=[;,{(\s])\/\/ .*$/gm, "").replace(regularExpression, "0");

/**
 * Where a string that begins at `from` ends, and what it says: what a template fills in is `\u0000`, and the strings in
 * there are in `inner`.
 */
function stringAt(source, from) {
  const quote = source[from];
  const inner = [];
  let [text, at] = ["", from + 1];
  while (at < source.length && source[at] !== quote) {
    if (source[at] === "\\") [text, at] = [text + source[at + 1], at + 2];
    else if (quote === "`" && source.startsWith("${", at)) {
      const end = closing(source, at + 1);
      inner.push(...stringsOf(source.slice(at + 2, end)));
      [text, at] = [`${text}\u0000`, end + 1];
    } else [text, at] = [text + source[at], at + 1];
  }
  return { text, end: at + 1, inner };
}

const isQuote = (character) => character === '"' || character === "'" || character === "`";

/** Where the bracket that opens at `from` closes. */
function closing(source, from) {
  let depth = 0;
  for (let at = from; at < source.length; at += 1) {
    if (isQuote(source[at])) at = stringAt(source, at).end - 1;
    else if ("([{".includes(source[at])) depth += 1;
    else if (")]}".includes(source[at]) && (depth -= 1) === 0) return at;
  }
  return source.length;
}

/** All strings, with what stands before each: enough to see what becomes of it. */
function stringsOf(source) {
  const strings = [];
  for (let at = 0; at < source.length; at += 1) {
    if (!isQuote(source[at])) continue;
    const { text, end, inner } = stringAt(source, at);
    strings.push({ text, before: source.slice(Math.max(0, at - 200), at) }, ...inner);
    at = end - 1;
  }
  return strings;
}

/** What the strings of a module say. */
export const literalsOf = (source) => stringsOf(source).map(({ text }) => text);

/** The first argument of each call of one of these functions. */
export function firstArguments(source, names) {
  return [...source.matchAll(new RegExp(`(?<![.\\w$])(?:${names.join("|")})\\(`, "g"))].map(({ 0: call, index }) => {
    const [from, end] = [index + call.length, closing(source, index + call.length - 1)];
    let depth = 0;
    for (let at = from; at < end; at += 1) {
      if (isQuote(source[at])) at = stringAt(source, at).end - 1;
      else if ("([{".includes(source[at])) depth += 1;
      else if (")]}".includes(source[at])) depth -= 1;
      else if (source[at] === "," && depth === 0) return source.slice(from, at);
    }
    return source.slice(from, end);
  });
}

/** Where a string is shown, or read out, whatever it says. */
const places = [
  /\b(?:textContent|innerText|title|placeholder|ariaLabel|alt)\s*=\s*$/,
  /setAttribute\("(?:aria-label|aria-valuetext|title|alt|placeholder)",\s*$/,
  /["']?\b(?:aria-label|aria-valuetext|title|alt|placeholder)["']?\s*:\s*$/,
  /\.(?:say|tell|append|prepend|replaceChildren)\(\s*$/, /\b(?:button|confirmed)\(\s*$/, /\bsay\([^"'`;]*,\s*$/,
  /\bmake\("\w+",\s*\{[^{}]*\},\s*$/,
];
/** What no page shows: errors are for the console. */
const unseen = /\b(?:Error|Refusal|console\.\w+|querySelector(?:All)?|closest|matches|matchMedia)\($/;

const isSentence = (text) => /^\p{Lu}\p{Ll}+(?:[ ,]|\u0000| .*)\S|^\p{Lu}\p{Ll}+[.!?…:]$/u.test(text)
  && /\p{L} |\p{L}[.!?…:]$/u.test(text);
/** Words beside what is filled in: "\u0000 drawings". */
const isTold = (text) => /\u0000 (?:\p{L}+ ?)+(?:$|[.,·:;!?…\u0000])/u.test(text) || /^ \p{L}{3,}/u.test(text);
const isSelector = (text) => /^[.#][\w-]+$/.test(text);
const isMarkup = (text) => /^\s*</.test(text);

/** Strings of a module that people would read, and that are in no catalogue. */
export function bypasses(source) {
  return stringsOf(source).filter(({ text, before }) => {
    if (unseen.test(before.trimEnd())) return false;
    if (isMarkup(text)) return />[^<]*\p{L}{2}[^<]*</u.test(text);
    const isShown = places.some((place) => place.test(before));
    return isShown ? /\p{L}{2}/u.test(text) && !isSelector(text) : isSentence(text) || isTold(text);
  }).map(({ text }) => text.replaceAll("\u0000", "…"));
}
