import Ink
import Storage

/// The questions of a gallery by kind, each with values that change from one to the next.
struct GalleryQueries {
  let shapes: [ShapeRow]
  let people: [Int64]
  /// ms since 1970: when the first and the last drawing were stored.
  let first, last: Int64
  private var random = SplitMix64(seed: 5)

  init(shapes: [ShapeRow], people: [Int64], first: Int64, last: Int64) {
    self.shapes = shapes
    self.people = people
    self.first = first
    self.last = last
  }

  static let kinds: [String] = [
    "all", "shape", "shape, quality", "quality above 0.95", "quality in one hundredth",
    "quality in a five-thousandth", "flagged", "flagged, shape, device", "deleted", "partial",
    "partial, flagged, deleted", "keyboard", "keyboard, flagged, heart", "a person",
    "a person, shape, quality", "a day", "a day, shape, flagged", "a month, quality above 0.9",
    "an hour", "guessed a heart", "guessed none", "disagrees", "disagrees, shape, quality, device",
    "disagrees, flagged, partial", "anything",
  ]

  mutating func filter(_ kind: String) -> DrawingFilter {
    var filter = DrawingFilter()
    let shape = random.pick(shapes).id
    let heart = shapes.last!.id
    func shaped() { filter.shape = shape }
    func time(_ hours: Double) {
      let length = Int64(hours * 3_600_000)
      filter.from = first + Int64(random.uniform() * Double(max(last - first - length, 1)))
      filter.to = filter.from! + length
    }
    func quality(_ low: Float, _ high: Float? = nil) {
      (filter.minQuality, filter.maxQuality) = (low, high)
    }
    for word in kind.split(separator: ", ") {
      switch word {
      case "all": break
      case "shape": shaped()
      case "heart": filter.shape = heart
      case "quality": quality(Float(random.uniform(0.2...0.9)))
      case "quality above 0.95": quality(0.95)
      case "quality above 0.9": quality(0.9)
      case "quality in one hundredth":
        let low = Float(random.uniform(0.3...0.97))
        quality(low, low + 0.01)
      case "quality in a five-thousandth":
        let low = Float(random.uniform(0.3...0.97))
        quality(low, low + 0.0002)
      case "flagged": filter.isFlagged = true
      case "deleted": filter.isDeleted = true
      case "partial": filter.isComplete = false
      case "device": filter.device = random.pick([.mouse, .touch, .pen])
      case "keyboard": filter.device = .keyboard
      case "a person": filter.user = random.pick(people)
      case "an hour": time(1)
      case "a day": time(24)
      case "a month": time(720)
      case "guessed a heart": filter.guessed = .shape(heart)
      case "guessed none": filter.guessed = .noShape
      case "disagrees": filter.disagrees = true
      default: anything(&filter)
      }
    }
    return filter
  }

  private mutating func anything(_ filter: inout DrawingFilter) {
    for kind in Self.kinds.dropLast() where random.chance(0.08) {
      let other = self.filter(kind)
      filter.shape = other.shape ?? filter.shape
      filter.minQuality = other.minQuality ?? filter.minQuality
      filter.maxQuality = other.maxQuality ?? filter.maxQuality
      filter.isFlagged = other.isFlagged ?? filter.isFlagged
      filter.isDeleted = other.isDeleted == true ? true : filter.isDeleted
      filter.isComplete = other.isComplete ?? filter.isComplete
      filter.user = other.user ?? filter.user
      filter.device = other.device ?? filter.device
      (filter.from, filter.to) = (other.from ?? filter.from, other.to ?? filter.to)
      filter.guessed = other.guessed ?? filter.guessed
      filter.disagrees = other.disagrees ?? filter.disagrees
    }
  }

  mutating func sort() -> DrawingSort { random.pick(DrawingSort.allCases) }
}
