/// What to do. The names are stable: they travel and are stored.
public enum HintCode: UInt8, Sendable, CaseIterable {
  /// Amount: the widest opening of the outline, canvas units.
  case closeGap
  /// Amount: how far the flattest place lies inside the round, canvas units.
  case makeRounder
  /// Amount: height divided by width.
  case makeTaller
  /// Amount: width divided by height.
  case makeWider
  /// A slanted oval. Amount: the longest diameter divided by the shortest.
  case evenOut
  /// A bent line. Amount: the largest distance from the straight line, canvas units.
  case straightenLine
  /// A bent side. Amount: the largest distance from the straight side, canvas units.
  case straightenSide
  /// Small shakes along the way. Amount: their root mean square, canvas units.
  case drawSmoothly
  /// Amount: how many corners are missing.
  case addCorner
  /// Amount: how many corners are too many.
  case removeCorner
  /// A corner cut round. Amount: from the ink to where the sides would meet, canvas units.
  case sharpenCorner
  /// A corner that is not right-angled. Amount: degrees away from 90.
  case squareCorner
  /// Amount: the longest side divided by the shortest.
  case evenSides
  /// A triangle that is nearly a line. Amount: its height divided by its longest side.
  case openUp
  /// A heart without its notch. Amount: the depth that is missing, canvas units.
  case addNotch
  /// A heart without its tip. Amount: the angle at the bottom, degrees.
  case pointTip
  /// A lopsided heart. Amount: the larger half divided by the smaller.
  case evenHalves
  /// Another shape than the one asked for. Amount: mean distance from it, canvas units.
  case followShape
  /// Scribbled, or gone over again. Amount: ink drawn divided by ink needed.
  case drawOnce
  /// Amount: the drawing's larger side divided by the canvas's smaller.
  case drawBigger
  /// Amount: the share of the ink outside the canvas.
  case stayOnCanvas

  /// `close_gap`, …
  public var text: String {
    switch self {
    case .closeGap: "close_gap"
    case .makeRounder: "make_rounder"
    case .makeTaller: "make_taller"
    case .makeWider: "make_wider"
    case .evenOut: "even_out"
    case .straightenLine: "straighten_line"
    case .straightenSide: "straighten_side"
    case .drawSmoothly: "draw_smoothly"
    case .addCorner: "add_corner"
    case .removeCorner: "remove_corner"
    case .sharpenCorner: "sharpen_corner"
    case .squareCorner: "square_corner"
    case .evenSides: "even_sides"
    case .openUp: "open_up"
    case .addNotch: "add_notch"
    case .pointTip: "point_tip"
    case .evenHalves: "even_halves"
    case .followShape: "follow_shape"
    case .drawOnce: "draw_once"
    case .drawBigger: "draw_bigger"
    case .stayOnCanvas: "stay_on_canvas"
    }
  }

  func message(at place: HintPlace) -> String {
    switch self {
    case .closeGap: "Close the gap at the \(place.words)"
    case .makeRounder: "Make it rounder at the \(place.words)"
    case .makeTaller: "Make it a bit taller"
    case .makeWider: "Make it a bit wider"
    case .evenOut: "Make it as wide as it is tall"
    case .straightenLine: "Make the line straighter"
    case .straightenSide: "Make the side at the \(place.words) straighter"
    case .drawSmoothly: "Draw with one smooth move"
    case .addCorner: "Add the corner that is missing"
    case .removeCorner: "Leave out the extra corner"
    case .sharpenCorner: "Make the corner at the \(place.words) sharper"
    case .squareCorner: "Make the corner at the \(place.words) square"
    case .evenSides: "Make the sides equally long"
    case .openUp: "Make the triangle taller"
    case .addNotch: "Add the dip at the top"
    case .pointTip: "Make the bottom pointed"
    case .evenHalves: "Make both halves the same size"
    case .followShape: "Follow the shape more closely"
    case .drawOnce: "Draw the outline just once"
    case .drawBigger: "Draw it bigger"
    case .stayOnCanvas: "Stay on the sheet"
    }
  }
}
