import Foundation
import Ink
import Storage

/// Checks a data folder: every row, every drawing's strokes, the counters, the models, the log of live ink.
public struct Verification: Sendable {
  public private(set) var drawings = 0
  public private(set) var openInLog = 0
  /// Each names what is wrong and where.
  public private(set) var faults: [String] = []

  /// - Throws: `StoreError` when the folder cannot be read at all.
  public init(dataFolder: String) throws {
    let store = try Store(folder: DataFolder(path: dataFolder, exclusive: false), upgrades: false)
    defer { store.close() }
    faults += try store.integrityFaults()
    faults += try store.counterFaults()
    try store.eachDrawing { row in
      drawings += 1
      let name = row.publicID.string
      do {
        let ink = try StrokeCodec.decode(row.data)
        if ink.points.count != row.points || ink.strokes.count != row.strokes {
          faults.append(
            "drawing \(name): its row says \(row.points) points in \(row.strokes) strokes, its strokes hold \(ink.points.count) in \(ink.strokes.count)"
          )
        }
      } catch {
        faults.append("drawing \(name): its strokes are damaged: \(error)")
      }
      return faults.count < 1_000
    }
    for model in try store.models.list() {
      do {
        _ = try store.models.bytes(of: model)
        _ = try store.models.generator(of: model.id)
      } catch { faults.append("\(error)") }
    }
    var open: Set<DrawingID> = []
    try store.writer.readInk { row, data in
      var reader = InkRecordReader(data)
      while let entry = reader.next() {
        switch entry.kind {
        case .begin, .snapshot: open.insert(entry.id)
        case .discard, .submit: open.remove(entry.id)
        default: break
        }
      }
      if !reader.isAtEnd { faults.append("the log of live ink: row \(row) is cut or damaged") }
    }
    openInLog = open.count
  }
}
