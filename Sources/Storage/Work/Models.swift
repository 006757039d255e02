import Crypto
import Foundation
import GRDB
import Ink

/// The trained models: which there are, which one serves, and their files.
public struct Models: Sendable {
  let store: Store
  private var files: ModelFiles { ModelFiles(store.folder) }

  /// So many of the newest are kept, besides the active one and the one before it.
  public static let kept = 20
  /// The version of the model that the program ships with. It is never thrown away.
  public static let starter = "starter"

  /// The newest first.
  public func list() throws(StoreError) -> [ModelRow] {
    try store.read {
      try Row.fetchAll($0, sql: ModelRow.select + " ORDER BY id DESC").map(ModelRow.init)
    }
  }

  /// By its id or its version.
  public func find(_ name: String) throws(StoreError) -> ModelRow? {
    try store.read { try Self.find($0, name) }
  }

  /// The id of the active model; quick, so that it may be asked often.
  public func activeID() throws(StoreError) -> Int64? {
    try store.read {
      try $0.cachedStatement(sql: "SELECT id FROM model WHERE active = 1").fetchRow([])?[0]
    }
  }

  /// A model's bytes, checked.
  /// - Throws: `.damaged`.
  public func bytes(of model: ModelRow) throws(StoreError) -> [UInt8] { try files.read(model) }

  /// The model that serves.
  ///
  /// When the active one's file is damaged it is the newest before it that can be used.
  /// - Parameters:
  ///   - use: makes of a model what the caller needs; it throws when the bytes are no good to it.
  ///   - refused: told of each file that could not be used.
  /// - Returns: nil when there is none.
  public func loadActive<Loaded>(
    _ use: (ModelRow, [UInt8]) throws -> Loaded, refused: (ModelRow, any Error) -> Void
  ) throws(StoreError) -> Loaded? {
    let candidates = try store.read {
      try Row.fetchAll(
        $0,
        sql: ModelRow.select + """
           WHERE activated IS NOT NULL OR version = ? ORDER BY active DESC, activated DESC
          """, arguments: [Self.starter]
      ).map(ModelRow.init)
    }
    for model in candidates {
      do { return try use(model, bytes(of: model)) } catch { refused(model, error) }
    }
    return nil
  }

  /// The one to go back to: of those that do not serve, the one that served last.
  public func previous() throws(StoreError) -> ModelRow? {
    try store.read { try Row.fetchOne($0, sql: Self.previousSelect).map(ModelRow.init) }
  }

  private static let previousSelect =
    ModelRow.select + """
       WHERE active = 0 AND activated IS NOT NULL ORDER BY activated DESC LIMIT 1
      """

  /// The store's id of the newest drawing that a model can have learnt from; nil where that is not
  /// known.
  public func newestDrawing(of model: ModelRow) throws(StoreError) -> Int64? {
    try store.read { database in
      try Int64.fetchOne(
        database, sql: "SELECT newest_drawing FROM training_job WHERE made_model = ?",
        arguments: [model.id])
    }
  }

  /// Writes something beside a model for people to read.
  /// - Throws: `noModel`.
  public func note(_ notes: String, on name: String, actor: String) throws(StoreError) -> ModelRow {
    try store.change { database in
      _ = try Self.note(notes, on: name, actor: actor, in: database)
      guard let after = try Self.find(database, name) else { throw StoreError.noModel(name) }
      return after
    }
  }

  /// - Returns: the row of the audit; nil when it said so already.
  static func note(
    _ notes: String, on name: String, actor: String, in database: Database
  ) throws -> Int64? {
    guard let before = try Self.find(database, name) else { throw StoreError.noModel(name) }
    guard before.notes != notes else { return nil }
    try database.execute(
      sql: "UPDATE model SET notes = ? WHERE id = ?", arguments: [notes, before.id])
    func json(_ notes: String) -> String {
      var writer = JSONWriter()
      writer.beginObject()
      writer.member("notes", notes)
      writer.endObject()
      return String(decoding: writer.bytes, as: UTF8.self)
    }
    let row = try database.audit(
      actor: actor, action: "model.note", subject: before.version, before: json(before.notes),
      after: json(notes))
    try database.tell("models", "{\"version\":\"\(before.version)\"}")
    return row
  }

  /// Makes a model the active one.
  /// - Throws: `noModel`; `.damaged` when its file is not whole, and nothing changes.
  public func activate(_ name: String, actor: String) throws(StoreError) -> ModelRow {
    guard let model = try find(name) else { throw .noModel(name) }
    _ = try bytes(of: model)
    return try store.change { database in
      guard try Self.find(database, model.version) != nil else { throw StoreError.noModel(name) }
      try Self.activate(database, model.id, version: model.version, actor: actor)
      guard let now = try Self.find(database, model.version) else { throw StoreError.noModel(name) }
      return now
    }
  }

  /// Keeps a model: its file first, then its row.
  public func register(
    _ new: NewModel, activate: Bool, actor: String
  ) throws(StoreError) -> ModelRow {
    try writeFile(of: new)
    let hash = Array(SHA256.hash(data: Data(new.bytes)))
    do {
      return try store.change { database in
        let id = try Self.insert(database, new, sha256: hash)
        if activate {
          try Self.activate(database, id, version: new.version, actor: actor)
        }
        guard let row = try Self.find(database, new.version) else {
          throw StoreError.noModel(new.version)
        }
        return row
      }
    } catch {
      if try find(new.version) == nil { removeFile(ofVersion: new.version) }
      throw error
    }
  }

  /// Registers the model that the program ships with where there is none.
  /// - Returns: whether it did.
  public func registerStarter(_ new: NewModel) throws(StoreError) -> Bool {
    guard try list().isEmpty else { return false }
    var new = new
    new.version = Self.starter
    _ = try register(new, activate: true, actor: "start")
    return true
  }

  /// Throws away the oldest models beyond what is kept; jobs keep their figures.
  /// - Returns: the versions that went.
  @discardableResult
  public func discardOld(keeping count: Int = kept) throws(StoreError) -> [String] {
    let gone = try store.change { database in
      let old = try Row.fetchAll(
        database,
        sql: ModelRow.select + """
           WHERE active = 0 AND version <> ?1
            AND id NOT IN (SELECT id FROM model ORDER BY id DESC LIMIT ?2)
            AND id IS NOT (
              SELECT id FROM model WHERE active = 0 AND activated IS NOT NULL
              ORDER BY activated DESC LIMIT 1)
            AND id NOT IN (
              SELECT base_model FROM training_job JOIN job ON job.id = job_id
              WHERE base_model IS NOT NULL AND status IN ('queued', 'running'))
          """, arguments: [Self.starter, count]
      ).map(ModelRow.init)
      for model in old {
        for column in ["base_model", "made_model"] {
          try database.execute(
            sql: "UPDATE training_job SET \(column) = NULL WHERE \(column) = ?",
            arguments: [model.id])
        }
        try database.execute(sql: "DELETE FROM model WHERE id = ?", arguments: [model.id])
        try database.audit(actor: "retention", action: "model.delete", subject: model.version)
      }
      return old
    }
    // A power cut must not bring a row back whose file is gone.
    if !gone.isEmpty { store.sync() }
    for model in gone { files.remove(model.file) }
    return gone.map(\.version)
  }

  /// Removes files that a crash left: unfinished ones, and those without a row.
  public func tidy() throws(StoreError) {
    // The names come first: whoever writes one now has a running job until its row is there.
    let names = files.names()
    let (known, isBusy) = try store.read { database in
      (
        Set(try String.fetchAll(database, sql: "SELECT file FROM model")),
        try Bool.fetchOne(
          database,
          sql: "SELECT EXISTS (SELECT 1 FROM job WHERE status = 'running' AND kind = ?)",
          arguments: [Jobs.kind]) ?? false
      )
    }
    let stray = names.filter { !known.contains($0) }
    guard !isBusy, !stray.isEmpty else { return }
    // Their rows may have been deleted a moment ago, and not on the disk yet.
    store.sync()
    for name in stray { files.remove(name) }
  }

  // MARK: - Parts of a longer change

  func writeFile(of new: NewModel) throws(StoreError) {
    try files.write(new.bytes, as: ModelFiles.name(ofVersion: new.version))
  }

  func removeFile(ofVersion version: String) {
    files.remove(ModelFiles.name(ofVersion: version))
  }

  static func find(_ database: Database, _ name: String) throws -> ModelRow? {
    try database.cachedStatement(sql: ModelRow.select + " WHERE version = ? OR id = ?")
      .fetchRow([name, Int64(name)]).map(ModelRow.init)
  }

  static func insert(_ database: Database, _ new: NewModel, sha256: [UInt8]) throws -> Int64 {
    try database.execute(
      sql: """
        INSERT INTO model (version, file, sha256, size, labels, data, config, metrics, seed,
          code_version, notes, created)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        new.version, ModelFiles.name(ofVersion: new.version), Data(sha256), new.bytes.count,
        new.labels, new.data, new.config, new.metrics, new.seed, new.codeVersion, new.notes,
        storeTime(),
      ])
    return database.lastInsertedRowID
  }

  /// - Returns: the row of the audit; nil when it is the active one already.
  @discardableResult
  static func activate(
    _ database: Database, _ id: Int64, version: String, actor: String
  ) throws -> Int64? {
    let before = try String.fetchOne(database, sql: "SELECT version FROM model WHERE active = 1")
    guard before != version else { return nil }
    try database.execute(sql: "UPDATE model SET active = 0 WHERE active = 1")
    // Later than any before, also when the clock was set back.
    try database.execute(
      sql: """
        UPDATE model SET active = 1,
          activated = max(?, (SELECT coalesce(max(activated), 0) + 1 FROM model)) WHERE id = ?
        """, arguments: [storeTime(), id])
    let row = try database.audit(
      actor: actor, action: "model.activate", subject: version,
      before: before.map { "{\"version\":\"\($0)\"}" }, after: "{\"version\":\"\(version)\"}")
    try database.tell(activeModel: version)
    return row
  }
}

extension Store {
  public var models: Models { Models(store: self) }
}
