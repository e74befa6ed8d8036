// The colors of figures: Okabe and Ito's for the first classes and series, darkened where white paper asks for it,
// and for the others those found that are furthest from them and each other for all readers; viridis; orange, white
// and blue for what has two sides. Tests compute their contrast and what color-blind readers see.
import Events
import Presentation

package enum FigureColors {
  /// On white, and on a terminal whose background nobody knows: three times as bright or dark as white and black.
  package static let onLight = [
    0x0072B2, 0xD55E00, 0x009E73, 0xB3588A, 0x785A4B, 0x2D4BD2, 0xE15AE1, 0xC3874B, 0x0096A5,
    0xFF0069,
  ].map { RGB($0) }
  package static let onDark = [
    0x56B4E9, 0xE69F00, 0x009E73, 0xCC79A7, 0xFFE1B4, 0x4B87FF, 0xA53CB4, 0xB4FF78, 0x00FFFF,
    0xC32D1E,
  ].map { RGB($0) }
  /// Paper at night.
  package static let darkPaper = RGB(0x1A1A1A)

  /// Of two classes the first is orange and the second blue, as what a network says of them is.
  static func place(of role: Role) -> Int? {
    switch role {
    case .series(let number): number % onLight.count
    case .classified(let number): number < 2 ? 1 - number : number % onLight.count
    case .emphasis, .muted: nil
    }
  }

  static func color(_ role: Role) -> RGB {
    if let place = place(of: role) { return onLight[place] }
    return role == .muted ? RGB(0x808080) : RGB(0xC92A2A)
  }

  // MARK: Scales of color

  /// - Parameter isSoft: pale, so that points can be told from it.
  static func color(_ level: Double, _ palette: Grid.Palette, isSoft: Bool) -> RGB {
    let color = color(level, palette)
    return isSoft ? color.mixed(with: RGB(0xFFFFFF), 0.4) : color
  }

  static func color(_ level: Double, _ palette: Grid.Palette) -> RGB {
    switch palette {
    case .diverging: between(diverging, level)
    case .sequential: between(viridis, level)
    case .gray: RGB(0xFFFFFF).mixed(with: RGB(0x101010), min(1, max(0, level)))
    case .classes: ofClass(level)
    }
  }

  private static func ofClass(_ level: Double) -> RGB {
    let (place, sureness) = Grid.classified(level)
    return color(ofClass: place, sureness: sureness)
  }

  static func color(ofClass place: Int, sureness: Double) -> RGB {
    RGB(0xF4F4F4).mixed(with: color(.classified(place)), 0.15 + 0.75 * sureness)
  }

  /// The first of the classes that look like this one.
  static func first(like place: Int) -> Int { place < 2 ? place : 2 + (place - 2) % onLight.count }

  /// What is no number.
  static let missing = RGB(0x9A9A9A)

  private static let diverging = [0xD95F02, 0xF6A04A, 0xF4F4F4, 0x5BA3D0, 0x005B99].map { RGB($0) }
  /// Nine tenths of its own 256 steps lie within 3 of these.
  private static let viridis = [
    0x440154, 0x482878, 0x3E4A89, 0x31688E, 0x26828E, 0x1F9E89, 0x35B779, 0x6DCD59, 0xB4DE2C,
    0xFDE725,
  ].map { RGB($0) }

  private static func between(_ stops: [RGB], _ level: Double) -> RGB {
    let place = min(1, max(0, level)) * Double(stops.count - 1)
    let index = min(stops.count - 2, Int(place))
    return stops[index].mixed(with: stops[index + 1], place - Double(index))
  }
}
