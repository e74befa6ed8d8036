// Class weights: what rows of each class of the session's data weigh, or would.
import Events
import Experiments
import NeuralNetwork

extension Topic {
  static let classWeights = Topic(
    name: "class-weights",
    aliases: [
      "class weight", "weights of classes", "imbalance", "imbalanced", "balanced", "rare classes",
      "sample weight", "pos weight",
    ],
    title: "Class weights: rows of some classes count more",
    group: .training, summary: "rare rows count more",
    seeAlso: ["loss", "f1", "accuracy", "batch"],
    idea: [
      """
      Where few rows are of a class, the mean loss hardly changes with them, and the network may do best by \
      never naming it. A weight multiplies the loss of each row of a class, and so the row's part in the \
      gradient: with a weight of 3 a row pulls as three such rows would. The mean is over all rows as \
      before, so what a row adds does not depend on which others are in its batch. Probabilities then lean \
      to the classes with large weights: more of their rows are found, and more others are taken for them.
      """
    ],
    formulas: [
      "loss = Σ w·loss of the row / n        w: the weight of its class, n: rows",
      "balanced    w = n / (k·rows of the class), of n rows trained on, in k classes",
    ],
    now: { $0.classWeightsNow },
    tryNext: { $0.classWeightTrials })
}

extension SessionState {
  fileprivate var classWeightsNow: [Statement] {
    let weighting = settings.training.classWeight
    let head: Statement = "class_weight is \(weighting.text)."
    guard let data else { return [head, "There is no data yet: `data circle` makes some."] }
    guard !data.isRegression else {
      return ["These data have a number to predict, so there are no classes to weigh."]
    }
    let rows = trainedExamples(data)
    let counts = rows.classCounts(data.classNames.count)
    guard let place = counts.indices.filter({ counts[$0] > 0 }).min(by: { counts[$0] < counts[$1] })
    else { return [head] }
    let weights = (weighting == .none ? .balanced : weighting)
      .weights(of: data.classNames, over: rows.targets)
    let rarest: Statement = """
      Class \(data.classNames[place]) has the fewest of the \(rows.count, "rows") training rows, \
      \(counts[place], "class_rows").
      """
    guard let weights else {
      return [head, rarest, "Balanced, all rows weigh 1: the classes have as many rows each."]
    }
    let weight = Double(weights[place])
    return [
      head, rarest,
      weighting == .none
        ? "Balanced, each of its rows would weigh \(weight, "weight")."
        : "Each of its rows weighs \(weight, "weight").",
    ]
  }

  fileprivate var classWeightTrials: [TopicReport.Trial] {
    let eval = TopicReport.Trial(command: "eval", why: "the loss and the score now")
    guard data?.isRegression != true else { return [eval, trainTrial] }
    return [
      settings.training.classWeight == .none
        ? .init(command: "set class_weight balanced", why: "every class counts alike; \(thenTrain)")
        : .init(command: "unset class_weight", why: "every row counts alike; \(thenTrain)"),
      .init(command: "confusion", why: "how many rows of each class are found"),
    ]
  }
}
