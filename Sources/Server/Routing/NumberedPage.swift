import Ink
import Transport

/// One page of a list whose rows are numbered, the newest first: `?limit=` and `?cursor=`, the
/// number of the last row of the page before.
struct NumberedPage {
  let limit: Int
  /// Only rows with smaller numbers.
  let before: Int64

  /// - Throws: a 422 for what is no limit or no cursor.
  init(_ request: Request) throws(Problem) {
    limit = request.queryValue("limit").map { Int($0) ?? 0 } ?? 50
    before = request.queryValue("cursor").map { Int64($0) ?? -1 } ?? .max
    guard before > 0, 1...200 ~= limit else {
      throw Problem(422, "invalid", "A limit is 1 to 200, a cursor comes from the answer before.")
    }
  }

  /// The page's rows, and where the next one begins.
  func response<Row>(
    _ name: StaticString, _ rows: [Row], number: (Row) -> Int64,
    write: (inout JSONWriter, Row) -> Void
  ) -> Response {
    .json { writer in
      writer.beginObject()
      writer.name(name)
      writer.beginArray()
      for row in rows { write(&writer, row) }
      writer.endArray()
      writer.name("next_cursor")
      if rows.count == limit, let last = rows.last {
        writer.string(String(number(last)))
      } else {
        writer.null()
      }
      writer.endObject()
    }
  }
}
