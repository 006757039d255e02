import Ink
import Recognition
import Storage

/// The messages that the server sends over WebSockets, written into a buffer that is used again.
struct InkMessages {
  private var writer = JSONWriter(capacityInBytes: 1_024)

  mutating func message(
    _ type: StaticString, _ write: (inout JSONWriter) -> Void
  ) -> [UInt8] {
    writer.reset()
    writer.beginObject()
    writer.name("type")
    writer.string(String(describing: type))
    write(&writer)
    writer.endObject()
    return writer.bytes
  }

  /// - Parameter build: tells one state of the pages' files from another; nil where they may
  ///   change at any time.
  mutating func welcome(
    _ session: Session, open: (id: DrawingID, shape: String, seq: UInt32)?, interval: Int,
    build: String? = nil
  ) -> [UInt8] {
    message("welcome") { writer in
      writer.member("protocol", 1)
      if let build { writer.member("build", build) }
      writer.member("session", session.name)
      writer.member("token", session.token)
      writer.name("user")
      session.user.write(to: &writer)
      writer.name("open")
      if let open {
        writer.beginObject()
        writer.member("drawing", open.id)
        writer.member("shape", open.shape)
        writer.member("seq", Int(open.seq))
        writer.endObject()
      } else {
        writer.null()
      }
      writer.writePaceAndLimits(interval: interval)
    }
  }

  mutating func pace(interval: Int) -> [UInt8] {
    message("pace") { $0.member("interval_ms", interval) }
  }

  /// - Parameter id: nil at `/ws/classify` where the client gave none.
  mutating func begun(_ id: DrawingID?) -> [UInt8] {
    message("begun") { if let id { $0.member("drawing", id) } }
  }

  mutating func discarded(_ id: DrawingID) -> [UInt8] {
    message("discarded") { $0.member("drawing", id) }
  }

  /// - Parameter shape: nil at `/ws/classify`, where none is asked for.
  mutating func resumed(_ numbered: NumberedInk, _ id: DrawingID, shape: String?) -> [UInt8] {
    message("resumed") { writer in
      writer.member("drawing", id)
      writer.member("seq", Int(numbered.seq))
      if let shape { writer.member("shape", shape) }
      writer.name("canvas")
      numbered.canvas.write(to: &writer)
      writer.member("points", numbered.ink.points.count)
      writer.name("strokes")
      numbered.ink.writeCompact(to: &writer)
    }
  }

  mutating func saved(_ id: DrawingID, seq: UInt32) -> [UInt8] {
    message("saved") { writer in
      writer.member("drawing", id)
      writer.member("seq", Int(seq))
    }
  }

  mutating func feedback(
    _ drawing: LiveDrawing, saved: UInt32, score: Score, guesses: Guesses?
  ) -> [UInt8] {
    message("feedback") { writer in
      writer.member("drawing", drawing.id)
      writer.member("seq", Int(drawing.seq))
      writer.member("saved", Int(saved))
      writer.member("points", drawing.ink.points.count)
      score.writeMembers(to: &writer)
      writer.writeGuesses(guesses)
      if guesses != nil { writer.member("decided", drawing.sight.decision.isDecided) }
    }
  }

  mutating func submitted(
    _ id: DrawingID, _ judgement: Judgement, _ result: StoredResult
  ) -> [UInt8] {
    message("submitted") { writer in
      writer.member("drawing", id)
      judgement.writeMembers(to: &writer)
      result.writeMembers(to: &writer)
    }
  }

  mutating func error(_ refusal: Refusal, seq: UInt32? = nil, isFatal: Bool = false) -> [UInt8] {
    message("error") { writer in
      writer.member("code", String(describing: refusal.code))
      writer.member("message", refusal.message)
      if let seq = refusal.expected ?? seq { writer.member("seq", Int(seq)) }
      writer.member("fatal", isFatal || refusal.isMalformed)
    }
  }
}

extension JSONWriter {
  /// `"pace","limits"` of a welcome.
  mutating func writePaceAndLimits(interval: Int) {
    name("pace")
    beginObject()
    member("interval_ms", interval)
    endObject()
    name("limits")
    beginObject()
    member("points", InkLimits.points)
    member("strokes", InkLimits.strokes)
    member("points_per_frame", InkLimits.pointsPerFrame)
    member("frame_bytes", 65_536)
    endObject()
  }
}

extension Score {
  /// `"quality","completeness","hints":[{"code","message","place","amount","x","y"}]`
  func writeMembers(to writer: inout JSONWriter) {
    writer.member("quality", quality)
    writer.member("completeness", completeness)
    writer.name("hints")
    writer.beginArray()
    for hint in hints {
      writer.beginObject()
      writer.member("code", hint.code.text)
      writer.member("message", hint.message)
      writer.member("place", hint.place.text)
      writer.member("amount", hint.amount)
      writer.member("x", hint.x, decimals: 1)
      writer.member("y", hint.y, decimals: 1)
      writer.endObject()
    }
    writer.endArray()
  }
}

extension User {
  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("id", publicID)
    if let name { writer.member("name", name) }
    writer.endObject()
  }
}
