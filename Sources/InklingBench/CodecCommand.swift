import ArgumentParser
import Ink

/// How small ink becomes, and how fast.
struct CodecCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "codec", abstract: "Measures the stroke codec on real ink.")

  @Option(help: "A folder of .ndjson files with drawings.")
  var data: String

  func run() throws {
    let files = try RecordedInk.load(from: data)
    try table("whole units, as a mouse reports", files) { $0.inWholeUnits }
    try table("eighths of a unit", files) { $0 }
    try table("eighths of a unit, with a made-up pressure", files) { $0.withPressure }
  }

  /// One row a file: its size for 120 points, and nanoseconds a point, the median of 9 rounds.
  private func table(
    _ title: String, _ files: [RecordedInk], _ prepare: (Strokes) -> Strokes
  ) throws {
    print("\(title)\n  bytes/120    encode    decode   points  file")
    var (allBytes, allPoints) = (0, 0)
    for file in files where !file.drawings.isEmpty {
      let drawings = file.drawings.map(prepare)
      let points = drawings.reduce(0) { $0 + $1.points.count }
      let encoded = drawings.map { StrokeCodec.encode($0) }
      let bytes = encoded.reduce(0) { $0 + $1.count }
      for (drawing, bytes) in zip(drawings, encoded) {
        let decoded = try StrokeCodec.decode(bytes)
        precondition(decoded == drawing)
      }
      let encoding = median(of: 9) { for drawing in drawings { _ = StrokeCodec.encode(drawing) } }
      let decoding = try median(of: 9) {
        for bytes in encoded { _ = try StrokeCodec.decode(bytes) }
      }
      allBytes += bytes
      allPoints += points
      print(
        fixed(Double(bytes) / Double(points) * 120, width: 11),
        fixed(encoding / Double(points), width: 9), fixed(decoding / Double(points), width: 9),
        fixed(Double(points), width: 10).dropLast(2), " \(file.name)")
    }
    print(fixed(Double(allBytes) / Double(allPoints) * 120, width: 11), "on average\n")
  }
}
