/**
 * What the big screen and the teacher's pages say, in English. Every language has the same keys.
 * @type {import("../../game/languages/language.js").Catalogue}
 */
export default {
  "page.title": "Inkling: class",
  "page.language": "Language",

  // Counts, which stand in other texts.
  "count.drawings": { one: "{count} drawing", other: "{count} drawings" },
  "count.seats": { one: "{count} seat", other: "{count} seats" },
  "count.teams": { one: "{count} team", other: "{count} teams" },

  // How a lesson is begun.
  "front.title": "Play with your class",
  "front.sign_in_first": "Sign in first, then come back to this page.",
  "front.sign_in": "Sign in",
  "front.about": "Every tablet joins with a code. You see what all of them draw.",
  "front.begin": "Begin a lesson",
  "front.more": "Name, teams, shapes",
  "front.name": "Name of the lesson",
  "front.teams": "Teams",
  "front.no_teams": "no teams",
  "front.shapes": "Shapes to draw",
  "front.before": "Lessons before",
  "front.held": "{name}, {when}: {drawings}",

  // The big screen.
  "board.qr": "QR code that joins this lesson",
  "board.code": "Code {letters}",
  "board.how": "Scan, or open {address} and type the code",
  "board.freeze": "Freeze",
  "board.go_on": "Go on drawing",
  "board.full_screen": "Full screen",
  "board.end": "End",
  "board.here": { one: "{count} here", other: "{count} here" },
  "board.standing": "{here} · {drawings}",
  "board.standing_frozen": "{here} · {drawings} · frozen",
  "board.stage": "Shown large",
  "board.empty": "Nobody is here yet. The first tablets appear here as they join.",
  "board.seats": "Seats",
  "seat.away": "{drawings} · away",
  "seat.code": "Seat’s own code: {code}",
  "seat.label": "{name}, {drawings}",

  // Teams, by their signs.
  "team.1": "Circles",
  "team.2": "Squares",
  "team.3": "Triangles",
  "team.4": "Stars",
  "team.5": "Hearts",
  "team.6": "Diamonds",

  // What is asked before it is done.
  "ask.end": "End the lesson?",
  "ask.end.text": "Nobody can go on drawing in it. All that was drawn is kept.",
  "ask.end.yes": "End the lesson",
  "ask.remove": "Remove all data of this lesson?",
  "ask.remove.text": "{drawings} and {seats} go for good, with their names and ink. This cannot be undone.",
  "ask.remove.yes": "Remove for good",
  "ask.no": "Leave it",

  // How a lesson went.
  "report.title": "Lesson {code}",
  "report.about": "{when} · {seats} · {drawings} · quality {score} of {most}",
  "report.new": "New lesson",
  "report.print": "Print",
  "report.csv": "Download as a table (CSV)",
  "report.remove": "Remove all data",
  "report.removed": "Removed",
  "report.gone": "{drawings} and {seats} are gone.",
  "report.teams": "Teams",
  "report.seats": "Seats",
  "report.team": "Team",
  "report.name": "Name",
  "report.drawings": "Drawings",
  "report.quality": "Quality",
  "report.best": "Best",

  // What went wrong.
  "trouble.away": "The server does not answer. Nothing was changed; try again in a moment.",
  "trouble.busy": "The server is busy. Nothing was changed; try again in a few seconds.",
  "trouble.ended": "This lesson has ended.",
  "trouble.failed": "That did not work. What was drawn is safe; try again in a moment.",
  "trouble.gone": "This lesson is not there any more.",
  "trouble.invalid": "The lesson cannot be begun like this. Look at its name and shapes once more.",
  "trouble.kept": "The server does not answer just now. Drawings are kept on the tablets.",
};
