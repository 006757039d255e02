import Ink
import Storage

/// Takes a part of a file of drawings into the store, piece by piece: each small enough that those
/// who draw do not wait for its commit.
final class ImportIntake {
  private let store: Store
  private let shapes: ShapeCatalogue
  private var people = PeopleMet()
  private var row: ImportRow
  /// The drawings of the piece under way.
  private var prepared: [(line: Int, drawing: PreparedDrawing)] = []

  private static let newline = UInt8(ascii: "\n")
  /// A piece ends at the first of these.
  private static let (linesAtMost, bytesAtMost) = (500, 1 << 20)
  /// As the command line's import has it, and no more than a part.
  static let lineAtMost = 4 << 20

  init(_ row: ImportRow, store: Store, shapes: ShapeCatalogue) {
    self.row = row
    self.store = store
    self.shapes = shapes
  }

  /// Takes a part that follows on what has come.
  func take(_ part: [UInt8]) throws -> ImportRow {
    let rest = try store.imports.rest(of: row.id)
    // Counted from the file's beginning: where the text starts that is looked at.
    let base = row.received - rest.count
    let text = rest + part
    let whole = part.lastIndex(of: Self.newline).map { rest.count + $0 + 1 } ?? 0
    var start = 0
    while start < whole {
      var piece = ImportPiece(received: 0, lines: row.lines)
      prepared = []
      var end = start
      while end < whole, piece.lines - row.lines < Self.linesAtMost,
        end - start < Self.bytesAtMost
      {
        let next = text[end...].firstIndex(of: Self.newline)!
        add(text[end..<next], to: &piece)
        end = next + 1
      }
      start = end
      try addPrepared(to: &piece)
      piece.received = base + end
      // The last piece brings the front of the next line along.
      if end == whole { leave(text[end...], to: &piece) }
      row = try store.imports.take(piece, of: row, tells: end == whole)
    }
    if whole == 0 {
      var piece = ImportPiece(received: base, lines: row.lines)
      leave(text[...], to: &piece)
      row = try store.imports.take(piece, of: row, tells: true)
    }
    return row
  }

  /// The file's last line may end without a newline.
  func finish(actor: String) throws -> ImportRow {
    let rest = try store.imports.rest(of: row.id)
    if !rest.isEmpty || row.skips {
      var piece = ImportPiece(received: row.received, lines: row.lines)
      add(rest[...], to: &piece)
      try addPrepared(to: &piece)
      row = try store.imports.take(piece, of: row, tells: false)
    }
    return try store.imports.finish(row, actor: actor)
  }

  /// Keeps the front of a line for the next part, unless the line is too long to be one.
  private func leave(_ front: ArraySlice<UInt8>, to piece: inout ImportPiece) {
    piece.received += front.count
    let isTooLong = front.count > Self.lineAtMost
    let isFirstLine = piece.lines == row.lines
    piece.skips = isTooLong || (isFirstLine && row.skips)
    if !piece.skips { piece.rest = Array(front) }
  }

  /// Finds out who drew them, for all at once.
  private func addPrepared(to piece: inout ImportPiece) throws {
    let drawings = try people.stored(prepared.map(\.drawing), in: store)
    piece.drawings = zip(prepared, drawings).map { ($0.line, $1) }
  }

  /// Reads one whole line.
  private func add(_ line: ArraySlice<UInt8>, to piece: inout ImportPiece) {
    let skips = row.skips && piece.lines == row.lines
    piece.lines += 1
    func refuse(_ reason: String) {
      piece.refusals.append(ImportRefusal(line: piece.lines, reason: reason))
    }
    if skips || line.count > Self.lineAtMost {
      return refuse("a line has at most \(Self.lineAtMost) bytes")
    }
    guard line.contains(where: { $0 > 32 }) else { return }
    do {
      let recorded = try RecordedDrawing(try JSON(parsing: Array(line))) {
        DrawingID(high: 0x8000, low: 1 << 63)
      }
      prepared.append((piece.lines, try PreparedDrawing(recorded, shapes)))
    } catch let error as JSONError {
      refuse(error.description)
    } catch let error as InvalidDrawing {
      refuse(error.description)
    } catch {
      refuse("\(error)")
    }
  }
}
