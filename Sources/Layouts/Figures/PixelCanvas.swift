// Pixels, each a place in a list of colors that grows with what is drawn.
import Events
import Presentation

struct PixelCanvas {
  let width: Int
  let height: Int
  private(set) var pixels: [UInt8]
  private(set) var colors = [RGB(0xFFFFFF)]
  private var places: [RGB: UInt8] = [RGB(0xFFFFFF): 0]

  init(width: Int, height: Int) {
    (self.width, self.height) = (width, height)
    pixels = Array(repeating: 0, count: width * height)
  }

  /// Where a color is in the list; beyond 256 of them the last.
  mutating func index(of color: RGB) -> UInt8 {
    if let place = places[color] { return place }
    guard colors.count < 256 else { return 255 }
    let place = UInt8(colors.count)
    colors.append(color)
    places[color] = place
    return place
  }

  mutating func set(_ column: Int, _ row: Int, _ index: UInt8) {
    guard (0..<width).contains(column), (0..<height).contains(row) else { return }
    pixels[row * width + column] = index
  }

  mutating func dot(_ column: Int, _ row: Int, radius: Int, _ index: UInt8) {
    mark(.circle, column, row, radius: radius, index)
  }

  /// Classes and series are told apart by shape too.
  enum Shape: CaseIterable {
    case circle, triangle, square, diamond, valley, cross

    init(_ role: Role) {
      switch role {
      case .series(let number), .classified(let number):
        self = Self.allCases[number % (Self.allCases.count - 1)]
      case .emphasis: self = .cross
      case .muted: self = .circle
      }
    }

    func contains(_ x: Int, _ y: Int, radius: Int) -> Bool {
      switch self {
      case .circle: x * x + y * y <= radius * radius + radius / 2
      case .triangle: y <= radius && 2 * abs(x) <= y + radius
      case .square: true
      case .diamond: abs(x) + abs(y) <= radius
      case .valley: -y <= radius && 2 * abs(x) <= radius - y
      case .cross: abs(x) <= max(1, radius / 3) || abs(y) <= max(1, radius / 3)
      }
    }
  }

  mutating func mark(_ shape: Shape, _ column: Int, _ row: Int, radius: Int, _ index: UInt8) {
    for y in -radius...radius {
      for x in -radius...radius where shape.contains(x, y, radius: radius) {
        set(column + x, row + y, index)
      }
    }
  }
}
