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

  private static let mostPoints = 40

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
    let factors =
      hasPull
      ? "before and after they are multiplied by \(strength("l1", settings.l1)) and "
        + strength("l2", settings.l2) : "before they are multiplied by l1 and l2, which are 0"
    return Figure(
      "what L1 and L2 cost a weight w and add to its gradient, \(factors)",
      description: sentences, height: hasPull ? 8 : 11, notes: [more, chosen].compactMap(\.self),
      hasPull ? [cost, slope, pull] : [cost, slope])
  }

  /// Whether there is anything to draw once l1 and l2 are in.
  private var hasPull: Bool { settings.l1 > 0 || settings.l2 > 0 }

  private static let steps = 60

  /// From the left to the right edge; 0 is one of them.
  private var places: [Double] {
    (0...Self.steps).map { reach * (2 * Double($0) / Double(Self.steps) - 1) }
  }

  private func strength(_ name: String, _ value: Double) -> String {
    "\(name) = \(TrainingWords.number(value))"
  }

  private var cost: Panel {
    Panel(
      "before: cost |w|, ½w²", x: axis, y: PanelAxis("cost"), aspect: aspect,
      marks: [
        line("L1", places) { abs($0) }, line("L2", places) { $0 * $0 / 2 },
        points { abs($0) }, points { $0 * $0 / 2 },
      ])
  }

  private var slope: Panel {
    Panel(
      "before: gradient ±1, w", x: axis, y: PanelAxis("gradient"), aspect: aspect,
      marks: pulls(l1: 1, l2: 1))
  }

  /// What the penalties add to the gradient of each weight.
  private var pull: Panel {
    Panel(
      "after: ±l1, l2·w", x: axis, y: PanelAxis("gradient"), aspect: aspect,
      marks: pulls(l1: settings.l1, l2: settings.l2))
  }

  /// Of three panels, of which two shall have room beside each other.
  private var aspect: Double? { hasPull ? 1.5 : nil }

  private var axis: PanelAxis { PanelAxis("w", low: -reach, high: reach) }

  private func pulls(l1: Double, l2: Double) -> [Mark] {
    let left = places.filter { $0 < 0 } + [0]
    let right = [0] + places.filter { $0 > 0 }
    return [
      line("L1", left) { _ in -l1 }, line("L1", right) { _ in l1 }, line("L2", places) { l2 * $0 },
      points { l1 * Self.sign($0) }, points { l2 * $0 },
    ]
  }

  private func line(_ name: String, _ x: [Double], _ y: (Double) -> Double) -> Mark {
    let isFirst = name == "L1"
    return .line(
      Series(
        name, .series(isFirst ? 0 : 1), letter: isFirst ? "A" : "B", x: x, y: x.map(y)))
  }

  private func points(_ y: (Double) -> Double) -> Mark {
    .points(
      Series("this network's \(things)", .muted, letter: "o", x: shown, y: shown.map(y)))
  }

  /// As the L1 penalty has it: 0 at 0.
  private static func sign(_ value: Double) -> Double { value > 0 ? 1 : value < 0 ? -1 : 0 }

  // MARK: Words

  private var sentences: String {
    let zeros = weights.count { $0 == 0 }
    let end =
      settings.l1Mode == .proximal
      ? "ends at 0" : "comes to hop about 0 (with `l1mode proximal` it ends at 0)"
    var sentences = [
      """
      Before it is multiplied by l1, L1 costs a weight its size and pulls it toward 0 by 1, however small it \
      is: a weight at which the data pull less than l1 \(end). Before it is multiplied by l2, L2 costs half \
      the weight's square and pulls by the weight itself, ever less the nearer it is to 0: it makes weights \
      small, none of them 0. A step goes against the gradient: where the picture's gradient is above 0, as at \
      weights above 0, it makes the weight less.
      """, now,
    ].filter { !$0.isEmpty }
    if zeros > 0 { sentences.append("\(zeros) of \(weights.count) \(things) are exactly 0.") }
    return sentences.joined(separator: " ")
  }

  /// How strong the pulls are at a weight of middle size.
  private var now: String {
    guard hasPull else { return "In this network neither pulls, since l1 and l2 are 0." }
    let sizes = weights.map(abs).filter { $0.isFinite && $0 > 0 }.sorted()
    guard !sizes.isEmpty else { return "" }
    let (middle, number) = (sizes[(sizes.count - 1) / 2], TrainingWords.number)
    func pull(_ value: Double) -> String { value > 0 ? "by \(number(value))" : "not at all" }
    return "In this network half of the \(things) that are not 0 are at most \(number(middle)) in "
      + "size. A weight of that size L1 pulls \(pull(settings.l1)), L2 \(pull(settings.l2 * middle))."
  }
}
