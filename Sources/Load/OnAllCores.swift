import Foundation

/// `work` on each, in the same order, as many at once as there are cores.
public func onAllCores<T: Sendable, R: Sendable>(
  _ items: [T], _ work: @Sendable (T) -> R
) -> [R] {
  let pieces = 64
  nonisolated(unsafe) var results = [[R]](repeating: [], count: pieces)
  results.withUnsafeMutableBufferPointer { buffer in
    // Each iteration writes its own place alone.
    nonisolated(unsafe) let places = buffer
    DispatchQueue.concurrentPerform(iterations: pieces) { piece in
      let range = items.count * piece / pieces..<items.count * (piece + 1) / pieces
      places[piece] = items[range].map(work)
    }
  }
  return results.flatMap { $0 }
}
