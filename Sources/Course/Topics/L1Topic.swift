// L1 penalty (lasso).
import Events
import Experiments
import NeuralNetwork
import Text

extension Topic {
  static let l1 = Topic(
    name: "l1",
    aliases: [
      "lasso", "sparsity", "sparse", "l1 penalty", "proximal", "proximal l1", "l1mode",
    ],
    title: "L1 penalty: every parameter is pulled alike",
    group: .regularization, summary: "pulls all alike, to 0",
    seeAlso: ["l2", "regularization", "overfitting"],
    idea: [
      """
      An L1 penalty adds l1 times the sizes of all parameters to the loss. Its gradient is l1 with \
      the parameter's sign, however small that is: one whose data gradient is smaller than l1 is \
      drawn all the way to 0. As part of the gradient it then makes it hop about 0. With l1mode \
      proximal a step without it leads to z, which is then drawn toward 0, where it stops.
      """
    ],
    formulas: [
      "penalty = l1 · Σ|p|",
      "subgradient   gradient of the penalty = l1 · sign(p), with sign(0) = 0",
      "proximal      p ← sign(z) · max(|z| - rate · l1, 0)    rate: lr for sgd",
    ],
    now: { $0.l1Now },
    tryNext: { $0.l1Trials })
}

extension SessionState {
  fileprivate var l1Now: [Statement] {
    let settings = settings.training
    guard let training else { return ["l1 is \(settings.l1, "l1", .exact). \(needsStep)"] }
    let sum = PenaltySums(training, settings)
    let counted = settings.penalize == .all ? "weights and biases" : "weights, biases left out,"
    var statements: [Statement] = [
      """
      l1 × Σ|p| = \(settings.l1, "l1", .exact) × \(sum.magnitudes, "sum_of_magnitudes") = \
      \(settings.l1 * sum.magnitudes, "l1_penalty"), over \(sum.count, "count") \(counted) after \
      epoch \(training.epoch, "epoch"). \(zeros(training, settings, sum))
      """
    ]
    if let pull = penaltyPull(.l1) { statements.append(pull) }
    if let warning = settings.warningOfRates { statements.append(warning) }
    return statements
  }

  private func zeros(
    _ training: TrainingState, _ settings: TrainingSettings, _ sum: PenaltySums
  ) -> Statement {
    let exact: Statement = "Exactly 0: \(sum.zeros, "zeros")"
    // Up to this size one plain step's pull reaches across 0; with a velocity or Adam's division
    // the pull has no such fixed size.
    let reach = settings.learningRate * settings.l1
    guard settings.l1Mode == .subgradient, reach > 0,
      settings.optimizer.rule.isPlain
    else {
      return "\(exact)."
    }
    var near = 0
    for range in settings.penalizedRanges(training.shape) {
      near += training.parameters[range].count { Double(abs($0)) <= reach }
    }
    return """
      \(exact); no larger than one step's pull, lr × l1 = \(reach, "reach"): \
      \(near, "within_reach").
      """
  }

  fileprivate var l1Trials: [TopicReport.Trial] {
    let l1 = settings.training.l1
    var trials = [
      TopicReport.Trial(
        command: "set l1 \(exactText(l1 == 0 ? 0.001 : Rungs.above(l1) ?? l1))",
        why: "\(thenTrain): compare Σ|p| and the test loss with the run before")
    ]
    if l1 > 0 {
      trials.append(
        settings.training.l1Mode == .subgradient && settings.training.reasonAgainstProximal == nil
          ? .init(
            command: "set l1mode proximal", why: "needless weights become exactly 0; \(thenTrain)")
          : .init(command: "unset l1", why: "the same run without it; \(thenTrain)"))
    }
    return trials + [penalizeTrial]
  }
}

extension TrainingSettings {
  /// Of proximal L1 with rates that grow without bound as gradients vanish.
  fileprivate var warningOfRates: Statement? {
    guard l1Mode == .proximal, l1 > 0,
      case .rooted(_, _, let rate) = optimizer.rule.rate(self, number: 1, unitVelocity: 1)
    else { return nil }
    return """
      A rate of \(optimizer.rawValue), \(rate), is large where gradients have been tiny, as on rows \
      fitted already: one step may take a large weight to 0 there.
      """
  }
}
