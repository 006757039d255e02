/**
 * What the big screen and the teacher's pages say, in Spanish. Every language has the same keys.
 * @type {import("../../game/languages/language.js").Catalogue}
 */
export default {
  "page.title": "Inkling: clase",
  "page.language": "Idioma",

  // Counts, which stand in other texts.
  "count.drawings": { one: "{count} dibujo", other: "{count} dibujos" },
  "count.seats": { one: "{count} lugar", other: "{count} lugares" },
  "count.teams": { one: "{count} equipo", other: "{count} equipos" },

  // How a lesson is begun.
  "front.title": "Juegue con su clase",
  "front.sign_in_first": "Primero inicie sesión y después vuelva a esta página.",
  "front.sign_in": "Iniciar sesión",
  "front.about": "Cada tableta entra con un código. Usted ve lo que dibujan todas.",
  "front.begin": "Empezar una clase",
  "front.more": "Nombre, equipos, figuras",
  "front.name": "Nombre de la clase",
  "front.teams": "Equipos",
  "front.no_teams": "sin equipos",
  "front.shapes": "Figuras para dibujar",
  "front.before": "Clases anteriores",
  "front.held": "{name}, {when}: {drawings}",

  // The big screen.
  "board.qr": "Código QR para entrar en esta clase",
  "board.code": "Código {letters}",
  "board.how": "Escaneen, o abran {address} y escriban el código",
  "board.freeze": "Pausar",
  "board.go_on": "Seguir dibujando",
  "board.full_screen": "Pantalla completa",
  "board.end": "Terminar",
  "board.here": { one: "{count} presente", other: "{count} presentes" },
  "board.standing": "{here} · {drawings}",
  "board.standing_frozen": "{here} · {drawings} · en pausa",
  "board.stage": "En grande",
  "board.empty": "Todavía no hay nadie. Las primeras tabletas aparecerán aquí en cuanto entren.",
  "board.seats": "Lugares",
  "seat.away": "{drawings} · ausente",
  "seat.code": "Código propio de este lugar: {code}",
  "seat.label": "{name}, {drawings}",

  // Teams, by their signs.
  "team.1": "Círculos",
  "team.2": "Cuadrados",
  "team.3": "Triángulos",
  "team.4": "Estrellas",
  "team.5": "Corazones",
  "team.6": "Rombos",

  // What is asked before it is done.
  "ask.end": "¿Terminar la clase?",
  "ask.end.text": "Nadie podrá seguir dibujando en ella. Todo lo dibujado se conserva.",
  "ask.end.yes": "Terminar la clase",
  "ask.remove": "¿Borrar todos los datos de esta clase?",
  "ask.remove.text": "Se borrarán para siempre: {drawings} y {seats}, con sus nombres y su tinta. "
    + "Esto no se puede deshacer.",
  "ask.remove.yes": "Borrar para siempre",
  "ask.no": "Mejor no",

  // How a lesson went.
  "report.title": "Clase {code}",
  "report.about": "{when} · {seats} · {drawings} · calidad: {score} de {most}",
  "report.new": "Clase nueva",
  "report.print": "Imprimir",
  "report.csv": "Descargar como tabla (CSV)",
  "report.remove": "Borrar todos los datos",
  "report.removed": "Borrado",
  "report.gone": "Se borraron: {drawings} y {seats}.",
  "report.teams": "Equipos",
  "report.seats": "Lugares",
  "report.team": "Equipo",
  "report.name": "Nombre",
  "report.drawings": "Dibujos",
  "report.quality": "Calidad",
  "report.best": "El mejor",

  // What went wrong.
  "trouble.away": "El servidor no responde. No se cambió nada; pruebe otra vez en un momento.",
  "trouble.busy": "El servidor está ocupado. No se cambió nada; pruebe otra vez en unos segundos.",
  "trouble.ended": "Esta clase ya terminó.",
  "trouble.failed": "Eso no funcionó. Lo dibujado está a salvo; pruebe otra vez en un momento.",
  "trouble.gone": "Esta clase ya no existe.",
  "trouble.invalid": "La clase no puede empezar así. Revise su nombre y sus figuras.",
  "trouble.kept": "El servidor no responde en este momento. Los dibujos se guardan en las tabletas.",
};
