import ArgumentParser
import Imaging
import Ink

/// How long a picture of a real drawing takes.
struct PreviewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "preview", abstract: "Times previews of real ink: decode, draw, PNG.")

  @Option(help: "A folder of .ndjson files with drawings.")
  var data: String

  func run() throws {
    let drawings = try RecordedInk.load(from: data)
      .flatMap { file in stride(from: 0, to: file.drawings.count, by: 10).map { file.drawings[$0] }
      }
    let encoded = drawings.map { StrokeCodec.encode($0) }
    print("\(drawings.count) drawings\n  size   median us     p99 us   bytes")
    for size in [64, 128, 256, 512] {
      var times: [Double] = []
      var bytes = 0
      for ink in encoded {
        var png: [UInt8] = []
        times.append(
          try median(of: 3) {
            png = try Preview.png(
              ink: StrokeCodec.decode(ink), canvas: Drawing.standardCanvas, size: size)
          } / 1_000)
        bytes += png.count
      }
      times.sort()
      print(
        fixed(Double(size), width: 8).dropLast(2), fixed(times[times.count / 2], width: 11),
        fixed(times[times.count * 99 / 100], width: 10),
        fixed(Double(bytes / times.count), width: 9))
    }
  }
}
