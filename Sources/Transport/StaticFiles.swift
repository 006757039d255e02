import Foundation
import Synchronization

/// The pages' files, read once and answered from memory.
public struct StaticFiles: Sendable {
  /// A file as it is sent.
  final class Asset: Sendable {
    let body: [UInt8]
    let mediaType: String
    /// Strong, quoted (RFC 9110, section 8.8.3).
    let etag: String
    /// Of the compressed form: other bytes have another tag.
    var packedEtag: String { etag.dropLast() + "-gz\"" }
    private let packed = Mutex<[UInt8]?>(nil)

    init(body: [UInt8], mediaType: String, etag: String) {
      self.body = body
      self.mediaType = mediaType
      self.etag = etag
    }

    /// Compressed, where that saves at least a tenth; nil until it was tried, too.
    var gzip: [UInt8]? { packed.withLock { $0 } }

    func pack() {
      let bytes = gzipped(body)
      if bytes.count * 10 <= body.count * 9 { packed.withLock { $0 = bytes } }
    }
  }

  /// A file of more bytes is compressed after the start: a font takes longer than all the rest.
  private static let packedLater = 128 << 10

  private var assets: [String: Asset] = [:]
  /// Folders that are read anew for every request: for those who write the pages.
  private let live: [(prefix: String, folder: String)]

  /// - Parameters:
  ///   - mounts: a folder for each address prefix; all files below it are served.
  ///   - live: read files at each request instead of once.
  public init(mounts: [(prefix: String, folder: String)], live: Bool = false) {
    self.live = live ? mounts : []
    guard !live else { return }
    var large: [Asset] = []
    for mount in mounts {
      let names = FileManager.default.enumerator(atPath: mount.folder)
      while let name = names?.nextObject() as? String {
        guard Self.isServable(name), let asset = Self.read(mount.folder + "/" + name) else {
          continue
        }
        assets[mount.prefix + name] = asset
        if asset.body.count > Self.packedLater { large.append(asset) }
        if name == "index.html" || name.hasSuffix("/index.html") {
          let folder = mount.prefix + name.dropLast("index.html".count)
          assets[folder] = asset
          if folder != "/" { assets[String(folder.dropLast())] = asset }
        }
      }
    }
    guard !large.isEmpty else { return }
    let thread = Thread { [large] in for asset in large { asset.pack() } }
    thread.name = "packing"
    thread.start()
  }

  /// A short name of this state of all files; nil where they are read anew for every request.
  public var build: String? {
    guard live.isEmpty else { return nil }
    let names = assets.sorted { $0.key < $1.key }.map { $0.key + $0.value.etag }
    return String(Self.checksum(Array(names.joined().utf8)), radix: 36)
  }

  /// The answer to a GET or HEAD of a known address; nil for an unknown one.
  public func response(to request: Request) -> Response? {
    guard let asset = assets[request.path] ?? liveAsset(request.path) else { return nil }
    let isVendored = request.path.hasPrefix("/vendor/")
    let packed = request.acceptsGzip ? asset.gzip : nil
    var headers: [(name: String, value: String)] = [
      ("etag", packed == nil ? asset.etag : asset.packedEtag),
      ("cache-control", isVendored ? "public, max-age=86400" : "no-cache"),
      ("vary", "accept-encoding"),
    ]
    if request.knows(etag: asset.etag) || request.knows(etag: asset.packedEtag) {
      return Response(status: 304, headers: headers)
    }
    headers.append(("content-type", asset.mediaType))
    if let packed {
      headers.append(("content-encoding", "gzip"))
      return Response(status: 200, headers: headers, body: packed)
    }
    return Response(status: 200, headers: headers, body: asset.body)
  }

  private func liveAsset(_ path: String) -> Asset? {
    for mount in live where path.hasPrefix(mount.prefix) {
      var name = String(path.dropFirst(mount.prefix.count))
      if name.isEmpty || name.hasSuffix("/") { name += "index.html" }
      guard Self.isServable(name) else { continue }
      if let asset = Self.read(mount.folder + "/" + name) { return asset }
      if let asset = Self.read(mount.folder + "/" + name + "/index.html") { return asset }
    }
    return nil
  }

  /// Only names of plain files with a known type, and nothing hidden, is ever looked up.
  private static func isServable(_ name: String) -> Bool {
    !name.split(separator: "/", omittingEmptySubsequences: false).contains {
      $0.isEmpty || $0.hasPrefix(".")
    } && !name.contains("\\") && !name.contains("\0")
  }

  private static let mediaTypes = [
    "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8", "mjs": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml", "png": "image/png",
    "ico": "image/x-icon", "woff2": "font/woff2", "ttf": "font/ttf", "wasm": "application/wasm",
    "txt": "text/plain; charset=utf-8", "webmanifest": "application/manifest+json",
  ]

  private static func read(_ path: String) -> Asset? {
    let type = mediaTypes[(path as NSString).pathExtension]
    guard let type, let data = FileManager.default.contents(atPath: path) else { return nil }
    let body = [UInt8](data)
    let asset = Asset(
      body: body, mediaType: type,
      etag: "\"\(String(checksum(body), radix: 36))-\(String(body.count, radix: 36))\"")
    if body.count <= packedLater { asset.pack() }
    return asset
  }

  /// FNV-1a: tells versions of a file apart, no more.
  private static func checksum(_ bytes: [UInt8]) -> UInt64 {
    bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}
