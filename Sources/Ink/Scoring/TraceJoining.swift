/// A stroke on its way into the joined path.
private struct Piece {
  var first: Int
  var last: Int
  var length: Float
  var isReversed = false
  var isPlaced = false
}

extension Trace {
  /// Lays the strokes end to end: each time the piece whose end is nearest to either end of the
  /// path so far.
  /// - Returns: whether there is any length of ink.
  mutating func join(
    _ summary: InkSummary, raw: UnsafeMutablePointer<Vector>,
    rawReach: UnsafeMutablePointer<Float>
  ) -> Bool {
    let count = summary.count
    let (total, longest, strokeCount) = measure(summary, raw: raw, rawReach: rawReach)
    guard total > 0 else { return false }
    if strokeCount == 1 {
      path.update(from: raw, count: count)
      reach.update(from: rawReach, count: count)
      for index in 0..<count { isGap[index] = false }
      reach[0] = 0
      pathCount = count
      inkLength = total
      return true
    }
    // Of dashes none may hold 3% of the ink: then a stray is what is far shorter than the rest.
    let least = min(total * Trace.strayShare, longest / 3)
    withUnsafeTemporaryAllocation(of: Piece.self, capacity: strokeCount) { pieces in
      let pieceCount = self.collect(into: pieces, reach: rawReach, count: count, least: least)
      if pieceCount <= Trace.mostPieces {
        self.layNearest(pieces, count: pieceCount, raw: raw, rawReach: rawReach)
      } else {
        for index in 0..<pieceCount { self.lay(pieces[index], raw: raw, rawReach: rawReach) }
      }
    }
    return true
  }

  /// So many strokes can each hold 3% of the ink.
  private static let mostPieces = 33

  /// Copies the vertices, in canvas units, each with its distance from the one before; -1 where a
  /// stroke starts.
  private func measure(
    _ summary: InkSummary, raw: UnsafeMutablePointer<Vector>,
    rawReach: UnsafeMutablePointer<Float>
  ) -> (total: Float, longest: Float, strokeCount: Int) {
    var (total, length, longest): (Float, Float, Float) = (0, 0, 0)
    var strokeCount = 0
    for index in 0..<summary.count {
      let vertex = index < summary.vertices.count ? summary.vertices[index] : summary.tail!
      raw[index] = Vector(Float(vertex.x), Float(vertex.y)) / Point.stepsPerUnit
      if vertex.startsStroke || index == 0 {
        strokeCount += 1
        rawReach[index] = -1
        length = 0
      } else {
        rawReach[index] = (raw[index] - raw[index - 1]).length
        total += rawReach[index]
        length += rawReach[index]
        longest = max(longest, length)
      }
    }
    return (total, longest, strokeCount)
  }

  /// Starts with the first piece and adds the nearest, at either end, until all are laid.
  private mutating func layNearest(
    _ pieces: UnsafeMutableBufferPointer<Piece>, count: Int, raw: UnsafeMutablePointer<Vector>,
    rawReach: UnsafeMutablePointer<Float>
  ) {
    withUnsafeTemporaryAllocation(of: Int.self, capacity: 2 * Trace.mostPieces) { order in
      // The first half is for what is laid before the first piece.
      var (head, tail) = (Trace.mostPieces, Trace.mostPieces + 1)
      order[head] = 0
      pieces[0].isPlaced = true
      for _ in 1..<count {
        let (ahead, behind) = (pieces[order[head]], pieces[order[tail - 1]])
        let start = raw[ahead.isReversed ? ahead.last : ahead.first]
        let end = raw[behind.isReversed ? behind.first : behind.last]
        var best = (distance: Float.infinity, piece: 0, atEnd: true, isReversed: false)
        for index in 0..<count where !pieces[index].isPlaced {
          let (first, last) = (raw[pieces[index].first], raw[pieces[index].last])
          func consider(_ gap: Vector, atEnd: Bool, isReversed: Bool) {
            let distance = gap.lengthSquared
            if distance < best.distance { best = (distance, index, atEnd, isReversed) }
          }
          consider(end - first, atEnd: true, isReversed: false)
          consider(end - last, atEnd: true, isReversed: true)
          consider(start - last, atEnd: false, isReversed: false)
          consider(start - first, atEnd: false, isReversed: true)
        }
        pieces[best.piece].isPlaced = true
        pieces[best.piece].isReversed = best.isReversed
        if best.atEnd {
          order[tail] = best.piece
          tail += 1
        } else {
          head -= 1
          order[head] = best.piece
        }
      }
      for position in head..<tail {
        self.lay(pieces[order[position]], raw: raw, rawReach: rawReach)
      }
    }
  }

  private func collect(
    into pieces: UnsafeMutableBufferPointer<Piece>, reach: UnsafeMutablePointer<Float>,
    count: Int, least: Float
  ) -> Int {
    var pieceCount = 0
    var first = 0
    while first < count {
      var last = first
      var length: Float = 0
      while last + 1 < count, reach[last + 1] >= 0 {
        last += 1
        length += reach[last]
      }
      if length >= least, length > 0 {
        pieces[pieceCount] = Piece(first: first, last: last, length: length)
        pieceCount += 1
      }
      first = last + 1
    }
    return pieceCount
  }

  private mutating func lay(
    _ piece: Piece, raw: UnsafeMutablePointer<Vector>, rawReach: UnsafeMutablePointer<Float>
  ) {
    for step in 0...(piece.last - piece.first) {
      let index = piece.isReversed ? piece.last - step : piece.first + step
      path[pathCount] = raw[index]
      isGap[pathCount] = step == 0 && pathCount > 0
      if step == 0 {
        reach[pathCount] = pathCount > 0 ? (raw[index] - path[pathCount - 1]).length : 0
      } else {
        reach[pathCount] = rawReach[piece.isReversed ? index + 1 : index]
        inkLength += reach[pathCount]
      }
      pathCount += 1
    }
  }
}
