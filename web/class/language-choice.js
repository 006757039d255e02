import { make } from "../admin/make.js";
import { language, languages, setLanguage } from "../game/languages/language.js";
import { t } from "./languages/texts.js";
import { complain } from "./trouble.js";

/** Where another language is chosen, each by its own name. */
export function languageChoice() {
  const spoken = language().code;
  const select = make("select", { class: "language", name: "language", "aria-label": t("page.language") },
    ...languages.map(({ code, name }) =>
      make("option", { value: code, lang: code, selected: code === spoken }, name)));
  select.addEventListener("change", async () => {
    if (await setLanguage(select.value)) return;
    select.value = language().code;
    complain("trouble.away");
  });
  return select;
}
