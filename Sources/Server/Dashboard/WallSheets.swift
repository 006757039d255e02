import DequeModule
import Ink

/// The sheets of the live wall, put together from what the loops report.
struct WallSheets {
  fileprivate struct Sheet {
    let first: LiveWall.Report
    var points: [WallPoint]
    var quality: Float
    var ending: LiveWall.Report.Ending?
    /// Looks since something was new.
    var age = 0
    /// How many of its points the newest message leaves as they are; nil when nothing is new.
    var keep: Int?
  }

  /// In the order in which they came.
  private var order: Deque<DrawingID> = []
  private var sheets: [DrawingID: Sheet] = [:]
  private var isChanged = false

  private let type: String
  /// More than a screen shows at a glance.
  private let shown: Int
  /// Looks that a finished sheet stays for those who come: two seconds.
  private static let lingering = 20
  /// Looks after which an unfinished one goes: somebody pauses, or is gone.
  private let patience: Int

  init(type: String = "live", shown: Int = 24, patience: Int = 100) {
    (self.type, self.shown, self.patience) = (type, shown, patience)
  }

  mutating func take(_ reports: [LiveWall.Report]) {
    for report in reports { take(report) }
    for (id, sheet) in sheets {
      sheets[id]?.age += 1
      if sheet.age > (sheet.ending == nil ? patience : Self.lingering) { remove(id) }
    }
  }

  private mutating func take(_ report: LiveWall.Report) {
    if sheets[report.id] == nil {
      // One whose beginning was not told comes again with its next undo, or not at all.
      guard report.ending == nil, report.keep == 0 else { return }
      if order.count >= shown, let oldest = order.first { remove(oldest) }
      order.append(report.id)
      sheets[report.id] = Sheet(first: report, points: [], quality: 0)
    }
    sheets[report.id]?.add(report)
    isChanged = true
  }

  private mutating func remove(_ id: DrawingID) {
    sheets[id] = nil
    order.removeAll { $0 == id }
    // Those who come now are not shown who is gone.
    isChanged = true
  }

  /// What is new since the last call, and everything; nil when nothing is.
  mutating func messages() -> (news: [UInt8], whole: [UInt8])? {
    guard isChanged else { return nil }
    isChanged = false
    let shown = order.compactMap { sheets[$0] }
    let news = message(shown.filter { $0.keep != nil }) { $0.keep ?? 0 }
    let whole = message(shown) { _ in 0 }
    for id in order { sheets[id]?.keep = nil }
    return (news, whole)
  }

  private func message(_ sheets: [Sheet], from keep: (Sheet) -> Int) -> [UInt8] {
    DashboardMessages.message(type) { writer in
      writer.name("sheets")
      writer.beginArray()
      for sheet in sheets { writer.write(sheet, from: keep(sheet)) }
      writer.endArray()
    }
  }
}

extension WallSheets.Sheet {
  fileprivate mutating func add(_ report: LiveWall.Report) {
    let kept = min(report.keep, points.count)
    points.removeSubrange(kept...)
    points += report.points
    keep = min(keep ?? kept, kept)
    if report.ending != .left { quality = report.quality }
    ending = report.ending
    age = 0
  }
}

extension JSONWriter {
  fileprivate mutating func write(_ sheet: WallSheets.Sheet, from keep: Int) {
    beginObject()
    member("drawing", sheet.first.id)
    member("shape", sheet.first.shape)
    if let place = sheet.first.place {
      member("lesson", Int(place.lesson))
      member("seat", place.seat)
    }
    name("canvas")
    sheet.first.canvas.write(to: &self)
    member("device", sheet.first.device.name ?? "unknown")
    member("quality", sheet.quality)
    member("from", keep)
    name("points")
    beginArray()
    for point in sheet.points[keep...] {
      integer(Int(point.x))
      integer(Int(point.y))
      integer(point.startsStroke ? 1 : 0)
    }
    endArray()
    name("ended")
    switch sheet.ending {
    case .submitted: string("submitted")
    case .left: string("left")
    case nil: bool(false)
    }
    endObject()
  }
}
