// One figure for each mark, small enough that what it must look like can be seen.
import Events
import Presentation

enum Pictures {
  static let all: [(name: String, figure: Figure)] = [
    ("line", line), ("band", band), ("points", points), ("bars", bars), ("lying bars", lyingBars),
    ("brackets", brackets), ("field", field), ("heat map", heatMap), ("network", network),
    ("pictures", pictures),
  ]

  static let line = Figure(
    "loss over epochs", description: "Both fall.", height: 5,
    [
      Panel(
        x: PanelAxis("epoch", .count), y: PanelAxis("loss", .automatic),
        marks: [
          .line(Series("sgd", .series(0), letter: "A", y: [1, 0.5, 0.4, 0.3, 0.25])),
          .line(Series("adam", .series(1), letter: "B", y: [1, 0.3, 0.2, 0.1, 0.05])),
          .rule(Series("goal", .muted, y: [0.1], texts: ["goal"])),
        ])
    ])

  static let band = Figure(
    "expected loss", height: 5,
    [
      Panel(
        x: PanelAxis("lr", .log), y: PanelAxis("loss"),
        marks: [
          .band(
            Series("±2 sd", .series(0), letter: "~", x: [0.01, 1], y: [0, 2], other: [1, 4])),
          .line(Series("mean", .series(0), letter: "m", x: [0.01, 1], y: [0.5, 3])),
        ])
    ])

  static let points = Figure(
    "trials", height: 5,
    [
      Panel(
        x: PanelAxis("width", unit: "cm"), y: PanelAxis("height"),
        marks: [
          .points(Series("first", .classified(0), x: [1, 2, 3], y: [1, 3, 2])),
          .points(
            Series("second", .classified(1), x: [1, 3], y: [3, 3], texts: ["", "best"])),
        ])
    ])

  static let bars = Figure(
    "weights", height: 5,
    [
      Panel(
        x: PanelAxis("weight"), y: PanelAxis("count"),
        marks: [
          .bars(
            Series(
              "now", .series(0), x: [-1, -0.5, 0, 0.5], y: [1, 4, 3, 0], other: [-0.5, 0, 0.5, 1]))
        ])
    ])

  static let lyingBars = Figure(
    "importance", height: 3,
    [
      Panel(
        x: PanelAxis("share", low: 0), y: PanelAxis("", categories: ["units", "l2", "lr"]),
        marks: [
          .bars(
            Series(
              "", .series(0), x: [0.1, 0.3, 0.6], y: [0, 1, 2], texts: ["10%", "30%", "60%"]))
        ])
    ])

  static let brackets = Figure(
    "halving", height: 5,
    [
      Panel(
        x: PanelAxis("trial", .count), y: PanelAxis("epochs", .log),
        marks: [
          .brackets(
            Series(
              "rung", .series(0), x: [1, 1, 1], y: [1, 3, 9], other: [27, 9, 3],
              texts: ["27 trials", "9", "3"]))
        ])
    ])

  /// Rises to the right and upwards.
  private static let slope: [Double] = (0..<64).map { place in
    let steps: Int = place % 8 + 7 - place / 8
    return Double(steps) / 14
  }

  static let field = Figure(
    "boundary", height: 6,
    [
      Panel(
        x: PanelAxis("x1"), y: PanelAxis("x2"), aspect: 1,
        marks: [
          .field(
            Grid(
              "output", rows: 8, columns: 8,
              slope, .diverging, low: 0, high: 1,
              edges: [-1, 1, -1, 1])),
          .points(Series("class 0", .classified(0), x: [-0.5], y: [-0.5])),
          .points(Series("class 1", .classified(1), x: [0.6], y: [0.4])),
        ])
    ])

  static let heatMap = Figure(
    "confusion",
    [
      Panel(
        x: PanelAxis("predicted"), y: PanelAxis("actual"),
        marks: [
          .heatMap(
            Grid(
              "rows", rows: 2, columns: 2, [9, 1, 0, 12], low: 0, rowNames: ["cat", "dog"],
              columnNames: ["cat", "dog"], decimals: 0))
        ])
    ])

  static let network = Figure(
    "network",
    [
      Panel(
        marks: [
          .network(
            NetworkPicture(
              layers: [["x1", "x2"], ["1.1", "1.2"], ["out"]],
              weights: [[2, -0.5, 0.1, 1], [-2, 1]]))
        ])
    ])

  private static func stripe(_ number: Int) -> [Double] {
    (0..<16).map { (place: Int) -> Double in place % 4 == number ? 1 : 0 }
  }

  static let pictures = Figure(
    "digits", height: 4,
    (0..<3).map { number in
      Panel.picture(
        "\(number) for 7",
        Grid(
          rows: 4, columns: 4, stripe(number), .gray, low: 0, high: 1),
        isFramed: number == 1)
    })
}
