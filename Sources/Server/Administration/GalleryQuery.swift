import Foundation
import Ink
import Storage
import Transport

/// Which drawings an administrator asks for, as the address says it.
struct GalleryQuery {
  private(set) var filter = DrawingFilter()
  private(set) var sort = DrawingSort.newest
  private(set) var limit = 60
  private(set) var cursor: DrawingCursor?

  private static let sorts = [
    "newest": DrawingSort.newest, "oldest": .oldest, "best": .best, "worst": .worst,
  ]
  private var faults: [Fault] = []

  /// - Throws: a 422 that names each parameter that is unknown, given twice, or makes no sense.
  init(_ request: Request, shapes: ShapeCatalogue, store: Store) throws {
    try self.init(request.query, shapes: shapes, store: store)
  }

  /// - Throws: likewise.
  init(_ query: [(name: String, value: String)], shapes: ShapeCatalogue, store: Store) throws {
    var seen: Set<String> = []
    for (name, value) in query where name != "cursor" {
      if !seen.insert(name).inserted {
        fault(name, "given twice")
      } else {
        try read(name, value, shapes, store)
      }
    }
    if let low = filter.minQuality, let high = filter.maxQuality, low > high {
      fault("min_quality", "above max_quality: no drawing can match")
    }
    if let from = filter.from, let to = filter.to, from >= to {
      fault("from", "not before to: no drawing can match")
    }
    if filter.disagrees == true, case .shape(let seen) = filter.guessed, seen == filter.shape {
      fault("disagrees", "the guess cannot be the shape and another")
    }
    // It goes with the filter and the order, so it is read last.
    if faults.isEmpty, let text = query.first(where: { $0.name == "cursor" })?.value {
      cursor = DrawingCursor(text, filter: filter, sort: sort)
      if cursor == nil {
        fault("cursor", "none of this filter and order; begin with the first page")
      }
    }
    guard faults.isEmpty else {
      var problem = Problem(
        422, "invalid",
        "These filters make no sense: \(faults.map(\.path).joined(separator: ", ")).")
      problem.faults = faults
      throw problem
    }
  }

  private mutating func fault(_ path: String, _ message: String) {
    faults.append(Fault(path: path, message: message))
  }

  private mutating func read(
    _ name: String, _ value: String, _ shapes: ShapeCatalogue, _ store: Store
  ) throws {
    switch name {
    case "shape":
      if let shape = shapes.find(value) { filter.shape = shape.id } else { unknownShape(name) }
    case "guessed":
      if value == "none" {
        filter.guessed = .noShape
      } else if let shape = shapes.find(value) {
        filter.guessed = .shape(shape.id)
      } else {
        unknownShape(name)
      }
    case "min_quality": filter.minQuality = quality(name, value)
    case "max_quality": filter.maxQuality = quality(name, value)
    case "flagged": filter.isFlagged = choice(name, value, ["true": true, "false": false])
    case "disagrees": filter.disagrees = choice(name, value, ["true": true, "false": false])
    case "deleted":
      // `any` shows the trash beside the rest.
      if value == "any" {
        filter.isDeleted = nil
      } else {
        filter.isDeleted = choice(name, value, ["true": true, "false": false])
      }
    case "status":
      filter.isComplete = choice(name, value, ["complete": true, "partial": false])
    case "device":
      filter.device = Device.allCases.first { ($0.name ?? "unknown") == value }
      if filter.device == nil { fault(name, "one of unknown, mouse, touch, pen and keyboard") }
    case "user":
      if let id = DrawingID(text: value.utf8) {
        // Nobody of that name has drawn nothing: no row has this number.
        filter.user = try store.user(publicID: id)?.id ?? 0
      } else {
        fault(name, "a person's id is a UUID")
      }
    case "from": filter.from = time(name, value)
    case "to": filter.to = time(name, value)
    case "sort": if let sort = choice(name, value, Self.sorts) { self.sort = sort }
    case "limit":
      if let limit = Int(value), 1...200 ~= limit {
        self.limit = limit
      } else {
        fault(name, "a number from 1 to 200")
      }
    default: fault(name, "no such filter")
    }
  }

  private mutating func unknownShape(_ name: String) { fault(name, "no such shape") }

  private mutating func choice<T>(_ name: String, _ value: String, _ choices: [String: T]) -> T? {
    if let chosen = choices[value] { return chosen }
    fault(name, "one of " + choices.keys.sorted().joined(separator: ", "))
    return nil
  }

  private mutating func quality(_ name: String, _ value: String) -> Float? {
    if let quality = Float(value), 0...1 ~= quality { return quality }
    fault(name, "a number from 0 to 1")
    return nil
  }

  /// A day counts from its beginning, in UTC.
  private mutating func time(_ name: String, _ value: String) -> Int64? {
    if let time = milliseconds(value) { return time }
    fault(name, "a time as 2026-01-31T12:00:00Z, or a day as 2026-01-31")
    return nil
  }
}
