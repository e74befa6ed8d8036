// `plot penalty`: what the L1 and the L2 penalty cost a weight and how they pull at it, with this network's weights
// on the curves: the picture of why L1 makes weights 0 and L2 does not.
import CommandLanguage
import Events
import Experiments
import NeuralNetwork
import Sessions
import Text

struct PenaltyPlot: Plot {
  let name = "penalty"
  let summary = "what L1 and L2 cost a weight, and how they pull at it"
  let example = Example(
    "plot penalty", "why L1 makes zeros",
    setup: ["data moons n=60", "layers 8", "set l1 0.003; set l2 0.01", "train 20"])

  func figure(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Figure {
    let training = try preparation.trainingOrFresh(with: .weights, for: arguments)
    let settings = preparation.state.settings.training
    let weights = settings.penalizedRanges(training.shape).flatMap {
      training.parameters[$0].map(Double.init)
    }
    return PenaltyFigure(weights, settings).figure
  }
}

private struct PenaltyFigure {
  private let weights: [Double]
  private let settings: TrainingSettings
  /// The picture goes from its opposite to it.
  private let reach: Double
  /// Those on the picture, a choice of them where there are very many.
  private let shown: [Double]
  private let beyond: Int
  private let note: String?

  private static let mostPoints = 120

  init(_ weights: [Double], _ settings: TrainingSettings) {
    (self.weights, self.settings) = (weights, settings)
    let sizes = weights.map(abs).filter(\.isFinite).sorted()
    // A few huge weights shall not press all others into one place; at 1 both pull alike.
    let usual = sizes.isEmpty ? 0 : sizes[(sizes.count - 1) * 19 / 20]
    let reach = max(1.25, min(1.05 * (sizes.last ?? 0), 3 * usual))
    self.reach = reach
    let inside = weights.filter { abs($0) <= reach }
    beyond = weights.count - inside.count
    let sample = Series("weights and biases", x: inside, y: inside).sampled(most: Self.mostPoints)
    shown = sample.series.x.map(\.value)
    note = sample.note
  }

  private var things: String {
    settings.penalize == .all ? "weights and biases" : "weights"
  }

  var figure: Figure {
    let more = beyond > 0 ? "\(beyond) beyond \(TrainingWords.number(reach)) in size" : nil
    let chosen = note.map { _ in "\(shown.count) of \(weights.count) \(things)" }
    return Figure(
      "what the penalties cost a weight w, and how they pull at it", description: sentences,
      height: 11, notes: [more, chosen].compactMap(\.self), [cost, pull])
  }

  private static let steps = 60

  /// From the left to the right edge; 0 is one of them.
  private var places: [Double] {
    (0...Self.steps).map { reach * (2 * Double($0) / Double(Self.steps) - 1) }
  }

  private func strength(_ name: String, _ value: Double) -> String {
    value > 0 ? "times \(name) = \(TrainingWords.number(value))" : "\(name) is 0"
  }

  private var l1: String { "L1: \(strength("l1", settings.l1))" }
  private var l2: String { "L2: \(strength("l2", settings.l2))" }

  private var cost: Panel {
    Panel(
      "cost: |w| and w²/2", x: PanelAxis("w", low: -reach, high: reach), y: PanelAxis("cost"),
      marks: [
        .line(Series(l1, .series(0), letter: "A", x: places, y: places.map(abs))),
        .line(Series(l2, .series(1), letter: "B", x: places, y: places.map { $0 * $0 / 2 })),
        points(shown, shown.map(abs)), points(shown, shown.map { $0 * $0 / 2 }),
      ])
  }

  private var pull: Panel {
    let left = places.filter { $0 < 0 } + [0]
    let right = [0] + places.filter { $0 > 0 }
    return Panel(
      "pull, the slope: sign(w) and w", x: PanelAxis("w", low: -reach, high: reach),
      y: PanelAxis("pull"),
      marks: [
        .line(Series(l1, .series(0), letter: "A", x: left, y: left.map { _ in -1 })),
        .line(Series(l1, .series(0), letter: "A", x: right, y: right.map { _ in 1 })),
        .line(Series(l2, .series(1), letter: "B", x: places, y: places)),
        points(shown, shown.map(Self.sign)), points(shown, shown),
      ])
  }

  private func points(_ x: [Double], _ y: [Double]) -> Mark {
    .points(Series("this network's \(things)", .series(2), letter: "o", x: x, y: y))
  }

  /// As the L1 penalty has it: 0 at 0.
  private static func sign(_ value: Double) -> Double { value > 0 ? 1 : value < 0 ? -1 : 0 }

  private var sentences: String {
    let number = TrainingWords.number
    let zeros = weights.count { $0 == 0 }
    let end =
      settings.l1Mode == .proximal ? "ends at 0" : "comes to hop about 0, or with proximal L1 to 0"
    var sentences = [
      """
      L1 pulls every weight toward 0 equally strongly, however small it is, so that a weight at which the \
      data pull less \(end). L2 pulls by the weight's own size, ever less the nearer it is to 0: it makes \
      weights small, none of them 0.
      """
    ]
    let sizes = weights.map(abs).filter { $0.isFinite && $0 > 0 }.sorted()
    if !sizes.isEmpty {
      let middle = sizes[(sizes.count - 1) / 2]
      let pulls =
        settings.l1 > 0 || settings.l2 > 0
        ? "l1 pulls by \(number(settings.l1)), l2 by \(number(settings.l2 * middle))"
        : "neither pulls now, since l1 and l2 are 0"
      sentences.append(
        "Half of those that are not 0 are at most \(number(middle)) in size: of that size, \(pulls)."
      )
    }
    if zeros > 0 { sentences.append("\(zeros) of \(weights.count) \(things) are exactly 0.") }
    return sentences.joined(separator: " ")
  }
}
