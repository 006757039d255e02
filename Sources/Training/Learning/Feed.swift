import Dispatch
import Ink
import Synchronization

/// The presentations of an epoch with their ink, read some thousand at a time, the next while the
/// last are learnt from.
final class Feed {
  private let examples: Examples
  private let items: [Plan.Item]
  private let queue = DispatchQueue(label: "inkling.training.feed")
  private var chunk: [Strokes] = []
  private var chunkStart = 0
  private var next: Pending?

  /// What is being read.
  private final class Pending: Sendable {
    let start: Int
    private let result = Mutex<Result<[Strokes], any Error>?>(nil)
    private let isDone = DispatchSemaphore(value: 0)

    init(start: Int) { self.start = start }

    func finish(_ result: Result<[Strokes], any Error>) {
      self.result.withLock { $0 = result }
      isDone.signal()
    }

    func wait() throws -> [Strokes] {
      isDone.wait()
      // Who asks again is told the same.
      isDone.signal()
      return try result.withLock { try $0!.get() }
    }
  }

  static let chunkSize = 4_096

  /// - Parameter first: the first item that will be loaded.
  init(_ examples: Examples, items: [Plan.Item], from first: Int = 0) {
    self.examples = examples
    self.items = items
    chunkStart = first
    start(at: first)
  }

  /// The ink of an item; nothing for a made-up one. Items before the last `load` are gone.
  func ink(at position: Int) -> Strokes { chunk[position - chunkStart] }

  /// Makes the items of `range` available.
  func load(_ range: Range<Int>) throws {
    while range.upperBound > chunkStart + chunk.count {
      guard let pending = next else { return }
      let fresh = try pending.wait()
      let kept = max(pending.start - range.lowerBound, 0)
      chunk = Array(chunk.suffix(kept)) + fresh
      chunkStart = pending.start - kept
      next = nil
      start(at: pending.start + fresh.count)
    }
  }

  private func start(at position: Int) {
    guard position < items.count else { return }
    let pending = Pending(start: position)
    let wanted = items[position..<min(position + Self.chunkSize, items.count)]
    let examples = examples
    next = pending
    queue.async {
      pending.finish(
        Result {
          let numbers = wanted.filter { $0.index >= 0 }.map { examples.numbers[Int($0.index)] }
          var inks = try examples.read(numbers).makeIterator()
          return wanted.map { $0.index >= 0 ? inks.next() ?? Strokes() : Strokes() }
        })
    }
  }
}
