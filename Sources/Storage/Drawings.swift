import Foundation
import GRDB
public import Ink

/// A drawing as it goes into the store: ink in the compact form, and what was found of it.
public struct NewDrawing: Sendable {
  public let drawing: Drawing
  public let userID: Int64
  public let shapeID: Int64
  public let quality: Float
  public let completeness: Float
  /// Encoded by whoever hands it over, so that the writer's thread only writes.
  public let strokes: [UInt8]
  /// What the active model saw in it; nil when nobody asked one.
  public var guess: StoredGuess?
  /// What the game says of it; nil outside of the game.
  public var play: Play?
  /// When it was begun by the server's clock, ms since 1970; nil for one that came whole.
  public var begun: Int64?

  public init(
    drawing: Drawing, userID: Int64, shapeID: Int64, quality: Float, completeness: Float,
    strokes: [UInt8], guess: StoredGuess? = nil, play: Play? = nil, begun: Int64? = nil
  ) {
    self.drawing = drawing
    self.userID = userID
    self.shapeID = shapeID
    self.quality = quality
    self.completeness = completeness
    self.strokes = strokes
    self.guess = guess
    self.play = play
    self.begun = begun
  }
}

/// A model's best guess, as it is kept with a drawing.
public struct StoredGuess: Sendable, Equatable {
  /// Nil for none of the shapes.
  public let shapeID: Int64?
  /// 0...1; kept in thousandths.
  public let confidence: Float

  public init(shapeID: Int64?, confidence: Float) {
    self.shapeID = shapeID
    self.confidence = confidence
  }

  /// As the columns keep it: 0 for none, thousandths.
  var columns: (guess: Int64, permille: Int64) {
    (shapeID ?? 0, Int64((min(max(confidence, 0), 1) * 1_000).rounded()))
  }
}

/// What storing a finished drawing came to.
public struct StoredResult: Sendable {
  public let quality: Float
  public let stats: UserStats
  /// It was stored before; nothing was changed.
  public let wasThere: Bool
  /// False for what is thrown away: its person has not consented, or has deleted it.
  public var isKept = true
  /// The answer that was kept for the same key and body.
  public var keptAnswer: [UInt8]?
  /// Its row, where it was made just now.
  var row: Int64?
}

extension Store {
  /// What storing a drawing came to, for whoever asks again.
  public func result(of row: DrawingRow) throws(StoreError) -> StoredResult {
    try read { try StoredResult(quality: row.quality, drawing: row.id, user: row.userID, in: $0) }
  }
}

extension StoredResult {
  /// Of a drawing that is stored already.
  init(quality: Float, drawing: Int64, user: Int64, in database: Database) throws {
    var stats = try UserStats.fetch(database, user: user)
    stats.reward = try Progress.reward(drawing: drawing, of: user, in: database)
    self.init(quality: quality, stats: stats, wasThere: true)
  }
}

/// How far a partial drawing had come, so that its client can go on.
public struct OpenState: Sendable {
  public let seq: UInt32
  public let style: StrokeStyle
  /// ms since 1970.
  public let begun: Int64
  public let play: Play?

  public init(seq: UInt32, style: StrokeStyle, begun: Int64, play: Play? = nil) {
    self.seq = seq
    self.style = style
    self.begun = begun
    self.play = play
  }
}

extension StoreWriter {
  /// Stores a finished drawing once, however often it is handed over.
  ///
  /// - Parameter isAccepted: its ink is already durable in the log, so it is kept and tried again
  ///   while the disk is full.
  public func finish(
    _ new: NewDrawing, isAccepted: Bool, idempotency: IdempotencyKey? = nil,
    completion: @escaping @Sendable (Result<StoredResult, StoreError>) -> Void
  ) {
    enqueue(
      Change(
        apply: { [submissions] database, clock in
          if let idempotency,
            let kept = try idempotency.kept(in: database, user: new.userID)
          {
            return { completion(.success(kept)) }
          }
          let result = try Self.store(new, in: database, clock: &clock)
          if let idempotency, !result.wasThere, result.isKept {
            try database.cachedStatement(
              sql: """
                INSERT OR REPLACE INTO idempotency_key
                  (user_id, key, body_hash, answer, created)
                VALUES (?, ?, ?, ?, ?)
                """
            ).execute(arguments: [
              new.userID, idempotency.key, Data(idempotency.bodyHash),
              String(decoding: idempotency.answer(result), as: UTF8.self), storeTime(),
            ])
          }
          return {
            if let row = result.row { submissions.note(row) }
            completion(.success(result))
          }
        }, failed: { completion(.failure($0)) }, isAccepted: isAccepted))
  }

  /// Puts an unfinished drawing aside, or replaces what was put aside of it before.
  public func putAside(
    _ new: NewDrawing, open: OpenState,
    completion: @escaping @Sendable (Result<Void, StoreError>) -> Void
  ) {
    enqueue(
      Change(
        apply: { database, clock in
          let existing = try Self.row(of: new.drawing.id, in: database)
          let mayKeep = try Self.mayKeep(new.drawing.id, of: new.userID, in: database)
          guard mayKeep, existing?.isComplete != true else { return { completion(.success(())) } }
          let id = try Self.write(
            new, isComplete: false, replacing: existing?.id, in: database, clock: &clock)
          try database.cachedStatement(
            sql: """
              INSERT INTO open_drawing (drawing_id, user_id, seq, color, width, begun)
              VALUES (?, ?, ?, ?, ?, ?)
              ON CONFLICT DO UPDATE SET seq = excluded.seq, color = excluded.color,
                width = excluded.width
              """
          ).execute(arguments: [
            id, new.userID, open.seq, open.style.color, open.style.width, open.begun,
          ])
          return { completion(.success(())) }
        }, failed: { completion(.failure($0)) }, isAccepted: true))
  }

  /// Forgets an unfinished drawing that its person gave up. A finished one stays.
  public func discard(
    _ id: DrawingID, userID: Int64,
    completion: @escaping @Sendable (Result<Void, StoreError>) -> Void
  ) {
    enqueue(
      Change(
        apply: { database, _ in
          try database.cachedStatement(
            sql: "DELETE FROM drawing WHERE public_id = ? AND user_id = ? AND status = 0"
          ).execute(arguments: [id.data, userID])
          return { completion(.success(())) }
        }, failed: { completion(.failure($0)) }, isAccepted: true))
  }

  /// Keeps a drawing that was accepted and could not be stored, for a person to look at.
  public func keepAside(_ drawing: Drawing, userID: Int64, error: StoreError) {
    let payload = String(decoding: drawing.json(), as: UTF8.self)
    enqueue(
      Change(
        apply: { database, _ in
          try database.execute(
            sql: """
              INSERT INTO dead_letter (kind, payload, error, attempts, created)
              SELECT 'drawing', json_object('user_id', ?1, 'drawing', json(?2)), ?3, 1, ?4
              WHERE NOT EXISTS (SELECT 1 FROM user WHERE id = ?1 AND consent = 0)
              """, arguments: [userID, payload, error.description, storeTime()])
          return {}
        }, failed: { _ in }, isAccepted: true))
  }

  // MARK: - Inside the writer's transaction

  static func row(
    of id: DrawingID, in database: Database
  ) throws -> (id: Int64, userID: Int64, isComplete: Bool, quality: Float)? {
    try database.cachedStatement(
      sql: "SELECT id, user_id, status, quality FROM drawing WHERE public_id = ?"
    ).fetchRow([id.data]).map { ($0[0], $0[1], $0[2] == 1, $0[3]) }
  }

  private static func store(
    _ new: NewDrawing, in database: Database, clock: inout DrawingClock
  ) throws -> StoredResult {
    let existing = try row(of: new.drawing.id, in: database)
    if let existing {
      guard existing.userID == new.userID else { throw StoreError.notYours }
      if existing.isComplete {
        return try StoredResult(
          quality: existing.quality, drawing: existing.id, user: new.userID, in: database)
      }
    }
    guard try mayKeep(new.drawing.id, of: new.userID, in: database) else {
      if let existing { try erase([existing.id], of: new.userID, in: database) }
      try Lesson.note(new, row: nil, in: database)
      return StoredResult(quality: new.quality, stats: .nobody, wasThere: false, isKept: false)
    }
    let id = try write(
      new, isComplete: true, replacing: existing?.id, in: database, clock: &clock)
    var finished = id
    if existing != nil {
      finished = clock.next()
      try database.cachedStatement(sql: "DELETE FROM open_drawing WHERE drawing_id = ?")
        .execute(arguments: [id])
      try database.cachedStatement(sql: "UPDATE drawing SET finished = ? WHERE id = ?")
        .execute(arguments: [finished, id])
    }
    try Lesson.note(new, row: id, in: database)
    let reward = try Progress.count(
      PlayedDrawing(new, row: id, finished: finished, in: database), shape: new.drawing.shape,
      of: new.userID, in: database)
    var stats = try UserStats.fetch(database, user: new.userID)
    stats.reward = reward
    return StoredResult(quality: new.quality, stats: stats, wasThere: false, row: id)
  }

  /// From this quality on a drawing counts for the streak.
  public static let streakBar = 0.6

  private static func write(
    _ new: NewDrawing, isComplete: Bool, replacing existing: Int64?, in database: Database,
    clock: inout DrawingClock
  ) throws -> Int64 {
    let drawing = new.drawing
    let id = existing ?? clock.next()
    let agent = try agent(drawing.userAgent, in: database)
    try database.cachedStatement(
      sql: """
        INSERT INTO drawing (id, public_id, user_id, shape, status, quality, completeness,
          canvas_width, canvas_height, device, points, strokes, duration_ms, user_agent_id,
          guess, guess_permille)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET status = excluded.status, quality = excluded.quality,
          completeness = excluded.completeness, points = excluded.points,
          strokes = excluded.strokes, duration_ms = excluded.duration_ms,
          shape = excluded.shape,
          deleted = CASE WHEN excluded.status = 1 THEN NULL ELSE deleted END,
          guess = excluded.guess, guess_permille = excluded.guess_permille
        """
    ).execute(arguments: [
      id, drawing.id.data, new.userID, new.shapeID, isComplete ? 1 : 0, Double(new.quality),
      Double(new.completeness), drawing.canvas.width, drawing.canvas.height,
      drawing.device.rawValue, drawing.ink.points.count, drawing.ink.strokes.count,
      drawing.ink.durationInMilliseconds, agent, new.guess?.columns.guess,
      new.guess?.columns.permille,
    ])
    try database.cachedStatement(
      sql: """
        INSERT INTO stroke_data (drawing_id, data) VALUES (?, ?)
        ON CONFLICT DO UPDATE SET data = excluded.data
        """
    ).execute(arguments: [id, Data(new.strokes)])
    try new.play?.write(drawing: id, in: database)
    return id
  }

  /// The row of a browser's name, made when there is none; nil for an empty one.
  static func agent(_ text: String, in database: Database) throws -> Int64? {
    guard !text.isEmpty else { return nil }
    let text = String(String.UnicodeScalarView(text.unicodeScalars.prefix(512)))
    try database.cachedStatement(
      sql: "INSERT INTO user_agent (text) VALUES (?) ON CONFLICT DO NOTHING"
    ).execute(arguments: [text])
    return try database.cachedStatement(sql: "SELECT id FROM user_agent WHERE text = ?")
      .fetchRow([text])?[0]
  }
}
