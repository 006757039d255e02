/**
 * What the big screen and the teacher's pages say, in French. Every language has the same keys.
 * @type {import("../../game/languages/language.js").Catalogue}
 */
export default {
  "page.title": "Inkling : classe",
  "page.language": "Langue",

  // Counts, which stand in other texts.
  "count.drawings": { one: "{count} dessin", other: "{count} dessins" },
  "count.seats": { one: "{count} place", other: "{count} places" },
  "count.teams": { one: "{count} équipe", other: "{count} équipes" },

  // How a lesson is begun.
  "front.title": "Jouez avec votre classe",
  "front.sign_in_first": "Connectez-vous d’abord, puis revenez sur cette page.",
  "front.sign_in": "Se connecter",
  "front.about": "Chaque tablette entre avec un code. Vous voyez ce que toutes dessinent.",
  "front.begin": "Commencer une leçon",
  "front.more": "Nom, équipes, formes",
  "front.name": "Nom de la leçon",
  "front.teams": "Équipes",
  "front.no_teams": "sans équipes",
  "front.shapes": "Formes à dessiner",
  "front.before": "Leçons précédentes",
  "front.held": "{name}, {when} : {drawings}",

  // The big screen.
  "board.qr": "Code QR pour rejoindre cette leçon",
  "board.code": "Code {letters}",
  "board.how": "Scannez, ou ouvrez {address} et tapez le code",
  "board.freeze": "Mettre en pause",
  "board.go_on": "Reprendre le dessin",
  "board.full_screen": "Plein écran",
  "board.end": "Terminer",
  "board.here": { one: "{count} présent", other: "{count} présents" },
  "board.standing": "{here} · {drawings}",
  "board.standing_frozen": "{here} · {drawings} · en pause",
  "board.stage": "En grand",
  "board.empty": "Il n’y a encore personne. Les premières tablettes apparaîtront ici dès leur arrivée.",
  "board.seats": "Places",
  "seat.away": "{drawings} · absent",
  "seat.code": "Code propre à cette place : {code}",
  "seat.label": "{name}, {drawings}",

  // Teams, by their signs.
  "team.1": "Cercles",
  "team.2": "Carrés",
  "team.3": "Triangles",
  "team.4": "Étoiles",
  "team.5": "Cœurs",
  "team.6": "Losanges",

  // What is asked before it is done.
  "ask.end": "Terminer la leçon ?",
  "ask.end.text": "Plus personne ne pourra y dessiner. Tout ce qui a été dessiné est gardé.",
  "ask.end.yes": "Terminer la leçon",
  "ask.remove": "Supprimer toutes les données de cette leçon ?",
  "ask.remove.text": "Seront supprimés pour toujours : {drawings} et {seats}, avec les noms et l’encre. "
    + "C’est sans retour.",
  "ask.remove.yes": "Supprimer pour toujours",
  "ask.no": "Ne rien faire",

  // How a lesson went.
  "report.title": "Leçon {code}",
  "report.about": "{when} · {seats} · {drawings} · qualité {score} sur {most}",
  "report.new": "Nouvelle leçon",
  "report.print": "Imprimer",
  "report.csv": "Télécharger en tableau (CSV)",
  "report.remove": "Supprimer toutes les données",
  "report.removed": "Données supprimées",
  "report.gone": "Ont disparu : {drawings} et {seats}.",
  "report.teams": "Équipes",
  "report.seats": "Places",
  "report.team": "Équipe",
  "report.name": "Nom",
  "report.drawings": "Dessins",
  "report.quality": "Qualité",
  "report.best": "Le meilleur",

  // What went wrong.
  "trouble.away": "Le serveur ne répond pas. Rien n’a été changé ; réessayez dans un instant.",
  "trouble.busy": "Le serveur est occupé. Rien n’a été changé ; réessayez dans quelques secondes.",
  "trouble.ended": "Cette leçon est finie.",
  "trouble.failed": "Cela n’a pas marché. Ce qui a été dessiné est en sécurité ; réessayez dans un instant.",
  "trouble.gone": "Cette leçon n’existe plus.",
  "trouble.invalid": "La leçon ne peut pas commencer ainsi. Vérifiez son nom et ses formes.",
  "trouble.kept": "Le serveur ne répond pas pour l’instant. Les dessins sont gardés sur les tablettes.",
};
