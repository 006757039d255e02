import Ink

/// What the server says to a client.
extension ReplayClient {
  func received(_ message: UnsafeRawBufferPointer, isText: Bool) {
    let scan = MessageScan(message)
    switch scan.kind {
    case .feedback: feedback(scan)
    case .saved: save(upTo: scan.seq ?? 0)
    case .pace: setInterval(scan.interval)
    case .begun: begun()
    case .submitted: submitted(scan)
    case .guess: break
    case .other:
      guard let json = try? JSON(parsing: message.bindMemory(to: UInt8.self)),
        let type = json["type"]?.string
      else {
        run.report.errors["unreadable message", default: 0] += 1
        return
      }
      switch type {
      case "welcome": welcomed(json)
      case "resumed": resumed(json)
      case "error": failed(json)
      default: break
      }
    }
  }

  private func feedback(_ scan: MessageScan) {
    let now = run.loop.now
    run.report.feedbacks += 1
    if scan.hasGuesses { run.report.guesses += 1 }
    unsaved.answer(upTo: scan.seq ?? 0) { run.report.feedback(of: $0, now) }
    save(upTo: scan.saved ?? 0)
  }

  private func save(upTo seq: UInt32) {
    let now = run.loop.now
    unsaved.save(upTo: seq) { run.report.saved($0, now) }
  }

  private func setInterval(_ milliseconds: UInt32?) {
    guard let milliseconds else { return }
    interval = UInt64(milliseconds) * 1_000
    pen?.interval = interval
  }

  private func welcomed(_ json: JSON) {
    attempts = 0
    token = json["token"]?.string
    setInterval((json["pace"]?["interval_ms"]?.integer).map { UInt32(clamping: $0) })
    run.clientIsWelcome(self)
  }

  /// Begins, or goes on where the connection broke.
  func takeUp() {
    guard drawing != nil else { return nextDrawing() }
    guard hasBegun else { return begin() }
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("type", "resume")
    writer.member("drawing", id)
    writer.endObject()
    socket.send(writer.bytes)
  }

  private func begun() {
    if !hasBegun { run.report.begun(run.loop.now - begunAt) }
    hasBegun = true
    mayDraw = true
    run.clientIsUp(self)
    sendDueFrames(run.loop.now)
  }

  private func resumed(_ json: JSON) {
    let known = UInt32(clamping: json["seq"]?.integer ?? 0)
    run.report.resumes += 1
    if known < unsaved.saved { run.report.acknowledgedLost += Int(unsaved.saved - known) }
    save(upTo: known)
    hasBegun = true
    mayDraw = true
    run.clientIsUp(self)
    unsaved.each(from: known + 1) { send($1, seq: $0) }
    pen?.resume(at: run.loop.now)
    sendDueFrames(run.loop.now)
  }

  private func submitted(_ scan: MessageScan) {
    guard let drawing, scan.isOf(idText) else { return }
    // The final score answers what no feedback did.
    unsaved.answer(upTo: unsaved.newest) { run.report.feedback(of: $0, run.loop.now) }
    save(upTo: unsaved.newest)
    run.finish(
      FinishedDrawing(
        id: id, token: token ?? "", source: drawing, quality: scan.quality,
        completeness: scan.completeness))
    self.drawing = nil
    pen = nil
    run.clientIsUp(self)
    if run.options.pause > 0 {
      wait(microseconds: UInt64(run.options.pause * 1e6))
    } else {
      nextDrawing()
    }
  }

  private func failed(_ json: JSON) {
    let code = json["code"]?.string ?? "?"
    run.report.errors[code, default: 0] += 1
    switch code {
    case "unknown_drawing":
      // Nothing of it was durable: it begins anew, with the same operations.
      run.report.acknowledgedLost += Int(unsaved.saved)
      hasBegun = false
      startOver()
    case "gap":
      guard let expected = json["seq"]?.integer else { return }
      unsaved.each(from: UInt32(clamping: expected)) { send($1, seq: $0) }
    case "unknown_shape", "off_canvas", "too_many_points", "too_many_strokes", "not_yours":
      run.report.refused += 1
      drawing = nil
      nextDrawing()
    case "rate_limited", "unavailable":
      if !mayDraw { wait(microseconds: 1_000_000) }
    default: break
    }
  }
}
