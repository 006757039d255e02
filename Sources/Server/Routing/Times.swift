import Foundation

/// RFC 3339, UTC.
/// - Parameter milliseconds: since 1970.
func timestamp(_ milliseconds: Int64) -> String {
  Date(timeIntervalSince1970: Double(milliseconds) / 1_000)
    .formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
}

/// What a time or a day is in ms since 1970. A day counts from its beginning, in UTC.
func milliseconds(_ text: String) -> Int64? {
  let styles = [
    Date.ISO8601FormatStyle(includingFractionalSeconds: true), Date.ISO8601FormatStyle(),
    Date.ISO8601FormatStyle().year().month().day(),
  ]
  for style in styles {
    // Years that no clock reaches are no times.
    if let date = try? style.parse(text),
      let time = Int64(exactly: (date.timeIntervalSince1970 * 1_000).rounded())
    {
      return time
    }
  }
  return nil
}
