// Momentum: the velocity of one parameter in the recorded step, and of all of them now.
import Events
import Experiments
import NeuralNetwork
import Text

extension Topic {
  static let momentum = Topic(
    name: "momentum", aliases: ["velocity", "mu", "heavy ball"],
    title: "Momentum: steps that remember",
    group: .optimizers, summary: "steps that remember",
    seeAlso: ["nesterov", "sgd", "adam"],
    idea: [
      """
      A ball that rolls downhill gathers speed. So optimizer momentum gives every weight a speed of its \
      own, the velocity. Each step keeps a share of it, the setting momentum, and adds the new gradient, \
      the slope of the loss. Slopes that agree add up to long steps; those that alternate cancel out. So \
      it speeds along a valley and swings less across it.
      """
    ],
    formulas: [
      "v ← momentum · v + g        v starts at 0",
      "p ← p - lr · v",
    ],
    measured: { state, _ in state.momentumNow },
    tried: { state, checkStop throws(Stopped) in try state.momentumTrials(checkStop) })
}

extension SessionState {
  fileprivate var momentumNow: [Statement] {
    let training = settings.training
    let gain = 1 / (1 - training.momentum)
    var statements: [Statement] = [
      """
      momentum is \(training.momentum, "momentum", .exact): if the gradient stayed the same, steps would \
      grow to 1 / (1 - \(training.momentum, "momentum", .exact)) = \(gain, "gain") times those of sgd.
      """
    ]
    if let variation = variation(of: .momentum) {
      statements.append(variation)
    } else if training.optimizer != .momentum, let standing = raceStanding(of: .momentum) {
      statements.append(standing)
    } else if training.optimizer != .momentum {
      statements.append(
        """
        The optimizer is \(training.optimizer.rawValue), which takes no notice of it: type \
        `set optimizer momentum`.
        """)
    }
    if let (traced, value) = tracedParameter(of: .momentum) {
      statements += stepStatements(traced, value)
    } else if training.optimizer == .momentum {
      statements.append(otherStep)
    }
    guard wantsAll else { return statements }
    statements.append(
      """
      Times lr that is \(gain, "gain") × \(training.learningRate, "lr", .exact) = \
      \(gain * training.learningRate, "longest_rate") times the gradient.
      """)
    if let velocity = self.training?.optimizer[.momentum, "velocity"], !velocity.isEmpty {
      let square = velocity.reduce(0) { $0 + Double($1) * Double($1) }
      let kept =
        training.optimizer == .momentum
        ? "is" : "is kept for when momentum is used again; it is"
      statements.append(
        "The length of the whole velocity \(kept) \(square.squareRoot(), "velocity_length").")
    }
    return statements
  }

  /// Where the optimizer is momentum but the recorded step was not.
  private var otherStep: Statement {
    guard let record = recordedStep else { return needsStep }
    return """
      The recorded step was one of \(record.settings.optimizer.rawValue): `step` takes one with \
      momentum.
      """
  }

  private func stepStatements(
    _ traced: TracedParameter, _ value: (String) -> Double
  ) -> [Statement] {
    let (settings, trace) = (traced.record.settings, traced.trace)
    return [
      """
      In \(stepText(traced.record)) the velocity of \(traced.title) became \
      \(settings.momentum, "step_momentum", .exact) × \(value("velocity_before"), "velocity_before") \
      + \(trace.usedGradient, "gradient") = \(value("velocity"), "velocity"): its share, and the gradient.
      """,
      """
      It moved by -lr × velocity = -\(settings.learningRate, "step_lr", .exact) × \
      \(value("velocity"), "velocity") = \(trace.optimizerUpdate, "update", .signed); by the gradient \
      alone, as sgd does, it would have moved by \(traced.plainUpdate, "plain_update", .signed).
      """,
    ]
  }

  fileprivate func momentumTrials(
    _ checkStop: StopCheck
  ) throws(Stopped) -> [TopicReport.Trial] {
    let training = settings.training
    guard training.optimizer == .momentum else {
      return [
        try helpfulMomentum(checkStop)
          ?? .init(command: "set optimizer momentum", why: "to use it; \(thenTrain)"),
        .init(command: "step", why: "one step of \(training.optimizer.rawValue), in numbers"),
      ]
    }
    let (other, why) =
      training.momentum < 0.95
      ? ("0.99", "a longer memory: faster, and harder to stop")
      : ("0.5", "a shorter memory: nearer to plain sgd")
    return [
      .init(command: "step", why: "one step, with its velocity"),
      .init(command: "set momentum \(other)", why: "\(why); \(thenTrain)"),
      .init(command: "set optimizer sgd", why: "the same without a velocity; \(thenTrain)"),
    ]
  }

  /// At the present rate or, because steps that agree grow long, a lower one: the first that ends lower than
  /// the present optimizer.
  private func helpfulMomentum(_ checkStop: StopCheck) throws(Stopped) -> TopicReport.Trial? {
    guard let tried = TriedRates(self), let present = try tried.evaluation({ _ in }, checkStop)
    else { return nil }
    let rate = settings.training.learningRate
    for other in [rate] + [3.0, 10].compactMap({ Rungs.below(rate / $0 * 2) }) {
      let found = try tried.evaluation(
        {
          $0.optimizer = .momentum
          $0.learningRate = other
        }, checkStop)
      guard let found, found.loss < 0.98 * present.loss,
        found.loss < epochs.last?.training.loss ?? .infinity
      else { continue }
      let change = other == rate ? "" : "; set lr \(exactText(other))"
      return .init(
        command: "set optimizer momentum\(change); reset; train \(tried.epochs)",
        why: "a lower loss in a trial")
    }
    return nil
  }
}
