import Foundation
import Ink
public import Logging
public import Storage
import Transport

/// What a server is started with.
public struct ServerSettings: Sendable {
  public var host = "127.0.0.1"
  /// 0 picks a free one.
  public var port = 8080
  public var dataFolder = "./inkling-data"
  /// Event loops; nil for one a core, at most 16.
  public var threads: Int?
  public var tlsCertificate: String?
  public var tlsKey: String?
  /// Address prefixes and the folders behind them.
  public var mounts: [(prefix: String, folder: String)] = []
  /// Read the pages' files anew at each request.
  public var rereadsPages = false
  /// Connections a second from one address; nil for any number.
  public var opensPerSecond: Int?
  /// The worker to keep running; nil for none.
  public var worker: WorkerProgram?
  /// Registered where there is no model yet; its version is `starter`.
  public var starterModel: NewModel?
  /// What draws where no generator was trained beside the model that serves; its file.
  public var starterGenerator: [UInt8]?
  /// The share of models' answers that are logged, 0...1.
  public var loggedAnswers = 0.0
  /// What can be done with models.
  public var models = ModelTools()
  /// Says what a training will take.
  public var estimateTraining: TrainingEstimator?
  /// How often it looks whether a review is due, seconds.
  public var reviewPause = 60.0
  /// Told of the first model before the server listens, and of each that follows; nil for none.
  public var modelChanged: @Sendable (LoadedModel?) -> Void = { _ in }

  public init() {}
}

/// The whole program but for its command line. It builds every part once and joins them: to
/// learn the program, start here.
public final class InklingServer: Sendable {
  /// The address that was bound.
  public let url: String
  public let port: Int
  /// `http` or `https`.
  public let scheme: String
  let store: Store
  /// All that is answered, for tests that walk them.
  let routes: [Route]
  private let setup: AccountSetup
  private let loops: [EventLoop]
  private let pools: [WorkPool]
  private let keeper: WorkerKeeper
  private let model: ActiveModel
  private let templates: TemplateWatch
  private let answers: AnswerLog?
  private let keys: KeyRing
  private let hub: DashboardHub
  private let bulk: BulkRunner
  private let lessons: LessonBoard
  private let reviews: ReviewWatch
  private let log: Logger

  /// Opens the store, brings back what was being drawn, and listens.
  /// - Throws: `StoreError` or `TransportError`, each with a sentence for whoever starts it.
  public init(_ settings: ServerSettings, log: Logger) throws {
    raiseOpenFileLimit()
    try EventLoop.checkFree(host: settings.host, port: settings.port)
    let store = try Store(folder: DataFolder(path: settings.dataFolder, exclusive: true))
    let shapes = try ShapeCatalogue(store: store)
    let sessions = Sessions(store: store)
    let keys = KeyRing(store: store)
    let administrators = AdministratorSessions(store: store, keys: keys)
    let setup = try AccountSetup(store: store)
    if let starter = settings.starterModel, try store.models.registerStarter(starter) {
      log.notice("registered the model that the program ships with")
    }
    // Requests wait for commits; those who come to draw must not stand in line behind them.
    let pool = WorkPool(threads: 4)
    let livePool = WorkPool(threads: 2)
    let slowPool = WorkPool(threads: 1, limit: 100)
    let threads = StreamThreads(log: log)
    let share = settings.loggedAnswers
    let answers = share > 0 ? AnswerLog(share: share, store: store, log: log) : nil
    let inference = Inference(log: log, answers: answers)
    let files = StaticFiles(mounts: settings.mounts, live: settings.rereadsPages)
    let lessons = LessonBoard(store: store, log: log)
    let live = LiveInk(
      store: store, shapes: shapes, sessions: sessions, pool: livePool, inference: inference,
      lessons: lessons, log: log, build: files.build)

    let recovered = try Recovery.run(live)
    if recovered.open + recovered.finished > 0 {
      log.notice(
        "brought back what was being drawn",
        metadata: ["open": "\(recovered.open)", "finished": "\(recovered.finished)"])
    }

    let tls = settings.tlsCertificate.flatMap { certificate in
      settings.tlsKey.map { EventLoop.TLS(certificateFile: certificate, keyFile: $0) }
    }

    let model = ActiveModel(store: store, log: log) { loaded in
      inference.take(loaded)
      settings.modelChanged(loaded)
    }
    if let starter = settings.starterModel { inference.fallBack(on: starter) }
    let templates = TemplateWatch(store: store, shapes: shapes, inference: inference)
    let access = InferenceAccess(administrators: administrators)
    let shelf = ModelShelf(store: store, inference: inference)
    let generators = GeneratorShelf(
      store: store, inference: inference, starter: settings.starterGenerator, log: log)
    let keeper = WorkerKeeper(command: settings.worker, store: store, log: log)
    let overview = Overview(store: store, live: live, inference: inference)
    let health = Health(store: store, open: live.open, worker: keeper, model: model)
    let hub = DashboardHub(
      store: store, overview: overview, health: health, wall: live.wall,
      lessonWall: live.lessonWall, lessons: lessons, log: log)
    let bulk = BulkRunner(store: store, shapes: shapes, log: log)
    let isSecure = tls != nil
    let isOpen = !["127.0.0.1", "::1", "localhost"].contains(settings.host)
    let site = Site(
      router: Router(
        routes: Collection(
          store: store, shapes: shapes, sessions: sessions, inference: inference,
          isSecure: isSecure, lessons: lessons
        ).routes
          + GameRoutes(
            store: store, shapes: shapes,
            prompts: Prompts(store: store, shapes: shapes, inference: inference),
            lessons: lessons
          ).routes
          + PlayerRoutes(store: store, shapes: shapes).routes
          + LessonRoutes(
            store: store, shapes: shapes, board: lessons, open: live.open, isSecure: isSecure,
            isOpen: isOpen
          ).routes
          + SeatRoutes(store: store, board: lessons).routes
          + GameSettingsRoutes(store: store).routes
          + InferenceRoutes(models: shelf, access: access).routes
          + BatchRoutes(models: shelf, access: access, threads: StreamThreads(log: log)).routes
          + ModelInfoRoutes(
            store: store, models: shelf, access: access, formats: settings.models.formats
          ).routes
          + FitRoutes(models: shelf, access: access, shapes: shapes).routes
          + GenerateRoutes(models: shelf, generators: generators, access: access).routes
          + NearestRoutes(store: store, shapes: shapes, models: shelf).routes
          + GalleryRoutes(store: store, shapes: shapes).routes
          + BulkRoutes(store: store, shapes: shapes, runner: bulk).routes
          + AuditRoutes(store: store, shapes: shapes, bulk: bulk).routes
          + JobRoutes(store: store, bulk: bulk).routes
          + AnalysisRoutes(store: store, shapes: shapes, inference: inference).routes
          + ExportRoutes(store: store, shapes: shapes, threads: threads).routes
          + ImportRoutes(store: store, shapes: shapes, threads: threads).routes
          + StatisticsRoutes(overview: overview).routes
          + LoginRoutes(sessions: administrators, isSecure: isSecure).routes
          + AccountRoutes(
            store: store, sessions: administrators, setup: setup, isSecure: isSecure
          ).routes
          + KeyRoutes(store: store, usage: keys.usage).routes
          + ShapeRoutes(store: store, shapes: shapes).routes
          + TrainingRoutes(
            store: store, shapes: shapes, estimator: settings.estimateTraining
          ).routes
          + ModelRoutes(store: store, shapes: shapes, tools: settings.models).routes
          + ReviewRoutes(store: store, shapes: shapes).routes
          + QRRoutes(isSecure: isSecure, isOpen: isOpen).routes
          + HandoverRoutes(
            store: store, sessions: sessions, open: live.open, isSecure: isSecure
          ).routes
          + OpenAPIRoutes().routes + health.routes),
      files: files, pool: pool, slowPool: slowPool,
      admission: Admission(perSecond: settings.opensPerSecond),
      sessions: sessions, administrators: administrators, isSecure: isSecure, log: log)

    let count = settings.threads ?? min(ProcessInfo.processInfo.activeProcessorCount, 16)
    var loops: [EventLoop] = []
    for index in 0..<count {
      // The first may have picked a free port: the others share it.
      let port = loops.first?.port ?? settings.port
      loops.append(try EventLoop(index: index, host: settings.host, port: port, tls: tls))
    }
    let inkLoops = loops.map { InkLoop(loop: $0, shared: live) }
    let left = LeftInk()
    for (loop, ink) in zip(loops, inkLoops) {
      ink.siblings = inkLoops
      loop.application = Application(
        loop: loop, site: site, ink: ink,
        classify: ClassifyLoop(ink: ink, access: access, models: shelf, left: left),
        dashboards: DashboardLoop(
          loop: loop, hub: hub, administrators: administrators, pool: pool))
    }
    self.store = store
    self.setup = setup
    routes = site.router.routes
    self.keeper = keeper
    self.model = model
    self.templates = templates
    self.answers = answers
    self.keys = keys
    self.hub = hub
    self.bulk = bulk
    self.lessons = lessons
    reviews = ReviewWatch(store: store, pause: settings.reviewPause, log: log)
    self.loops = loops
    pools = [pool, livePool, slowPool]
    self.log = log
    port = loops[0].port
    let shownHost = settings.host.contains(":") ? "[\(settings.host)]" : settings.host
    scheme = tls == nil ? "http" : "https"
    url = "\(scheme)://\(shownHost):\(port)"
    for loop in loops { loop.start() }
    keeper.start()
    bulk.start()
    lessons.start()
  }

  /// What makes whoever shows it the first administrator; once, and nil where there is one.
  public func takeSetupToken() -> String? { setup.takeToken() }

  /// Refuses new work, makes all accepted ink durable, closes each socket and the store.
  /// - Returns: false when a loop did not end in time.
  @discardableResult
  public func stop() -> Bool {
    keeper.stop()
    model.stop()
    templates.stop()
    hub.stop()
    bulk.stop()
    lessons.stop()
    reviews.stop()
    for loop in loops { loop.stop() }
    let deadline = Date(timeIntervalSinceNow: 4.5)
    var isClean = true
    for loop in loops {
      isClean =
        loop.waitUntilDone(seconds: max(0.05, deadline.timeIntervalSinceNow)) && isClean
    }
    for pool in pools { pool.stop() }
    answers?.stop()
    try? keys.usage.write()
    keeper.waitUntilDone()
    store.close()
    return isClean
  }
}
