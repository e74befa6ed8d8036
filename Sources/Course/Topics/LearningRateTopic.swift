// Learning rate: the length of a step against what it moves, and how the loss has taken it.
import Events
import Experiments
import NeuralNetwork
import Text

extension Topic {
  static let learningRate = Topic(
    name: "lr", aliases: ["learning rate", "rate", "alpha", "eta", "step size"],
    title: "Learning rate: how far each step goes",
    group: .training, summary: "how far a step goes",
    seeAlso: ["schedule", "sgd", "adam", "batch", "standardization", "curvature", "plateau"],
    idea: [
      """
      The optimizer makes a direction out of the gradient, the slope of the loss; lr says how far to go \
      along it. Too small an lr, and the loss falls slowly. Too large a one, and steps leap over the \
      valley: the loss jumps about, rises, or grows beyond all numbers. Change it by factors of 3 or 10.
      """
    ],
    formulas: [
      "p ← p - lr · d       gd, sgd: d = g    momentum: v    nesterov: g + μ · v",
      "adagrad, rmsprop: d = g / (√s + ε)     adam, amsgrad: m̂ / (√v̂ + ε)",
      "adamw: d = m̂ / (√v̂ + ε) + decay · p    lion: sign(c) + decay · p",
    ],
    measured: { state, _ in state.learningRateNow },
    tried: { state, checkStop throws(Stopped) in
      let search = state.searchTrial(
        "search random trials=8 epochs=5 lr=1e-4..1:log",
        why: "eight rates, judged on rows kept for validation")
      let curvature = TopicReport.Trial(
        command: "explain curvature", why: "how long steps may be at the present weights")
      return try state.standingTrials(checkStop) + (search.isEmpty ? [curvature] : search)
    })
}

/// How often the training loss rose from one report to the next.
private struct LossTrend {
  let first: EpochReport
  let last: EpochReport
  let changes: Int
  let rises: Int

  init?(_ epochs: EpochHistory) {
    guard let first = epochs.first, let last = epochs.last, epochs.count >= 2 else { return nil }
    self.first = first
    self.last = last
    changes = epochs.count - 1
    rises = zip(epochs, epochs.dropFirst()).count { $0.training.loss < $1.training.loss }
  }
}

extension SessionState {
  fileprivate var learningRateNow: [Statement] {
    let lr = settings.training.learningRate
    let head: Statement =
      "lr is \(lr, "lr", .exact), the optimizer \(settings.training.optimizer.rawValue)."
    if let divergence {
      return [
        """
        \(head) The last run broke off in epoch \(divergence.epoch, "diverged_epoch"), at step \
        \(divergence.step, "diverged_step"): its steps were so long that the numbers grew beyond \
        what a computer can hold.
        """
      ]
    }
    guard let traced = tracedParameter else { return ["\(head) \(needsStep)"] }
    let stepRate = traced.record.settings.learningRate
    let then = stepRate == lr ? "" : ", with the lr of that step"
    var statements: [Statement] = [
      "\(head) \(moveLength(traced.record))",
      """
      It moved \(traced.title) most: by -lr × \(direction(of: traced)) = \
      -\(stepRate, "step_lr", .exact) × \
      \(traced.trace.optimizer.direction, "direction") = \
      \(traced.trace.optimizerUpdate, "update", .signed)\(then).
      """,
    ]
    if let trend = LossTrend(epochs) {
      statements.append(
        """
        From epoch \(trend.first.epoch, "first_epoch") to \(trend.last.epoch, "last_epoch") the \
        training loss went from \(trend.first.training.loss, "first_loss") to \
        \(trend.last.training.loss, "last_loss"); of its \(trend.changes, "changes") changes from \
        epoch to epoch \(trend.rises, "rises") \(trend.rises == 1 ? "was a rise" : "were rises").
        """)
    }
    return statements
  }

  /// What lr is multiplied by, in words where symbols are not wanted.
  private func direction(of traced: TracedParameter) -> String {
    let rule = traced.record.settings.optimizer.rule
    if wantsAll { return rule.directionText }
    return rule.isPlain ? "gradient" : "direction"
  }

  /// The length of the recorded step over all parameters, and what share of theirs it is.
  private func moveLength(_ record: StepRecord) -> Statement {
    var moved = 0.0
    var size = 0.0
    for (before, after) in zip(record.before, record.after) {
      let change = Double(after) - Double(before)
      moved += change * change
      size += Double(before) * Double(before)
    }
    guard size > 0 else { return "In \(stepText(record)) all parameters began at 0." }
    let share = (moved / size).squareRoot()
    guard wantsAll else {
      return """
        \(stepText(record).capitalized) moved the weights and biases, all together, by \
        \(share, "move_share", .percent)\(share > 10 ? "" : " of") their size.
        """
    }
    return """
      In \(stepText(record)) the parameters together moved by √Σ(move²) = \
      \(moved.squareRoot(), "move_length"), \(share, "move_share", .percent)\(share > 10 ? "" : " of") their length √Σp² = \
      \(size.squareRoot(), "parameter_length").
      """
  }
}
