// Gradient descent over the whole training set: what a step promised, and what it kept.
import Events
import Experiments
import NeuralNetwork
import Text

extension Topic {
  static let gradientDescent = Topic(
    name: "gd", aliases: ["gradient descent", "descent", "full batch"],
    title: "Gradient descent: downhill, all rows at once",
    group: .optimizers, summary: "all rows in each step",
    seeAlso: ["gradient", "sgd", "batch", "lr"],
    idea: [
      """
      The gradient of a weight is the slope of the loss there: how fast the loss rises as the weight \
      grows. A step goes the other way. Optimizer gd takes the mean slope over all training rows, so its \
      direction is exact, but an epoch is only one step. Too long a step can raise the loss, because the \
      slope changes on the way.
      """
    ],
    formulas: [
      "g = gradient of (mean loss over all training rows + penalties)",
      "p ← p - lr · g        the loss falls by about lr · Σg² when lr is small",
    ],
    now: { $0.gradientDescentNow },
    tryNext: { $0.gradientDescentTrials })
}

extension SessionState {
  fileprivate var gradientDescentNow: [Statement] {
    let optimizer = settings.training.optimizer
    let lr = settings.training.learningRate
    var statements: [Statement] = []
    if optimizer == .gd {
      let rows: Statement =
        trainedRowCount.map { "all \($0, "rows") training rows" } ?? "all training rows"
      statements.append(
        "The optimizer is gd with lr \(lr, "lr", .exact): every step averages over \(rows).")
    } else {
      statements.append(
        """
        The optimizer is \(optimizer.rawValue), with lr \(lr, "lr", .exact): type \
        `set optimizer gd` to step on all rows at once.
        """)
    }
    guard let traced = tracedParameter else { return statements + [needsStep] }
    if traced.record.settings.optimizer == .gd, traced.record.clipFactor == 1 {
      statements.append(promise(traced.record))
    }
    statements.append(moveStatement(traced))
    return statements
  }

  /// The fall of the loss to first order beside the fall that came, where both ends are known.
  private func promise(_ record: StepRecord) -> Statement {
    let square = record.gradientNorm * record.gradientNorm
    let lr = record.settings.learningRate
    let symbols: Statement =
      wantsAll
      ? """
       (lr × Σg² = \(lr, "step_lr", .exact) × \(square, "squared_gradient") = \
      \(lr * square, "expected_fall"))
      """ : ""
    let head: Statement = """
      By its slopes, \(stepText(record)) promised that the loss, \(record.loss, "loss_before"), falls by \
      \(lr * square, "expected_fall")\(symbols).
      """
    // gd's step is its epoch, so that epoch's report has the loss after it.
    guard let report = epochs.last, report.epoch == record.epoch else { return head }
    let fall = record.loss - report.training.loss
    return """
      \(head) It \(fall < 0 ? "rose" : "fell") by \(abs(fall), "actual_change"), to \
      \(report.training.loss, "loss_after").
      """
  }

  private func moveStatement(_ traced: TracedParameter) -> Statement {
    let trace = traced.trace
    let lr = traced.record.settings.learningRate
    let step = stepText(traced.record).capitalized
    guard traced.record.settings.optimizer.rule.isPlain else {
      return """
        \(step) was one of \(traced.record.settings.optimizer.rawValue) and moved \(traced.title) \
        most, by \(trace.optimizerUpdate, "update", .signed); plain descent would have moved it by \
        -lr × gradient = -\(lr, "step_lr", .exact) × \(trace.usedGradient, "gradient") = \
        \(traced.plainUpdate, "plain_update", .signed).
        """
    }
    return """
      \(step), on \(traced.record.batchSize, "step_rows") rows, moved \(traced.title) most: weight - lr × \
      gradient = \(trace.before, "before") - \(lr, "step_lr", .exact) × \(trace.usedGradient, "gradient") = \
      \(trace.before + trace.optimizerUpdate, "after").
      """
  }

  fileprivate var gradientDescentTrials: [TopicReport.Trial] {
    let optimizer = settings.training.optimizer
    guard optimizer == .gd else {
      return [
        .init(command: "set optimizer gd", why: "one exact step an epoch; \(thenTrain)"),
        .init(command: "step", why: "one step of \(optimizer.rawValue), in numbers"),
      ]
    }
    var trials = [
      TopicReport.Trial(command: "step", why: "one epoch, which is one step, in numbers")
    ]
    if let higher = Rungs.above(settings.training.learningRate) {
      trials.append(
        .init(
          command: "set lr \(exactText(higher))",
          why: "exact steps often bear to be longer; \(thenTrain)"))
    }
    trials.append(
      .init(command: "set optimizer sgd", why: "many noisy steps an epoch instead; \(thenTrain)"))
    return trials
  }
}
