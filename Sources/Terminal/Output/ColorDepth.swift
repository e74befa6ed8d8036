// How many colors a terminal has, and which of them is nearest to one that is asked for.

package enum ColorDepth: Equatable, Sendable {
  /// The sixteen that every terminal with color has; what they look like is its user's choice.
  case sixteen
  /// The 256 of xterm.
  case palette
  /// Eight bits of red, green and blue.
  case full

  /// - Parameter environment: finds a variable's value.
  package init(_ environment: (String) -> String?) {
    let color = environment("COLORTERM") ?? ""
    let type = environment("TERM") ?? ""
    if color == "truecolor" || color == "24bit" || type.hasSuffix("-direct") {
      self = .full
    } else {
      self = type.split(separator: "-").contains("256color") ? .palette : .sixteen
    }
  }

  /// The nearest color there is.
  package func color(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> Style.Color {
    let wanted = (Int(red), Int(green), Int(blue))
    switch self {
    case .full: return .rgb(red, green, blue)
    case .palette: return .palette(Self.palettePlace(wanted))
    case .sixteen: return .basic(Self.basicPlace(wanted))
    }
  }

  private typealias Parts = (red: Int, green: Int, blue: Int)

  /// Squared, with the eye's weights.
  private static func distance(_ one: Parts, _ other: Parts) -> Int {
    let (red, green, blue) = (one.red - other.red, one.green - other.green, one.blue - other.blue)
    return 3 * red * red + 6 * green * green + blue * blue
  }

  /// 16…231 are a cube of six steps a side, 232…255 grays. The first sixteen look different everywhere.
  private static func palettePlace(_ wanted: Parts) -> UInt8 {
    let steps = [0, 95, 135, 175, 215, 255]
    func nearest(_ part: Int) -> Int {
      steps.indices.min { abs(steps[$0] - part) < abs(steps[$1] - part) } ?? 0
    }
    let (r, g, b) = (nearest(wanted.red), nearest(wanted.green), nearest(wanted.blue))
    let mean = (wanted.red + wanted.green + wanted.blue) / 3
    let gray = min(23, max(0, (mean - 3) / 10))
    let level = 8 + 10 * gray
    let isGray =
      distance((level, level, level), wanted) < distance((steps[r], steps[g], steps[b]), wanted)
    return UInt8(isGray ? 232 + gray : 16 + 36 * r + 6 * g + b)
  }

  /// As xterm shows them unless it is told otherwise.
  private static let basic: [Parts] = [
    (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205),
    (0, 205, 205), (229, 229, 229), (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0),
    (92, 92, 255), (255, 0, 255), (0, 255, 255), (255, 255, 255),
  ]

  private static func basicPlace(_ wanted: Parts) -> UInt8 {
    let nearest = basic.indices.min { distance(basic[$0], wanted) < distance(basic[$1], wanted) }
    return UInt8(nearest ?? 7)
  }
}
