// Layers: what each computes, and how many parameters that takes beside the rows there are.
import Datasets
import Events
import Experiments
import NeuralNetwork

extension Topic {
  static let layers = Topic(
    name: "layers",
    aliases: [
      "layer", "network", "neural network", "units", "unit", "neuron", "neurons", "hidden",
      "hidden layers", "hidden units", "depth", "width", "architecture", "parameters", "weights",
      "biases", "bias",
    ],
    title: "Layers: a chain of weighted sums and bends",
    group: .network, summary: "chains of units",
    seeAlso: ["activation", "initialization", "overfitting", "features", "softmax"],
    idea: [
      """
      A network answers layer by layer. Each unit of a layer multiplies its inputs by numbers of its \
      own, its weights, adds one more, its bias, and bends the sum: that is its output. The next layer \
      takes these outputs as its inputs, and the last one gives the answer. Training changes the weights \
      and biases, the network's parameters. More units and layers follow more intricate shapes, and chance in \
      the data as well. Without hidden layers nothing bends: the border between two classes is straight.
      """
    ],
    formulas: [
      "hidden layer: a = f(W·x + b)        output layer: z = W·a + b",
      "parameters of a layer = (inputs + 1) · units",
    ],
    now: { $0.layersNow },
    tryNext: { $0.layersTrials })
}

extension SessionState {
  /// More layers than this are summed up instead of being spelled out.
  private static let spelledOut = 3

  fileprivate var layersNow: [Statement] {
    guard let hidden else { return [noLayersChosen] }
    guard let shape, let data else {
      return [
        """
        \(hiddenText(hidden)). How many inputs and outputs there are follows from the data: \
        `data circle` makes some.
        """
      ]
    }
    let rows = trainedRowCount ?? data.training.count
    return [
      """
      \(hiddenText(hidden)). A unit has a weight for each of its inputs, and a bias: \(sizes(shape)) = \
      \(shape.parameterCount, "parameters") parameters in all.
      """,
      """
      For each of them there are \
      \(Double(rows) / Double(shape.parameterCount), "rows_per_parameter") of the \(rows, "rows") \
      rows trained on. Where they are few, rows may be learned by heart.
      """,
      outputStatement(data),
    ]
  }

  /// Said by every topic on hidden layers before anything was said about them.
  var noLayersChosen: Statement {
    """
    No hidden layer was chosen yet: `layer 8 tanh` adds one, and `train` takes that one where \
    nothing was said.
    """
  }

  private func hiddenText(_ hidden: [HiddenLayer]) -> String {
    if hidden.isEmpty { return "There are no hidden layers" }
    let shown = hidden.prefix(Self.spelledOut).map { "\($0.units) \($0.activation.rawValue)" }
    let rest = hidden.count > Self.spelledOut ? ", and more" : ""
    return "Hidden layers: \(shown.joined(separator: ", "))\(rest)"
  }

  /// "(2 + 1) × 8 + (8 + 1) × 1", each layer's parameters.
  private func sizes(_ shape: NetworkShape) -> Statement {
    guard shape.hidden.count <= Self.spelledOut else {
      return "Parameters of all \(shape.layers.count, "layers") layers"
    }
    var terms: Statement = ""
    for layer in shape.layers {
      let number = layer.index + 1
      let plus = layer.index == 0 ? "" : " + "
      terms = """
        \(terms)\(plus)(\(layer.inputs, "inputs_\(number)") + 1) × \
        \(layer.units, "units_\(number)")
        """
    }
    return terms
  }

  private func outputStatement(_ data: PreparedData) -> Statement {
    switch data.loss(settings.training) {
    case .logistic:
      """
      The output layer has one unit. A sigmoid squeezes its sum between 0 and 1: the probability of class \
      \(data.classNames.last ?? "1").
      """
    case .softmaxCrossEntropy:
      """
      The output layer has a unit for each of the \(data.classNames.count, "classes") classes: softmax \
      makes probabilities of their sums.
      """
    case .squaredError, .absoluteError, .huber:
      "The output layer has one unit, and its sum is the predicted number."
    }
  }

  fileprivate var layersTrials: [TopicReport.Trial] {
    guard let hidden, let first = hidden.first, let last = hidden.last else {
      return [
        .init(
          command: "layer 8 tanh", why: "a hidden layer, so that the answer can bend\(layerCost)"),
        trainTrial,
      ]
    }
    var trials: [TopicReport.Trial] = []
    let wider = HiddenLayer(units: first.units * 2, activation: first.activation)
    if fits([wider] + hidden.dropFirst()) {
      trials.append(
        .init(command: "layer edit 1 \(wider.units)", why: "twice as many units\(layerCost)"))
    }
    let extra = HiddenLayer(units: min(8, last.units), activation: last.activation)
    if fits(hidden + [extra]) {
      trials.append(
        .init(
          command: "layer \(extra.units) \(extra.activation.rawValue)",
          why: "one more layer\(layerCost)"))
    }
    return trials + [
      .init(command: "layers none", why: "see what can be done without any\(layerCost)")
    ]
  }

  /// Twice as many units in the first hidden layer; a layer more where there is none or no room.
  func moreUnits(_ reason: String? = nil) -> TopicReport.Trial {
    let because = reason.map { ": \($0)" } ?? ""
    if let hidden, let first = hidden.first {
      let wider = HiddenLayer(units: first.units * 2, activation: first.activation)
      if fits([wider] + hidden.dropFirst()) {
        return .init(
          command: "layer edit 1 \(wider.units)", why: "more units\(because)\(layerCost)")
      }
    }
    return .init(command: "layer 8 tanh", why: "one more hidden layer\(because)\(layerCost)")
  }

  /// What a change of the layers costs now.
  var layerCost: String { training == nil ? "" : "; drops the weights" }

  private func fits(_ hidden: [HiddenLayer]) -> Bool {
    let count = NetworkShape.checkedParameterCount(
      inputs: data?.training.inputCount ?? 1, hidden: hidden,
      outputs: data?.outputCount(settings.training) ?? 1)
    return count.map { $0 <= TrainingLimits.mostUnits } ?? false
  }
}
