// L1 penalty (lasso).
import Events
import Experiments
import NeuralNetwork
import Text

extension Topic {
  static let l1 = Topic(
    name: "l1",
    aliases: [
      "lasso", "sparsity", "sparse", "l1 penalty", "l1 regularization", "proximal", "proximal l1",
      "l1mode",
    ],
    title: "L1 penalty: every parameter is pulled alike",
    group: .regularization, summary: "pulls all alike, to 0",
    seeAlso: ["l2", "regularization", "overfitting"],
    idea: [
      """
      An L1 penalty adds l1 times the size of every weight, the weight without its minus, to the loss. So \
      it pulls all of them toward 0 alike, large or small, with the strength l1. A weight that the rows \
      pull the other way more weakly than that goes to 0: it is not worth its price. A batch whose rows \
      happen to pull harder takes it away again.
      """
    ],
    formulasOf: { $0.settings.training.l1Formulas },
    measured: { state, checkStop throws(Stopped) in try state.l1Now(checkStop) },
    tried: { state, checkStop throws(Stopped) in try state.mending(state.l1Trials, checkStop) })
}

extension TrainingSettings {
  /// Of the mode that is set.
  fileprivate var l1Formulas: [String] {
    let penalty = "penalty = l1 · Σ|p|"
    guard l1Mode == .proximal else {
      return [penalty, "subgradient   gradient of the penalty = l1 · sign(p), with sign(0) = 0"]
    }
    let threshold =
      switch optimizer.rule.rate(self, number: 1, unitVelocity: 1) {
      case .rooted(_, _, let rate): "l1 · \(rate)"
      case .common where optimizer.rule.isPlain: "l1 · lr"
      default: "l1 · lr/(1-μ)"
      }
    return [penalty, "proximal  q = p + step, p ← sign(q) · max(0, |q| - t), t = \(threshold)"]
  }
}

extension SessionState {
  fileprivate func l1Now(_ checkStop: StopCheck) throws(Stopped) -> [Statement] {
    let settings = settings.training
    guard let training else { return ["l1 is \(settings.l1, "l1", .exact). \(needsStep)"] }
    let sum = PenaltySums(training, settings)
    let counted = settings.penalize == .all ? "weights and biases" : "weights, biases left out,"
    var statements: [Statement] = [
      """
      l1 × sum of the sizes = \(settings.l1, "l1", .exact) × \
      \(sum.magnitudes, "sum_of_magnitudes") = \(settings.l1 * sum.magnitudes, "l1_penalty"), over \
      \(sum.count, "count") \(counted) after epoch \(training.epoch, "epoch"). \
      \(zeros(training, settings, sum))
      """
    ]
    if let pulls = try dataPulls(training, settings, checkStop) { statements.append(pulls) }
    if let pull = penaltyPull(.l1) { statements.append(pull) }
    if let warning = settings.warningOfRates(isInSymbols: wantsAll) { statements.append(warning) }
    return statements
  }

  /// How many parameters the data pull more weakly than L1 does, and what single batches do to these.
  private func dataPulls(
    _ training: TrainingState, _ settings: TrainingSettings, _ checkStop: StopCheck
  ) throws(Stopped) -> Statement? {
    guard settings.l1 > 0, let data else { return nil }
    let rows = trainedExamples(data)
    guard settings.epochsBeside(rows: rows.count, of: training.shape) > 0,
      let spread = try measureGradientSpread(
        examples: rows, loss: data.loss(settings), settings: settings, state: training,
        checkStop: checkStop)
    else { return nil }
    let places = settings.penalizedRanges(training.shape).flatMap(\.self)
    let weak = places.filter { abs(spread.mean[$0]) < settings.l1 }
    let head: Statement = """
      Now all rows together pull more weakly than l1 at \(weak.count, "weak") of \
      \(places.count, "of_count") of them
      """
    guard spread.batches > 1, !weak.isEmpty else { return "\(head)." }
    let pushed = weak.count { spread.largest[$0] > settings.l1 }
    return """
      \(head), but at \(pushed, "pushed") of these one or more of the next \(spread.batches, "batches") \
      batches pull harder.
      """
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
        command: "set l1 \(exactText(l1 == 0 ? 0.001 : Rungs.above(l1) ?? Rungs.below(l1) ?? l1))",
        why: "\(thenTrain): compare the sum of the sizes and \(lossToCompare) with the run before")
    ]
    guard l1 > 0 else { return trials + [penalizeTrial] }
    if settings.training.l1Mode == .subgradient, settings.training.reasonAgainstProximal == nil {
      trials.append(
        .init(
          command: "set l1mode proximal",
          why: "needless weights stop at exactly 0; \(thenTrain)"))
    } else if let plan = epochPlan, plan.steps > 1 {
      trials.append(
        .init(
          command: "set batch full",
          why: """
            no batch pulls harder than all rows do; one step an epoch, so train longer; \
            \(thenTrain)
            """))
    } else {
      trials.append(.init(command: "unset l1", why: "the same run without it; \(thenTrain)"))
    }
    return trials
  }
}

extension TrainingSettings {
  /// Of proximal L1 with rates that grow without bound as gradients vanish.
  fileprivate func warningOfRates(isInSymbols: Bool) -> Statement? {
    guard l1Mode == .proximal, l1 > 0,
      case .rooted(_, _, let rate) = optimizer.rule.rate(self, number: 1, unitVelocity: 1)
    else { return nil }
    let symbols = isInSymbols ? ", \(rate)," : ""
    return """
      What \(optimizer.rawValue) multiplies l1 by\(symbols) is large where gradients have been tiny, as on \
      rows fitted already: one step may take a large weight to 0 there.
      """
  }
}
