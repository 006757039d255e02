import Testing

@testable import Ink

@Suite struct ScoringLiveTests {
  static let kinds: [ShapeKind] = [.line, .circle, .square, .triangle, .heart, .unknown]

  /// Ink in three strokes, long enough to thin the summary, in the given number of points.
  private static func ink(seed: UInt64, count: Int) -> Strokes {
    var random = SmallRandom(state: seed)
    var ink = Strokes()
    var (x, y) = (200.0, 200.0)
    for index in 0..<count {
      if index % (count / 3 + 1) == 0 { ink.startStroke(style: .standard) }
      (x, y) = (x + 9 * random.next(), y + 9 * random.next())
      ink.append(Sketch.point(min(max(x, -20), 420), min(max(y, -20), 420)))
    }
    return ink
  }

  @Test(arguments: [1, 2, 7, 64], [3, 200, 3_000])
  func `a score does not depend on how points are batched`(batch: Int, count: Int) {
    let ink = ScoringLiveTests.ink(seed: UInt64(count), count: count)
    for kind in ScoringLiveTests.kinds {
      var scorer = LiveScorer(kind: kind, canvas: Sketch.canvas)
      for index in ink.strokes.indices {
        scorer.startStroke()
        var rest = ink.points[ink.range(ofStroke: index)]
        while !rest.isEmpty {
          if batch == 7 {
            rest.prefix(batch).withUnsafeBufferPointer { scorer.append($0) }
          } else {
            scorer.append(rest.prefix(batch))
          }
          rest = rest.dropFirst(batch)
          if batch > 1 { _ = scorer.score(finished: false) }
        }
        scorer.endStroke()
      }
      let whole = Scorer.score(drawing: ink, kind: kind, canvas: Sketch.canvas)
      #expect(scorer.score(finished: true) == whole)
    }
  }

  @Test func `after an undo the score is that of what is left`() {
    let ink = ScoringLiveTests.ink(seed: 5, count: 900)
    for kind in ScoringLiveTests.kinds {
      for kept in [0, 1, 299, 301, 550] {
        var scorer = LiveScorer(kind: kind, canvas: Sketch.canvas)
        scorer.rebuild(from: ink)
        var left = ink
        left.truncate(to: kept)
        scorer.rebuild(from: left)
        var fresh = LiveScorer(kind: kind, canvas: Sketch.canvas)
        fresh.rebuild(from: left)
        for finished in [true, false] {
          #expect(scorer.score(finished: finished) == fresh.score(finished: finished))
        }
        // And both go on alike.
        scorer.startStroke()
        fresh.startStroke()
        scorer.append(ink.points[600...])
        fresh.append(ink.points[600...])
        #expect(scorer.score(finished: true) == fresh.score(finished: true))
      }
    }
  }

  @Test func `the density of points hardly matters`() {
    for kind in [ShapeKind.circle, .square, .triangle, .heart, .line] {
      let dense = Sketch.quality(Sketch.ink(Sketch.path(Sketch.ideal(kind), spacing: 0.5)), kind)
      let sparse = Sketch.quality(Sketch.ink(Sketch.path(Sketch.ideal(kind), spacing: 20)), kind)
      #expect(abs(dense - sparse) < 0.06)
    }
  }

  @Test(arguments: ["line", "circle", "square", "triangle", "heart"])
  func `an unfinished ideal stays good while it becomes complete`(id: String) {
    let kind = ShapeKind(id: id)
    let path = Sketch.path(Sketch.ideal(kind))
    var last: Float = 0
    for share in [0.05, 0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9, 1] {
      var scorer = LiveScorer(kind: kind, canvas: Sketch.canvas)
      scorer.startStroke()
      scorer.append(path.prefix(max(2, Int(share * Double(path.count)))))
      let score = scorer.score(finished: false)
      #expect(score.quality > 0.85, "\(share)")
      #expect(score.completeness >= last - 0.05, "\(share)")
      last = max(last, score.completeness)
    }
    #expect(last > 0.95)
  }

  @Test func `degenerate ink gives numbers between 0 and 1`() {
    let far = Point(x: .max, y: .min)
    let near = Point(x: .min, y: .max)
    let point = Sketch.point(100, 100)
    let drawings: [Strokes] = [
      Strokes(), Sketch.ink([point]), Sketch.ink([point, point]), Sketch.ink([point], [point]),
      Sketch.ink([far, near]), Sketch.ink([far, near, far, near, Point(x: .min, y: .min)]),
      Sketch.ink((0..<256).map { [Sketch.point(Double($0), 40)] }),
      Sketch.ink((0..<256).map { [Sketch.point(Double($0), 40), Sketch.point(Double($0), 300)] }),
      Sketch.ink((0..<256).map { _ in [far, near] }),
      Sketch.ink((0..<20_000).map { $0 % 2 == 0 ? far : near }),
      Sketch.ink((0..<20_000).map { Sketch.point(Double($0 % 400), Double($0 / 50)) }),
      Sketch.ink(Array(repeating: point, count: 20_000)),
      Sketch.ink([point, Point(x: point.x + 1, y: point.y)]),
    ]
    let template = ShapeTemplate(examples: [Sketch.ink(Sketch.path(Sketch.star()))])!
    for ink in drawings {
      for kind in ScoringLiveTests.kinds + [.template(template)] {
        for canvas in [Sketch.canvas, Canvas(width: 0, height: 0), Canvas(square: 3_600)] {
          var scorer = LiveScorer(kind: kind, canvas: canvas)
          scorer.rebuild(from: ink)
          for score in [scorer.score(finished: true), scorer.score(finished: false)] {
            #expect((0...1).contains(score.quality))
            #expect((0...1).contains(score.completeness))
            for hint in score.hints {
              #expect(hint.amount.isFinite && hint.x.isFinite && hint.y.isFinite)
            }
          }
          for place in scorer.ideal()?.places ?? [] {
            #expect(place.x.isFinite && place.y.isFinite)
          }
        }
      }
    }
  }

  @Test func `nothing drawn is worth nothing`() {
    let scorer = LiveScorer(kind: .circle, canvas: Sketch.canvas)
    #expect(scorer.score(finished: true).quality == 0)
    #expect(scorer.score(finished: true).hints.isEmpty)
    #expect(scorer.ideal() == nil)
  }

  @Test func `a kind is known by its id`() {
    for id in ["line", "circle", "square", "triangle", "heart"] {
      if case .unknown = ShapeKind(id: id) { Issue.record("\(id) is not known") }
    }
    for id in ["", "Line", "hearts", "a very long name that is no shape", "trianglf"] {
      guard case .unknown = ShapeKind(id: id) else {
        Issue.record("\(id) is taken for a shape")
        continue
      }
    }
  }

  @Test func `the fitted ideal lies on an ideal drawing`() throws {
    for kind in [ShapeKind.line, .circle, .square, .triangle, .heart] {
      let path = Sketch.path(Sketch.turned(Sketch.ideal(kind), degrees: 4))
      var scorer = LiveScorer(kind: kind, canvas: Sketch.canvas)
      scorer.rebuild(from: Sketch.ink(path))
      let ideal = try #require(scorer.ideal())
      #expect(ideal.places.count <= 64)
      for place in ideal.places {
        let nearest = path.map { point in
          Vector(point.xInUnits - place.x, point.yInUnits - place.y).length
        }.min()!
        #expect(nearest < 12)
      }
      let ghost = try #require(kind.ideal)
      #expect(ghost.isClosed == ideal.isClosed)
      #expect(
        ghost.places.allSatisfy { (-0.01...1.01).contains($0.x) && (-0.01...1.01).contains($0.y) })
    }
  }
}
