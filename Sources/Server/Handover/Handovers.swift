import Storage
import Synchronization
import Transport

/// Codes by which a person goes on at another device: each for five minutes, once.
///
/// They live in memory: a server that starts anew has forgotten them, and a new one is asked for.
final class Handovers: Sendable {
  struct Offer: Equatable, Sendable {
    let code: String
    let user: User
    /// ms of the monotonic clock.
    let ends: UInt64
  }

  private struct State {
    var offers: [String: Offer] = [:]
    var asking = TokenBuckets()
    var taking = TokenBuckets()
    /// Of all together, for whoever guesses from many addresses.
    var wrong = TokenBucket(capacity: 200, perSecond: 2)
  }

  private let state = Mutex(State())

  static let lifetimeInSeconds = 300
  static let length = 6
  /// No vowels, so that no code is a word, and nothing that is taken for another: 34 million codes.
  static let letters = Array("BCDFGHJKMNPQRTVWXY")
  private static let mostOffers = 10_000

  /// A new code for a person; the one before is void.
  /// - Throws: a 429 for who asks too often.
  func offer(_ user: User, now: UInt64 = monotonicMilliseconds()) throws(Problem) -> Offer {
    let code = String((0..<Self.length).map { _ in Self.letters.randomElement()! })
    let offer = Offer(code: code, user: user, ends: now + UInt64(Self.lifetimeInSeconds) * 1_000)
    let isAdmitted = state.withLock { state in
      guard
        state.asking.take(
          of: "\(user.id)", new: TokenBucket(capacity: 10, perSecond: 0.2))
      else { return false }
      // Half a minute of ten a second from everybody: more are no class.
      state.offers = state.offers.filter { $0.value.ends > now && $0.value.user.id != user.id }
      guard state.offers.count < Self.mostOffers else { return false }
      state.offers[code] = offer
      return true
    }
    guard isAdmitted else { throw Self.tooMany }
    return offer
  }

  /// Whose code it is; from then on it is nobody's.
  /// - Parameter peer: the address that asks.
  /// - Returns: nil for a code that was never given, was used, or is too old: nobody learns which.
  /// - Throws: a 429 for who guesses.
  func take(
    _ code: String, peer: String, now: UInt64 = monotonicMilliseconds()
  ) throws(Problem) -> Offer? {
    let network = LoginAttempts.network(of: peer)
    let found: Result<Offer?, Problem> = state.withLock { state in
      guard
        state.taking.take(of: network, new: TokenBucket(capacity: 20, perSecond: 0.5)),
        state.wrong.has(1)
      else { return .failure(Self.tooMany) }
      guard let offer = state.offers.removeValue(forKey: code), offer.ends > now else {
        _ = state.wrong.take()
        return .success(nil)
      }
      return .success(offer)
    }
    return try found.get()
  }

  /// Brings an offer back whose taker could not be stored.
  func giveBack(_ offer: Offer) { state.withLock { $0.offers[offer.code] = offer } }

  /// A code as it is kept, however it was typed; nil for what cannot be one.
  static func normalized(_ text: String) -> String? {
    guard text.utf8.count <= 32 else { return nil }
    let code = text.uppercased().filter { $0 != " " && $0 != "-" }
    return code.count == length && code.allSatisfy(letters.contains) ? code : nil
  }

  private static var tooMany: Problem {
    var problem = Problem(
      429, "too_many_requests", "Too many codes were asked for or tried; try again in ten seconds.")
    problem.retryAfterSeconds = 10
    return problem
  }
}
