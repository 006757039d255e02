/// The best so many of any number, without keeping more.
struct Shortlist {
  private let limit: Int
  /// A heap with the least suspect on top.
  private var heap: [Suspicion] = []

  init(limit: Int) { self.limit = limit }

  mutating func add(_ suspicion: Suspicion) {
    if heap.count < limit {
      heap.append(suspicion)
      var place = heap.count - 1
      while place > 0, Self.isLess(heap[place], heap[(place - 1) / 2]) {
        heap.swapAt(place, (place - 1) / 2)
        place = (place - 1) / 2
      }
    } else if let least = heap.first, Self.isLess(least, suspicion) {
      heap[0] = suspicion
      sink()
    }
  }

  var all: [Suspicion] { heap }

  private mutating func sink() {
    var place = 0
    while true {
      var least = place
      for child in [2 * place + 1, 2 * place + 2] where child < heap.count {
        if Self.isLess(heap[child], heap[least]) { least = child }
      }
      guard least != place else { return }
      heap.swapAt(place, least)
      place = least
    }
  }

  /// Of two equal ones the earlier drawing goes first.
  private static func isLess(_ a: Suspicion, _ b: Suspicion) -> Bool {
    (a.score, -a.drawing) < (b.score, -b.drawing)
  }
}
