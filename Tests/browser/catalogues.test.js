// Every text of the game is in every language, and no text of the game is anywhere else.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const web = new URL("../../web/", import.meta.url);
const codes = ["en", "de", "es", "fr", "zh", "ar"];
const catalogues = Object.fromEntries(await Promise.all(codes.map(async (code) =>
  [code, (await import(new URL(`game/languages/${code}.js`, web))).default])));
const english = catalogues.en;

/** The game's own modules, without the catalogues and what is opened from the first page. */
const read = (name) => ({ name,
  source: readFileSync(new URL(`game/${name}`, web), "utf8").replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "") });
const modules = readdirSync(new URL("game/", web)).filter((name) => name.endsWith(".js")).map(read);
/** Those in the folders beside them, which name keys too. */
const beside = readdirSync(new URL("game/", web), { recursive: true })
  .filter((name) => name.endsWith(".js") && name.includes("/") && !name.startsWith("languages/")).map(read);
const html = readFileSync(new URL("index.html", web), "utf8");

const formsOf = (text) => (typeof text === "string" ? { other: text } : text);
const holesOf = (text) => [...new Set(Object.values(formsOf(text)).flatMap((form) => form.match(/\{\w+\}/g) ?? []))].sort();

for (const code of codes) {
  test(`${code} has each text, no other, and the same placeholders`, () => {
    assert.deepEqual(Object.keys(catalogues[code]).sort(), Object.keys(english).sort());
    const allowed = new Set([...new Intl.PluralRules(code).resolvedOptions().pluralCategories, "other", ...(code === "en" ? ["vowel"] : [])]);
    for (const [key, text] of Object.entries(catalogues[code])) {
      assert.deepEqual(holesOf(text).filter((hole) => hole !== "{count}"), holesOf(english[key]).filter((hole) => hole !== "{count}"), key);
      for (const [form, words] of Object.entries(formsOf(text))) {
        assert.ok(allowed.has(form), `${key} has no use for the form ${form}`);
        assert.match(words, /\S/, key);
        assert.equal(words, words.trim(), key);
      }
      assert.ok(formsOf(text).other, `${key} needs the form other`);
    }
  });
}

test("each key that the game names is in the catalogue, and the catalogue has none that nobody names", () => {
  const source = modules.map((module) => module.source).join("\n") + html;
  const literal = [...source.matchAll(/\b(?:t|knows)\(\s*"([^"]+)"/g), ...source.matchAll(/data-t(?:-label)?="([^"]+)"/g),
    ...source.matchAll(/\? t\("([^"]+)"/g)].map(([, key]) => key);
  const patterns = [...source.matchAll(/`((?:shape|praise|hint|place|mode)\.\$\{[^`]*)`/g)]
    .map(([, text]) => new RegExp(`^${text.replace(/\$\{[^}]*\}/g, "\u0000").replaceAll(".", "\\.").replaceAll("\u0000", "[a-z_]+")}$`));
  assert.deepEqual(literal.filter((key) => english[key] === undefined), []);
  for (const pattern of patterns) assert.ok(Object.keys(english).some((key) => pattern.test(key)), `nothing fits ${pattern}`);
  const further = beside.map((module) => module.source).join("\n");
  const named = (key) => further.includes(`"${key}"`) || (/`places\.\$\{/.test(further) && key.startsWith("places."));
  const unused = Object.keys(english).filter((key) =>
    !literal.includes(key) && !named(key) && !patterns.some((pattern) => pattern.test(key)));
  assert.deepEqual(unused, []);
});

test("what the scorer can say is in the catalogue: each hint, and each place", () => {
  const read = (path) => readFileSync(new URL(`../../Sources/Ink/Scoring/${path}`, import.meta.url), "utf8");
  const hints = [...read("HintCode.swift").matchAll(/case \.\w+: "([a-z_]+)"/g)].map(([, code]) => code);
  assert.equal(hints.length, 21);
  assert.deepEqual(hints.filter((code) => english[`hint.${code}`] === undefined), []);
  const places = [...read("Score.swift").matchAll(/case \.\w+: "([a-z ]+)"/g)].map(([, words]) => words.replace(" ", "_"));
  assert.deepEqual(places.filter((place) => english[`place.${place}`] === undefined), []);
});

test("no text of the page bypasses the catalogue", () => {
  const body = html.slice(html.indexOf("<body>")).replace(/<noscript>[\s\S]*?<\/noscript>|<svg[\s\S]*?<\/svg>|<!--[\s\S]*?-->/g, "");
  assert.deepEqual(body.match(/>[^<]*\p{L}[^<]*</gu) ?? [], []);
  assert.deepEqual(body.match(/\b(?:aria-label|title|alt|placeholder)="[^"]*"/g) ?? [], []);
  const said = /(?:textContent|innerText|title|placeholder|ariaLabel)\s*=\s*(["'`])(?!\1)[^"'`]*\p{L}|setAttribute\("(?:aria-label|title|alt)",\s*["'`]|\.(?:say|tell)\(\s*["'`][^"'`]*\p{L}{2}/u;
  for (const { name, source } of modules) {
    for (const line of source.split("\n")) assert.doesNotMatch(line, said, name);
    for (const [inside] of source.matchAll(/`[^`]*<[a-z][^`]*`/g)) {
      assert.doesNotMatch(inside.replace(/\$\{[^}]*\}/g, ""), />[^<`]*\p{L}{2}[^<`]*</u, name);
    }
  }
});
