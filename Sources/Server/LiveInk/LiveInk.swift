import Logging
import Storage
import Synchronization

/// What live ink shares between loops.
final class LiveInk: Sendable {
  let store: Store
  let shapes: ShapeCatalogue
  let sessions: Sessions
  let pool: WorkPool
  let inference: Inference
  let open = OpenDrawings()
  /// Connections, and those of them that draw.
  let online = Atomic<Int>(0)
  let drawing = Atomic<Int>(0)
  let wall = LiveWall()
  /// Of those alone who sit in a lesson, for the big screen.
  let lessonWall = LiveWall()
  let lessons: LessonBoard
  let log: Logger
  /// Which state of the pages' files is served; nil where they may change at any time.
  let build: String?

  init(
    store: Store, shapes: ShapeCatalogue, sessions: Sessions, pool: WorkPool,
    inference: Inference, lessons: LessonBoard, log: Logger, build: String? = nil
  ) {
    self.build = build
    self.store = store
    self.shapes = shapes
    self.sessions = sessions
    self.pool = pool
    self.inference = inference
    self.lessons = lessons
    self.log = log
  }
}
