// Activations: the bends in use, and how steep they are where the data take them.
import Events
import Experiments
import NeuralNetwork

extension Topic {
  static let activation = Topic(
    name: "activation",
    aliases: [
      "activations", "activation function", "transfer function", "nonlinearity", "leakyrelu",
      "gelu",
      "linear",
    ],
    title: "Activation: the bend in every hidden unit",
    group: .network, summary: "the bend in a unit",
    seeAlso: ["relu", "sigmoid", "tanh", "layers"],
    idea: [
      """
      A hidden unit adds up its weighted inputs and bends the sum: its activation is that bend. Without \
      bends a stack of layers could do no more than one layer, which is straight; with them a network \
      learns curves. Where a bend is steep, the output follows the sum; where it is flat, a change of \
      the unit's weights hardly changes the output, so the unit hardly learns. How steep it is is called its \
      slope: at slope 1 the output grows as much as the sum, at slope 0 it stays.
      """
    ],
    formulas: Activation.allCases.flatMap(\.topicLines),
    measured: { state, checkStop throws(Stopped) in try state.activationNow(checkStop) },
    tryNext: { $0.activationTrials })
}

extension Activation {
  /// f and f′ as the engine states them, side by side where they fit.
  fileprivate var topicLines: [String] {
    let name = rawValue + String(repeating: " ", count: 11 - rawValue.count)
    let slope = "slope \(derivativeFormula)"
    if self == .gelu { return [name + formula, String(repeating: " ", count: 11) + slope] }
    return [name + formula + String(repeating: " ", count: max(1, 27 - formula.count)) + slope]
  }
}

extension SessionState {
  /// Of more kinds of activation, or more layers, the first ones are shown.
  private static let shownKinds = 2
  private static let shownLayers = 3

  fileprivate func activationNow(_ checkStop: StopCheck) throws(Stopped) -> [Statement] {
    guard let hidden else { return [noLayersChosen] }
    guard !hidden.isEmpty else {
      return ["There are no hidden layers, so no activation is in use: `layer 8 tanh` adds one."]
    }
    var kinds: [Activation] = []
    for layer in hidden where !kinds.contains(layer.activation) { kinds.append(layer.activation) }
    var statements = kinds.prefix(Self.shownKinds).map { activationValues($0, in: hidden) }
    if let training, let data {
      let sample = try SlopeSample(training, data.training, checkStop: checkStop)
      statements.append(slopes(sample, epoch: training.epoch))
    } else {
      statements.append(needsStep)
    }
    return statements
  }

  /// Values and slopes at z = -2, 0 and 2.
  func activationValues(_ activation: Activation, in hidden: [HiddenLayer]) -> Statement {
    let places = hidden.indices.filter { hidden[$0].activation == activation }
    let name = activation.rawValue
    let list = places.prefix(Self.shownLayers).map { "\($0 + 1)" }.joined(separator: ", ")
    let rest = places.count > Self.shownLayers ? ", …" : ""
    return """
      \(name) (hidden \(list)\(rest)) makes of the sums -2, 0 and 2: \
      \(activation.value(-2), "\(name)_at_-2"), \(activation.value(0), "\(name)_at_0") and \
      \(activation.value(2), "\(name)_at_2"). Its slopes there are \
      \(activation.derivative(-2), "\(name)_slope_at_-2"), \
      \(activation.derivative(0), "\(name)_slope_at_0") and \
      \(activation.derivative(2), "\(name)_slope_at_2").
      """
  }

  private func slopes(_ sample: SlopeSample, epoch: Int) -> Statement {
    var list: Statement = ""
    var dead: Statement = ""
    for layer in sample.layers.prefix(Self.shownLayers) {
      let number = layer.index + 1
      let place = "hidden \(number)"
      list = """
        \(list)\(layer.index == 0 ? "" : ", ")\
        \(sample.meanSlope(layer), "mean_slope_\(number)") in \(place)
        """
      if layer.activation == .relu {
        dead = """
          \(dead) In \(place), \(layer.deadUnits, "dead_units_\(number)") of \
          \(layer.units, "units_\(number)") units are at slope 0 for all of them.
          """
      }
    }
    return """
      After epoch \(epoch, "epoch") the units' slopes for the first \(sample.rows, "sampled_rows") \
      training rows have a mean of \(list).\(dead)
      """
  }

  fileprivate var activationTrials: [TopicReport.Trial] {
    guard let hidden, let first = hidden.first else {
      return [
        .init(command: "layer 8 tanh", why: "a layer of smooth bends\(layerCost)"),
        .init(command: "layer 8 relu", why: "a layer of sharp bends\(layerCost)"),
      ]
    }
    let (other, why) =
      first.activation == .tanh
      ? (Activation.relu, "sharp bends, slope 1 where a unit is on")
      : (.tanh, "smooth bends, flat far from 0")
    var trials = [
      TopicReport.Trial(
        command: "layer edit 1 \(first.units) \(other.rawValue)", why: why + layerCost)
    ]
    if hidden.contains(where: { $0.activation != .linear }) {
      let flat = hidden.map { HiddenLayer(units: $0.units, activation: .linear) }
      trials.append(
        .init(
          command: LayerText.command(flat), why: "what is left without bends\(layerCost)"))
    }
    guard trials.count < 2 else { return trials }
    return trials
      + searchTrial(
        "search grid activation=relu|tanh|sigmoid epochs=5", why: "three kinds, five epochs each")
  }
}
