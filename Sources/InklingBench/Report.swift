import Foundation
import Ink
import Load

/// What a benchmark found: said at once as a table, and written as JSON in the end.
final class BenchReport {
  /// One measured thing.
  fileprivate enum Value {
    case number(Double, unit: String)
    case spread(Spread, unit: String)
    case latency(Latency)
    case percentiles(Spread, unit: String)
    case text(String)
  }

  private let name: String
  private let started = Date()
  private var sections: [(title: String, rows: [(name: String, value: Value)])] = []

  init(_ name: String) {
    self.name = name
    let machine = Machine.current
    print("inkling-bench \(name)\n\(machine.text)")
  }

  /// The rows that follow belong to it.
  func section(_ title: String) {
    sections.append((title, []))
    say("\n\(title)")
  }

  func number(_ name: String, _ value: Double, _ unit: String = "") {
    add(name, .number(value, unit: unit))
  }

  func number(_ name: String, _ value: Int, _ unit: String = "") {
    add(name, .number(Double(value), unit: unit))
  }

  func spread(_ name: String, _ values: [Double], _ unit: String) {
    add(name, .spread(Spread(values), unit: unit))
  }

  /// Of a thing that was measured very often.
  func percentiles(_ name: String, _ values: [Double], _ unit: String) {
    add(name, .percentiles(Spread(values), unit: unit))
  }

  func latency(_ name: String, _ latency: Latency) { add(name, .latency(latency)) }
  func timings(_ name: String, _ timings: Timings) {
    percentiles(name, timings.milliseconds, "ms")
  }
  func text(_ name: String, _ text: String) { add(name, .text(text)) }

  private func add(_ name: String, _ value: Value) {
    if sections.isEmpty { sections.append(("", [])) }
    sections[sections.count - 1].rows.append((name, value))
    let text =
      switch value {
      case .number(let number, let unit): "\(plain(number)) \(unit)"
      case .spread(let spread, let unit): spread.text(unit)
      case .latency(let latency): latency.text
      case .percentiles(let spread, let unit):
        [("p50", 0.5), ("p99", 0.99), ("max", 1)]
          .map { "\($0) \(plain(spread.at($1))) \(unit)" }.joined(separator: ", ")
          + " of \(spread.values.count)"
      case .text(let text): text
      }
    say(
      "  " + name.padding(toLength: max(34, name.count), withPad: " ", startingAt: 0) + " " + text)
  }

  /// A long run is to be followed also through a pipe.
  private func say(_ line: String) {
    print(line)
    fflush(nil)
  }

  /// - Parameter file: nil for none.
  func write(to file: String?) throws {
    guard let file else { return }
    try Data(json).write(to: URL(fileURLWithPath: file))
  }

  var json: [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("benchmark", name)
    writer.member("started", ISO8601DateFormatter().string(from: started))
    writer.name("machine")
    Machine.current.write(to: &writer)
    writer.name("sections")
    writer.beginArray()
    for section in sections {
      writer.beginObject()
      writer.member("title", section.title)
      writer.name("rows")
      writer.beginArray()
      for (name, value) in section.rows {
        writer.beginObject()
        writer.member("name", name)
        value.write(to: &writer)
        writer.endObject()
      }
      writer.endArray()
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    return writer.bytes
  }
}

extension BenchReport.Value {
  fileprivate func write(to writer: inout JSONWriter) {
    switch self {
    case .number(let number, let unit):
      writer.member("value", number)
      writer.member("unit", unit)
    case .spread(let spread, let unit):
      writer.member("median", spread.median)
      writer.member("min", spread.values.first ?? 0)
      writer.member("max", spread.values.last ?? 0)
      writer.member("runs", spread.values.count)
      writer.member("unit", unit)
    case .percentiles(let spread, let unit):
      writer.member("p50", spread.median)
      writer.member("p99", spread.at(0.99))
      writer.member("max", spread.at(1))
      writer.member("count", spread.values.count)
      writer.member("unit", unit)
    case .latency(let latency):
      writer.name("milliseconds")
      latency.write(to: &writer)
    case .text(let text):
      writer.member("text", text)
    }
  }
}

/// The same thing measured several times.
struct Spread {
  /// In rising order.
  let values: [Double]

  init(_ values: [Double]) { self.values = values.sorted() }

  var median: Double {
    guard !values.isEmpty else { return 0 }
    return (values[(values.count - 1) / 2] + values[values.count / 2]) / 2
  }

  /// - Parameter share: 0...1.
  func at(_ share: Double) -> Double {
    guard !values.isEmpty else { return 0 }
    return values[min(Int(Double(values.count) * share), values.count - 1)]
  }

  func text(_ unit: String) -> String {
    guard let first = values.first, let last = values.last else { return "none" }
    return "\(plain(median)) \(unit) (\(plain(first)) … \(plain(last)), \(values.count) runs)"
  }
}

/// With as many decimals as its size is worth.
func plain(_ value: Double) -> String {
  let size = abs(value)
  let decimals =
    size >= 1_000 || value == value.rounded() ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3
  return String(format: "%.\(decimals)f", value)
}
