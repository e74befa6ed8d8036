// Initial weights: what they were drawn from, and how far they have come since. Bounds: Glorot and
// Bengio, AISTATS 2010; He, Zhang, Ren and Sun, ICCV 2015; LeCun, Bottou, Orr and Müller, 1998.
import Events
import Experiments
import NeuralNetwork

extension Topic {
  static let initialization = Topic(
    name: "initialization",
    aliases: [
      "init", "initial weights", "weight initialization", "initializer", "glorot", "xavier", "he",
      "kaiming", "lecun",
    ],
    title: "Initialization: where the weights start",
    group: .network, summary: "where weights start",
    seeAlso: ["layers", "seed", "activation", "backpropagation"],
    idea: [
      """
      Weights start at random, because units that start alike are changed alike and stay alike. Their \
      range is chosen so that sums neither swell nor fade from layer to layer: the more inputs a unit \
      adds up, the smaller each weight. Biases start at 0.
      """
    ],
    formulas: [
      "he       ±√(6 / inputs)              for relu, leakyrelu and gelu",
      "glorot   ±√(6 / (inputs + units))    for the others and the output",
      "lecun    ±√(3 / inputs)              √(mean of w²) = bound / √3 in each",
    ],
    now: { $0.initializationNow },
    tryNext: { $0.initializationTrials })
}

extension SessionState {
  private static let shownHidden = 3

  fileprivate var initializationNow: [Statement] {
    let name = settings.training.initializer.rawValue
    guard let training else { return ["init is \(name). \(needsStep)"] }
    let shape = training.shape
    var statements: [Statement] = [
      """
      init is \(name). The typical size of the weights, at the start and after epoch \
      \(training.epoch, "epoch")\(wantsAll ? ", √(mean of w²)" : ""):
      """
    ]
    for layer in shape.layers
    where layer.index < Self.shownHidden || layer.index == shape.hidden.count {
      statements.append(weightsStatement(training, layer))
    }
    if shape.hidden.count > Self.shownHidden {
      statements.append("The hidden layers after the third are left out here.")
    }
    return statements
  }

  private func weightsStatement(_ training: TrainingState, _ layer: LayerLayout) -> Statement {
    let squares = training.parameters[layer.weights].reduce(0) { $0 + Double($1) * Double($1) }
    let size = (squares / Double(layer.weights.count)).squareRoot()
    let bound = settings.training.initializer.bound(for: layer)
    let number = layer.index + 1
    let name = layer.index == training.shape.hidden.count ? "output" : "hidden \(number)"
    return """
      \(name): init \(settings.training.initializer.rawValue) draws between -b and b = \
      \(bound, "bound_\(number)"), typically \(bound / 3.0.squareRoot(), "start_size_\(number)") in \
      size; now it is \(size, "weight_size_\(number)").
      """
  }

  fileprivate var initializationTrials: [TopicReport.Trial] {
    let isZeros = settings.training.initializer == .zeros
    return [
      isZeros
        ? .init(command: "unset init", why: "a fitting range again; \(thenTrain)")
        : .init(command: "set init zeros", why: "see hidden units stay alike; \(thenTrain)"),
      .init(command: "reset new", why: "other draws from the same ranges; then `train`"),
    ]
  }
}
