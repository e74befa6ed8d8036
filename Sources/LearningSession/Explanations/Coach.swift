// What a run did, said afterwards in this run's own numbers: the parameter that moved most, what the
// optimizer's last step did to it, and what each penalty added to the loss and to that step. All
// numbers are the engine's own, from the record of the run's last step.
import NeuralNetwork

package struct Coach: Sendable {
  let before: TrainingState
  let step: StepRecord
  package let names: ParameterNames
  let epochs: [EpochReport]
  /// Flat index of the parameter that the run changed most.
  package let mostMoved: Int

  package init(
    before: TrainingState, step: StepRecord, names: ParameterNames, epochs: [EpochReport]
  ) {
    self.before = before
    self.step = step
    self.names = names
    self.epochs = epochs
    mostMoved = Self.largestChange(from: before.parameters, to: step.after)
  }

  package func notes() -> [CoachNote] {
    let trace = step.trace(mostMoved)
    var notes = [CoachNote(kind: .largestMove, statement: moveStatement(trace))]
    if step.settings.l1 > 0 { notes.append(CoachNote(kind: .l1, statement: l1Statement(trace))) }
    if step.settings.l2 > 0 { notes.append(CoachNote(kind: .l2, statement: l2Statement(trace))) }
    if let statement = overfittingStatement() {
      notes.append(CoachNote(kind: .overfitting, statement: statement))
    }
    return notes
  }

  static func largestChange(from before: [Float], to after: [Float]) -> Int {
    var best = 0
    var largest: Float = -1
    for index in before.indices where abs(after[index] - before[index]) > largest {
      largest = abs(after[index] - before[index])
      best = index
    }
    return best
  }

  // MARK: The optimizer

  private func moveStatement(_ trace: ParameterTrace) -> Statement {
    let start = before.parameters[trace.index]
    let steps = step.step - before.stepCount
    let mean = (Double(trace.after) - Double(start)) / Double(max(steps, 1))
    return """
      \(names.text(trace.name)) moved most: from \(start, "start") to \(trace.after, "after") in \
      \(steps, "steps") \(steps == 1 ? "step" : "steps"), \(mean, "mean_step", .signed) a step. \
      \(lastStepStatement(trace))
      """
  }

  private func lastStepStatement(_ trace: ParameterTrace) -> Statement {
    switch trace.optimizer {
    case .plain:
      return """
        In the last step its gradient was \(trace.usedGradient, "gradient"), so \
        \(step.settings.optimizer.rawValue) moved it by -lr × gradient = \
        -\(step.settings.learningRate, "lr", .exact) × \(trace.usedGradient, "gradient") = \(trace.optimizerUpdate, "update", .signed).
        """
    case .momentum(let momentum):
      return """
        In the last step its gradient was \(trace.usedGradient, "gradient") and its velocity became \
        \(momentum.mu, "momentum") × \(momentum.velocityBefore, "velocity_before") + \
        \(trace.usedGradient, "gradient") = \(momentum.velocity, "velocity"), so it moved by \
        -lr × velocity = \(trace.optimizerUpdate, "update", .signed); plain sgd would have moved it by \
        \(plainUpdate(trace), "sgd_update", .signed).
        """
    case .nesterov(let nesterov):
      return """
        In the last step its gradient was \(trace.usedGradient, "gradient") and its velocity became \
        \(nesterov.mu, "momentum") × \(nesterov.velocityBefore, "velocity_before") + \
        \(trace.usedGradient, "gradient") = \(nesterov.velocity, "velocity"); looking ahead by another \
        momentum × velocity it moved by -lr × (g + \(nesterov.mu, "momentum") × \
        \(nesterov.velocity, "velocity")) = \(trace.optimizerUpdate, "update", .signed); plain sgd would have \
        moved it by \(plainUpdate(trace), "sgd_update", .signed).
        """
    case .adagrad(let adagrad):
      return """
        In the last step its gradient was \(trace.usedGradient, "gradient") and the sum s of its squared \
        gradients so far \(adagrad.squareSum, "square_sum"), so it moved by -lr × g/(√s+ε) = \
        \(trace.optimizerUpdate, "update", .signed); plain sgd would have moved it by \
        \(plainUpdate(trace), "sgd_update", .signed).
        """
    case .rmsprop(let rmsprop):
      return """
        In the last step its gradient was \(trace.usedGradient, "gradient") and the running mean s of its \
        squared gradients \(rmsprop.squareMean, "square_mean"), so it moved by -lr × g/(√s+ε) = \
        \(trace.optimizerUpdate, "update", .signed); plain sgd would have moved it by \
        \(plainUpdate(trace), "sgd_update", .signed).
        """
    case .adamw(let adamw):
      return """
        In the last step its gradient was \(trace.usedGradient, "gradient"); the mean gradient m̂ was \
        \(adamw.adam.mHat, "m_hat") and its usual size √v̂ \
        \(adamw.adam.vHat.squareRoot(), "root_v_hat"), which alone moved it by \
        \(adamw.adamUpdate, "adam_update", .signed); the decay added -lr × decay × p = \
        \(adamw.decayUpdate, "decay_update", .signed), together \(trace.optimizerUpdate, "update", .signed).
        """
    case .adam(let adam):
      return """
        In the last step its gradient was \(trace.usedGradient, "gradient"); Adam's mean gradient m̂ was \
        \(adam.mHat, "m_hat") and its usual size √v̂ \(adam.vHat.squareRoot(), "root_v_hat"), so it \
        moved by -lr × m̂/(√v̂+ε) = \(trace.optimizerUpdate, "update", .signed); plain sgd would have moved it \
        by \(plainUpdate(trace), "sgd_update", .signed).
        """
    }
  }

  private func plainUpdate(_ trace: ParameterTrace) -> Float {
    -Float(step.settings.learningRate) * trace.usedGradient
  }

  // MARK: The penalties

  private func l1Statement(_ trace: ParameterTrace) -> Statement {
    let settings = step.settings
    let sum = step.l1Penalty / settings.l1
    let head: Statement = """
      In that step L1 added \(step.l1Penalty, "l1_penalty") to the loss: l1 × Σ|p| = \(settings.l1, "l1") \
      × \(sum, "sum_of_magnitudes").
      """
    if settings.l1Mode == .proximal { return "\(head) \(proximalStatement(trace))" }
    return
      "\(head) \(penaltyStatement(trace, trace.l1Gradient, formula: "l1 × sign(p)", key: "l1"))"
  }

  private func l2Statement(_ trace: ParameterTrace) -> Statement {
    let settings = step.settings
    let sum = 2 * step.l2Penalty / settings.l2
    let head: Statement = """
      In that step L2 added \(step.l2Penalty, "l2_penalty") to the loss: ½ × l2 × Σp² = ½ × \
      \(settings.l2, "l2") × \(sum, "sum_of_squares").
      """
    return "\(head) \(penaltyStatement(trace, trace.l2Gradient, formula: "l2 × p", key: "l2"))"
  }

  /// What soft thresholding did to the traced parameter in the last step.
  private func proximalStatement(_ trace: ParameterTrace) -> Statement {
    guard let proximal = trace.proximal else {
      return "That parameter is a bias, which `penalize weights` leaves alone."
    }
    let head: Statement = """
      After the step to \(proximal.stepped, "stepped") it drew that parameter toward 0 by at most \
      lr × l1 = \(proximal.threshold, "l1_threshold")
      """
    return trace.after == 0
      ? "\(head), which made it exactly 0." : "\(head), to \(trace.after, "l1_after")."
  }

  /// What a penalty did to the traced parameter in the last step.
  private func penaltyStatement(
    _ trace: ParameterTrace, _ gradient: Float, formula: String, key: String
  ) -> Statement {
    guard step.settings.penalizes(trace.name) else {
      return "That parameter is a bias, which `penalize weights` leaves alone."
    }
    if trace.before == 0 { return "That parameter was 0, where the penalty does not pull." }
    let part: Statement =
      "To that parameter's gradient it gave \(formula) = \(gradient, "\(key)_gradient", .signed)"
    guard let rate = trace.optimizer.plainRate else {
      return """
        \(part) beside \(trace.dataGradient, "data_gradient", .signed) from the data; \
        \(step.settings.optimizer.title) then scales the sum, so it pulls less where gradients are \
        large.
        """
    }
    return """
      \(part), which took \(trace.optimizer.plainRateText)\
      \(trace.clipFactor == 1 ? "" : " × clipping's factor") × \
      \(abs(gradient), "\(key)_gradient_size") = \
      \(rate * trace.clipFactor * abs(gradient), "\(key)_taken") off its size of \
      \(abs(trace.before), "size_before")\
      \(step.settings.optimizer == .momentum ? ", and more in the steps after, through v" : "").
      """
  }

  // MARK: Overfitting

  private func overfittingStatement() -> Statement? {
    guard let course = TestCourse(epochs), course.isOverfitting else { return nil }
    return """
      The test loss was lowest at epoch \(course.best.epoch, "best_epoch") (\(course.bestTest.dataLoss, "best_test_loss")); \
      since then it rose by \(course.rise, "test_rise") while the training loss fell by \(-course.trainingChange, "train_fall"): \
      overfitting. Try `set l2 0.01`, or fewer units.
      """
  }
}

extension OptimizerTrace {
  /// By what a gradient is multiplied where a step is proportional to it; nil where each parameter
  /// is scaled differently.
  var plainRate: Float? {
    switch self {
    case .plain(let rate): rate
    case .momentum(let momentum): momentum.learningRate
    // Nesterov's direction g + μ·v holds the gradient itself and μ times its share of v.
    case .nesterov(let nesterov): nesterov.learningRate * (1 + nesterov.mu)
    case .adagrad, .rmsprop, .adam, .adamw: nil
    }
  }

  /// The same in words.
  var plainRateText: String {
    if case .nesterov = self { "lr × (1 + momentum)" } else { "lr" }
  }
}
