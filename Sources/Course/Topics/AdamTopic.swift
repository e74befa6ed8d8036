// Adam: m, v and their corrected forms for one parameter of the recorded step.
import Events
import Experiments
import NeuralNetwork

extension Topic {
  static let adam = Topic(
    name: "adam", aliases: ["beta1", "beta2", "eps", "epsilon", "adaptive moments"],
    title: "Adam: a step size of its own for every parameter",
    group: .optimizers, summary: "momentum and rmsprop",
    seeAlso: ["momentum", "rmsprop", "amsgrad", "adamw"],
    idea: [
      """
      Adam gives every weight a step length of its own. Of the weight's latest gradients, the slopes of \
      the loss, it keeps the mean and the usual size; a step is lr × mean / usual size. Where slopes \
      agree, mean and size are alike, and a step is about lr long, be the slopes steep or flat. Where \
      they change sign the mean is small, and so is the step.
      """
    ],
    formulas: [
      "m ← β₁ · m + (1 - β₁) · g         m̂ = m / (1 - β₁ᵗ)        t counts steps",
      "v ← β₂ · v + (1 - β₂) · g²        v̂ = v / (1 - β₂ᵗ)",
      "p ← p - lr · m̂ / (√v̂ + ε)",
    ],
    now: { $0.adamNow },
    tryNext: { $0.adamTrials })
}

extension SessionState {
  fileprivate var adamNow: [Statement] {
    let training = settings.training
    let beta2 = training.beta2 ?? OptimizerKind.adam.rule.standardBeta2
    let epsilon = training.epsilon ?? OptimizerKind.adam.rule.standardEpsilon
    let guarded: Statement = wantsAll ? ", eps \(epsilon, "eps", .exact)" : ""
    var statements: [Statement] = [
      """
      beta1 is \(training.beta1, "beta1", .exact) and beta2 \(beta2, "beta2", .exact): the mean looks back \
      over some \(1 / (1 - training.beta1), "m_memory") steps, the usual size over \
      \(1 / (1 - beta2), "v_memory"). lr is \(training.learningRate, "lr", .exact)\(guarded).
      """
    ]
    if let variation = variation(of: .adam) {
      statements.append(variation)
    } else if training.optimizer != .adam, let standing = raceStanding(of: .adam) {
      statements.append(standing)
    } else if training.optimizer != .adam {
      statements.append(
        """
        The optimizer is \(training.optimizer.rawValue), so Adam takes no part now: type \
        `set optimizer adam`.
        """)
    }
    if let (traced, value) = tracedParameter(of: .adam) {
      statements += stepStatements(traced, value)
    } else if training.optimizer == .adam {
      statements.append(otherStep)
    } else if let steps = self.training?.optimizer[.adam].steps, steps > 0 {
      statements.append(
        """
        What it remembers of its \(steps, "adam_steps") steps is kept for when it is used again.
        """)
    }
    if training.optimizer == .adam, training.l1 > 0 || training.l2 > 0 {
      statements.append(
        "The penalties' pull is part of the gradient, so Adam divides it as well.")
    }
    return statements
  }

  /// Where the optimizer is Adam but the recorded step was not.
  private var otherStep: Statement {
    guard let record = recordedStep else { return needsStep }
    return """
      The recorded step was one of \(record.settings.optimizer.rawValue): `step` takes one of Adam.
      """
  }

  private func stepStatements(
    _ traced: TracedParameter, _ value: (String) -> Double
  ) -> [Statement] {
    let t = traced.ownSteps
    let scalars = AdamScalars(settings: traced.record.settings, step: t)
    let plain: [Statement] = [
      """
      In \(stepText(traced.record)), for \(traced.title), the mean was \(value("m_hat"), "m_hat") and the \
      usual size \(value("v_hat").squareRoot(), "root_v_hat")\(guardText(value("eps"))).
      """,
      comparedWithPlain(traced),
    ]
    guard wantsAll else { return plain }
    return plain + [
      """
      There t was \(t, "t"), m̂ = m / (1 - β₁ᵗ) = \(value("m"), "m") / \
      \(scalars.biasCorrection1, "correction1") = \(value("m_hat"), "m_hat"); v̂ = \
      \(value("v"), "v") / \(scalars.biasCorrection2, "correction2") = \
      \(value("v_hat"), "v_hat"), and √v̂ = \(value("v_hat").squareRoot(), "root_v_hat").
      """, stepInSymbols(traced),
    ]
  }

  fileprivate var adamTrials: [TopicReport.Trial] {
    let training = settings.training
    guard training.optimizer == .adam else {
      var trials = [
        TopicReport.Trial(command: "set optimizer adam", why: "to use it; \(thenTrain)")
      ]
      if training.learningRate > 0.01 {
        trials.append(
          .init(command: "set lr 0.01", why: "as well: a step of Adam is about lr long"))
      } else {
        trials.append(.init(command: "step", why: "one step of \(training.optimizer.rawValue)"))
      }
      return trials
    }
    return [
      .init(command: "step", why: "one step, in numbers"),
      training.beta1 == 0
        ? .init(command: "unset beta1", why: "mean gradients again; \(thenTrain)")
        : .init(command: "set beta1 0", why: "each gradient by itself, no mean; \(thenTrain)"),
      .init(command: "set optimizer sgd", why: "one lr for all gradients alike; \(thenTrain)"),
    ]
  }
}
