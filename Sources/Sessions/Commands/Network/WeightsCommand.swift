// `weights`: single weights by name, the largest first, and which of them L1 holds at 0.
import CommandLanguage
import Course
import Events
import Experiments
import NeuralNetwork

struct WeightsCommand: Command {
  enum LayerChoice: Sendable { case output }

  static let layer = Argument.optional(
    "LAYER",
    ValueType<IntegerOr<LayerChoice>>.integerOr(
      [Choice("output", .output, "the output layer")], 1...1000, placeholder: "LAYER"),
    "a hidden layer, counted from 1, or `output`; all layers unless said")

  let signature = CommandSignature(
    "weights", summary: "show weights by size", area: CommandArea.files,
    forms: [Form("weights", "show the weights, the largest first", positionals: [layer])],
    details: [
      "A weight says how much one unit, or one input, adds to another unit's sum. Of more than \(mostShown) "
        + "the largest are shown. Biases are left out."
    ],
    examples: [
      Example("weights", "all layers", setup: ["data iris", "layers none", "train 5"]),
      Example("weights 1", "those into hidden layer 1", setup: ["data iris", "layers 4 tanh"]),
      Example("weights output", "those into the output", setup: ["data iris", "layers 4 tanh"]),
    ])

  /// As many as stand side by side on a screen.
  private static let mostShown = 40

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let data = preparation.dataOrAssumed()
    let training = try preparation.trainingOrFresh(with: .weights, for: arguments)
    let index = try layer(arguments, of: training.shape.hidden.count)
    let report = report(
      training, ParameterNames(data: data, shape: training.shape), of: index,
      preparation.state.settings.training)
    return .say(.weights(report))
  }

  /// Error: `no-such-layer`.
  private func layer(_ arguments: Arguments, of hidden: Int) throws(Diagnostic) -> Int? {
    switch arguments[Self.layer] {
    case nil: return nil
    case .choice(.output): return hidden
    case .integer(let number):
      guard number <= hidden else {
        throw Diagnostic(
          id: "no-such-layer", message: "there is no hidden layer \(number)",
          range: arguments.range(of: Self.layer),
          suggestion: hidden == 0 ? "`weights output`" : "1 to \(hidden), or `output`")
      }
      return number - 1
    }
  }

  private func report(
    _ training: TrainingState, _ names: ParameterNames, of index: Int?,
    _ settings: TrainingSettings
  ) -> WeightsReport {
    let shape = training.shape
    let layers = shape.layers.filter { index == nil || $0.index == index }
    // Without L1 a weight at 0 is one that was put there.
    let reach = settings.l1 > 0 ? settings.l1Reach : 0
    func isHeld(_ place: Int) -> Bool {
      settings.l1 > 0 && Double(abs(training.parameters[place])) <= reach
    }
    let places = layers.flatMap { layer in layer.weights.map { (layer: layer, place: $0) } }
    let order = places.sorted {
      let (left, right) = (
        abs(training.parameters[$0.place]), abs(training.parameters[$1.place])
      )
      return left != right ? left > right : $0.place < $1.place
    }
    let largest = order.prefix(Self.mostShown).map { layer, place in
      let offset = place - layer.weights.lowerBound
      let (input, unit) = (offset / layer.units, offset % layer.units)
      var name = names.source(layer.index, input)
      if layer.units > 1 { name = "\(names.unit(layer.index, unit)) ← \(name)" }
      if layers.count > 1 { name = "\(names.layerName(layer.index)): \(name)" }
      return WeightsReport.Weight(
        name: name, value: Double(training.parameters[place]), isHeldAtZero: isHeld(place))
    }
    return WeightsReport(
      layer: layers.count > 1 ? nil : layers.first.map { names.layerName($0.index) },
      epoch: training.epoch, rowsDone: training.rowsDoneInEpoch, count: order.count,
      zeroCount: places.count { isHeld($0.place) || training.parameters[$0.place] == 0 },
      largest: largest)
  }
}
