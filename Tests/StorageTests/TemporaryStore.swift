import Foundation
import Ink
import Testing

@testable import Storage

/// A real store in a folder of its own, gone with the test.
final class TemporaryStore {
  let path = FileManager.default.temporaryDirectory
    .appendingPathComponent("inkling-test-\(UUID().uuidString)").path
  let store: Store

  /// - Parameter now: the clock by which drawings are stored.
  init(now: @escaping @Sendable () -> Int64 = storeTime) throws {
    store = try Store(folder: DataFolder(path: path, exclusive: true), now: now)
  }

  deinit {
    store.close()
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Another opening of the same files, as a worker's process has it.
  func beside() throws -> Store {
    try Store(folder: DataFolder(path: path, exclusive: false), upgrades: false, role: .worker)
  }

  /// What lies in the folder of models, by name.
  var modelFiles: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path + "/models")) ?? []).sorted()
  }

  func user(_ token: UInt8 = 1) throws -> User {
    let hash = [UInt8](repeating: token, count: 32)
    if let known = try store.user(tokenHash: hash) { return known }
    return try store.waitForChange { done in
      store.writer.createSession(
        publicID: .testing(UInt64(token)), name: nil, tokenHash: hash, completion: done)
    }
  }

  @discardableResult
  func finish(_ new: NewDrawing) throws -> StoredResult {
    try store.waitForChange { store.writer.finish(new, isAccepted: false, completion: $0) }
  }

  func putAside(_ new: NewDrawing, seq: UInt32) throws {
    let open = OpenState(seq: seq, style: .standard, begun: 1)
    try store.waitForChange { store.writer.putAside(new, open: open, completion: $0) }
  }
}

extension DrawingID {
  static func testing(_ number: UInt64) -> DrawingID {
    DrawingID(milliseconds: 1_700_000_000_000 + number, random: (number, number))
  }
}

extension NewDrawing {
  static func testing(
    _ number: UInt64, user: Int64, shape: Int64 = 2, quality: Float = 0.8, points: Int = 3
  ) -> NewDrawing {
    var ink = Strokes()
    if points > 0 { ink.startStroke(style: .standard) }
    for index in 0..<points { ink.append(Point(x: Int16(index * 8), y: 80, elapsed: 10)) }
    return NewDrawing(
      drawing: Drawing(
        id: .testing(number), shape: "circle", canvas: Canvas(square: 400), device: .pen, ink: ink,
        userAgent: "a browser"),
      userID: user, shapeID: shape, quality: quality, completeness: 1,
      strokes: StrokeCodec.encode(ink))
  }
}
