// Hyperparameters: what training fits, and what was settled before it.
import Events
import Experiments

extension Topic {
  static let hyperparameter = Topic(
    name: "hyperparameter",
    aliases: ["hyperparameters", "hyper parameter", "tuning", "search", "setting", "settings"],
    title: "Hyperparameters: what you choose before training",
    group: .searching, summary: "what you choose",
    seeAlso: ["random", "grid", "bayes", "validation", "lr", "race", "fanova"],
    idea: [
      """
      Training finds the network's weights and biases by itself: its parameters. What has to be settled before it \
      starts is chosen by you: how far each step goes (lr), how many rows a step looks at (batch), the \
      layers, the penalties l1 and l2. These are the hyperparameters. Nothing tells beforehand which are best, so \
      you or a search try some, train with each, and compare on rows not trained on.
      """
    ],
    formulas: [
      "parameters        fitted by the optimizer, on training rows",
      "hyperparameters   chosen by you or a search, on validation rows",
    ],
    now: { $0.hyperparameterNow },
    tryNext: { $0.hyperparameterTrials })
}

extension SessionState {
  fileprivate var hyperparameterNow: [Statement] {
    let training = settings.training
    let chosen: Statement = """
      Chosen: optimizer \(training.optimizer.rawValue), lr \(training.learningRate, "lr", .exact), \
      batch \(batchValue), l1 \(training.l1, "l1", .exact), l2 \(training.l2, "l2", .exact).
      """
    guard let hidden else { return [chosen, noLayersChosen] }
    let layers: Statement = "Hidden layers: \(hidden.count, "hidden_layers")."
    guard let shape else {
      return [
        "\(chosen) \(layers) How many parameters that makes follows from the data: `data circle`."
      ]
    }
    return [
      "\(chosen) \(layers) With these, training fits \(shape.parameterCount, "parameters") parameters."
    ]
  }

  fileprivate var hyperparameterTrials: [TopicReport.Trial] {
    [
      .init(command: "set", why: "every setting with its value, default and meaning"),
      .init(command: "layers", why: "the network as it is chosen now"),
    ]
      + searchTrial(
        "search random trials=8 epochs=5 lr=1e-3..1:log \(varied("units=2..16"))",
        why: "eight choices of two of them")
  }
}
