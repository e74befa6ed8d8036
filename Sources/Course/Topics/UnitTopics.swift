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
      A relu unit is on or off. If its sum is above 0, it passes it on as it is; if not, it gives 0. What \
      training has to say to the weights of earlier layers comes back through units that are on, and is not \
      weakened by them. A unit that is off for every row hears nothing from the data and is \
      called dead. Steps that are too long kill units; leakyrelu, which lets through a hundredth, cannot die.
      """
    ],
    formulas: ["f(z) = max(0, z)        slope 1 if z > 0, else 0"],
    measured: { state, checkStop throws(Stopped) in try state.unitsNow(.relu, checkStop) },
    tryNext: {
      $0.unitTrials(.relu, other: .leakyrelu, why: "a hundredth passes below 0, so no unit dies")
    })

  static let sigmoid = Topic(
    name: "sigmoid", aliases: ["logistic function", "saturation", "vanishing gradient"],
    title: "Sigmoid: any number squeezed between 0 and 1",
    group: .network, summary: "squeezed into 0 to 1",
    seeAlso: ["activation", "tanh", "loss", "backpropagation"],
    idea: [
      """
      The sigmoid turns any number into one between 0 and 1: that is how a single sum becomes a \
      probability. Large sums end near 1, very negative ones near 0, and there its curve is flat. In hidden \
      layers it learns slowly: even where it is steepest, its slope is 1/4, and what training has to say \
      to earlier layers is multiplied by that slope in each layer on the way back.
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
      tanh is the sigmoid stretched to run from -1 to 1. Its outputs lie around 0, which suits the next \
      layer, and it is four times as steep: small sums pass nearly as they are. Far from 0 it is flat \
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
      \(sample.flatShare(layer), "flat_share_\(number)", .percent) of the units' outputs
      """
    guard layer.activation == .relu else {
      return
        "\(head) lie where the curve has less than a tenth of its steepest slope."
    }
    return """
      \(head) are off; \(layer.deadUnits, "dead_units_\(number)") of \(layer.units, "units_\(number)") \
      units are off on all of them.
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
