/// A source file with marked places: what stands from a line `// @name` to the next `// @end` is
/// there so that the file can be read, checked and compiled as it is, and makes way for the lines of
/// that name.
struct Template {
  private let lines: [Substring]

  init(_ bytes: [UInt8]) {
    lines = String(decoding: bytes, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
  }

  /// - Parameter parts: lines for each name, indented as the mark is.
  /// - Precondition: there is a part for each mark.
  func filled(_ parts: [String: [String]]) -> [UInt8] {
    var output: [String] = []
    var isReplaced = false
    for line in lines {
      let words = line.drop { $0 == " " }
      if isReplaced {
        isReplaced = words != "// @end"
      } else if words.hasPrefix("// @") {
        guard let part = parts[String(words.dropFirst(4))] else {
          preconditionFailure("nothing for \(words)")
        }
        let indent = String(line.prefix { $0 == " " })
        output += part.map { indent + $0 }
        isReplaced = true
      } else {
        output.append(String(line))
      }
    }
    return Array(output.joined(separator: "\n").utf8)
  }
}
