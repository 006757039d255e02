/// Carries a session through another thread back to its loop, if it still exists then.
final class WeakSession: @unchecked Sendable {
  // Safe to share: only the session's loop looks inside.
  private weak var session: InkSession?
  init(_ session: InkSession) { self.session = session }

  /// Nil once its connection is gone: what was asked for it is of no use any more.
  var openSession: InkSession? { session?.connection == nil ? nil : session }
}
