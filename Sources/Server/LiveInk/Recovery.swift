import Ink
import Logging
import Storage
import Synchronization

/// Brings back, from the log, the drawings that were open when the program ended, however it did.
struct Recovery {
  /// What became of the log's drawings.
  struct Outcome {
    /// Open again, for their clients to go on with.
    var open = 0
    /// Submitted before the end, and stored now.
    var finished = 0
  }

  private let live: LiveInk
  private var drawings: [DrawingID: (drawing: LiveDrawing, base: Int64)] = [:]
  private var submitted: Set<DrawingID> = []
  /// Discarded, or known by operations alone: passed over until it begins again.
  private var closed: Set<DrawingID> = []
  /// The persons of those that were discarded: their rows may still be in the store.
  private var discarded: [DrawingID: Int64] = [:]

  private init(_ live: LiveInk) { self.live = live }

  /// Reads the whole log. To be called before any client is let in.
  static func run(_ live: LiveInk) throws -> Outcome {
    var recovery = Recovery(live)
    try live.store.writer.readInk { row, data in
      var reader = InkRecordReader(data)
      while let entry = reader.next() { recovery.take(entry, row: row) }
    }
    return try recovery.settle()
  }

  private mutating func take(_ entry: InkRecordReader.Entry, row: Int64) {
    switch entry.kind {
    case .begin, .snapshot:
      // Operations may stand before a snapshot whose beginning has left the log already.
      closed.remove(entry.id)
      discarded[entry.id] = nil
      if let drawing = beginning(entry) { drawings[entry.id] = (drawing, row) }
    case .discard:
      discarded[entry.id] = drawings[entry.id]?.drawing.userID
      drawings[entry.id] = nil
      closed.insert(entry.id)
    default:
      guard !closed.contains(entry.id), let drawing = known(entry.id, row: row) else { return }
      guard entry.seq == drawing.seq + 1 else { return }
      // A record was valid when it was written; one that is not any more is left out.
      try? apply(entry, to: drawing)
    }
  }

  /// The drawing so far; one whose beginning left the log is looked up in the store.
  private mutating func known(_ id: DrawingID, row: Int64) -> LiveDrawing? {
    if let known = drawings[id] { return known.drawing }
    if let stored = try? live.store.drawing(id), !stored.isComplete,
      let state = try? live.store.openState(id), let shape = live.shapes.find(stored.shape),
      let ink = try? StrokeCodec.decode(stored.data)
    {
      let drawing = LiveDrawing(
        stored.drawing(ink), userID: stored.userID, shape: shape, state: state)
      drawings[id] = (drawing, row)
      return drawing
    }
    closed.insert(id)
    return nil
  }

  private func beginning(_ entry: InkRecordReader.Entry) -> LiveDrawing? {
    var payload = entry.payload
    guard let user: Int64 = payload.integer(), let begun: Int64 = payload.integer(),
      let width: UInt16 = payload.integer(), let height: UInt16 = payload.integer(),
      let device: UInt8 = payload.integer(), let key = payload.text(),
      let agent = payload.text(), let shape = live.shapes.find(key)
    else { return nil }
    var drawing = Drawing(
      id: entry.id, shape: key, canvas: Canvas(width: width, height: height),
      device: Device(rawValue: device) ?? .unknown, ink: Strokes(), userAgent: agent)
    var style = StrokeStyle.standard
    if entry.kind == .snapshot {
      guard let color: UInt32 = payload.integer(), let lineWidth: UInt16 = payload.integer(),
        let size: UInt32 = payload.integer(), let strokes = payload.bytes(Int(size)),
        let ink = try? StrokeCodec.decode(strokes)
      else { return nil }
      style = StrokeStyle(color: color, width: lineWidth)
      drawing.ink = ink
    }
    return LiveDrawing(
      drawing, userID: user, shape: shape,
      state: OpenState(seq: entry.seq, style: style, begun: begun, play: payload.play()))
  }

  private mutating func apply(_ entry: InkRecordReader.Entry, to drawing: LiveDrawing) throws {
    var payload = entry.payload
    switch entry.kind {
    case .points:
      guard let flags: UInt8 = payload.integer() else { return }
      let count = payload.remaining / PointFrame.pointSize
      let bytes = payload.bytes(count * PointFrame.pointSize) ?? []
      let points = bytes.withUnsafeBytes { raw in
        (0..<count).map { Point(raw, at: $0 * PointFrame.pointSize) }
      }
      try points.withUnsafeBufferPointer {
        try drawing.append($0, flags: PointFlags(rawValue: flags))
      }
    case .style:
      guard let color: UInt32 = payload.integer(), let width: UInt16 = payload.integer() else {
        return
      }
      drawing.setStyle(StrokeStyle(color: color, width: width))
    case .truncate:
      guard let count: UInt32 = payload.integer() else { return }
      try drawing.truncate(to: Int(count))
    case .submit:
      try drawing.submit()
      submitted.insert(drawing.id)
    case .begin, .snapshot, .discard: break
    }
  }

  /// Stores what was submitted, opens what was not, and drops what the store already has.
  private func settle() throws -> Outcome {
    var outcome = Outcome()
    for (id, user) in discarded { live.store.writer.discard(id, userID: user) { _ in } }
    let pending = PendingFinishes()
    for (id, entry) in drawings {
      let row = try live.store.drawing(id)
      if row?.isComplete == true { continue }
      if submitted.contains(id) {
        outcome.finished += 1
        pending.begin()
        let (drawing, live) = (entry.drawing, live)
        // It is in the table until it is in the store, so that the log keeps it that long.
        _ = live.open.add(drawing, loop: 0, base: entry.base)
        live.store.writer.finish(drawing.stored(), isAccepted: true) { result in
          if case .failure(let error) = result {
            live.log.error(
              "a submitted drawing was not stored",
              metadata: ["drawing": "\(drawing.id.string)", "reason": "\(error)"])
            drawing.keepAside(in: live.store.writer, error)
          }
          live.open.remove(drawing.id)
          pending.end()
        }
      } else if try row == nil || isNewer(entry.drawing) {
        outcome.open += 1
        live.open.park(entry.drawing, base: entry.base)
      }
    }
    // A disk that is full must not keep the server from starting: they are stored when it has room.
    pending.wait(seconds: 5)
    return outcome
  }

  /// Whether the log has more of a drawing than the store.
  private func isNewer(_ drawing: LiveDrawing) throws -> Bool {
    guard let state = try live.store.openState(drawing.id) else { return true }
    return drawing.seq > state.seq
  }
}
