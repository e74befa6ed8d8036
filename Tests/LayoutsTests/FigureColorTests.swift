// The colors of figures against paper, night and each other, as those see them who do not see all colors.
import Layouts
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct FigureColorTests {
  private func linear(_ color: RGB) -> [Double] {
    [color.red, color.green, color.blue].map {
      let part = Double($0) / 255
      return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
    }
  }

  /// As the Web Content Accessibility Guidelines (2.2) have it.
  private func contrast(_ one: RGB, _ other: RGB) -> Double {
    let lights = [one, other].map { color -> Double in
      let parts = linear(color)
      return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2] + 0.05
    }
    return max(lights[0], lights[1]) / min(lights[0], lights[1])
  }

  @Test func marksCanBeSeen() {
    for color in FigureColors.onLight {
      #expect(contrast(color, RGB(255, 255, 255)) >= 3)
      // In a terminal, whose background may be black.
      #expect(contrast(color, RGB(0, 0, 0)) >= 3)
    }
    for color in FigureColors.onDark { #expect(contrast(color, FigureColors.darkPaper) >= 3) }
  }

  /// Machado, Oliveira and Fernandes (2009), for those without one kind of cone.
  private static let simulations: [[[Double]]] = [
    [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    [
      [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
      [-0.003882, -0.048116, 1.051998],
    ],
    [
      [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
      [-0.011820, 0.042940, 0.968881],
    ],
  ]

  /// CIELAB under D65.
  private func lab(_ color: [Double]) -> [Double] {
    let (r, g, b) = (color[0], color[1], color[2])
    let parts = [
      (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047, 0.2126 * r + 0.7152 * g + 0.0722 * b,
      (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883,
    ].map { $0 > 0.008856 ? cbrt($0) : 7.787 * $0 + 16.0 / 116 }
    return [116 * parts[1] - 16, 500 * (parts[0] - parts[1]), 200 * (parts[1] - parts[2])]
  }

  /// The least difference between any two of some colors, as one kind of reader sees them. One of 2.3 can just be
  /// seen.
  private func leastDifference(_ colors: some Sequence<RGB>, _ simulation: [[Double]]) -> Double {
    let seen = colors.map { color -> [Double] in
      let parts = linear(color)
      return lab(
        simulation.map { row in
          min(1, max(0, row[0] * parts[0] + row[1] * parts[1] + row[2] * parts[2]))
        })
    }
    var least = Double.infinity
    for one in seen.indices {
      for other in seen.indices where other > one {
        let squares = zip(seen[one], seen[other]).map { ($0 - $1) * ($0 - $1) }
        least = min(least, squares.reduce(0, +).squareRoot())
      }
    }
    return least
  }

  /// The first four are at least 15 apart for everyone, and ten classes still 14; for those who see all colors 30.
  @Test(arguments: [FigureColors.onLight, FigureColors.onDark])
  func classesCanBeToldApart(colors: [RGB]) {
    #expect(colors.count == 10)
    for simulation in Self.simulations {
      #expect(leastDifference(colors.prefix(4), simulation) >= 15)
      #expect(leastDifference(colors, simulation) >= 14)
    }
    #expect(leastDifference(colors, Self.simulations[0]) >= 30)
  }
}
