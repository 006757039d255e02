import Foundation

/// Times against the number of drawings, both in powers of ten, as SVG.
struct GrowthPlot {
  struct Point {
    let count: Int
    /// The same names in the same order at each count.
    let values: [(name: String, milliseconds: Double)]
  }

  let points: [Point]

  private static let (width, height, left, bottom, top) = (760.0, 400.0, 70.0, 50.0, 20.0)
  private static let colors = ["#c0392b", "#d68910", "#1e8449", "#2471a3", "#7d3c98"]
  /// Powers of ten of milliseconds.
  private static let range = (-2.0, 2.0)

  private func x(_ count: Int) -> Double {
    let (first, last) = (log10(Double(points.first!.count)), log10(Double(points.last!.count)))
    let share = last > first ? (log10(Double(count)) - first) / (last - first) : 0.5
    return Self.left + share * (Self.width - Self.left - 220)
  }

  private func y(_ milliseconds: Double) -> Double {
    let (low, high) = Self.range
    let share = (min(max(log10(max(milliseconds, 1e-6)), low), high) - low) / (high - low)
    return Self.height - Self.bottom - share * (Self.height - Self.bottom - Self.top)
  }

  var svg: String {
    guard let last = points.last else { return "" }
    var lines = [
      """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Int(Self.width)) \(Int(Self.height))" \
      font-family="sans-serif" font-size="13"><rect width="100%" height="100%" fill="white"/>
      """
    ]
    let end = x(last.count)
    for power in Int(Self.range.0)...Int(Self.range.1) {
      let value = pow(10, Double(power))
      let height = y(value)
      lines.append(
        """
        <path d="M\(Self.left) \(height)H\(end)" stroke="#ddd"/>\
        <text x="\(Self.left - 8)" y="\(height + 4)" text-anchor="end">\(plain(value)) ms</text>
        """)
    }
    for point in points {
      lines.append(
        """
        <text x="\(x(point.count))" y="\(Self.height - Self.bottom + 20)" \
        text-anchor="middle">\(point.count.formatted(.number.locale(Locale(identifier: "en"))))</text>
        """)
    }
    lines.append(
      """
      <text x="\((Self.left + end) / 2)" y="\(Self.height - 8)" text-anchor="middle">drawings \
      (99th percentile, warm)</text>
      """)
    for (index, value) in last.values.enumerated() {
      let color = Self.colors[index % Self.colors.count]
      let path = points.map { "\(x($0.count)),\(y($0.values[index].milliseconds))" }
      lines.append(
        """
        <polyline points="\(path.joined(separator: " "))" fill="none" stroke="\(color)" \
        stroke-width="2"/><text x="\(end + 10)" y="\(y(value.milliseconds) + 4)" \
        fill="\(color)">\(value.name): \(plain(value.milliseconds)) ms</text>
        """)
    }
    return (lines + ["</svg>\n"]).joined(separator: "\n")
  }
}
