import Foundation
import Ink
import Logging
public import Recognition
public import Storage
import Synchronization

/// A model of the registry, read from its file.
public struct LoadedModel: Sendable {
  public let row: ModelRow
  /// The whole file.
  public let bytes: [UInt8]
  public let model: Model

  /// - Throws: `ModelError` when the bytes are no model.
  public init(_ row: ModelRow, _ bytes: [UInt8]) throws(ModelError) {
    self.row = row
    self.bytes = bytes
    model = try Model(bytes: bytes)
  }

  public var id: Int64 { row.id }
  public var version: String { row.version }
}

/// Watches which model is the active one, whoever makes it so, and tells of each change.
final class ActiveModel: Sendable {
  /// What serves, and what is wrong with what should.
  struct State: Sendable {
    var activeID: Int64?
    var serving: LoadedModel?
    var detail: String?
  }

  private let store: Store
  private let log: Logger
  private let changed: @Sendable (LoadedModel?) -> Void
  private let current = Mutex(State())

  private let thread = PeriodicThread(name: "active model", pause: 0.1)

  /// Loads the active model before it returns.
  /// - Parameter changed: called with each model that begins to serve, on the watch's own thread
  ///   but for the first; nil when none can.
  init(store: Store, log: Logger, changed: @escaping @Sendable (LoadedModel?) -> Void) {
    self.store = store
    self.log = log
    self.changed = changed
    look(isFirst: true)
    thread.start { [self] in look(isFirst: false) }
  }

  var state: State { current.withLock { $0 } }

  func stop() { thread.stop() }

  private func look(isFirst: Bool) {
    do {
      let id = try store.models.activeID()
      guard isFirst || id != state.activeID else { return }
      var faults: [String] = []
      let model = try store.models.loadActive(LoadedModel.init) { row, error in
        faults.append(row.version)
        log.error(
          "a model is damaged; the one before it serves",
          metadata: ["version": "\(row.version)", "reason": "\(error)"])
      }
      let before = state.serving?.id
      let detail =
        faults.isEmpty
        ? nil
        : "The file of \(faults.joined(separator: ", ")) is damaged; train or activate another."
      current.withLock { $0 = State(activeID: id, serving: model, detail: detail) }
      if isFirst || model?.id != before {
        changed(model)
        if let model { log.notice("a model serves", metadata: ["version": "\(model.version)"]) }
      }
    } catch {
      log.error("cannot look for the active model", metadata: ["reason": "\(error)"])
    }
  }
}
