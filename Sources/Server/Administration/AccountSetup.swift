import Storage
import Synchronization

/// The link by which the first administrator is made: good once, and only while there is none.
final class AccountSetup: Sendable {
  private struct State {
    /// Until somebody has taken it, to show it.
    var token: String?
    /// Of the token; nil when there is nothing to set up.
    var hash: [UInt8]?
  }

  private let state: Mutex<State>

  /// - Throws: `StoreError`
  init(store: Store) throws {
    let token = try store.hasAdministrators() ? nil : Sessions.newToken()
    state = Mutex(State(token: token, hash: token.map(Sessions.hash)))
  }

  /// The token, for whoever started the server; from then on only its hash is known.
  func takeToken() -> String? {
    state.withLock { state in
      defer { state.token = nil }
      return state.token
    }
  }

  /// Takes the same time for every wrong token.
  func isRight(_ token: String) -> Bool {
    let shown = Sessions.hash(of: token)
    guard let hash = state.withLock({ $0.hash }) else { return false }
    return zip(shown, hash).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }

  /// It was used.
  func end() { state.withLock { $0 = State() } }
}
