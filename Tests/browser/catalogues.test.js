// Every text of the game and of the class's pages is in every language, and no text of theirs is anywhere else.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { bypasses, firstArguments, literalsOf, withoutComments } from "./words.js";

const web = new URL("../../web/", import.meta.url);
const codes = ["en", "de", "es", "fr", "zh", "ar"];

/** All modules of a folder and of those in it, but for the catalogues. */
const modulesOf = (folder) => readdirSync(new URL(folder, web), { recursive: true })
  .filter((name) => name.endsWith(".js") && !/languages\/(?:panels\/)?[a-z]{2}\.js$/.test(name))
  .map((name) => ({ name: `${folder}${name}`,
    source: withoutComments(readFileSync(new URL(`${folder}${name}`, web), "utf8")) }));

const read = async (folder) => Object.fromEntries(await Promise.all(
  codes.map(async (code) => [code, (await import(new URL(`${folder}${code}.js`, web))).default])));

const [game, lesson] = [modulesOf("game/"), modulesOf("class/")];
const html = readFileSync(new URL("index.html", web), "utf8");
const classHtml = readFileSync(new URL("class/index.html", web), "utf8");

/** The catalogues, the functions that take a key of theirs, and the modules in which they do. */
const sets = [
  { name: "the game", catalogues: await read("game/languages/"), says: ["t", "knows"], modules: game, page: html },
  { name: "the panels", catalogues: await read("game/languages/panels/"), says: ["p", "hasText"], modules: game,
    page: "" },
  { name: "the class", catalogues: await read("class/languages/"), says: ["t"], modules: lesson, page: classHtml },
];
const english = sets[0].catalogues.en;

const formsOf = (text) => (typeof text === "string" ? { other: text } : text);
const holesOf = (text) => [
  ...new Set(Object.values(formsOf(text)).flatMap((form) => form.match(/\{\w+\}/g) ?? []))].sort();

for (const { name, catalogues } of sets) {
  for (const code of codes) {
    test(`${code} has each text of ${name}, no other, and the same placeholders`, () => {
      assert.deepEqual(Object.keys(catalogues[code]).sort(), Object.keys(catalogues.en).sort());
      const { pluralCategories } = new Intl.PluralRules(code).resolvedOptions();
      const allowed = new Set([...pluralCategories, "other", ...(code === "en" ? ["vowel"] : [])]);
      for (const [key, text] of Object.entries(catalogues[code])) {
        const holes = (words) => holesOf(words).filter((hole) => hole !== "{count}");
        assert.deepEqual(holes(text), holes(catalogues.en[key]), key);
        for (const [form, words] of Object.entries(formsOf(text))) {
          assert.ok(allowed.has(form), `${key} has no use for the form ${form}`);
          assert.match(words, /\S/, key);
          assert.equal(words, words.trim(), key);
        }
        assert.ok(formsOf(text).other, `${key} needs the form other`);
      }
    });

    test(`${code} counts in ${name} as that language does`, () => {
      const rules = new Intl.PluralRules(code);
      // Arabic nouns of eleven and more are mostly as those of a hundred.
      const needed = new Set(Array.from({ length: 10 }, (_, index) => rules.select(index + 1)));
      for (const [key, text] of Object.entries(catalogues[code])) {
        if (typeof text === "string" || "vowel" in text || Object.keys(text).length === 1) continue;
        assert.deepEqual([...needed].filter((form) => !(form in text)), [], key);
        if (!holesOf(catalogues.en[key]).includes("{count}")) continue;
        // A form that several numbers share has to say which; what is counted from nought on has French ones.
        const hasNought = key.startsWith("count.") && rules.select(0) === "one";
        for (const form of ["few", "many", "other", ...(hasNought ? ["one"] : [])]) {
          assert.ok(!(form in text) || text[form].includes("{count}"), `${key} ${form}`);
        }
      }
    });
  }

  test(`each language has words of its own for ${name}`, () => {
    for (const code of codes.slice(1)) {
      const same = Object.entries(catalogues.en).filter(([key, text]) =>
        /\p{L}{4}/u.test(JSON.stringify(text).replace(/\{\w+\}/g, ""))
        && JSON.stringify(catalogues[code][key]) === JSON.stringify(text));
      // Some words are the same: code, sprint, triangles.
      assert.ok(same.length <= Object.keys(catalogues.en).length / 10, `${code}: ${same.map(([key]) => key)}`);
    }
  });
}

/** The key that a template of the source stands for: a pattern, with anything for what is filled in. */
const patternOf = (template) =>
  new RegExp(`^${template.replaceAll(".", "\\.").replaceAll("\u0000", "[a-z_0-9]+")}$`);

for (const { name, catalogues, says, modules, page } of sets) {
  test(`each key that is named is in the catalogue of ${name}, and it has none that nobody names`, () => {
    const keys = Object.keys(catalogues.en);
    const onPage = [...page.matchAll(/data-t(?:-label)?="([^"]+)"/g)].map(([, key]) => key);
    const asked = modules.flatMap(({ name: file, source }) => firstArguments(source, says)
      .flatMap((argument) => literalsOf(argument)).map((literal) => ({ file, literal })));
    const unknown = asked.filter(({ literal }) => (literal.includes("\u0000")
      ? /^[a-z_]/.test(literal) && !keys.some((key) => patternOf(literal).test(key))
      : /^[a-z_0-9]+(?:\.[a-z_0-9]+)*$/.test(literal) && !keys.includes(literal)));
    assert.deepEqual(unknown, []);
    assert.deepEqual(onPage.filter((key) => !keys.includes(key)), []);
    assert.ok(asked.length > 10, "keys are found at all");

    const literals = modules.flatMap(({ source }) => literalsOf(source));
    const patterns = literals.filter((literal) => /^[a-z_]+\.\u0000/.test(literal)).map(patternOf);
    const named = new Set([...literals, ...onPage]);
    assert.deepEqual(keys.filter((key) => !named.has(key) && !patterns.some((pattern) => pattern.test(key))), []);
  });
}

test("what looks like a key anywhere in the modules is one", () => {
  for (const modules of [game, lesson]) {
    const keys = sets.filter((set) => set.modules === modules).flatMap(({ catalogues }) => Object.keys(catalogues.en));
    const firsts = new Set(keys.filter((key) => key.includes(".")).map((key) => key.split(".")[0]));
    for (const { name, source } of modules) {
      const odd = literalsOf(source).filter((literal) => /^[a-z_]+(?:\.[a-z_0-9]+)+$/.test(literal)
        && firsts.has(literal.split(".")[0]) && !keys.includes(literal));
      assert.deepEqual(odd, [], name);
    }
  }
});

test("what the scorer can say is in the catalogue: each hint, and each place", () => {
  const swift = (path) => readFileSync(new URL(`../../Sources/Ink/Scoring/${path}`, import.meta.url), "utf8");
  const hints = [...swift("HintCode.swift").matchAll(/case \.\w+: "([a-z_]+)"/g)].map(([, code]) => code);
  assert.equal(hints.length, 21);
  assert.deepEqual(hints.filter((code) => english[`hint.${code}`] === undefined), []);
  const places = [...swift("Score.swift").matchAll(/case \.\w+: "([a-z ]+)"/g)]
    .map(([, words]) => words.replace(" ", "_"));
  assert.deepEqual(places.filter((place) => english[`place.${place}`] === undefined), []);
});

test("no text of the pages bypasses the catalogues", () => {
  for (const page of [html, classHtml]) {
    const body = page.slice(page.indexOf("<body>"))
      .replace(/<noscript>[\s\S]*?<\/noscript>|<svg[\s\S]*?<\/svg>|<!--[\s\S]*?-->/g, "");
    assert.deepEqual(body.match(/>[^<]*\p{L}[^<]*</gu) ?? [], []);
    assert.deepEqual(body.match(/\b(?:aria-label|title|alt|placeholder)="[^"]*"/g) ?? [], []);
    for (const code of codes) assert.match(page, new RegExp(`<noscript>[\\s\\S]*lang="${code}"`), code);
  }
  const found = [...game, ...lesson].flatMap(({ name, source }) => bypasses(source).map((text) => `${name}: ${text}`));
  assert.deepEqual(found, []);
});

test("a text that bypasses the catalogues is found, however it comes to the page", () => {
  for (const source of [
    'make("p", {}, "nothing yet")', 'make("p", { class: "empty" }, `nothing in ${place}`)',
    'button("again", "quiet", go)', 'element.textContent = "done"', "element.title = `Code ${code}`",
    'element.setAttribute("aria-label", "Seats")', 'make("ul", { class: "seats", "aria-label": "Seats" })',
    'make("img", { src, alt: "code" })', 'table.say("well drawn")', 'list.append("away")',
    'const reason = "The server is away."', "const told = `${count} drawings are gone`",
    'const told = count + " drawings"', "element.innerHTML = `<b>done</b>`", "option.textContent = `${count} teams`",
    'confirmed("End it?", text, "end")', 'say(part(element, name), "gone")', "const told = `${count} here · ${done}`",
  ]) assert.notDeepEqual(bypasses(source), [], source);
  for (const source of [
    'make("p", { class: "quiet done" }, t("control.done"))', 'button(t("report.new"), "strong huge", leave)',
    'throw new Error(`The page has no ${selector}.`)', 'page.classList.toggle("text-large", true)',
    'const key = "inkling.settings"', 'make("svg", { viewBox: "0 0 24 24" })', 'if (event.key === "ArrowUp") go()',
    "fetch(`/api/drawings/${drawing}`)", 'const path = "M8 10.5c-1.6 0-2.7-1.2"',
    'document.querySelector(".lesson-strip .over")', "element.style.inset = `${top}px auto auto ${left}px`",
  ]) assert.deepEqual(bypasses(source), [], source);
});
