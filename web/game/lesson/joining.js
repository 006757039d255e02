/** @typedef {import("./lesson.js").Place} Place */

/** The first page of a tablet gets its session while it loads: so often is waited for that. */
const attempts = 20;
const pauseMs = 250;

/**
 * Takes a seat in the lesson of a code.
 * @param {string} text five letters; behind a dash those of a seat to take again
 * @returns {Promise<{ place?: Place, reason?: string }>} `reason` is a text's name in the catalogue
 */
export async function joinLesson(text) {
  const [code, seat] = text.toUpperCase().replaceAll(" ", "").split("-");
  for (let attempt = 1; ; attempt += 1) {
    const answer = await post("/api/lessons/join", seat ? { code, seat } : { code });
    if (answer?.ok) return { place: await answer.json() };
    if (answer && answer.status !== 401) return { reason: reasonOf(answer.status) };
    if (attempt === attempts) return { reason: "lesson.unreachable" };
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

/** @returns {Promise<boolean>} whether the server knows of it */
export const leaveLesson = async () => (await post("/api/lessons/leave", {}))?.ok ?? false;

/** @param {number} status */
function reasonOf(status) {
  if (status === 410) return "lesson.ended";
  if (status === 409) return "lesson.full";
  if (status === 429 || status >= 500) return "lesson.wait";
  return "lesson.wrong";
}

/** @param {string} path @param {object} body */
const post = (path, body) => fetch(path, { method: "POST", credentials: "same-origin",
  headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }).catch(() => null);
