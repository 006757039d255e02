// Before anything is painted: how this device's page is to look. `settings.js` does the same once modules run.
(() => {
  try {
    const { motion, contrast, text } = JSON.parse(localStorage.getItem("inkling.settings") || "{}");
    const page = document.documentElement.classList;
    if (motion === "less") page.add("less-motion");
    if (contrast === "high") page.add("high-contrast");
    if (text === "large" || text === "huge") page.add(`text-${text}`);
  } catch { /* nothing is kept here, or something odd: the page looks as it always does */ }
})();
