/**
 * What the big screen and the teacher's pages say, in Arabic. Every language has the same keys.
 * @type {import("../../game/languages/language.js").Catalogue}
 */
export default {
  "page.title": "Inkling: الصف",
  "page.language": "اللغة",

  // Counts, which stand in other texts.
  "count.drawings": {
    zero: "لا رسومات", one: "رسمة واحدة", two: "رسمتان", few: "{count} رسومات", many: "{count} رسمة",
    other: "{count} رسمة",
  },
  "count.seats": {
    zero: "لا مقاعد", one: "مقعد واحد", two: "مقعدان", few: "{count} مقاعد", many: "{count} مقعدًا",
    other: "{count} مقعد",
  },
  "count.teams": {
    zero: "لا فرق", one: "فريق واحد", two: "فريقان", few: "{count} فرق", many: "{count} فريقًا",
    other: "{count} فريق",
  },

  // How a lesson is begun.
  "front.title": "العب مع صفك",
  "front.sign_in_first": "سجّل الدخول أولًا، ثم عُد إلى هذه الصفحة.",
  "front.sign_in": "تسجيل الدخول",
  "front.about": "ينضم كل جهاز لوحي برمز، وترى هنا ما يرسمه الجميع.",
  "front.begin": "ابدأ درسًا",
  "front.more": "الاسم والفرق والأشكال",
  "front.name": "اسم الدرس",
  "front.teams": "الفرق",
  "front.no_teams": "بلا فرق",
  "front.shapes": "الأشكال التي تُرسم",
  "front.before": "الدروس السابقة",
  "front.held": "{name}، {when}: {drawings}",

  // The big screen.
  "board.qr": "رمز QR للانضمام إلى هذا الدرس",
  "board.code": "الرمز {letters}",
  "board.how": "امسحوا الرمز، أو افتحوا {address} واكتبوا الحروف",
  "board.freeze": "إيقاف مؤقت",
  "board.go_on": "متابعة الرسم",
  "board.full_screen": "ملء الشاشة",
  "board.end": "إنهاء",
  "board.here": "الحاضرون: {count}",
  "board.standing": "{here} · {drawings}",
  "board.standing_frozen": "{here} · {drawings} · متوقف مؤقتًا",
  "board.stage": "عرض كبير",
  "board.empty": "لا أحد هنا بعد. ستظهر الأجهزة هنا حال انضمامها.",
  "board.seats": "المقاعد",
  "seat.away": "{drawings} · غائب الآن",
  "seat.code": "رمز هذا المقعد: {code}",
  "seat.label": "{name}، {drawings}",

  // Teams, by their signs.
  "team.1": "الدوائر",
  "team.2": "المربعات",
  "team.3": "المثلثات",
  "team.4": "النجوم",
  "team.5": "القلوب",
  "team.6": "المعيّنات",

  // What is asked before it is done.
  "ask.end": "هل تريد إنهاء الدرس؟",
  "ask.end.text": "لن يستطيع أحد متابعة الرسم فيه. كل ما رُسم يبقى محفوظًا.",
  "ask.end.yes": "إنهاء الدرس",
  "ask.remove": "هل تريد حذف كل بيانات هذا الدرس؟",
  "ask.remove.text": "ما يُحذف نهائيًا مع الأسماء والحبر: {drawings}، {seats}. لا يمكن التراجع عن ذلك.",
  "ask.remove.yes": "حذف نهائي",
  "ask.no": "ليس الآن",

  // How a lesson went.
  "report.title": "الدرس {code}",
  "report.about": "{when} · {seats} · {drawings} · الجودة {score} من {most}",
  "report.new": "درس جديد",
  "report.print": "طباعة",
  "report.csv": "تنزيل جدول (CSV)",
  "report.remove": "حذف كل البيانات",
  "report.removed": "تم الحذف",
  "report.gone": "ما حُذف: {drawings}، {seats}.",
  "report.teams": "الفرق",
  "report.seats": "المقاعد",
  "report.team": "الفريق",
  "report.name": "الاسم",
  "report.drawings": "الرسومات",
  "report.quality": "الجودة",
  "report.best": "الأفضل",

  // What went wrong.
  "trouble.away": "الخادم لا يجيب. لم يتغير شيء؛ حاول مرة أخرى بعد لحظة.",
  "trouble.busy": "الخادم مشغول. لم يتغير شيء؛ حاول مرة أخرى بعد ثوانٍ.",
  "trouble.ended": "انتهى هذا الدرس.",
  "trouble.failed": "لم ينجح ذلك. كل ما رُسم في أمان؛ حاول مرة أخرى بعد لحظة.",
  "trouble.gone": "هذا الدرس لم يعد موجودًا.",
  "trouble.invalid": "لا يمكن بدء الدرس هكذا. راجع اسمه وأشكاله مرة أخرى.",
  "trouble.kept": "الخادم لا يجيب الآن. الرسومات محفوظة على الأجهزة.",
};
