/// A form in which drawings leave as a data set.
public enum ExportFormat: String, CaseIterable, Sendable {
  /// Inkling's own, a drawing a line: nothing is lost.
  case ndjson
  /// Quick, Draw!'s raw form, a drawing a line: without pressure and styles.
  case quickdraw
  /// A ZIP file of pictures, a folder a shape.
  case png
  /// NumPy's arrays.
  case npz

  var contentType: String {
    switch self {
    case .ndjson, .quickdraw: "application/x-ndjson"
    case .png: "application/zip"
    case .npz: "application/octet-stream"
    }
  }

  /// - Parameter day: `2026-01-31`.
  func fileName(_ day: String) -> String {
    switch self {
    case .ndjson: "inkling-\(day).ndjson"
    case .quickdraw: "inkling-quickdraw-\(day).ndjson"
    case .png: "inkling-pictures-\(day).zip"
    case .npz: "inkling-\(day).npz"
    }
  }
}
