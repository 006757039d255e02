// What is heard by choice: each tone has its words on the page, what is said is what is written, and by itself the
// page is silent.
import assert from "node:assert/strict";
import { test } from "node:test";
import { arc, begins, classroom, finish, nextPrompt, sheetOf } from "./classroom.js";

const room = classroom();
const tones = { sure: [523, 659], done: [392, 523], earned: [523, 659, 784, 1_047] };

/** Writes down what a page plays and says, and what it asks of the browser for that. */
const listen = () => {
  const heard = { contexts: 0, tones: [], spoken: [], asked: [] };
  globalThis.heard = heard;
  const silent = () => {};
  globalThis.AudioContext = class {
    state = "running";
    currentTime = 0;
    destination = {};
    constructor() { heard.contexts += 1; }
    createOscillator() {
      const frequency = { value: 0 };
      return { frequency, connect: (next) => next, stop: silent, start: () => heard.tones.push(frequency.value) };
    }
    createGain() {
      const gain = { setValueAtTime: silent, linearRampToValueAtTime: silent, exponentialRampToValueAtTime: silent };
      return { gain, connect: (next) => next };
    }
  };
  globalThis.SpeechSynthesisUtterance = class {
    constructor(text) { this.text = text; }
  };
  const voices = ["de-DE", "en-GB", "ar-EG"].flatMap((lang) =>
    [{ lang, localService: false, name: `far ${lang}` }, { lang, localService: true, name: `near ${lang}` }]);
  Object.defineProperty(globalThis, "speechSynthesis", { value: {
    getVoices() {
      heard.asked.push("voices");
      return globalThis.onlyFarVoices ? voices.filter(({ localService }) => !localService) : voices;
    },
    cancel: () => heard.asked.push("cancel"),
    speak: ({ text, lang, voice }) => heard.spoken.push({ text, lang, voice: voice.name }),
  } });
};

/** The game with these settings, in which all sound is written down. */
async function game(settings, { language = "en", more = "" } = {}) {
  const page = await room.browser.page();
  await page.send("Page.addScriptToEvaluateOnNewDocument", { source: `
    localStorage.setItem("inkling.language", ${JSON.stringify(language)});
    localStorage.setItem("inkling.settings", ${JSON.stringify(JSON.stringify(settings))});
    (${listen})(); ${more}` });
  await page.open(room.server.url());
  await begins(page, "keep", { en: "Draw ", de: "Zeichne ", ar: "" }[language]);
  await page.until(() => document.querySelector(".prompt").textContent !== "");
  if (settings.sound) {
    await page.until(() => performance.getEntriesByType("resource")
      .some(({ name, responseEnd }) => name.endsWith("/sounds.js") && responseEnd));
  }
  return page;
}

const heardIn = (page) => page.run(() => globalThis.heard);

/** Resolves once a sound was played after the first `from` tones; to how many there are then. */
const plays = (page, sound, from) => page.until((wanted, start) => {
  const all = globalThis.heard.tones;
  for (let at = start; at + wanted.length <= all.length; at += 1) {
    if (wanted.every((hertz, index) => all[at + index] === hertz)) return at + wanted.length;
  }
  return 0;
}, tones[sound], from);

test("with sounds on each event has its sound, and its words on the page", async () => {
  const page = await game({ sound: true });
  assert.deepEqual((await heardIn(page)).tones, [], "nothing sounds before anything is drawn");
  await page.draw(arc(await sheetOf(page), 0, 1, 60));
  const sure = await plays(page, "sure", 0);
  const guess = await page.run(() => ({ seen: document.querySelector(".guess").textContent,
    read: document.querySelector(".announcer").textContent }));
  assert.match(guess.seen, /^I see .+!$/);
  assert.equal(guess.read, guess.seen);

  await finish(page);
  const done = await plays(page, "done", sure);
  assert.match(await page.run(() => document.querySelector(".result strong").textContent), /\p{L}/u);
  // The first drawing earns a badge.
  await plays(page, "earned", done);
  assert.match(await page.run(() => document.querySelector(".result .earned").textContent), /new badge/);
  const { contexts, spoken } = await heardIn(page);
  assert.equal(contexts, 1, "one context for all sounds");
  assert.deepEqual(spoken, [], "sounds are not speech");
  assert.deepEqual(page.complaints, []);
});

test("there is no sound but those that have words", async () => {
  const page = await game({ sound: true });
  await page.draw(arc(await sheetOf(page), 0, 1, 60));
  await finish(page);
  await nextPrompt(page);
  const all = (await heardIn(page)).tones;
  for (let at = 0; at < all.length;) {
    const known = Object.values(tones).sort((a, b) => b.length - a.length)
      .find((sound) => sound.every((hertz, index) => all[at + index] === hertz));
    assert.ok(known, `${all} has an odd sound at ${at}`);
    at += known.length;
  }
});

for (const [language, lang, sees] of [["en", "en-GB", /^I see /], ["de", "de-DE", /^Ich sehe /]]) {
  test(`with speech on the prompt and the guess are said in ${language}, by a voice of this device`, async () => {
    const page = await game({ speech: true }, { language });
    await page.until(() => globalThis.heard.spoken.length > 0);
    const prompt = await page.run(() => document.querySelector(".prompt").textContent);
    assert.deepEqual((await heardIn(page)).spoken, [{ text: prompt, lang, voice: `near ${lang}` }]);
    await page.draw(arc(await sheetOf(page), 0, 1, 60));
    await page.until(() => globalThis.heard.spoken.length > 1);
    const { spoken, contexts } = await heardIn(page);
    const shown = await page.run(() => document.querySelector(".announcer").textContent);
    assert.match(spoken[1].text, sees);
    assert.deepEqual(spoken[spoken.length - 1], { text: shown, lang, voice: `near ${lang}` });
    assert.equal(contexts, 0, "speech is no sound");
  });
}

test("speech stops at once when it is switched off, and another language has its own voice", async () => {
  const page = await game({ speech: true });
  await page.until(() => globalThis.heard.spoken.length === 1);
  await page.run(async () => { await (await import("/game/languages/language.js")).setLanguage("ar"); });
  await page.draw(arc(await sheetOf(page), 0, 1, 60));
  await page.until(() => globalThis.heard.spoken.some(({ lang }) => lang === "ar-EG"));
  const silenced = await page.run(async () => {
    globalThis.heard.asked.length = 0;
    (await import("/game/settings/settings.js")).settings.set("speech", false);
    return globalThis.heard.asked;
  });
  assert.deepEqual(silenced, ["cancel"]);
});

test("where only a server elsewhere could speak, nothing is said", async () => {
  const page = await game({ speech: true }, { more: "globalThis.onlyFarVoices = true;" });
  await page.draw(arc(await sheetOf(page), 0, 1, 60));
  await page.until(() => /^I see /.test(document.querySelector(".guess").textContent));
  await finish(page);
  const { asked, spoken } = await heardIn(page);
  assert.ok(asked.includes("voices"));
  assert.deepEqual(spoken, []);
});

test("with both off the browser is asked for nothing that sounds, and all words are there", async () => {
  const page = await game({});
  await page.draw(arc(await sheetOf(page), 0, 1, 60));
  await page.until(() => /^I see /.test(document.querySelector(".guess").textContent));
  await finish(page);
  await page.until(() => document.querySelector(".result .earned"));
  await page.run(async () => { await (await import("/game/languages/language.js")).setLanguage("de"); });
  await nextPrompt(page);
  assert.deepEqual(await heardIn(page), { contexts: 0, tones: [], spoken: [], asked: [] });
  assert.ok(!page.requests.some((url) => url.endsWith("/sounds.js")), "the sounds are not even loaded");
});
