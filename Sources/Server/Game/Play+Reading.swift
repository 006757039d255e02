import Ink
import Storage

extension Play {
  /// Reads `{"mode":"speed","round":UUID,"place":1}`; nil where there is none.
  /// - Throws: every fault with its path.
  init?(json: JSON?) throws(InvalidDrawing) {
    guard let json, !json.isNull else { return nil }
    var faults: [Fault] = []
    func fault(_ path: String, _ message: String) {
      faults.append(Fault(path: path, message: message))
    }
    guard json.object != nil else {
      throw InvalidDrawing(faults: [Fault(path: "play", message: "an object is needed")])
    }
    let mode = json["mode"]?.string.flatMap(PlayMode.init(name:))
    if mode == nil {
      fault("play.mode", "one of \(PlayMode.allCases.map(\.name).joined(separator: ", "))")
    }
    var (id, place): (DrawingID?, Int?) = (nil, nil)
    if let round = json["round"], !round.isNull {
      id = round.string.flatMap { DrawingID(text: $0.utf8) }
      if id == nil { fault("play.round", "a UUID is needed") }
    }
    if let number = json["place"], !number.isNull {
      place = number.integer.flatMap { Self.places ~= $0 ? $0 : nil }
      if place == nil { fault("play.place", "a whole number from 1 to 6") }
    }
    if faults.isEmpty && (id == nil) != (place == nil) {
      fault(id == nil ? "play.round" : "play.place", "round and place go together")
    }
    guard let mode, faults.isEmpty else { throw InvalidDrawing(faults: faults) }
    self.init(mode: mode, round: id.flatMap { id in place.map { (id, $0) } })
  }
}

extension JSON {
  /// What the game says of a drawing that begins.
  func readPlay() throws(Refusal) -> Play? {
    do {
      return try Play(json: self["play"])
    } catch {
      throw .invalid("\(error.description).")
    }
  }
}

// As the log of live ink has it.
extension [UInt8] {
  mutating func append(_ play: Play?) {
    guard let play else { return }
    append(play.mode.rawValue)
    append(UInt8(play.round?.place ?? 0))
    appendInteger(play.round?.id.high ?? 0)
    appendInteger(play.round?.id.low ?? 0)
  }
}

extension ByteReader {
  /// What the game says of a drawing; nil where nothing follows, as in logs of older versions.
  mutating func play() -> Play? {
    guard let number: UInt8 = integer(), let mode = PlayMode(rawValue: number),
      let place: UInt8 = integer(), let high: UInt64 = integer(), let low: UInt64 = integer()
    else { return nil }
    let isOfRound = Play.places ~= Int(place)
    return Play(
      mode: mode, round: isOfRound ? (DrawingID(high: high, low: low), Int(place)) : nil)
  }
}
