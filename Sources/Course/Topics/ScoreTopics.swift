// The scores beside the loss: accuracy, F1 and R², from the session's own counts and sums.
import Events
import Experiments
import NeuralNetwork

extension Topic {
  static let accuracy = Topic(
    name: "accuracy", aliases: ["right answers", "error rate", "score"],
    title: "Accuracy: the share of right answers",
    group: .data, summary: "share right",
    seeAlso: ["f1", "loss", "generalization", "underfitting"],
    idea: [
      """
      The answer counts as right when the class given the highest probability is the row's own; how \
      sure it was does not count, so training makes the loss small instead, which has a slope. Where \
      one class is common, answering always with it is often right: compare with that.
      """
    ],
    formulas: ["accuracy = right answers / rows"],
    now: { $0.accuracyNow },
    tryNext: { $0.scoreTrials })

  static let f1 = Topic(
    name: "f1",
    aliases: ["f1 score", "f-measure", "precision", "recall", "confusion", "confusion matrix"],
    title: "F1: how well one class is told from the others",
    group: .data, summary: "precision, recall",
    seeAlso: ["accuracy", "loss", "generalization"],
    idea: [
      """
      Precision is the share of the rows taken for a class that are of it, recall the share of its \
      rows that were found. Either alone is easy to have; F1, their harmonic mean, is high only when \
      both are, also for a class that is rare.
      """
    ],
    formulas: [
      "precision = TP / (TP + FP)        recall = TP / (TP + FN)",
      "F1 = 2·TP / (2·TP + FP + FN)     TP found, FP wrongly taken, FN missed",
    ],
    measured: { state, checkStop throws(Stopped) in try state.f1Now(checkStop) },
    tryNext: { $0.scoreTrials })

  static let r2 = Topic(
    name: "r2", aliases: ["r²", "r squared", "coefficient of determination", "explained variance"],
    title: "R²: how much better than the mean",
    group: .data, summary: "gain over the mean",
    seeAlso: ["loss", "accuracy", "underfitting"],
    idea: [
      """
      R² compares the squared error of a network's numbers with that of always answering the mean: 1 \
      is perfect, 0 no better than the mean, and below 0 it is worse. It has no units, so it can be \
      compared between targets.
      """
    ],
    formulas: ["R² = 1 - Σ(z - y)² / Σ(y - mean)²"],
    now: { $0.r2Now },
    tryNext: { $0.scoreTrials })
}

extension SessionState {
  fileprivate var scoreTrials: [TopicReport.Trial] {
    let eval = TopicReport.Trial(command: "eval", why: "the loss and the score now")
    if data?.isRegression == true { return [eval, trainTrial] }
    return [.init(command: "confusion", why: "which class is taken for which"), eval]
  }

  private var noData: Statement { "There is no data yet: `data circle` makes some." }

  fileprivate var accuracyNow: [Statement] {
    guard let data else { return [noData] }
    guard case .classes(_, let classes) = data.training.targets else {
      return ["These data have a number to predict: their score is R², see `explain r2`."]
    }
    let rows = trainedExamples(data)
    let commonest = rows.classCounts(classes).reduce(0) { max($0, $1) }
    let base: Statement = """
      Always answering the commonest class would be right on \(commonest, "commonest") of \
      \(rows.count, "rows") training rows, \(Double(commonest) / Double(rows.count), "base", .percent).
      """
    guard let last = epochs.last, let right = last.training.correct else {
      return [base, needsEpoch]
    }
    let sample: Statement = last.training.rows < rows.count ? "a sample of " : ""
    var now: Statement = """
      After epoch \(last.epoch, "epoch"), \(right, "right") of \(sample)\(last.training.rows, "rows") \
      training rows are right, \(last.training.accuracy ?? 0, "training_accuracy", .percent)
      """
    if let test = last.test, let right = test.correct {
      now = """
        \(now); of the test rows \(right, "test_right") of \(test.rows, "test_rows"), \
        \(test.accuracy ?? 0, "test_accuracy", .percent)
        """
    }
    return [base, "\(now)."]
  }

  fileprivate func f1Now(_ checkStop: StopCheck) throws(Stopped) -> [Statement] {
    guard let data else { return [noData] }
    guard !data.isRegression else {
      return ["These data have a number to predict, not classes: see `explain r2`."]
    }
    guard let training else { return [needsStep] }
    let counts = try Evaluator(shape: training.shape, loss: data.loss(settings.training))
      .confusionCounts(
        data.test ?? data.training, parameters: training.parameters, checkStop: checkStop)
    let scores = classScores(counts)
    guard
      let place = scores.indices.filter({ scores[$0].f1 != nil })
        .min(by: { (scores[$0].f1 ?? 0) < (scores[$1].f1 ?? 0) }), let f1 = scores[place].f1
    else { return ["There are no rows to count."] }
    let found = counts[place][place]
    let missed = counts[place].reduce(0, +) - found
    let wrong = counts.reduce(0) { $0 + $1[place] } - found
    return [
      """
      Lowest now, on the \(data.test == nil ? "training" : "test") rows, is that of class \
      \(data.classNames[place]): TP = \(found, "found"), FP = \(wrong, "wrong"), FN = \
      \(missed, "missed"), so F1 = 2 × \(found, "found") / (2 × \(found, "found") + \
      \(wrong, "wrong") + \(missed, "missed")) = \(f1, "f1").
      """
    ]
  }

  fileprivate var r2Now: [Statement] {
    guard let data else { return [noData] }
    guard data.isRegression else {
      return ["These data have classes: their score is accuracy, see `explain accuracy`."]
    }
    guard let last = epochs.last else { return [needsEpoch] }
    guard let training = last.training.r2 else {
      return ["It is not defined here, since all training rows have the same target."]
    }
    var now: Statement = """
      After epoch \(last.epoch, "epoch") R² is \(training, "training_r2") on the training rows
      """
    if let test = last.test?.r2 { now = "\(now) and \(test, "test_r2") on the test rows" }
    guard data.loss(settings.training) == .squaredError,
      case .values(let targets) = trainedExamples(data).sampledForFigures.targets, training.isFinite
    else { return ["\(now)."] }
    let count = Double(targets.count)
    let mean = targets.reduce(0) { $0 + Double($1) } / count
    let variance = targets.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / count
    return [
      "\(now).",
      """
      The training rows' mean squared error is \(last.training.dataLoss, "squared_error"), the variance \
      of their targets \(variance, "variance"): R² = 1 - \(last.training.dataLoss, "squared_error") / \
      \(variance, "variance") = \(training, "training_r2").
      """,
    ]
  }
}
