import Foundation
public import Ink

extension ReplayReport {
  public var text: String {
    var lines = [
      "drawings   \(submitted) of \(requested) submitted, \(refused) refused, in \(fixed(seconds)) s",
      "sent       \(points) points in \(frames) frames (\(Int(Double(frames) / max(seconds, 0.001))) a second)",
      "feedback   \(feedbacks) answers, \(guesses) with guesses; from when a frame was due \(feedbackLatency.text)",
      "saved      from when an operation was due \(savedLatency.text)",
      "begun      from when the pen came down \(begunLatency.text)",
      "broken     \(disconnects) connections lost, \(resumes) resumed, \(acknowledgedLost) acknowledged operations lost",
    ]
    if refusedConnections > 0 { lines.append("refused    \(refusedConnections) connections") }
    if !errors.isEmpty {
      let list = errors.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
      lines.append("errors     \(list.joined(separator: ", "))")
    }
    if let check { lines.append("check      \(check.text)") }
    return lines.joined(separator: "\n")
  }

  public var json: String {
    var writer = JSONWriter()
    write(to: &writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  public func write(to writer: inout JSONWriter) {
    writer.beginObject()
    for (name, value) in [
      ("requested", requested), ("submitted", submitted), ("refused", refused),
      ("points", points), ("frames", frames), ("feedbacks", feedbacks), ("guesses", guesses),
      ("disconnects", disconnects), ("refused_connections", refusedConnections),
      ("resumes", resumes), ("acknowledged_lost", acknowledgedLost),
      ("checked", check?.checked ?? 0), ("equal", check?.equal ?? 0),
      ("points_lost", check?.lost ?? 0), ("points_doubled", check?.doubled ?? 0),
      ("scored", check?.scored ?? 0), ("scores_equal", check?.scoresEqual ?? 0),
    ] {
      writer.name(name)
      writer.integer(value)
    }
    writer.member("seconds", seconds)
    writer.member("frames_per_second", framesPerSecond)
    writer.name("feedback_ms")
    feedbackLatency.write(to: &writer)
    writer.name("saved_ms")
    savedLatency.write(to: &writer)
    writer.name("begun_ms")
    begunLatency.write(to: &writer)
    writer.name("errors")
    writer.beginObject()
    for (code, count) in errors.sorted(by: { $0.key < $1.key }) {
      writer.name(code)
      writer.integer(count)
    }
    writer.endObject()
    writer.endObject()
  }
}

private func fixed(_ value: Double) -> String { String(format: "%.1f", value) }
