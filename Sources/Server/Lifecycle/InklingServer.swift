import Foundation
import Ink
public import Logging
import Storage
import Transport

/// What a server is started with.
public struct ServerSettings: Sendable {
  public var host = "127.0.0.1"
  /// 0 picks a free one.
  public var port = 8080
  public var dataFolder = "./inkling-data"
  /// Event loops; nil for one less than the machine's cores, at least one.
  public var threads: Int?
  public var tlsCertificate: String?
  public var tlsKey: String?
  /// Address prefixes and the folders behind them.
  public var mounts: [(prefix: String, folder: String)] = []
  /// Read the pages' files anew at each request.
  public var rereadsPages = false
  /// Connections a second from one address; nil for any number.
  public var opensPerSecond: Int?

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
  private let store: Store
  private let loops: [EventLoop]
  private let pools: [WorkPool]
  private let log: Logger

  /// Opens the store, brings back what was being drawn, and listens.
  /// - Throws: `StoreError` or `TransportError`, each with a sentence for whoever starts it.
  public init(_ settings: ServerSettings, log: Logger) throws {
    raiseOpenFileLimit()
    try EventLoop.checkFree(host: settings.host, port: settings.port)
    let store = try Store(folder: DataFolder(path: settings.dataFolder, exclusive: true))
    let shapes = try ShapeCatalogue(store: store)
    let sessions = Sessions(store: store)
    // Requests wait for commits; those who come to draw must not stand in line behind them.
    let pool = WorkPool(threads: 4)
    let livePool = WorkPool(threads: 2)
    let live = LiveInk(store: store, shapes: shapes, sessions: sessions, pool: livePool, log: log)

    let recovered = try Recovery.run(live)
    if recovered.open + recovered.finished > 0 {
      log.notice(
        "brought back what was being drawn",
        metadata: ["open": "\(recovered.open)", "finished": "\(recovered.finished)"])
    }

    let tls = settings.tlsCertificate.flatMap { certificate in
      settings.tlsKey.map { EventLoop.TLS(certificateFile: certificate, keyFile: $0) }
    }

    let files = StaticFiles(mounts: settings.mounts, live: settings.rereadsPages)
    let site = Site(
      router: Router(
        routes: Collection(store: store, shapes: shapes, sessions: sessions, isSecure: tls != nil)
          .routes
          + Health(store: store, open: live.open).routes),
      files: files, pool: pool, admission: Admission(perSecond: settings.opensPerSecond),
      sessions: sessions, isSecure: tls != nil, log: log)

    let count = settings.threads ?? max(1, ProcessInfo.processInfo.activeProcessorCount - 1)
    var loops: [EventLoop] = []
    for index in 0..<count {
      // The first may have picked a free port: the others share it.
      let port = loops.first?.port ?? settings.port
      loops.append(try EventLoop(index: index, host: settings.host, port: port, tls: tls))
    }
    let inkLoops = loops.map { InkLoop(loop: $0, shared: live) }
    for (loop, ink) in zip(loops, inkLoops) {
      ink.siblings = inkLoops
      loop.application = Application(loop: loop, site: site, ink: ink)
    }
    self.store = store
    self.loops = loops
    pools = [pool, livePool]
    self.log = log
    port = loops[0].port
    let shownHost = settings.host.contains(":") ? "[\(settings.host)]" : settings.host
    scheme = tls == nil ? "http" : "https"
    url = "\(scheme)://\(shownHost):\(port)"
    for loop in loops { loop.start() }
  }

  /// Refuses new work, makes all accepted ink durable, closes each socket and the store.
  /// - Returns: false when a loop did not end in time.
  @discardableResult
  public func stop() -> Bool {
    for loop in loops { loop.stop() }
    let deadline = Date(timeIntervalSinceNow: 4.5)
    var isClean = true
    for loop in loops {
      isClean =
        loop.waitUntilDone(seconds: max(0.05, deadline.timeIntervalSinceNow)) && isClean
    }
    for pool in pools { pool.stop() }
    store.close()
    return isClean
  }
}
