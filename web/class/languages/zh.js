/**
 * What the big screen and the teacher's pages say, in Chinese. Every language has the same keys.
 * @type {import("../../game/languages/language.js").Catalogue}
 */
export default {
  "page.title": "Inkling：课堂",
  "page.language": "语言",

  // Counts, which stand in other texts.
  "count.drawings": "{count} 幅画",
  "count.seats": "{count} 个座位",
  "count.teams": "{count} 个队",

  // How a lesson is begun.
  "front.title": "和全班一起玩",
  "front.sign_in_first": "请先登录，再回到本页。",
  "front.sign_in": "登录",
  "front.about": "每台平板用代码加入，您能看到大家画的画。",
  "front.begin": "开始上课",
  "front.more": "名称、分队、图形",
  "front.name": "这节课的名称",
  "front.teams": "分队",
  "front.no_teams": "不分队",
  "front.shapes": "要画的图形",
  "front.before": "以前的课",
  "front.held": "{name}，{when}：{drawings}",

  // The big screen.
  "board.qr": "加入这节课的二维码",
  "board.code": "代码 {letters}",
  "board.how": "扫一扫，或打开 {address} 并输入代码",
  "board.freeze": "暂停",
  "board.go_on": "继续画",
  "board.full_screen": "全屏",
  "board.end": "结束",
  "board.here": "{count} 人在场",
  "board.standing": "{here} · {drawings}",
  "board.standing_frozen": "{here} · {drawings} · 已暂停",
  "board.stage": "放大显示",
  "board.empty": "还没有人。平板加入后就会出现在这里。",
  "board.seats": "座位",
  "seat.away": "{drawings} · 暂时离开",
  "seat.code": "本座位的代码：{code}",
  "seat.label": "{name}，{drawings}",

  // Teams, by their signs.
  "team.1": "圆形队",
  "team.2": "方形队",
  "team.3": "三角队",
  "team.4": "星星队",
  "team.5": "爱心队",
  "team.6": "菱形队",

  // What is asked before it is done.
  "ask.end": "要结束这节课吗？",
  "ask.end.text": "结束后就不能再画了。画好的都会保留。",
  "ask.end.yes": "结束这节课",
  "ask.remove": "要删除这节课的全部数据吗？",
  "ask.remove.text": "{drawings}和{seats}，连同名字和笔迹，都会永久删除，无法恢复。",
  "ask.remove.yes": "永久删除",
  "ask.no": "先不要",

  // How a lesson went.
  "report.title": "课堂 {code}",
  "report.about": "{when} · {seats} · {drawings} · 质量 {score}（满分 {most}）",
  "report.new": "新的一课",
  "report.print": "打印",
  "report.csv": "下载表格（CSV）",
  "report.remove": "删除全部数据",
  "report.removed": "已删除",
  "report.gone": "{drawings}和{seats}已删除。",
  "report.teams": "各队",
  "report.seats": "座位",
  "report.team": "队",
  "report.name": "名字",
  "report.drawings": "画数",
  "report.quality": "质量",
  "report.best": "最佳",

  // What went wrong.
  "trouble.away": "服务器没有回答。什么也没有改变，请稍后再试。",
  "trouble.busy": "服务器正忙。什么也没有改变，请过几秒再试。",
  "trouble.ended": "这节课已经结束了。",
  "trouble.failed": "没有成功。画好的都很安全，请稍后再试。",
  "trouble.gone": "这节课已经不在了。",
  "trouble.invalid": "这样不能开始上课。请再看看名称和图形。",
  "trouble.kept": "服务器暂时没有回答。画都保存在平板上。",
};
