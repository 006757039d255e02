/// The operations of one drawing that are not known to be saved, or not answered, oldest first,
/// without gaps.
///
/// They are kept as ranges of the drawing's points, and made into bytes again when they are sent
/// again.
struct Unsaved {
  struct Operation {
    /// A submit has no points.
    let points: Range<Int>
    let flags: UInt8
    let isSubmit: Bool
    /// When it was due, in microseconds.
    let due: UInt64
  }

  private var operations: [Operation] = []
  private var head = 0
  /// The number of the first one that is kept.
  private var firstSeq: UInt32 = 1
  /// Everything up to this number is answered.
  private(set) var answered: UInt32 = 0
  /// Everything up to this number is saved.
  private(set) var saved: UInt32 = 0

  /// The number of the newest operation.
  var newest: UInt32 { firstSeq + UInt32(operations.count - head) - 1 }

  /// - Returns: its number.
  mutating func append(_ operation: Operation) -> UInt32 {
    operations.append(operation)
    return newest
  }

  /// Calls `body` with the operations up to `seq` that had no answer before.
  mutating func answer(upTo seq: UInt32, _ body: (Operation) -> Void) {
    while answered < min(seq, newest) {
      answered += 1
      body(self[answered])
    }
    forget()
  }

  /// Calls `body` with the operations up to `seq` that were not saved before.
  mutating func save(upTo seq: UInt32, _ body: (Operation) -> Void) {
    while saved < min(seq, newest) {
      saved += 1
      body(self[saved])
    }
    forget()
  }

  /// Calls `body` with the unsaved operations from `seq` on and their numbers.
  func each(from seq: UInt32, _ body: (UInt32, Operation) -> Void) {
    var number = max(seq, saved + 1)
    while number <= newest {
      body(number, self[number])
      number += 1
    }
  }

  private subscript(seq: UInt32) -> Operation { operations[head + Int(seq - firstSeq)] }

  private mutating func forget() {
    let known = min(saved, answered)
    guard known >= firstSeq else { return }
    head += Int(known - firstSeq) + 1
    firstSeq = known + 1
    // The array moves down at most once for each of its elements.
    if head > 32 && head * 2 > operations.count {
      operations.removeSubrange(..<head)
      head = 0
    }
  }
}
