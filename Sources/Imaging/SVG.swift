public import Ink

/// A drawing as a document that scales: strokes as curves, in their colours and widths.
public enum SVG {
  /// The whole document in UTF-8, in canvas units on white.
  /// - Parameter title: what a screen reader says; left out when empty.
  public static func document(ink: Strokes, canvas: Canvas, title: String = "") -> [UInt8] {
    var text = ""
    text.reserveCapacity(256 + ink.points.count * 24)
    let (width, height) = (number(canvas.width), number(canvas.height))
    text += "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\" "
    text += "viewBox=\"0 0 \(width) \(height)\">\n"
    if !title.isEmpty { text += "<title>\(escaped(title))</title>\n" }
    text += "<rect width=\"\(width)\" height=\"\(height)\" fill=\"#ffffff\"/>\n"
    text += "<g fill=\"none\" stroke-linecap=\"round\" stroke-linejoin=\"round\">\n"
    for index in ink.strokes.indices {
      append(ink.points[ink.range(ofStroke: index)], style: ink.strokes[index].style, to: &text)
    }
    text += "</g>\n</svg>\n"
    return Array(text.utf8)
  }

  /// How many widths a stroke is drawn in: a path has one width, so it is cut where that changes.
  private static let widths: Float = 16

  private static func append(_ points: ArraySlice<Point>, style: StrokeStyle, to text: inout String)
  {
    guard let first = points.first, let last = points.last else { return }
    let color = String(decoding: style.colorText, as: UTF8.self)
    var level = widthLevel(first)
    func open(at x: Float, _ y: Float) {
      let width = max(Float(style.width) / 8 * Float(level) / widths, 0.5)
      text += "<path stroke=\"\(color)\" stroke-width=\"\(number(width))\" "
      text += "d=\"M\(number(x)) \(number(y))"
    }
    open(at: first.xInUnits, first.yInUnits)
    for (control, next) in zip(points.dropFirst(), points.dropFirst(2)) {
      let (x, y) = (
        (control.xInUnits + next.xInUnits) / 2, (control.yInUnits + next.yInUnits) / 2
      )
      text += "Q\(number(control.xInUnits)) \(number(control.yInUnits)) \(number(x)) \(number(y))"
      if widthLevel(next) != level {
        level = widthLevel(next)
        text += "\"/>\n"
        open(at: x, y)
      }
    }
    // A line to where the pen is already draws a dot.
    text += "L\(number(last.xInUnits)) \(number(last.yInUnits))\"/>\n"
  }

  private static func widthLevel(_ point: Point) -> Int {
    Int((point.pressureShare * widths).rounded(.up))
  }

  private static func number(_ eighths: UInt16) -> String { number(Float(eighths) / 8) }

  /// With four decimals at most, which is exact for middles of points.
  private static func number(_ value: Float) -> String {
    let scaled = Int((value * 10_000).rounded())
    let whole = "\(scaled < 0 ? "-" : "")\(scaled.magnitude / 10_000)"
    var fraction = scaled.magnitude % 10_000
    guard fraction > 0 else { return whole }
    var digits = 4
    while fraction % 10 == 0 {
      fraction /= 10
      digits -= 1
    }
    let decimals = "\(fraction)"
    return whole + "." + String(repeating: "0", count: digits - decimals.count) + decimals
  }

  /// Characters that XML 1.0 does not allow at all become spaces.
  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      case "\u{9}", "\u{a}", "\u{d}": escaped.unicodeScalars.append(scalar)
      case "\u{0}"..."\u{1f}", "\u{fffe}", "\u{ffff}": escaped += " "
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
