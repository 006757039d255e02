import Foundation

/// A server's memory and descriptors while it works, as two small plots under each other.
struct CoursePlot {
  struct Point {
    /// How much was done by then.
    let at: Double
    /// MiB.
    let memory: Double
    let descriptors: Int
  }

  let points: [Point]

  private static let (width, height, left, right) = (760.0, 150.0, 70.0, 20.0)

  var svg: String {
    guard let end = points.last?.at, end > 0 else { return "" }
    let parts = [
      part("memory, MiB", points.map(\.memory), end, top: 0, color: "#2471a3"),
      part(
        "descriptors", points.map { Double($0.descriptors) }, end, top: Self.height,
        color: "#1e8449"),
    ]
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Int(Self.width)) \
      \(Int(Self.height * 2 + 30))" font-family="sans-serif" font-size="13">\
      <rect width="100%" height="100%" fill="white"/>
      \(parts.joined(separator: "\n"))
      <text x="\(Self.left)" y="\(Self.height * 2 + 16)">0</text>
      <text x="\(Self.width - Self.right)" y="\(Self.height * 2 + 16)" text-anchor="end">\
      \(end.formatted(.number.locale(Locale(identifier: "en")))) guesses</text>
      </svg>

      """
  }

  private func part(
    _ name: String, _ values: [Double], _ end: Double, top: Double, color: String
  ) -> String {
    let most = max((values.max() ?? 0) * 1.15, 1)
    func y(_ value: Double) -> Double { top + Self.height - 10 - value / most * (Self.height - 40) }
    let line = zip(points, values).map { point, value in
      let x = Self.left + point.at / end * (Self.width - Self.left - Self.right)
      return "\(plain(x)),\(plain(y(value)))"
    }
    return """
      <text x="\(Self.left)" y="\(top + 18)" fill="\(color)">\(name)</text>
      <path d="M\(Self.left) \(y(0))H\(Self.width - Self.right)" stroke="#ddd"/>
      <text x="\(Self.left - 8)" y="\(y(0))" text-anchor="end">0</text>
      <text x="\(Self.left - 8)" y="\(y(values.last ?? 0) + 4)" text-anchor="end">\
      \(plain(values.last ?? 0))</text>
      <polyline points="\(line.joined(separator: " "))" fill="none" stroke="\(color)" \
      stroke-width="2"/>
      """
  }
}
