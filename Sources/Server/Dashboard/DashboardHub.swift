import Foundation
import Ink
import Logging
import Storage
import Synchronization
import Transport

/// Gathers what is new for all dashboards at once, ten times a second while there are any.
///
/// However many watch, the store is asked once, and each message is written once.
final class DashboardHub: @unchecked Sendable {
  // Safe to share: `draft` and what belongs to it are touched on the hub's own thread only.
  private let store: Store
  private let overview: Overview
  private let health: Health
  private let wall: LiveWall
  private let lessonWall: LiveWall
  private let lessons: LessonBoard
  private let log: Logger
  private let thread = PeriodicThread(name: "dashboards", pause: 0.1)
  private let watching = Mutex((all: 0, live: 0, lesson: 0))
  private let published: Mutex<Edition>
  private let count = Atomic<UInt64>(0)

  private var draft = Edition()
  private var sheets = WallSheets()
  private var lessonSheets = WallSheets(
    type: "lesson_live", shown: 4 * Lesson.seatsAtMost, patience: 600)
  private var next: (stats: UInt64, health: UInt64) = (0, 0)
  private var lessonVersion: UInt64 = 0
  private var isFailing = false

  /// ms between two figures of a kind.
  private static let period: (stats: UInt64, health: UInt64) = (500, 1_000)

  init(
    store: Store, overview: Overview, health: Health, wall: LiveWall, lessonWall: LiveWall,
    lessons: LessonBoard, log: Logger
  ) {
    self.store = store
    self.overview = overview
    self.health = health
    self.wall = wall
    (self.lessonWall, self.lessons) = (lessonWall, lessons)
    self.log = log
    draft.newest = (try? store.newestEvent()) ?? 0
    // Those who were there before a restart of the server are told what they missed.
    draft.base = max(0, draft.newest - Int64(Edition.entriesKept))
    draft.newest = draft.base
    published = Mutex(draft)
    thread.start { [self] in look() }
  }

  func stop() { thread.stop() }

  /// Changes with each edition.
  var version: UInt64 { count.load(ordering: .acquiring) }

  var edition: Edition { published.withLock { $0 } }

  /// A dashboard came or went, or watches something else.
  func watch(all: Int = 0, live: Int = 0, lesson: Int = 0) {
    watching.withLock { watching in
      watching.all += all
      watching.live += live
      watching.lesson += lesson
      wall.isWatched = watching.live > 0
      lessonWall.isWatched = watching.lesson > 0
    }
  }

  // MARK: - On the hub's thread

  private func look() {
    guard watching.withLock({ $0.all }) > 0 else { return }
    draft.look += 1
    do {
      try takeNews()
      try takeFigures(monotonicMilliseconds())
      isFailing = false
    } catch {
      if !isFailing { log.error("dashboards cannot be told", metadata: ["reason": "\(error)"]) }
      isFailing = true
    }
    sheets.take(wall.take())
    if let (news, whole) = sheets.messages() { draft.setWall(news: news, whole: whole) }
    takeLessons()
    published.withLock { $0 = draft }
    count.store(draft.look, ordering: .releasing)
  }

  private func takeLessons() {
    let now = lessons.version
    if now != lessonVersion {
      lessonVersion = now
      let under = lessons.edition.lessons
      let keys = Set(under.map { "lesson \($0.id)" })
      draft.keep { !$0.hasPrefix("lesson ") || keys.contains($0) }
      for lesson in under {
        draft.set("lesson \(lesson.id)", .lesson, LessonMessages.whole(lesson))
      }
    }
    lessonSheets.take(lessonWall.take())
    if let (news, whole) = lessonSheets.messages() {
      draft.setLessonWall(news: news, whole: whole)
    }
  }

  private func takeNews() throws {
    let news = try store.news(since: draft.newest, atMost: Edition.entriesKept)
    if news.isCut, let first = news.events.first { draft.forget(upTo: first.number - 1) }
    for event in news.events {
      draft.newest = event.number
      guard let (topic, message) = DashboardMessages.event(event) else { continue }
      draft.add(topic, number: event.number, message)
    }
    for drawing in news.submitted {
      draft.add(.drawings, DashboardMessages.submitted(drawing))
    }
    if news.moreSubmitted > 0 {
      draft.add(.drawings, DashboardMessages.moreSubmitted(news.moreSubmitted))
    }
    let keys = Set(news.jobs.map { "job \($0.id)" })
    draft.keep { !$0.hasPrefix("job ") || keys.contains($0) }
    for job in news.jobs {
      draft.set(
        "job \(job.id)", job.kind == Jobs.training ? .training : .jobs,
        DashboardMessages.progress(of: job.id, kind: job.kind, job.status, job.progress))
    }
  }

  private func takeFigures(_ now: UInt64) throws {
    if now >= next.stats {
      next.stats = now + Self.period.stats
      draft.set(
        "stats", .stats, DashboardMessages.stats(try overview.json(), draft.states["stats"]))
    }
    if now >= next.health {
      next.health = now + Self.period.health
      draft.set("health", .health, DashboardMessages.wrap("health", health.json().body))
    }
  }
}
