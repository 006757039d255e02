import Ink
import Storage

/// What a data set holds, for whoever opens it later: gathered drawing by drawing.
struct DataCard {
  private struct Counts {
    var drawings = 0
    var qualities = [Int](repeating: 0, count: 10)
    var qualitySum = 0.0
    var points = 0
    var guessed = 0
    var agreed = 0
  }

  private let filter: DrawingFilter
  private var shapes: [String: Counts] = [:]
  private var devices: [String: Int] = [:]
  private var people: Set<DrawingID> = []
  private var unnamed = 0
  private var partial = 0
  private var flagged = 0
  private var deleted = 0
  private var times: (first: Int64, last: Int64)?

  init(_ filter: DrawingFilter) { self.filter = filter }

  mutating func add(_ drawing: WholeDrawing) {
    let shown = drawing.shown
    var counts = shapes[shown.shape] ?? Counts()
    counts.drawings += 1
    counts.qualities[min(9, Int(shown.quality * 10))] += 1
    counts.qualitySum += Double(shown.quality)
    counts.points += shown.points
    if shown.guessConfidence != nil {
      counts.guessed += 1
      if shown.guess == shown.shape { counts.agreed += 1 }
    }
    shapes[shown.shape] = counts
    devices[shown.device.name ?? "unknown", default: 0] += 1
    if drawing.hasPerson { people.insert(shown.user) } else { unnamed += 1 }
    if !shown.isComplete { partial += 1 }
    if shown.isFlagged { flagged += 1 }
    if shown.deleted != nil { deleted += 1 }
    times = (
      min(times?.first ?? .max, shown.stored), max(times?.last ?? .min, shown.stored)
    )
  }

  /// - Parameter format: whose columns are explained; nil for those of all.
  func markdown(_ format: ExportFormat?) -> [UInt8] {
    let drawings = shapes.values.reduce(0) { $0 + $1.drawings }
    var text = """
      # Drawings from Inkling

      \(drawings) drawings, made \(timestamp(storeTime())).

      | | |
      | --- | --- |
      | drawings | \(drawings) |
      | people | \(people.count)\(unnamed > 0 ? ", and whoever drew the \(unnamed) without a name" : "") |
      | stored | \(times.map { "\(timestamp($0.first)) to \(timestamp($0.last))" } ?? "never") |
      | unfinished | \(partial) |
      | flagged | \(flagged) |
      | deleted | \(deleted) |

      Chosen: \(filter.sentence)

      ## Shapes

      Quality is the program's own measure, 0 to 1; a model has seen the shape that was asked for in \
      so many of those that it was shown.

      | shape | drawings | points each | mean quality | model agrees |
      | --- | ---: | ---: | ---: | ---: |

      """
    let sorted = shapes.sorted { $0.key < $1.key }
    for (shape, counts) in sorted {
      let count = Double(counts.drawings)
      let agreement =
        counts.guessed > 0
        ? "\(decimal(Double(counts.agreed) / Double(counts.guessed) * 100, 1)) % of \(counts.guessed)"
        : "not asked"
      text +=
        "| \(shape) | \(counts.drawings) | \(decimal(Double(counts.points) / count, 1)) "
        + "| \(decimal(counts.qualitySum / count, 3)) | \(agreement) |\n"
    }
    text += """

      ## Qualities

      Drawings by tenths of the quality, from 0 to 1.

      | shape | 0 | .1 | .2 | .3 | .4 | .5 | .6 | .7 | .8 | .9 |
      | --- |\(String(repeating: " ---: |", count: 10))

      """
    for (shape, counts) in sorted {
      text += "| \(shape) | \(counts.qualities.map(String.init).joined(separator: " | ")) |\n"
    }
    text += "\n## Devices\n\n| device | drawings |\n| --- | ---: |\n"
    for (device, count) in devices.sorted(by: { ($0.value, $1.key) > ($1.value, $0.key) }) {
      text += "| \(device) | \(count) |\n"
    }
    text += Self.terms
    for shown in format.map({ [$0] }) ?? ExportFormat.allCases { text += shown.columns }
    return Array(text.utf8)
  }

  private static let terms = """

    ## Consent and licence

    A `user` is a random name for one browser's session, and no name or address of a person is in the \
    data; what the browser called itself (`user_agent`) and what administrators wrote (`flag_reason`) \
    are, in ndjson. How a hand moves may still tell people apart. The program does not know what the \
    people were told, nor under which licence the drawings may be used: whoever runs the server does. \
    Write both here before passing the data on.

    To measure a model fairly, split by `user`, never by drawing.

    """
}

/// A number with so many decimals at most.
private func decimal(_ value: Double, _ decimals: Int) -> String {
  var writer = JSONWriter()
  writer.number(value, decimals: decimals)
  return String(decoding: writer.bytes, as: UTF8.self)
}

extension DrawingFilter {
  /// What it lets through, for people.
  fileprivate var sentence: String {
    var parts: [String] = []
    if shape != nil { parts.append("one shape") }
    if let minQuality { parts.append("quality from \(minQuality)") }
    if let maxQuality { parts.append("quality up to \(maxQuality)") }
    if let isFlagged { parts.append(isFlagged ? "flagged ones only" : "no flagged ones") }
    if let isComplete { parts.append(isComplete ? "finished ones only" : "unfinished ones only") }
    switch isDeleted {
    case true?: parts.append("deleted ones only")
    case false?: parts.append("no deleted ones")
    case nil: parts.append("deleted ones too")
    }
    if user != nil { parts.append("one person's") }
    if let device { parts.append("drawn with \(device.name ?? "an unknown device")") }
    if let from { parts.append("stored from \(timestamp(from))") }
    if let to { parts.append("stored before \(timestamp(to))") }
    if guessed != nil { parts.append("with one guess of the model") }
    if let disagrees {
      parts.append("where the model \(disagrees ? "sees something else" : "agrees")")
    }
    return parts.joined(separator: ", ") + "."
  }
}

extension ExportFormat {
  /// What is in a file of this format, in Markdown.
  fileprivate var columns: String {
    switch self {
    case .ndjson:
      """

      ## ndjson

      A JSON object a line: `id`, `shape` that was asked for, `canvas` `{"width","height"}` in units, \
      `strokes` `[{"points":[{"x","y","pressure","timestamp"}],"color","width"}]` (units from the top \
      left corner; 0 to 1; ms since the drawing began), `duration_ms`, `device`, `user_agent`, `user`, \
      `status`, `quality`, `completeness`, `guess` `{"shape","confidence"}`, `stored_at`, `flagged`, \
      `flag_reason`, `deleted_at`. What is not known or does not hold is missing. Imported again it \
      gives the same drawings.

      """
    case .quickdraw:
      """

      ## quickdraw

      Quick, Draw!'s raw format, a JSON object a line: `word`, `countrycode` (empty), `timestamp` when \
      it was stored, `recognized` (the model saw the shape), `key_id`, `drawing` `[[[x…],[y…],[t…]],…]` \
      in units of the `canvas` and ms. Besides `device`, `user`, `status`. Pressure, colours and widths \
      are left out.

      """
    case .png:
      """

      ## png

      A ZIP file: `SHAPE/ID.png`, squares of 16 greys with the canvas in the middle, and `drawings.csv` \
      with a row for each.

      """
    case .npz:
      """

      ## npz

      `numpy.load` opens it. A row a drawing: `labels` (indices into `shapes`), `ids`, `users` (empty \
      where not known), `qualities`, `devices` (0 unknown, 1 mouse, 2 touch, 3 pen, 4 keyboard), \
      `stored_at`, `images` (32 × 32, 0 paper to 255 ink, as the recogniser sees them: fitted, stray \
      strokes left out). The ink of drawing `i` is `points[offsets[i]:offsets[i + 1]]`, with columns \
      x, y (units), pressure (0 to 1), ms since the drawing began, 1 where a stroke starts.

      """
    }
  }
}
