// SPDX-License-Identifier: Apache-2.0
// Inkling's recogniser in one file: ink in, answer out. Swift 5.9 or newer; no Foundation.
// @about
// @end
//
//   let answer = try InklingRecognizer.recognize([[(10, 80), (45, 10), (90, 80), (10, 80)]])
//   print(answer.shape, answer.confidence)
//
// Add the file to your target as it is. To let it check itself:
// swiftc -O -parse-as-library -D INKLING_SELF_CHECK recognizer.swift -o check && ./check
//
// A drawing is a list of strokes, a stroke a list of points, in units of a surface some hundreds to
// 4,000 wide, y downwards: points of the screen will do, shares of 0 to 1 will not. While the pen
// is down, say so: `isFinished: false`. The shape is the surest class and may be "none": none of the
// shapes. Below a confidence of 0.9 "none" means rather "perhaps the second guess". The answers are
// Inkling's own, to the bit. Any number of threads may ask.

// For the square root alone, which elsewhere is there already.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Says what a drawing is.
public enum InklingRecognizer {
  public struct Guess: Sendable {
    public let shape: String
    /// 0 to 1.
    public let confidence: Float
  }

  public struct Answer: Sendable {
    /// All classes, the surest first.
    public let guesses: [Guess]
    /// By class, in the order of `labels`, in 1/1024 nat.
    public let logits: [Int64]
    /// What the network saw, row by row, 0 (paper) to 127 (ink).
    public let pixels: [UInt8]

    public var shape: String { guesses[0].shape }
    public var confidence: Float { guesses[0].confidence }
  }

  public enum InvalidInk: Error {
    case notANumber
    /// More than 256.
    case tooManyStrokes
    /// More than 20,000.
    case tooManyPoints
  }

  /// The classes; the last is "none".
  public static var labels: [String] { Learnt.labels }

  /// What a drawing is.
  /// - Parameter isFinished: whether the pen is up.
  public static func recognize(
    _ strokes: [[(x: Double, y: Double)]], isFinished: Bool = true
  ) throws -> Answer {
    let tracks = try strokes.filter { !$0.isEmpty }.map(Track.init)
    guard tracks.count <= 256 else { throw InvalidInk.tooManyStrokes }
    guard strokes.reduce(0, { $0 + $1.count }) <= 20_000 else { throw InvalidInk.tooManyPoints }
    let pixels = Drawing(tracks).image
    let logits = Network.learnt.logits(pixels, isFinished: isFinished)
    return Answer(
      guesses: guesses(logits, temper: isFinished ? Learnt.penUp : Learnt.penDown),
      logits: logits, pixels: pixels)
  }

  /// Looks at drawings whose answers are known.
  /// - Returns: whether it says the same.
  public static func checkItself() -> Bool {
    Learnt.vectors.allSatisfy { vector in
      let strokes = vector.strokes.map { flat in
        stride(from: 0, to: flat.count, by: 2).map { at in
          (x: Double(flat[at]) / 8, y: Double(flat[at + 1]) / 8)
        }
      }
      let answer = try? recognize(strokes, isFinished: vector.isFinished)
      return answer?.logits == vector.logits
    }
  }

  private static func guesses(_ logits: [Int64], temper: Int64) -> [Guess] {
    let tempered = logits.map { ($0 * temper + 2_048) >> 12 }
    let best = tempered.max()!
    let odds = tempered.map { logit in
      best - logit < Int64(exponentials.count) ? exponentials[Int(best - logit)] : 0
    }
    let sum = Double(odds.reduce(0, +))
    // What is equally sure stands in the order of the labels.
    let order = odds.indices.sorted { (odds[$1], $0) < (odds[$0], $1) }
    return order.map { Guess(shape: labels[$0], confidence: Float(Double(odds[$0]) / sum)) }
  }

  /// 2^24 e^(-n / 1024) for n = 0, 1, …: by multiplication alone, which every machine rounds alike.
  private static let exponentials: [UInt64] = {
    let step = -1.0 / 1_024
    let factor = 1 + step * (1 + step / 2 * (1 + step / 3 * (1 + step / 4 * (1 + step / 5))))
    var values: [UInt64] = []
    var value = 16_777_216.0
    while value >= 0.5 {
      values.append(UInt64(value + 0.5))
      value *= factor
    }
    return values
  }()
}

// MARK: - From ink to an image

// Whole numbers, and single operations that IEEE 754 rounds the same on every machine.

extension InklingRecognizer {
  /// A stroke in eighths of a unit, the grid on which Inkling keeps ink.
  private struct Track {
    var points: [(x: Int, y: Int)] = []
    /// In 1/16 of an eighth.
    var length = 0

    init(_ stroke: [(x: Double, y: Double)]) throws {
      for point in stroke {
        guard !point.x.isNaN, !point.y.isNaN else { throw InvalidInk.notANumber }
        let (x, y) = (Self.eighths(point.x), Self.eighths(point.y))
        if let last = points.last {
          let (dx, dy) = (x - last.x, y - last.y)
          length += Int((Double(dx * dx + dy * dy) * 256).squareRoot())
        }
        points.append((x, y))
      }
    }

    private static func eighths(_ units: Double) -> Int {
      Int(min(max((units * 8).rounded(), -32_768), 32_767))
    }
  }

  /// Ink as the network sees it: its longer side 13/16 of the image, in the middle.
  private struct Drawing {
    /// Parts of a pixel in which places in the image are counted.
    private static let steps = 64
    private static let size = Learnt.size
    // A round tip: full ink within 0.5 pixels of 32, paper from 1.25 on.
    private static let reach = size * steps * 5 / 128
    private static let core = reach * 2 / 5
    private static let apart = size * steps * 3 / 128
    private static let gain = (127 << 14) / (reach * reach - core * core)

    var image = [UInt8](repeating: 0, count: size * size)

    init(_ all: [Track]) {
      // Strokes under 3 % of all ink are strays, unless together they are over a tenth.
      let total = all.reduce(0) { $0 + $1.length }
      var tracks = all.filter { $0.length * 100 >= total * 3 }
      if (total - tracks.reduce(0) { $0 + $1.length }) * 10 > total { tracks = all }
      guard let first = tracks.first?.points.first else { return }
      var (low, high) = (first, first)
      for point in tracks.lazy.flatMap(\.points) {
        low = (min(low.x, point.x), min(low.y, point.y))
        high = (max(high.x, point.x), max(high.y, point.y))
      }
      let side = Self.size * Self.steps
      let span = side * 13 / 16
      let longer = max(high.x - low.x, high.y - low.y, 1)
      let originX = (side - (high.x - low.x) * span / longer) / 2
      let originY = (side - (high.y - low.y) * span / longer) / 2
      for track in tracks {
        var pen: (x: Int, y: Int)?
        for point in track.points {
          let place = (
            x: originX + (point.x - low.x) * span / longer,
            y: originY + (point.y - low.y) * span / longer
          )
          if let last = pen {
            // Too near the last one to change anything that can be seen.
            let (dx, dy) = (place.x - last.x, place.y - last.y)
            if dx * dx + dy * dy < Self.apart * Self.apart { continue }
          }
          darken(from: pen ?? place, to: place)
          pen = place
        }
      }
    }

    /// Darkens what lies near a segment; equal ends draw a dot.
    private mutating func darken(from a: (x: Int, y: Int), to b: (x: Int, y: Int)) {
      let (alongX, alongY) = (b.x - a.x, b.y - a.y)
      let squared = alongX * alongX + alongY * alongY
      let length = Double(squared).squareRoot()
      // A vector of length one along the segment, in 1/16384.
      let unitX = squared == 0 ? 0 : Int(Double(alongX) / length * 16_384)
      let unitY = squared == 0 ? 0 : Int(Double(alongY) / length * 16_384)
      let end = Int(length)
      let (reach, half) = (Self.reach, Self.steps / 2)
      let (top, bottom) = (Self.pixel(min(a.y, b.y) - reach, up: 63), max(a.y, b.y) + reach)
      let (left, right) = (Self.pixel(min(a.x, b.x) - reach, up: 63), max(a.x, b.x) + reach)
      for y in stride(from: top, through: Self.pixel(bottom, up: 0), by: 1) {
        let fromY = y * Self.steps + half - a.y
        for x in stride(from: left, through: Self.pixel(right, up: 0), by: 1) {
          let fromX = x * Self.steps + half - a.x
          let across = (fromX * unitY - fromY * unitX) >> 14
          let ahead = (fromX * unitX + fromY * unitY) >> 14
          let beyond = max(ahead - end, -ahead, 0)
          let distance =
            squared == 0 ? fromX * fromX + fromY * fromY : across * across + beyond * beyond
          let ink = min(((reach * reach - distance) * Self.gain) >> 14, 127)
          let place = y * Self.size + x
          if ink > Int(image[place]) { image[place] = UInt8(ink) }
        }
      }
    }

    /// The first or last pixel whose centre is not before or beyond a place.
    private static func pixel(_ place: Int, up: Int) -> Int {
      min(max((place - steps / 2 + up) >> 6, 0), size - 1)
    }
  }
}

// MARK: - The network

// Three times 3x3 convolution, ReLU and 2x2 maximum, then two dense layers, in integers.

extension InklingRecognizer {
  private struct Layer {
    /// `[row][column][input][output]` or `[input][output]`.
    var weights: [Int8] = []
    var bias: [Int32] = []
    /// In 1 / 2^28.
    var multipliers: [Int32] = []

    func scaled(_ sum: Int32, _ output: Int) -> Int64 {
      (Int64(sum) * Int64(multipliers[output]) + 1 << 27) >> 28
    }

    /// A sum as one of 128 steps.
    func activation(_ sum: Int32, _ output: Int) -> UInt8 {
      UInt8(min(scaled(max(sum, 0), output), 127))
    }

    /// From `[y][x][input]` to `[y][x][output]`, half as wide and high.
    func convolve(_ plane: [UInt8], size: Int, inputs: Int) -> [UInt8] {
      let (outputs, half) = (bias.count, size / 2)
      var result = [UInt8](repeating: 0, count: half * half * outputs)
      var (sums, largest) = (bias, bias)
      for place in 0..<half * half {
        for corner in 0..<4 {
          for output in 0..<outputs { sums[output] = 0 }
          for tap in 0..<9 {
            let x = place % half * 2 + corner % 2 + tap % 3 - 1
            let y = place / half * 2 + corner / 2 + tap / 3 - 1
            guard 0..<size ~= x, 0..<size ~= y else { continue }
            let values = plane[(y * size + x) * inputs..<(y * size + x + 1) * inputs]
            add(values, firstInput: tap * inputs, to: &sums)
          }
          for output in 0..<outputs {
            largest[output] = corner == 0 ? sums[output] : max(largest[output], sums[output])
          }
        }
        for output in 0..<outputs {
          result[place * outputs + output] = activation(largest[output] + bias[output], output)
        }
      }
      return result
    }

    func dense(_ values: [UInt8]) -> [Int32] {
      var sums = bias
      add(values[...], firstInput: 0, to: &sums)
      return sums
    }

    private func add(_ values: ArraySlice<UInt8>, firstInput: Int, to sums: inout [Int32]) {
      weights.withUnsafeBufferPointer { weights in
        sums.withUnsafeMutableBufferPointer { sums in
          for (input, value) in values.enumerated() where value != 0 {
            let first = (firstInput + input) * sums.count
            for output in 0..<sums.count {
              sums[output] &+= Int32(value) &* Int32(weights[first + output])
            }
          }
        }
      }
    }
  }

  private struct Network {
    static let learnt = Network(Unpacking(Learnt.numbers))

    private var layers: [Layer] = []

    init(_ numbers: Unpacking) {
      var numbers = numbers
      layers = Learnt.shapes.map { numbers.layer(inputs: $0.inputs, outputs: $0.outputs) }
    }

    func logits(_ pixels: [UInt8], isFinished: Bool) -> [Int64] {
      // Two planes: the ink, and whether the pen is up.
      let pen: UInt8 = isFinished ? 127 : 0
      var plane = pixels.flatMap { [$0, pen] as [UInt8] }
      var (size, inputs) = (Learnt.size, 2)
      for layer in layers[..<3] {
        plane = layer.convolve(plane, size: size, inputs: inputs)
        (size, inputs) = (size / 2, layer.bias.count)
      }
      let hidden = layers[3].dense(plane).enumerated().map { layers[3].activation($1, $0) }
      return layers[4].dense(hidden).enumerated().map { layers[4].scaled($1, $0) }
    }
  }

  /// Base 85 holds bytes: for each layer its biases and multipliers, then the weights, coded by how
  /// often each occurs (Duda 2013, asymmetric numeral systems, after Giesen's rans_byte).
  private struct Unpacking {
    private var bytes: [UInt8] = []
    private var place = 0

    /// Four bytes are five of the 85 characters from # to y without ? and \.
    init(_ text: StaticString) {
      var (value, digits): (UInt32, Int) = (0, 0)
      text.withUTF8Buffer { characters in
        bytes.reserveCapacity(characters.count / 5 * 4)
        // What is below # are ends of lines.
        for code in characters where code >= 35 {
          value = value &* 85 &+ UInt32(code - 35 - (code > 63 ? 1 : 0) - (code > 92 ? 1 : 0))
          digits += 1
          guard digits == 5 else { continue }
          for shift: UInt32 in [24, 16, 8, 0] {
            bytes.append(UInt8(truncatingIfNeeded: value >> shift))
          }
          (value, digits) = (0, 0)
        }
      }
    }

    private mutating func byte() -> UInt32 {
      place += 1
      return UInt32(bytes[place - 1])
    }

    private mutating func long() -> UInt32 {
      byte() | byte() << 8 | byte() << 16 | byte() << 24
    }

    mutating func layer(inputs: Int, outputs: Int) -> Layer {
      var layer = Layer()
      for _ in 0..<outputs { layer.bias.append(Int32(bitPattern: long())) }
      for _ in 0..<outputs { layer.multipliers.append(Int32(bitPattern: long())) }
      // How often of 4096 times each weight occurs, from the lowest on.
      let lowest = Int8(bitPattern: UInt8(byte()))
      let kinds = Int(byte())
      var starts: [UInt32] = []
      var counts: [UInt32] = []
      var kind: [Int] = []
      for index in 0..<kinds {
        let low = byte()
        counts.append(low < 128 ? low : low & 127 | byte() << 7)
        starts.append(UInt32(kind.count))
        kind += Array(repeating: index, count: Int(counts[index]))
      }
      var state = long()
      layer.weights.reserveCapacity(inputs * outputs)
      for _ in 0..<inputs * outputs {
        let index = kind[Int(state & 4_095)]
        layer.weights.append(Int8(Int(lowest) + index))
        state = counts[index] * (state >> 12) + (state & 4_095) - starts[index]
        while state < 1 << 23 { state = state << 8 | byte() }
      }
      return layer
    }
  }
}

#if INKLING_SELF_CHECK
  @main
  enum SelfCheck {
    static func main() {
      guard InklingRecognizer.checkItself() else {
        fatalError("a drawing is taken for something else")
      }
      print("ok")
    }
  }
#endif

// MARK: - What was learnt

/// A drawing with what is to be said of it: x and y in turn, in eighths.
private struct TestVector: Sendable {
  let isFinished: Bool
  let strokes: [[Int16]]
  let logits: [Int64]
}

private enum Learnt {
  static let vectors: [TestVector] = [
    // @vectors
    // @end
  ]

  // @model
  static let labels: [String] = []
  /// Pixels a side of the image.
  static let size = 32
  /// What logits are multiplied with, in 1/4096.
  static let penUp: Int64 = 4_096
  static let penDown: Int64 = 4_096
  static let shapes: [(inputs: Int, outputs: Int)] = []
  static let numbers: StaticString = ""
  // @end
}
