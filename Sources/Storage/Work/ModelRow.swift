import Foundation
import GRDB

/// A trained model as the store knows it; its bytes are in a file of their own.
public struct ModelRow: Sendable {
  public let id: Int64
  /// What people and answers call it, never used twice.
  public let version: String
  /// Its file, below the folder of models.
  public let file: String
  public let sha256: [UInt8]
  public let sizeInBytes: Int
  /// JSON, a list of class names.
  public let labels: String
  /// JSON: the drawings it learnt from, its settings, its figures.
  public let data, config, metrics: String
  public let seed: Int64
  public let codeVersion: String
  public let notes: String
  /// ms since 1970.
  public let created: Int64
  /// When it last began to serve, ms since 1970.
  public let activated: Int64?
  public let isActive: Bool

  static let select = """
    SELECT id, version, file, sha256, size, labels, data, config, metrics, seed, code_version,
      notes, created, activated, active FROM model
    """

  init(_ row: Row) {
    id = row[0]
    version = row[1]
    file = row[2]
    sha256 = [UInt8](row[3] as Data)
    sizeInBytes = row[4]
    labels = row[5]
    data = row[6]
    config = row[7]
    metrics = row[8]
    seed = row[9]
    codeVersion = row[10]
    notes = row[11]
    created = row[12]
    activated = row[13]
    isActive = row[14]
  }
}

/// A model that is to be kept. Texts are JSON as in `ModelRow`.
public struct NewModel: Sendable {
  public var version: String
  public var bytes: [UInt8]
  public var labels, data, config, metrics: String
  public var seed: Int64
  public var codeVersion: String
  public var notes: String

  public init(
    version: String, bytes: [UInt8], labels: String, data: String, config: String,
    metrics: String, seed: Int64, codeVersion: String, notes: String = ""
  ) {
    self.version = version
    self.bytes = bytes
    self.labels = labels
    self.data = data
    self.config = config
    self.metrics = metrics
    self.seed = seed
    self.codeVersion = codeVersion
    self.notes = notes
  }
}
