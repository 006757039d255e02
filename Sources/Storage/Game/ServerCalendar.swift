import Foundation

/// The calendar on the server's wall: in a school all count days alike, whatever their tablets say.
public enum ServerCalendar {
  /// Days from 1970-01-01 to the date on which this moment falls here.
  /// - Parameter milliseconds: since 1970, UTC.
  public static func day(of milliseconds: Int64) -> Int64 {
    var seconds = time_t(milliseconds / 1_000)
    var local = tm()
    localtime_r(&seconds, &local)
    return (milliseconds / 1_000 + Int64(local.tm_gmtoff)) / 86_400
  }

  /// A day as `2026-01-31`.
  public static func date(of day: Int64) -> String {
    var seconds = time_t(day * 86_400)
    var date = tm()
    gmtime_r(&seconds, &date)
    func digits(_ number: Int32, _ count: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, count - text.count)) + text
    }
    return
      "\(digits(date.tm_year + 1900, 4))-\(digits(date.tm_mon + 1, 2))-\(digits(date.tm_mday, 2))"
  }
}
