import Ink
import Logging
import Recognition
import Storage
import Synchronization
import Transport

/// One loop's live ink: its sessions, its drawings, its buffer for the writer.
///
/// All of it stays on the loop's thread, but for what it posts to other loops.
final class InkLoop: @unchecked Sendable {
  // Safe to share: other threads only keep the reference to post closures to `loop`.
  let loop: EventLoop
  let shared: LiveInk
  let inference: LoopInference
  /// What administrators see of it.
  let seats: WallSeats
  /// What a lesson's big screen sees of it.
  let lessonSeats: WallSeats
  private(set) var lessons = LessonEdition()
  private var lessonVersion: UInt64 = 0
  /// The other loops by index, this one among them. Set once, before the loops start.
  var siblings: [InkLoop] = []
  var messages = InkMessages()
  /// Whether the loop's other connections have ended. Set once, before the loops start.
  var othersHaveEnded: () -> Bool = { true }
  /// Where a frame's points are laid out.
  let points = UnsafeMutableBufferPointer<Point>.allocate(capacity: InkLimits.pointsPerFrame)

  private var load = LoopLoad()
  var pace: Pace { load.pace }
  /// Few draw and the last tick came in time: frames may be answered one by one.
  private(set) var answersAtOnce = true
  private(set) var isDraining = false
  private(set) var isChoked = false
  private var sessions: [ObjectIdentifier: InkSession] = [:]
  /// Those that are not read for a while.
  private var heldBack: [InkSession] = []
  private var held: [DrawingID: HeldDrawing] = [:]
  private var news = AnswerQueue<InkSession>(ticks: 64)
  private var buffer: [UInt8] = []
  private var inBuffer: [HeldDrawing] = []
  private var finishing: [HeldDrawing] = []
  private var finishesUnderWay = 0
  private var lastTick = monotonicMilliseconds()
  /// The time of the last tick, ms: near enough for what is counted in ticks, and free.
  var now: UInt64 { lastTick }
  private var nextSweep: UInt64 = 0
  private var newestRows: [(at: UInt64, row: Int64)] = []
  private var drainDeadline: UInt64 = 0

  /// A drawing open for longer is written to the log again, whole.
  private static let rebaseAfter: UInt64 = 30_000
  /// A drawing that nobody is connected to leaves memory after this many ms.
  static let idleLimit: UInt64 = 60_000
  /// Ink waiting for the writer beyond which no more is read.
  private static let chokeAt = 32 << 20
  /// As many as this draw: their frames are answered one by one.
  private static let fewDraw = 64
  /// The share of the loop's time that answers may take.
  private static let answersShare = 0.5
  /// ms of a late tick that count for that.
  private static let longestTick: UInt64 = 20

  init(loop: EventLoop, shared: LiveInk) {
    self.loop = loop
    self.shared = shared
    inference = LoopInference(shared.inference)
    seats = WallSeats(wall: shared.wall, loop: loop.index)
    lessonSeats = WallSeats(
      wall: shared.lessonWall, loop: loop.index, capacity: 2 * Lesson.seatsAtMost)
  }

  // MARK: - Sessions

  func add(_ session: InkSession) {
    sessions[ObjectIdentifier(session)] = session
    shared.online.add(1, ordering: .relaxed)
  }

  func remove(_ session: InkSession) {
    guard sessions.removeValue(forKey: ObjectIdentifier(session)) != nil else { return }
    shared.online.subtract(1, ordering: .relaxed)
  }

  /// The session sends too much: it is asked from now on whether it may be read again.
  func holdBack(_ session: InkSession) { heldBack.append(session) }

  /// The session has something to tell its client.
  /// - Parameter delay: ms; the next tick at the soonest.
  func hasNews(_ session: InkSession, in delay: Int) {
    let tick = EventLoop.tickMilliseconds
    news.put(session, in: (delay + tick - 1) / tick)
  }

  /// The session has something to tell that waited for nothing but the disk.
  func hasNewsNow(_ session: InkSession) { news.putReady(session, at: lastTick) }

  // MARK: - Drawings

  /// Takes a drawing over for a session.
  func hold(
    _ drawing: LiveDrawing, for session: InkSession, saved: UInt32, base: Int64?
  ) -> HeldDrawing {
    let held = HeldDrawing(drawing, saved: saved, base: base)
    held.session = session
    self.held[drawing.id] = held
    return held
  }

  func held(_ id: DrawingID) -> HeldDrawing? { held[id] }

  /// Puts a record into the loop's buffer.
  func append(_ held: HeldDrawing, isBase: Bool = false, _ write: (inout [UInt8]) -> Void) {
    write(&buffer)
    if isBase { held.basePending = true }
    if !held.isInBuffer {
      held.isInBuffer = true
      inBuffer.append(held)
    }
  }

  /// The drawing was submitted: it is stored with the next buffer.
  func finish(_ held: HeldDrawing) {
    finishing.append(held)
    seats.finished(held.drawing)
    lessonSeats.finished(held.drawing)
  }

  /// The session lets go of its drawing, which goes on elsewhere or later.
  func release(_ held: HeldDrawing) {
    held.session = nil
    held.isLeaving = true
    parkIfDurable(held)
  }

  /// Another connection asks for a drawing that this loop holds.
  func handOver(_ id: DrawingID, then done: @escaping @Sendable () -> Void) {
    guard let held = held[id] else { return done() }
    held.waiting.append(done)
    // A submitted one is answered from the store in a moment.
    guard !held.drawing.isSubmitted else { return }
    held.session?.lose()
    release(held)
  }

  func forget(_ held: HeldDrawing) {
    self.held[held.drawing.id] = nil
    shared.open.remove(held.drawing.id)
  }

  private func parkIfDurable(_ held: HeldDrawing) {
    guard held.isLeaving, held.isDurable, !held.drawing.isSubmitted,
      self.held[held.drawing.id] === held
    else { return }
    self.held[held.drawing.id] = nil
    let drawing = held.drawing
    drawing.sight.close()
    if drawing.seq == 0 && held.waiting.isEmpty {
      // Nothing was ever called saved: its client begins it anew.
      shared.open.remove(drawing.id)
    } else {
      shared.open.park(drawing, base: held.base)
    }
    for done in held.waiting { done() }
    held.waiting = []
  }

  /// What a model takes a drawing for. Between two strokes it may still go on: only once it is
  /// submitted is the pen up for good.
  func look(at drawing: LiveDrawing) -> Guesses? {
    inference.look(
      at: drawing.ink, &drawing.sight, isFinished: drawing.isSubmitted,
      for: drawing.isSubmitted ? .submission : .feedback)
  }

  // MARK: - The tick

  func tick() {
    let now = monotonicMilliseconds()
    let tick = UInt64(EventLoop.tickMilliseconds)
    let late = now - lastTick > tick ? now - lastTick - tick : 0
    // By the clock, so that the wheel does not fall behind by what each tick is late.
    let ticks = Int(now / tick - lastTick / tick)
    let elapsed = min(now - lastTick, Self.longestTick)
    load.tickCame(late: late)
    lastTick = now
    answersAtOnce = late < 3 && shared.drawing.load(ordering: .relaxed) <= Self.fewDraw
    heldBack.removeAll { $0.connection == nil || $0.isReadAgain() }
    flush()
    news.advance(ticks, at: now)
    tellNews(for: Double(elapsed) * Self.answersShare)
    // Each session tells its client with its next answer: all at once would be a peak of its own.
    let hasLooked = load.look(
      at: now, drawing: shared.drawing.load(ordering: .relaxed),
      backlog: shared.store.writer.backlogInBytes, loop: loop.index, log: shared.log)
    if hasLooked && loop.index == 0 { putIdleAside(now) }
    seats.tick(now) { [self] in held[$0] }
    lessonSeats.tick(now) { [self] in held[$0] }
    tellLessons()
    if now >= nextSweep {
      nextSweep = now + 1_000
      sweep(now)
    }
    regulateReading()
    if isDraining { continueDraining(now) }
  }

  /// Hands the buffer to the writer, and the finished drawings after it.
  private func flush() {
    if !buffer.isEmpty {
      let marks = inBuffer.map { held -> Mark in
        held.isInBuffer = false
        held.buffersUnderWay += 1
        let mark = Mark(held: held, seq: held.drawing.seq, isBase: held.basePending)
        held.basePending = false
        return mark
      }
      inBuffer.removeAll(keepingCapacity: true)
      load.inkWasGivenToWriter(at: lastTick)
      let bytes = buffer
      buffer = []
      buffer.reserveCapacity(bytes.count)
      let delivery = Delivery(marks)
      shared.store.writer.append(bytes) { [self] row in
        loop.post { self.becameDurable(delivery.marks, row: row) }
      }
    }
    for held in finishing { store(held) }
    finishing.removeAll(keepingCapacity: true)
  }

  private struct Mark {
    let held: HeldDrawing
    let seq: UInt32
    let isBase: Bool
  }

  /// Carries marks through the writer's thread, which never looks at them, back to this loop.
  private final class Delivery: @unchecked Sendable {
    let marks: [Mark]
    init(_ marks: [Mark]) { self.marks = marks }
  }

  private func becameDurable(_ marks: [Mark], row: Int64) {
    let now = monotonicMilliseconds()
    load.inkBecameDurable(at: now)
    for mark in marks {
      let held = mark.held
      held.buffersUnderWay -= 1
      held.saved = max(held.saved, mark.seq)
      if mark.isBase {
        held.base = row
        held.baseSet = now
        shared.open.setBase(row, of: held.drawing.id)
      }
      held.session?.inkBecameDurable()
      parkIfDurable(held)
    }
  }

  private func store(_ held: HeldDrawing) {
    finishesUnderWay += 1
    let drawing = held.drawing
    let judgement = drawing.judgement(look(at: drawing))
    let carrier = Delivery([Mark(held: held, seq: drawing.seq, isBase: false)])
    let new = drawing.stored(shared.shapes.stored(judgement.guesses))
    shared.store.writer.finish(new, isAccepted: true) { [self] result in
      loop.post {
        self.finishesUnderWay -= 1
        let held = carrier.marks[0].held
        switch result {
        case .success(let stored):
          self.shared.lessons.drawingWasFinished()
          if !stored.isKept {
            // It is thrown away: nothing may bring it back, and the log lets go of it.
            self.append(held) { InkRecord.appendDiscard(of: held.drawing, to: &$0) }
          }
          held.session?.stored(held, judgement, stored)
        case .failure(let error):
          self.shared.log.error(
            "a submitted drawing was not stored",
            metadata: ["drawing": "\(held.drawing.id.string)", "reason": "\(error)"])
          if error != .notYours { held.drawing.keepAside(in: self.shared.store.writer, error) }
          held.session?.failedToStore(held, error)
        }
        self.forget(held)
        for done in held.waiting { done() }
      }
    }
  }

  /// - Parameter milliseconds: after which the rest waits for the next tick.
  private func tellNews(for milliseconds: Double) {
    guard news.oldest != nil else {
      inference.isBusy = false
      return
    }
    let end = monotonicMicroseconds() + UInt64(milliseconds * 1_000)
    repeat {
      // Looked at seldom: an answer takes some 20 us.
      for _ in 0..<4 { news.next()?.tell() }
    } while news.oldest != nil && monotonicMicroseconds() < end
    if let oldest = news.oldest { load.answerWaits(lastTick - oldest) }
    inference.isBusy = news.oldest != nil
  }

  /// Once a second: what is open for long is logged anew, and the log's front that nobody needs is
  /// released.
  private func sweep(_ now: UInt64) {
    for held in held.values
    where held.base != nil && !held.basePending && !held.drawing.isSubmitted
      && now - held.baseSet > Self.rebaseAfter
    {
      held.baseSet = now
      append(held, isBase: true) { InkRecord.appendSnapshot(of: held.drawing, to: &$0) }
    }
    if loop.index == 0 { releaseLog(now) }
  }

  private func putIdleAside(_ now: UInt64) {
    // When very many are left behind, none stays for long.
    let patience = shared.open.fill > 0.25 ? 2_000 : Self.idleLimit
    guard now > patience else { return }
    for drawing in shared.open.takeIdle(since: now - patience, for: loop.index) {
      let shared = shared
      let (new, open, id) = (drawing.stored(), drawing.openState, drawing.id)
      // From here on it may be claimed while it is on its way.
      shared.open.leave(drawing)
      shared.store.writer.putAside(new, open: open) { result in
        if case .failure(let error) = result {
          shared.log.error(
            "an unfinished drawing was not put aside",
            metadata: ["drawing": "\(id.string)", "reason": "\(error)"])
          shared.store.writer.keepAside(new.drawing, userID: new.userID, error: error)
        }
        shared.open.left(id)
      }
    }
  }

  /// The log keeps at least its last 30 seconds, so that nothing under way is ever released.
  private func releaseLog(_ now: UInt64) {
    newestRows.append((now, shared.store.writer.newestInkRow))
    var row: Int64?
    while let first = newestRows.first, now - first.at > 30_000 {
      row = first.row
      newestRows.removeFirst()
    }
    guard let row else { return }
    // That row, too: else the last drawing of a day would stay until somebody draws again.
    shared.store.writer.releaseInk(before: min(row + 1, shared.open.oldestBase ?? row + 1))
  }

  private func regulateReading() {
    let backlog = shared.store.writer.backlogInBytes
    if !isChoked && backlog > Self.chokeAt {
      isChoked = true
      shared.log.warning("the writer is behind; reading pauses", metadata: ["bytes": "\(backlog)"])
    } else if isChoked && backlog < Self.chokeAt / 2 {
      isChoked = false
    } else {
      return
    }
    for session in sessions.values { session.regulateReading() }
  }

  /// What has changed about lessons goes to those who sit there.
  private func tellLessons() {
    let newest = shared.lessons.version
    guard newest != lessonVersion else { return }
    lessonVersion = newest
    lessons = shared.lessons.edition
    for session in sessions.values { session.tellLesson() }
  }

  // MARK: - Draining

  func drain() {
    isDraining = true
    drainDeadline = monotonicMilliseconds() + 3_500
    for session in sessions.values { session.regulateReading() }
  }

  /// Once everything accepted is durable: says so, closes each socket, and ends the loop.
  private func continueDraining(_ now: UInt64) {
    let isDurable = buffer.isEmpty && !load.isInkUnderWay && finishesUnderWay == 0
    guard isDurable || now > drainDeadline else { return }
    if sessions.isEmpty && othersHaveEnded() || now > drainDeadline + 1_000 {
      loop.finish()
    } else {
      for session in sessions.values { session.goAway() }
    }
  }
}
