import Foundation
import GRDB
public import Ink

extension Store {
  /// Random drawings of a shape that a training may have learnt from: complete, neither flagged nor
  /// deleted, and by nobody who is set aside for measuring.
  ///
  /// - Parameters:
  ///   - shape: the shape's id.
  ///   - count: so many are looked at; those set aside, about a tenth, are missing.
  ///   - newest: the store's id of the newest that may be taken; nil for any.
  public func learntSample(
    ofShape shape: Int64, count: Int, newest: Int64?, seed: UInt64
  ) throws(StoreError) -> [(id: DrawingID, ink: Strokes)] {
    let sample = try sample(ofShape: shape, count: count, seed: seed)
    return try read { database in
      let importers = try DrawingSnapshot.importers(in: database)
      let statement = try database.cachedStatement(
        sql: "SELECT public_id, user_id FROM drawing WHERE id = ?")
      return try sample.prefix(count).compactMap { drawing in
        guard drawing.id <= newest ?? .max, let row = try statement.fetchRow([drawing.id])
        else { return nil }
        let user: Int64 = row[1]
        guard
          !DrawingSnapshot.isHeldOut(
            user: user, drawing: drawing.id, isImported: importers.contains(user)),
          let ink = try? StrokeCodec.decode(drawing.strokes)
        else { return nil }
        return (DrawingID(data: row[0]), ink)
      }
    }
  }
}
