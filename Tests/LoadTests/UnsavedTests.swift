import Testing

@testable import Load

struct UnsavedTests {
  private func filled(_ count: Int) -> Unsaved {
    var unsaved = Unsaved()
    for number in 1...count {
      let operation = Unsaved.Operation(
        points: number..<(number + 1), flags: 0, isSubmit: false, due: UInt64(number))
      #expect(unsaved.append(operation) == UInt32(number))
    }
    return unsaved
  }

  @Test func `each operation is answered once and saved once, in either order`() {
    var unsaved = filled(100)
    var answered: [UInt64] = []
    var saved: [UInt64] = []
    for (answer, save) in [(0, 3), (2, 1), (50, 60), (50, 60), (1_000, 1_000)] as [(UInt32, UInt32)]
    {
      unsaved.save(upTo: save) { saved.append($0.due) }
      unsaved.answer(upTo: answer) { answered.append($0.due) }
    }
    #expect(answered == Array(1...100))
    #expect(saved == Array(1...100))
    #expect((unsaved.saved, unsaved.newest) == (100, 100))
  }

  @Test func `only what is not saved is sent again`() {
    var unsaved = filled(10)
    unsaved.save(upTo: 4) { _ in }
    var sent: [UInt32] = []
    unsaved.each(from: 1) { number, operation in
      #expect(operation.points.lowerBound == Int(number))
      sent.append(number)
    }
    #expect(sent == Array(5...10))
    sent = []
    unsaved.each(from: 9) { number, _ in sent.append(number) }
    #expect(sent == [9, 10])
    unsaved.each(from: 11) { _, _ in Issue.record("nothing is left") }
  }
}
