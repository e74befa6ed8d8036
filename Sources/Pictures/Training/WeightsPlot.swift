// `plot weights`: the weights of each layer by size, before training and now; of one layer as a heat map; and of
// pixels as the pictures that the first layer looks for.
import CommandLanguage
import Datasets
import Events
import Experiments
import NeuralNetwork
import Sessions
import Text

struct WeightsPlot: Plot {
  enum Form: Sendable { case histogram, heatMap, pictures }
  enum Output: Sendable { case output }

  static let form = Argument.option(
    "as",
    ValueType<Form>.choice([
      Choice("histogram", .histogram, "how many weights have which size, as usual"),
      Choice("heatmap", .heatMap, "every weight of a layer as a cell", aliases: ["heat"]),
      Choice("pictures", .pictures, "of pixels: what each unit of the first layer looks for"),
    ]), "a histogram unless said, a heat map of a layer, or of pixels what units look for")
  static let layer = Argument.option(
    "layer",
    ValueType<IntegerOr<Output>>.integerOr(
      [Choice("output", .output, "the output layer")], 1...1000, placeholder: "LAYER"),
    "a hidden layer, counted from 1, or `output`")
  static let units = Argument.option(
    "units", .integer(1...100),
    "how many pictures at most, those with the largest weights; 6 unless said")

  let name = "weights"
  let summary = "the weights of each layer by size, before training and now"
  let options: [any AnyArgumentConvertible] = [Self.form, Self.layer, Self.units]
  let example = Example(
    "plot weights", "what L1 has done to them",
    setup: ["data moons n=60", "layers 8", "set l1 0.01; set l1mode proximal", "train 20"])

  func figure(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Figure {
    let training = try preparation.trainingOrFresh(with: .weights, for: arguments)
    let data = preparation.dataOrAssumed()
    let names = ParameterNames(data: data, shape: training.shape)
    let layer = try layer(arguments, of: training.shape)
    if let units = arguments.range(of: Self.units), arguments[Self.form] != .pictures {
      throw Diagnostic(
        id: "units-without-pictures", message: "only pictures are so many at most", range: units,
        suggestion: "`plot weights as=pictures` with it, or leave it out")
    }
    switch arguments[Self.form, default: .histogram] {
    case .histogram:
      let before = try WeightsBefore(training, &preparation)
      let layers = training.shape.layers.filter { layer == nil || $0.index == layer?.index }
      return WeightHistograms(training, before, names, layers).figure
    case .heatMap:
      return WeightMap(training, layer ?? training.shape.layers[0], names).figure
    case .pictures:
      guard let layout = PictureLayout(data.columns), data.features == nil else {
        throw Diagnostic(
          id: "no-pictures", message: "the inputs of \(shown(data.name)) are no pixels of pictures",
          range: arguments.range(of: Self.form),
          suggestion: "`data digits` first, or `plot weights`")
      }
      if let layer, layer.index > 0 {
        throw Diagnostic(
          id: "not-the-first-layer", message: "only the first layer looks at pixels",
          range: arguments.range(of: Self.layer),
          suggestion: "`plot weights as=heatmap layer=\(name(of: layer, training.shape))`")
      }
      return SoughtPictures(training, layout, names, most: arguments[Self.units, default: 6]).figure
    }
  }

  private func name(of layer: LayerLayout, _ shape: NetworkShape) -> String {
    layer.index == shape.hidden.count ? "output" : String(layer.index + 1)
  }

  /// Error: `no-such-layer`.
  private func layer(
    _ arguments: Arguments, of shape: NetworkShape
  ) throws(Diagnostic) -> LayerLayout? {
    let hidden = shape.hidden.count
    switch arguments[Self.layer] {
    case nil: return nil
    case .choice(.output): return shape.layers[hidden]
    case .integer(let number):
      guard number <= hidden else {
        throw Diagnostic(
          id: "no-such-layer", message: "there is no hidden layer \(number)",
          range: arguments.range(of: Self.layer),
          suggestion: hidden == 0 ? "`layer=output`" : "1 to \(hidden), or `output`")
      }
      return shape.layers[number - 1]
    }
  }
}

/// The weights that training began with.
struct WeightsBefore {
  let parameters: [Float]
  /// In the legend.
  let name: String
  /// In a sentence.
  let when: String

  /// Nil where nothing was trained, and of weights from a file that nothing was trained with since.
  /// Error: `stopped`.
  init?(_ training: TrainingState, _ preparation: inout Preparation) throws(Diagnostic) {
    guard training.stepCount > 0 else { return nil }
    let state = preparation.state
    let begin = state.lastTrain?.begin.model.network?.training
    if let begin, begin.stepCount == 0, begin.shape == training.shape {
      (parameters, name) = (begin.parameters, "before training")
      when = name
    } else if state.network?.rowHistory.before == .nothing {
      let settings = state.settings.training
      parameters = try preparation.whole { checkStop throws(Stopped) in
        try initialParameters(
          shape: training.shape, seed: settings.seed, initializer: settings.initializer,
          checkStop: checkStop)
      }
      (name, when) = ("before training", "before training")
    } else if let begin, begin.shape == training.shape {
      (parameters, name) = (begin.parameters, "before the last `train`")
      when = name
    } else {
      return nil
    }
  }
}
