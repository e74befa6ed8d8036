// `plot gradients`: how large the gradients of each layer's weights are, on a log scale, so that gradients that
// vanish or explode on their way back through the layers are seen.
import CommandLanguage
import Datasets
import Events
import Experiments
import NeuralNetwork
import Sessions
import Text

struct GradientsPlot: Plot {
  enum Rows: Sendable { case all, step }

  static let over = Argument.option(
    "over",
    ValueType<Rows>.choice([
      Choice("rows", .all, "over all training rows, at the weights there are now"),
      Choice("step", .step, "over the rows of the last recorded step, at the weights before it"),
    ]), "which gradient: over all training rows, unless said, or that of the last step")

  let name = "gradients"
  let summary = "how large the gradients of each layer's weights are"
  let options: [any AnyArgumentConvertible] = [Self.over]
  let example = Example(
    "plot gradients", "what arrives at each layer",
    setup: ["data moons n=60", "layers 8 8 8 sigmoid", "train 1"])

  /// More layers are too many to be read.
  private static let mostLayers = 16

  func figure(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Figure {
    let (gradient, shape, what) =
      try arguments[Self.over] == .step
      ? ofStep(arguments, preparation) : ofRows(arguments, &preparation)
    let data = preparation.dataOrAssumed()
    let layers = shape.layers.map { LayerGradients(gradient, $0) }
    guard layers.contains(where: { $0.spread != nil }) else {
      throw Diagnostic(
        id: "gradient-zero",
        message: "the gradient of every weight is 0: the data do not move any of them",
        range: arguments.syntax.name.range,
        suggestion: shape.hidden.isEmpty
          ? nil : "`plot activations`, to see whether the hidden units put anything out")
    }
    return GradientFigure(
      layers, ParameterNames(data: data, shape: shape), what: what, most: Self.mostLayers
    ).figure
  }

  private typealias Found = (gradient: [Float], shape: NetworkShape, what: String)

  /// Errors: `no-step-yet`, `not-for-this-model`.
  private func ofStep(
    _ arguments: Arguments, _ preparation: Preparation
  ) throws(Diagnostic) -> Found {
    try preparation.network(with: .gradients, for: arguments)
    guard let record = preparation.state.lastStep, preparation.state.data != nil,
      record.dataGradient.count == record.shape.parameterCount
    else {
      throw Diagnostic(
        id: "no-step-yet", message: "no step has been recorded yet",
        range: arguments.range(of: Self.over), suggestion: "`step`, or `plot gradients over=rows`")
    }
    let rows = counted(record.batchSize, "row")
    return (record.dataGradient, record.shape, "over the \(rows) of step \(record.step)")
  }

  /// Errors: `gradient-not-finite`, and those of fresh weights.
  private func ofRows(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Found {
    let training = try preparation.trainingOrFresh(with: .gradients, for: arguments)
    let data = preparation.dataOrAssumed()
    let all = try preparation.state.rows(of: data).training
    let examples = all.sampledForFigures
    let probe = FullGradient(
      examples: examples, loss: data.loss(preparation.state.settings.training),
      shape: training.shape, kernels: preparation.kernels, threads: preparation.threads)
    let gradient = try preparation.whole { checkStop throws(Stopped) in
      try probe.gradient(at: training.parameters, checkStop)
    }
    guard let gradient else {
      throw Diagnostic(
        id: "gradient-not-finite",
        message: "the gradient at these weights is beyond all bounds, so it has no sizes to draw",
        range: arguments.syntax.name.range,
        suggestion: "`reset`, and train with a lower `lr`")
    }
    let rows =
      examples.count < all.count
      ? "\(examples.count) of the \(all.count) training rows" : "all \(all.count) training rows"
    return (gradient, training.shape, "over \(rows)")
  }
}

/// The sizes as a picture: a layer a row, the first on top.
private struct GradientFigure {
  private let all: [LayerGradients]
  private let shown: [LayerGradients]
  private let names: ParameterNames
  private let what: String

  init(_ layers: [LayerGradients], _ names: ParameterNames, what: String, most: Int) {
    (all, self.names, self.what) = (layers, names, what)
    guard layers.count > most else { shown = layers; return }
    // The first and the last among them.
    shown = (0..<most).map { layers[$0 * (layers.count - 1) / (most - 1)] }
  }

  var figure: Figure {
    let top = Double(shown.count - 1)
    let rows = shown.enumerated().compactMap { place, layer in
      layer.spread.map { (y: top - Double(place), spread: $0) }
    }
    let panel = Panel(
      x: PanelAxis("size of a weight's gradient", .log),
      y: PanelAxis("layer: middle size", categories: shown.reversed().map(label)),
      marks: [
        .brackets(
          Series(
            "four fifths of the weights", .series(0), x: rows.map(\.spread.tenth), y: rows.map(\.y),
            other: rows.map(\.spread.ninetieth))),
        .points(
          Series(
            "middle size: half are smaller", .emphasis, x: rows.map(\.spread.median),
            y: rows.map(\.y))),
      ])
    return Figure(
      "gradients by layer", description: sentences, height: min(18, max(5, 2 * shown.count + 1)),
      notes: notes, [panel])
  }

  /// "hidden 1: 0.0012"
  private func label(_ layer: LayerGradients) -> String {
    let size = layer.spread.map { TrainingWords.number($0.median) } ?? "0"
    return "\(names.layerName(layer.layer)): \(size)"
  }

  private var notes: [String] {
    var notes = ["of the data loss \(what)"]
    if shown.count < all.count { notes.append("\(shown.count) of \(all.count) layers") }
    if let every = all.map(\.every).max(), every > 1 {
      notes.append("spreads of one in \(every) weights of the largest layer")
    }
    for layer in shown where layer.zeros > 0 {
      notes.append("\(layer.zeros) of \(layer.weights) are 0 in \(names.layerName(layer.layer))")
    }
    return notes
  }

  private var sentences: String {
    let start =
      "A weight's gradient is how fast the data loss changes with it; these are their sizes, biases apart."
    let half = "Half of \(all.contains { $0.zeros > 0 } ? "those that are not 0" : "them")"
    guard let last = all.last, let end = last.spread else {
      return "\(start) In the output layer all are 0: the data do not move its weights."
    }
    guard let first = all.first, all.count > 1 else {
      let size = TrainingWords.number(end.median)
      return "\(start) \(half) are smaller than \(size)."
    }
    let name = names.layerName(first.layer)
    guard let begin = first.spread else {
      return "\(start) In \(name) all are 0: the data do not move its weights."
    }
    let (one, other) = (TrainingWords.number(begin.median), TrainingWords.number(end.median))
    let ratio = end.median / begin.median
    let factor = Prose.number(max(ratio, 1 / ratio), 2)
    let verdict =
      switch ratio {
      case 100...:
        "\(factor) times smaller, the gradient vanishes on its way back, and \(name) hardly learns"
      case ..<0.01: "\(factor) times larger, the gradient explodes on its way back"
      case 1.1...: "\(factor) times smaller"
      case ..<(1 / 1.1): "\(factor) times larger"
      default: "about as large"
      }
    return """
      \(start) \(half) are smaller than \(other) in the output layer, and than \(one) in \(name): these are \
      \(verdict).
      """
  }
}
