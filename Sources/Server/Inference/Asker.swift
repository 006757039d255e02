import Storage
import Transport

/// Who asks the model, and how much they may ask.
struct Asker: Sendable {
  /// Whose budget is spent.
  let name: String
  /// Drawings.
  let perSecond: Int
  /// Nil for this machine itself and for administrators.
  let key: APIKey?

  /// Programs on this machine.
  static func local(_ peer: String) -> Asker { Asker(name: peer, perSecond: 20_000, key: nil) }

  init(_ key: APIKey) {
    self.init(
      name: "key \(key.id)", perSecond: key.perSecond ?? KeyRing.usualPerSecond, key: key)
  }

  init(_ administrator: Administrator) {
    self.init(name: "administrator \(administrator.id)", perSecond: 20_000, key: nil)
  }

  private init(name: String, perSecond: Int, key: APIKey?) {
    (self.name, self.perSecond, self.key) = (name, perSecond, key)
  }
}

/// What a request shows to be let in; to know whether it is any good, the store has to be read.
enum Shown: Sendable {
  /// It comes from this machine, and that is enough.
  case place
  case key(String)
  /// The cookie of an administrator's session.
  case administrator(String)
  case nothing

  /// - Parameter request: may show its key in the address, as a browser's WebSocket has to.
  init(_ request: Request) {
    if let key = KeyRing.text(of: request) ?? request.queryValue("key"),
      KeyRing.isPlausible(key) || !request.isLocal
    {
      self = .key(key)
    } else if request.isLocal {
      self = .place
    } else if let token = request.cookie(AdministratorSessions.cookieName) {
      self = .administrator(token)
    } else {
      self = .nothing
    }
  }

  var isPlace: Bool { if case .place = self { true } else { false } }
  var isNothing: Bool { if case .nothing = self { true } else { false } }
}

extension Request {
  /// Whether it comes from this machine.
  var isLocal: Bool {
    peer == "::1" || peer.hasPrefix("127.") || peer.hasPrefix("::ffff:127.")
  }
}
