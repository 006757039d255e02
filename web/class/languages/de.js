/**
 * What the big screen and the teacher's pages say, in German. Every language has the same keys.
 * @type {import("../../game/languages/language.js").Catalogue}
 */
export default {
  "page.title": "Inkling: Klasse",
  "page.language": "Sprache",

  // Counts, which stand in other texts.
  "count.drawings": { one: "{count} Zeichnung", other: "{count} Zeichnungen" },
  "count.seats": { one: "{count} Platz", other: "{count} Plätze" },
  "count.teams": { one: "{count} Team", other: "{count} Teams" },

  // How a lesson is begun.
  "front.title": "Mit der Klasse spielen",
  "front.sign_in_first": "Melden Sie sich zuerst an und kommen Sie dann hierher zurück.",
  "front.sign_in": "Anmelden",
  "front.about": "Jedes Tablet kommt mit einem Code dazu. Sie sehen, was alle zeichnen.",
  "front.begin": "Stunde beginnen",
  "front.more": "Name, Teams, Formen",
  "front.name": "Name der Stunde",
  "front.teams": "Teams",
  "front.no_teams": "keine Teams",
  "front.shapes": "Formen zum Zeichnen",
  "front.before": "Frühere Stunden",
  "front.held": "{name}, {when}: {drawings}",

  // The big screen.
  "board.qr": "QR-Code, mit dem man in diese Stunde kommt",
  "board.code": "Code {letters}",
  "board.how": "Scannen, oder {address} öffnen und Code eintippen",
  "board.freeze": "Anhalten",
  "board.go_on": "Weiterzeichnen",
  "board.full_screen": "Ganzer Bildschirm",
  "board.end": "Beenden",
  "board.here": { one: "{count} ist da", other: "{count} sind da" },
  "board.standing": "{here} · {drawings}",
  "board.standing_frozen": "{here} · {drawings} · angehalten",
  "board.stage": "Groß gezeigt",
  "board.empty": "Noch ist niemand da. Die ersten Tablets erscheinen hier, sobald sie dazukommen.",
  "board.seats": "Plätze",
  "seat.away": "{drawings} · gerade weg",
  "seat.code": "Eigener Code dieses Platzes: {code}",
  "seat.label": "{name}, {drawings}",

  // Teams, by their signs.
  "team.1": "Kreise",
  "team.2": "Quadrate",
  "team.3": "Dreiecke",
  "team.4": "Sterne",
  "team.5": "Herzen",
  "team.6": "Rauten",

  // What is asked before it is done.
  "ask.end": "Die Stunde beenden?",
  "ask.end.text": "Danach kann niemand mehr in ihr zeichnen. Alles Gezeichnete bleibt erhalten.",
  "ask.end.yes": "Stunde beenden",
  "ask.remove": "Alle Daten dieser Stunde löschen?",
  "ask.remove.text": "Für immer gelöscht werden: {drawings} und {seats}, mit Namen und Tinte. "
    + "Das lässt sich nicht rückgängig machen.",
  "ask.remove.yes": "Für immer löschen",
  "ask.no": "Lieber nicht",

  // How a lesson went.
  "report.title": "Stunde {code}",
  "report.about": "{when} · {seats} · {drawings} · Qualität {score} von {most}",
  "report.new": "Neue Stunde",
  "report.print": "Drucken",
  "report.csv": "Tabelle laden (CSV)",
  "report.remove": "Alle Daten löschen",
  "report.removed": "Gelöscht",
  "report.gone": "Gelöscht wurden: {drawings} und {seats}.",
  "report.teams": "Teams",
  "report.seats": "Plätze",
  "report.team": "Team",
  "report.name": "Name",
  "report.drawings": "Zeichnungen",
  "report.quality": "Qualität",
  "report.best": "Beste",

  // What went wrong.
  "trouble.away": "Der Server antwortet nicht. Es wurde nichts geändert; versuchen Sie es gleich noch einmal.",
  "trouble.busy": "Der Server hat viel zu tun. Es wurde nichts geändert; versuchen Sie es in ein paar Sekunden.",
  "trouble.ended": "Diese Stunde ist zu Ende.",
  "trouble.failed": "Das hat nicht geklappt. Alles Gezeichnete ist sicher; versuchen Sie es gleich noch einmal.",
  "trouble.gone": "Diese Stunde gibt es nicht mehr.",
  "trouble.invalid": "So kann die Stunde nicht beginnen. Sehen Sie sich Namen und Formen noch einmal an.",
  "trouble.kept": "Der Server antwortet gerade nicht. Die Tablets bewahren alles auf, was gezeichnet wird.",
};
