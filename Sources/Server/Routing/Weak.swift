/// Carries a reference through another thread back to its loop, where the object may be gone.
final class Weak<Object: AnyObject>: @unchecked Sendable {
  // Safe to share: only the object's loop looks inside.
  private(set) weak var object: Object?
  init(_ object: Object) { self.object = object }
}
