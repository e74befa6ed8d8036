// relu, sigmoid and tanh, each with how many of its units' slopes are flat on the training rows.
import Events
import Experiments
import NeuralNetwork

extension Topic {
  /// Glorot, Bordes and Bengio, AISTATS 2011.
  static let relu = Topic(
    name: "relu",
    aliases: ["rectifier", "rectified linear", "dead relu", "dying relu", "dead units"],
    title: "relu: a unit that is off or passes its sum on",
    group: .network, summary: "max(0, z)",
    seeAlso: ["activation", "initialization", "tanh"],
    idea: [
      """
      Above 0 relu is the identity with slope 1, so gradients pass it unweakened through many layers; \
      below 0 it is 0 with slope 0. A unit that is off for every row gets no gradient from the data \
      and is called dead. Steps that are too long kill units; leakyrelu cannot die.
      """
    ],
    formulas: ["f(z) = max(0, z)        slope 1 if z > 0, else 0"],
    measured: { state, checkStop throws(Stopped) in try state.unitsNow(.relu, checkStop) },
    tryNext: { $0.unitTrials(.relu, other: .leakyrelu, why: "slope 0.01 below 0, so no unit dies") }
  )

  static let sigmoid = Topic(
    name: "sigmoid", aliases: ["logistic function", "saturation", "vanishing gradient"],
    title: "Sigmoid: any number squeezed between 0 and 1",
    group: .network, summary: "squeezed into 0 to 1",
    seeAlso: ["activation", "tanh", "loss", "backpropagation"],
    idea: [
      """
      The sigmoid turns any number into one between 0 and 1, which is how a single output becomes a \
      probability. As a hidden unit it weakens gradients: its slope is 1/4 at most and nearly 0 \
      where |z| is large, and backwards each layer multiplies by it.
      """
    ],
    formulas: ["f(z) = 1 / (1 + exp(-z))        slope a · (1 - a), a being f(z)"],
    measured: { state, checkStop throws(Stopped) in try state.unitsNow(.sigmoid, checkStop) },
    tryNext: { $0.unitTrials(.sigmoid, other: .tanh, why: "four times as steep, and around 0") })

  static let tanh = Topic(
    name: "tanh", aliases: ["hyperbolic tangent"],
    title: "tanh: any number squeezed between -1 and 1",
    group: .network, summary: "between -1 and 1",
    seeAlso: ["activation", "sigmoid", "relu"],
    idea: [
      """
      tanh is the sigmoid stretched to run from -1 to 1: its values lie around 0, which suits the \
      next layer, and its slope at 0 is 1 instead of 1/4. Far from 0 it is flat \
      as well, so units with large sums learn slowly.
      """
    ],
    formulas: ["tanh(z) = 2 · sigmoid(2z) - 1        slope 1 - a², a being tanh(z)"],
    measured: { state, checkStop throws(Stopped) in try state.unitsNow(.tanh, checkStop) },
    tryNext: { $0.unitTrials(.tanh, other: .relu, why: "slope 1 however large the sum") })
}

extension SessionState {
  fileprivate func unitsNow(
    _ activation: Activation, _ checkStop: StopCheck
  ) throws(Stopped) -> [Statement] {
    guard let hidden else { return [noLayersChosen] }
    guard hidden.contains(where: { $0.activation == activation }) else {
      return ["No hidden layer has \(activation.rawValue) units now."]
    }
    let values = activationValues(activation, in: hidden)
    guard let training, let data else { return [values, needsStep] }
    let sample = try SlopeSample(training, data.training, checkStop: checkStop)
    let layers = sample.layers.filter { $0.activation == activation }
    return [values] + layers.prefix(3).map { flatness(sample, $0) }
      + (layers.count > 3 ? ["Further layers of the kind are left out here."] : [])
  }

  private func flatness(_ sample: SlopeSample, _ layer: SlopeSample.Layer) -> Statement {
    let number = String(layer.index + 1)
    let head: Statement = """
      In hidden \(number), on the first \(sample.rows, "sampled_rows") training rows, \
      \(sample.flatShare(layer), "flat_share_\(number)", .percent) of the slopes
      """
    guard layer.activation == .relu else {
      return
        "\(head) are below a tenth of the steepest, \(layer.activation == .tanh ? "1" : "0.25")."
    }
    return """
      \(head) are 0; units that are off on all of them: \(layer.deadUnits, "dead_units_\(number)") of \
      \(layer.units, "units_\(number)").
      """
  }

  fileprivate func unitTrials(
    _ activation: Activation, other: Activation, why: String
  ) -> [TopicReport.Trial] {
    guard let hidden, let place = hidden.firstIndex(where: { $0.activation == activation }) else {
      var trials = [
        TopicReport.Trial(
          command: "layer 8 \(activation.rawValue)", why: "a layer of such units\(layerCost)")
      ]
      trials.append(
        hidden?.isEmpty == false
          ? .init(command: "layers", why: "the layers there are")
          : .init(command: "layer 8 \(other.rawValue)", why: "another kind: \(why)\(layerCost)"))
      return trials
    }
    return [
      .init(
        command: "layer edit \(place + 1) \(hidden[place].units) \(other.rawValue)",
        why: why + layerCost),
      trainTrial,
    ]
  }
}
