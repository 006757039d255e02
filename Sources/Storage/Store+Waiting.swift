import Foundation

extension Store {
  /// Waits for a change that is handed to the writer; for commands, which have nothing else to do.
  public func waitForChange<T: Sendable>(
    _ start: (@escaping @Sendable (Result<T, StoreError>) -> Void) -> Void
  ) throws(StoreError) -> T {
    let done = DispatchSemaphore(value: 0)
    let box = Box<T>()
    start { result in
      box.result = result
      done.signal()
    }
    done.wait()
    return try box.result!.get()
  }

  private final class Box<T: Sendable>: @unchecked Sendable {
    // Safe to share: written before the semaphore is signalled, read after.
    var result: Result<T, StoreError>?
  }
}
