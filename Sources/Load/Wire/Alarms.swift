import HeapModule

/// Does something at a time of its own, on the loop's thread.
public protocol AlarmHandler: AnyObject {
  func due(_ now: UInt64)
}

/// When each of many clients acts next. Only those that are due cost anything.
struct Alarms {
  private struct Entry: Comparable {
    let time: UInt64
    let slot: Int32
    /// Of the setting that this entry is; a later setting makes it void.
    let ticket: UInt32

    static func < (one: Entry, other: Entry) -> Bool { one.time < other.time }
  }

  private struct Slot {
    unowned let handler: any AlarmHandler
    var ticket: UInt32 = 0
  }

  private var heap = Heap<Entry>()
  private var slots: [Slot] = []

  /// - Returns: the handler's number.
  mutating func add(_ handler: any AlarmHandler) -> Int {
    slots.append(Slot(handler: handler))
    return slots.count - 1
  }

  /// The earliest time that may be set.
  var first: UInt64? { heap.min?.time }

  /// - Parameter time: nil for never; it replaces what was set before.
  mutating func set(_ number: Int, at time: UInt64?) {
    slots[number].ticket &+= 1
    guard let time else { return }
    heap.insert(Entry(time: time, slot: Int32(number), ticket: slots[number].ticket))
  }

  /// Takes out the first handler whose time has come.
  mutating func pop(_ now: UInt64) -> (any AlarmHandler)? {
    while let entry = heap.min, entry.time <= now {
      heap.removeMin()
      let slot = Int(entry.slot)
      guard slots[slot].ticket == entry.ticket else { continue }
      slots[slot].ticket &+= 1
      return slots[slot].handler
    }
    return nil
  }
}
