// Backpropagation (Rumelhart, Hinton and Williams, Nature 1986): what it saves, and how large the
// gradients of the recorded step are from the output back to the first layer.
import Events
import Experiments

extension Topic {
  static let backpropagation = Topic(
    name: "backpropagation", aliases: ["backprop", "back propagation", "chain rule", "delta"],
    title: "Backpropagation: every slope in one pass back",
    group: .training, summary: "gradients, backwards",
    seeAlso: ["gradient", "activation", "initialization"],
    idea: [
      """
      Training needs to know of every weight how the loss changes with it: its gradient. Trying them one \
      by one would take a pass over the rows for each. Backpropagation goes backwards instead: how the \
      loss changes with the output is known; from that follows how it changes with the units of the \
      layer before, from these the layer before that, down to the inputs. One pass back gives all \
      gradients, for about the work of two passes forward.
      """
    ],
    formulas: [
      "output      δ = p - y for classes, 2 · (z - y) for squared error",
      "hidden      δ = f′(z) · Σ w · δ over the units of the next layer",
      "parameters  g of a weight = mean of δ · its input, g of a bias = mean of δ",
    ],
    now: { $0.backpropagationNow },
    tryNext: { $0.backpropagationTrials })
}

extension SessionState {
  private static let shownBack = 4

  fileprivate var backpropagationNow: [Statement] {
    guard let record = recordedStep else { return [needsStep] }
    let count = record.shape.parameterCount
    let first: Statement = """
      Trying all \(count, "parameters") weights and biases one at a time would take \
      \(count, "parameters") + 1 = \(count + 1, "passes") passes over the batch.
      """
    let layers = record.shape.layers
    var list: Statement = ""
    for layer in layers.suffix(Self.shownBack).reversed() {
      let squares = record.dataGradient[layer.weights]
        .reduce(0.0) { $0 + Double($1) * Double($1) }
      let size = (squares / Double(layer.weights.count)).squareRoot()
      let number = layer.index + 1
      let name = layer.index == layers.count - 1 ? "output" : ", hidden \(number)"
      list = "\(list)\(name) \(size, "gradient_size_\(number)")"
    }
    let rest: Statement =
      layers.count > Self.shownBack ? " The layers before these are left out here." : ""
    return [
      first,
      """
      In \(stepText(record)) the gradients of the weights had these typical \
      sizes\(wantsAll ? ", √(mean of g²) of the data's," : "") going back: \(list).\(rest)
      """,
    ]
  }

  fileprivate var backpropagationTrials: [TopicReport.Trial] {
    [
      divergence == nil
        ? .init(
          command: "explain gradient", why: "hold its results against differences of the loss")
        : .init(command: "reset", why: "weights that are numbers again; then `step`"),
      .init(
        command: "layers 8 8 8 8 sigmoid",
        why: "gradients that fade on the way back\(layerCost); then `step`"),
    ]
  }
}
