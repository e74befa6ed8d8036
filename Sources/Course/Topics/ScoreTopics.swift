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
      Of all answers, how many are right? For each row the network gives every class a probability; the \
      likeliest is its answer, however sure it is. Where one class is common, always naming it is often \
      right as well: compare with that. Training makes the loss small instead of the accuracy: moving \
      a weight a little changes the loss a little, but mostly no answer, so accuracy does not show the way.
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
    seeAlso: ["accuracy", "loss", "class-weights", "generalization"],
    idea: [
      """
      Accuracy hides how single classes fare. So ask two things of a class. Of its rows, how many were \
      found? That share is its recall. Of the rows taken for it, how many are of it? That is its \
      precision. Either alone is easy to have: taking every row for it finds them all. F1 lies between the \
      two, nearer the lower one: it is high only where both are.
      """
    ],
    formulas: [
      "precision = TP / (TP + FP)        recall = TP / (TP + FN)",
      "F1 = 2·TP / (2·TP + FP + FN), the harmonic mean of the two",
      "TP: found (true positives)   FP: wrongly taken   FN: missed",
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
      How good are a network's numbers? Whoever knows nothing of the inputs does best to answer always with the \
      mean. R² (R squared) says what part of that answer's squared error the network does away with: \
      1 is perfect, 0 no better than the mean, below 0 worse. A squared error is the distance from the right \
      number, times itself. R² has no units, so it can be compared between data.
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
    guard let last = reportOfWeights, let right = last.training.correct else {
      return [base, needsEpoch]
    }
    let sample: Statement = last.training.rows < rows.count ? "a sample of " : ""
    var now: Statement = """
      \(afterEpoch(of: last)), \(right, "right") of \(sample)\(last.training.rows, "rows") \
      training rows are right, \(last.training.accuracy ?? 0, "training_accuracy", .percent)
      """
    if let (name, figures) = watched(in: last), let right = figures.correct {
      now = """
        \(now); of the \(name) rows \(right, "\(name)_right") of \(figures.rows, "\(name)_rows"), \
        \(figures.accuracy ?? 0, "\(name)_accuracy", .percent)
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
    let rows = watchedExamples(data)
    let rowsName = rows == nil ? "training" : settings.training.watch.rawValue
    let counts = try Evaluator(shape: training.shape, loss: data.loss(settings.training))
      .confusionCounts(
        rows ?? trainedExamples(data), parameters: training.parameters, checkStop: checkStop)
    let scores = classScores(counts)
    guard
      let place = scores.indices.filter({ scores[$0].f1 != nil })
        .min(by: { (scores[$0].f1 ?? 0) < (scores[$1].f1 ?? 0) }), let f1 = scores[place].f1
    else { return ["There are no rows to count."] }
    let found = counts[place][place]
    let own = counts[place].reduce(0, +)
    let taken = counts.reduce(0) { $0 + $1[place] }
    return [
      """
      On the \(rowsName) rows, class \(data.classNames[place]) has the lowest \
      F1 now, \(f1, "f1"). Of its \(own, "own_rows") rows \(found, "found") were found; \
      \(taken, "taken_rows") rows were taken for it, and \(found, "found") of these are of it.
      """
    ]
  }

  fileprivate var r2Now: [Statement] {
    guard let data else { return [noData] }
    guard data.isRegression else {
      return ["These data have classes: their score is accuracy, see `explain accuracy`."]
    }
    guard let last = reportOfWeights else { return [needsEpoch] }
    guard let training = last.training.r2 else {
      return ["It is not defined here, since all training rows have the same target."]
    }
    var now: Statement = """
      \(afterEpoch(of: last)) R² is \(training, "training_r2") on the training rows
      """
    if let (name, figures) = watched(in: last), let r2 = figures.r2 {
      now = "\(now) and \(r2, "\(name)_r2") on the \(name) rows"
    }
    guard data.loss(settings.training) == .squaredError,
      case .values(let targets) = trainedExamples(data).sampledForFigures.targets, training.isFinite
    else { return ["\(now)."] }
    let count = Double(targets.count)
    let mean = targets.reduce(0) { $0 + Double($1) } / count
    let variance = targets.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / count
    return [
      "\(now).",
      """
      On the training rows the mean squared error is \(last.training.dataLoss, "squared_error"), where \
      answering always with their mean makes \(variance, "variance"): R² = 1 - \
      \(last.training.dataLoss, "squared_error") / \(variance, "variance") = \(training, "training_r2").
      """,
    ]
  }
}
