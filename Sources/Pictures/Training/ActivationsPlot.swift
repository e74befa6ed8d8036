// `plot activations`: how often the units of each hidden layer put out how much on the training rows, and which
// of them no longer learn.
import CommandLanguage
import Datasets
import Events
import Experiments
import NeuralNetwork
import Sessions
import Text

struct ActivationsPlot: Plot {
  let name = "activations"
  let summary = "how often the hidden units put out how much, and which are dead or saturated"
  let example = Example(
    "plot activations", "what the hidden units put out",
    setup: ["data moons n=60", "layers 8 8 relu", "train 20"])

  /// As many as panels have columns in a window of 80.
  private static let bins = 30
  /// More layers are too many to be read.
  private static let mostLayers = 6

  func figure(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Figure {
    let training = try preparation.trainingOrFresh(with: .weights, for: arguments)
    guard !training.shape.hidden.isEmpty else {
      throw Diagnostic(
        id: "no-layers", message: "there is no hidden layer, so no hidden unit puts anything out",
        range: arguments.syntax.name.range, suggestion: "`layer 8 tanh` first")
    }
    let data = preparation.dataOrAssumed()
    let all = try preparation.state.rows(of: data).training
    let rows = all.sampledForFigures
    let kernels = preparation.kernels
    let (counts, quiet) = try preparation.whole { checkStop throws(Stopped) in
      let counts = try outputCounts(
        examples: rows, shape: training.shape, parameters: training.parameters, bins: Self.bins,
        kernels: kernels, checkStop: checkStop)
      let quiet = try quietUnits(
        examples: rows, shape: training.shape, parameters: training.parameters, kernels: kernels,
        checkStop: checkStop)
      return (counts, quiet)
    }
    let layers = counts.map { layer in
      LayerActivations(counts: layer, quiet: quiet.first { $0.layer == layer.layer }?.quiet ?? [])
    }
    let shown = layers.count > Self.mostLayers ? Self.some(of: layers) : layers
    let sampled =
      rows.count < all.count ? "\(rows.count) of \(all.count) training rows" : nil
    let left = shown.count < layers.count ? "\(shown.count) of \(layers.count) layers" : nil
    return Figure(
      "outputs of the hidden units: share of each size",
      description: Self.words(layers, rows: sampled ?? "all \(all.count) training rows"),
      height: shown.count > 2 ? 5 : 8, notes: [sampled, left].compactMap(\.self),
      shown.map(\.panel))
  }

  /// The first and the last among them.
  private static func some(of layers: [LayerActivations]) -> [LayerActivations] {
    (0..<mostLayers).map { layers[$0 * (layers.count - 1) / (mostLayers - 1)] }
  }

  private static func words(_ layers: [LayerActivations], rows: String) -> String {
    let start = "What the units of each hidden layer put out for \(rows)."
    let quiet = layers.compactMap(\.sentence)
    let zeros = layers.compactMap(\.zeros)
    return ([start] + zeros + (quiet.isEmpty ? none(layers) : quiet)).joined(separator: " ")
  }

  /// That no unit is past learning, by what would make it so.
  private static func none(_ layers: [LayerActivations]) -> [String] {
    let dead = layers.contains(where: \.isRelu) ? "dead, which is 0 for every row" : nil
    let saturated =
      layers.contains(where: \.canSaturate)
      ? "saturated, which is at an end of its range for over 90% of the rows" : nil
    let states = [dead, saturated].compactMap(\.self)
    return states.isEmpty ? [] : ["No unit is \(states.joined(separator: ", or "))."]
  }
}

/// One layer.
private struct LayerActivations {
  let counts: OutputCounts
  /// Which units no longer learn, from 0.
  let quiet: [Int]

  var isRelu: Bool { counts.activation == .relu }
  var canSaturate: Bool { counts.activation.saturation != nil }
  private var name: String { "hidden \(counts.layer + 1)" }

  var panel: Panel {
    let width = (counts.high - counts.low) / Double(counts.counts.count)
    let isOne = width <= 0
    let edges = counts.counts.indices.map { counts.low + Double($0) * width }
    let total = Double(max(1, counts.total))
    let shares = counts.counts.map { 100 * Double($0) / total }
    // Outputs that are all alike have a bar of some width around their value.
    let bars =
      isOne
      ? Series(
        x: [counts.low - 0.5], y: [shares.reduce(0, +)], other: [counts.low + 0.5])
      : Series(x: edges, y: shares, other: edges.map { $0 + width })
    return Panel(
      title, x: PanelAxis(axisName), y: PanelAxis("share", unit: "%", low: 0),
      marks: [.bars(bars)])
  }

  /// "hidden 1: 16 relu", "hidden 2: 3 of 16 saturated": narrow panels have room for no more.
  private var title: String {
    if counts.notFinite > 0 { return "\(name): \(counts.notFinite) not finite" }
    guard quiet.isEmpty else {
      return "\(name): \(quiet.count) of \(counts.units) \(isRelu ? "dead" : "saturated")"
    }
    return "\(name): \(counts.units) \(counts.activation.rawValue)"
  }

  /// The zeros of relu have no bar.
  private var axisName: String {
    guard isRelu else { return "output" }
    return "output (\(shareOfZeros)% are 0)"
  }

  private var shareOfZeros: Int {
    Int((100 * Double(counts.zeros) / Double(max(1, counts.total))).rounded())
  }

  /// Of relu, whose units choose by it.
  var zeros: String? { isRelu ? "Of the outputs of \(name) \(shareOfZeros)% are 0." : nil }

  var sentence: String? {
    guard !quiet.isEmpty else { return nil }
    let of = "\(quiet.count) of \(counts.units) units of \(name)"
    let verb = quiet.count == 1 ? "is" : "are"
    if isRelu { return "\(of) \(verb) dead: 0 for every row, so that no gradient gets through." }
    let range = counts.activation == .tanh ? "beyond ±0.99" : "outside 0.01 to 0.99"
    return
      "\(of) \(verb) saturated: \(range) for over 90% of the rows, where the slope is almost 0."
  }
}
