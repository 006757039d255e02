import Foundation

// What Inkling is asked and what it answers, as it stands in its JSON.

public struct Canvas: Codable, Sendable, Equatable {
  /// 16 to 3,600 units each.
  public var width, height: Double
  public init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }
}

public struct Point: Codable, Sendable, Equatable {
  /// Canvas units; the origin is the top left corner, y grows downwards.
  public var x, y: Double
  /// 0 … 1.
  public var pressure: Double?
  /// ms since the drawing began.
  public var timestamp: Double?
  public init(x: Double, y: Double, pressure: Double? = nil, timestamp: Double? = nil) {
    self.x = x
    self.y = y
    self.pressure = pressure
    self.timestamp = timestamp
  }
}

public struct Stroke: Codable, Sendable, Equatable {
  public var points: [Point]
  public init(_ points: [Point]) { self.points = points }
}

public struct Drawing: Codable, Sendable {
  public var strokes: [Stroke]
  /// 400 by 400 where it is missing.
  public var canvas: Canvas?
  /// False while the pen is down.
  public var finished: Bool?
  public init(_ strokes: [Stroke], canvas: Canvas? = nil, finished: Bool? = nil) {
    self.strokes = strokes
    self.canvas = canvas
    self.finished = finished
  }
}

public struct Guess: Codable, Sendable, Equatable {
  public let shape: String
  public let confidence: Double
}

public struct Answer: Decodable, Sendable {
  public let shape: String
  public let confidence: Double
  /// The nearest shape, where `none` is not sure.
  public let perhaps: String?
  /// Sorted; they sum to 1.
  public let guesses: [Guess]
  /// The version that answered; where many are asked about, it stands beside them.
  public let model: String?
  public let latencyMs: Double?
  public let explanation: Explanation?
}

public struct Explanation: Decodable, Sendable {
  public struct Input: Decodable, Sendable {
    public let size: Int
    /// size² bytes, 0 … 127, row by row.
    public let pixels: Data
  }
  public struct Stroke: Decodable, Sendable {
    /// How much confidence it brings, -1 … 1.
    public let importance: Double
  }
  public let input: Input
  public let strokes: [Stroke]
}

public struct Answers: Decodable, Sendable {
  public let results: [Answer]
  public let model: String
  public let latencyMs: Double
}

/// Of one drawing of many: `error`, or what it is.
public struct BatchAnswer: Decodable, Sendable {
  public struct Fault: Decodable, Sendable {
    public let code: String
    public let detail: String
  }
  public internal(set) var index: Int
  public let shape: String?
  public let confidence: Double?
  public let perhaps: String?
  public let guesses: [Guess]?
  /// What the drawing itself says that it is.
  public let expected: String?
  public let error: Fault?
}

public struct MadeDrawing: Decodable, Sendable {
  public let id: String
  public let shape: String
  public let canvas: Canvas
  public let strokes: [Stroke]
  public let durationMs: Double
}

public struct Generated: Decodable, Sendable {
  public let shape: String
  public let seed: Int
  public let temperature: Double
  public let generator: String
  public let drawings: [MadeDrawing]
}

public struct Fit: Decodable, Sendable {
  public struct Ideal: Decodable, Sendable {
    public let closed: Bool
    public let points: [[Double]]
  }
  /// `kind` is `line` (`from`, `to`), `circle` (`center`, `radius`), `polygon` (`corners`) or
  /// `outline` (`center`, `size`).
  public struct Geometry: Decodable, Sendable {
    public let kind: String
    public let from, to, center: [Double]?
    public let radius, size: Double?
    public let corners: [[Double]]?
  }
  public let shape: String?
  /// Nil for a shape that was asked for.
  public let confidence: Double?
  public let quality: Double
  /// Root mean square distance between ink and ideal, as a share of the ideal's size.
  public let residual: Double?
  public let ideal: Ideal?
  public let geometry: Geometry?
}

public struct Completion: Decodable, Sendable {
  public let shape: String
  /// Nil for a shape that was asked for.
  public let confidence: Double?
  public let match: Double
  public let seed: Int
  public let generator: String
  /// Whether the first stroke goes on from the last point.
  public let continuesStroke: Bool
  public let strokes: [Stroke]
}

public struct ModelInfo: Decodable, Sendable {
  public struct Input: Decodable, Sendable { public let width, height: Int }
  public let version: String
  public let classes: [String]
  public let input: Input
  public let accuracy: Double?
  public let checksum: String
  public let sizeBytes: Int
  public let trainedAt: String?
}

public struct ModelEntry: Decodable, Sendable {
  public let version: String
  public let active: Bool
  public let classes: [String]
  public let accuracy: Double?
  public let createdAt: String?
}

public enum ModelFormat: String, Sendable, CaseIterable {
  case inkling, onnx, safetensors, js, c, swift
}

/// What the ink looks like after operation `seq`.
public struct StreamGuess: Decodable, Sendable {
  public let seq: Int
  public let points: Int
  /// The surest, maybe `none`; nil without ink.
  public let shape: String?
  public let confidence: Double?
  public let perhaps: String?
  public let guesses: [Guess]
  /// It will hardly change its mind any more.
  public let decided: Bool?
  public let model: String
  /// Inside the server, in µs.
  public let latencyUs: Int?
}
