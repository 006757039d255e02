import Foundation
import Ink
import Testing

@testable import Server

/// The messages in `samples/messages` are as they travel: what they say is what is read from them.
@Suite struct SampleTests {
  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("samples/messages")

  private func read(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: Self.folder.appendingPathComponent(name)))
  }

  @Test(arguments: ["frame-points", "frame-pen-up", "frame-edges"])
  func `a frame holds what its text says`(name: String) throws {
    let digits = String(decoding: try read(name + ".hex"), as: UTF8.self).filter(\.isHexDigit)
    let pairs = stride(from: 0, to: digits.count, by: 2).map { offset in
      let start = digits.index(digits.startIndex, offsetBy: offset)
      return UInt8(digits[start..<digits.index(start, offsetBy: 2)], radix: 16) ?? 0
    }
    let said = try JSON(parsing: read(name + ".json"))
    let buffer = UnsafeMutableBufferPointer<Point>.allocate(capacity: InkLimits.pointsPerFrame)
    defer { buffer.deallocate() }
    try pairs.withUnsafeBytes { bytes in
      let header = try PointFrame.header(of: bytes)
      #expect(Int(header.flags.rawValue) == said["flags"]?.integer)
      #expect(Int(header.seq) == said["seq"]?.integer)
      try PointFrame.readPoints(bytes, count: header.count, into: buffer)
      let points = try #require(said["points"]?.array).map { point in
        Point(
          x: Int16(point["x"]?.integer ?? 0), y: Int16(point["y"]?.integer ?? 0),
          elapsed: UInt16(point["elapsed"]?.integer ?? 0),
          pressure: UInt8(point["pressure"]?.integer ?? 0))
      }
      #expect(Array(buffer[..<header.count]) == points)
    }
  }

  @Test func `every text message is JSON with a type`() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
      .filter { $0.hasSuffix(".json") && !$0.hasPrefix("frame-") }
    #expect(names.count > 10)
    for name in names { #expect(try JSON(parsing: read(name))["type"]?.string != nil, "\(name)") }
  }
}
