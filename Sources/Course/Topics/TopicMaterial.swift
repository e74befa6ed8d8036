// What several topics need from the session: the recorded step and the parameter it moved most, how
// an epoch is cut into steps, round numbers to try next, and commands that are valid in any state.
import Datasets
import Events
import Experiments
import NeuralNetwork

/// One parameter of the step that was recorded last, for a topic to put numbers on.
struct TracedParameter {
  let record: StepRecord
  let trace: ParameterTrace
  let name: String

  /// "the weight hidden 1: unit 2 ← x1"; a bias's name says that it is one.
  var title: String { trace.name.symbol == "w" ? "the weight \(name)" : name }
  /// How many steps its optimizer had taken with this one.
  var ownSteps: Int { record.optimizerAfter[record.settings.optimizer].steps }
  /// What gd and sgd would have moved it by at the same learning rate.
  var plainUpdate: Double { -record.settings.learningRate * Double(trace.usedGradient) }
}

extension SessionState {
  /// Whether symbols and the arithmetic behind a number are wanted as well.
  var wantsAll: Bool { settings.explain == .full }

  /// The last recorded step, if all its numbers were kept.
  package var recordedStep: StepRecord? {
    guard let record = lastStep else { return nil }
    let count = record.shape.parameterCount
    let isWhole = [record.before, record.dataGradient, record.gradient, record.after]
      .allSatisfy { $0.count == count }
    return isWhole ? record : nil
  }

  /// The parameter that the recorded step moved most, as `explain step` shows it.
  var tracedParameter: TracedParameter? { tracedParameter { _ in true } }

  /// The same where the recorded step was one of this optimizer, with its quantities by name.
  func tracedParameter(
    of optimizer: OptimizerKind
  ) -> (traced: TracedParameter, value: (String) -> Double)? {
    guard let traced = tracedParameter, traced.record.settings.optimizer == optimizer else {
      return nil
    }
    return (traced, { traced.trace.optimizer[$0] ?? .nan })
  }

  /// The same among some of the parameters.
  func tracedParameter(where isEligible: (ParameterName) -> Bool) -> TracedParameter? {
    guard let record = recordedStep, let data else { return nil }
    var best: Int?
    var largest: Float = -1
    for index in record.before.indices {
      let move = abs(record.after[index] - record.before[index])
      guard move > largest, isEligible(record.shape.parameter(at: index)) else { continue }
      largest = move
      best = index
    }
    guard let best else { return nil }
    let trace = record.trace(best)
    return TracedParameter(
      record: record, trace: trace,
      name: ParameterNames(data: data, shape: record.shape).text(trace.name))
  }

  /// "step 480 of 500": the recorded step may lie before the last one taken.
  func stepText(_ record: StepRecord) -> Statement {
    "step \(record.step, "step") of \(training?.stepCount ?? record.step, "steps")"
  }

  /// What to type to get numbers where there are none yet.
  var needsStep: Statement {
    training == nil
      ? "There are no weights yet: `step` makes them and takes one step, `train` takes many."
      : "No step has been recorded yet: `step` takes one and shows its arithmetic."
  }

  /// What to type where losses after whole epochs are needed.
  var needsEpoch: Statement {
    "No epoch has been reported yet: `train` gives the losses after every epoch."
  }

  /// The rows that an epoch's figures are of: "all 120 training rows", or of very many "a sample of 10000 of
  /// 60000 training rows".
  func figureRows(_ figures: Evaluation, noun: String = "training rows") -> Statement {
    guard let all = trainedRowCount, figures.rows < all else {
      return "all \(figures.rows, "rows") \(noun)"
    }
    return "a sample of \(figures.rows, "rows") of \(all, "all_rows") \(noun)"
  }

  /// Said where the recorded step is not one of the optimizer explained.
  func otherStep(than kind: OptimizerKind) -> Statement {
    let now = settings.training.optimizer
    if now != kind {
      if let standing = raceStanding(of: kind) { return standing }
      if needsSubgradient(kind) {
        return """
          The optimizer is \(now.rawValue) with l1mode proximal, which is not for \(kind.rawValue): \
          `set l1mode subgradient` comes first.
          """
      }
      return """
        The optimizer is \(now.rawValue): `set optimizer \(kind.rawValue)` takes this one instead.
        """
    }
    guard let record = recordedStep else { return needsStep }
    return """
      The recorded step was one of \(record.settings.optimizer.rawValue): `step` takes one of \
      \(kind.rawValue).
      """
  }

  /// Said in an optimizer's topic where a variation of it is set; nil where none is.
  func variation(of base: OptimizerKind) -> Statement? {
    let now = settings.training.optimizer
    guard let variation = now.rule.variation, variation.base == base else { return nil }
    return "The optimizer is \(now.rawValue), \(variation.text): `explain \(now.rawValue)`."
  }

  /// What the step came to, beside what the plain rule would have made of the same gradient.
  func comparedWithPlain(_ traced: TracedParameter) -> Statement {
    """
    So it moved by \(traced.trace.optimizerUpdate, "update", .signed); plain sgd would have moved it by \
    -lr × gradient = -\(traced.record.settings.learningRate, "step_lr", .exact) × \
    \(traced.trace.usedGradient, "gradient") = \(traced.plainUpdate, "plain_update", .signed).
    """
  }

  /// The step by the rule's own symbols.
  func stepInSymbols(_ traced: TracedParameter) -> Statement {
    let settings = traced.record.settings
    return """
      In symbols the step is -lr × \(settings.optimizer.rule.directionText) = \
      -\(settings.learningRate, "step_lr", .exact) × \(traced.trace.optimizer.direction, "direction") = \
      \(traced.trace.optimizerUpdate, "update", .signed).
      """
  }

  /// What keeps a division from one by 0, where it is large enough to be seen in the quotient.
  func guardText(_ epsilon: Double) -> Statement {
    epsilon > 1e-6 ? " plus eps" : ""
  }

  /// What the decay beside the gradient did to a parameter.
  func decayed(_ traced: TracedParameter, _ value: (String) -> Double) -> Statement {
    guard traced.record.settings.penalizes(traced.trace.name) else {
      return "the decay spares it, as penalize is weights"
    }
    return """
      the decay moved it by \(value("decay_update"), "decay_update", .signed), which is -lr × decay × \
      \(traced.trace.before, "before"), its value before
      """
  }

  /// Rows in a step and steps in an epoch, by the present settings.
  var epochPlan: (rows: Int, batchRows: Int, steps: Int)? {
    guard let rows = trainedRowCount, rows > 0 else { return nil }
    return (rows, settings.training.stepRows(of: rows), settings.training.stepsInEpoch(of: rows))
  }

  // MARK: Commands for `try next`

  /// `train`, with what it will do now.
  var trainTrial: TopicReport.Trial {
    guard let training else {
      return .init(command: "train", why: "make the weights and train them, then look here again")
    }
    // Going on would only fail again.
    if isBroken {
      guard let remedy else {
        return .init(command: "reset; train", why: "begin again from the initial weights")
      }
      return .init(
        command: remedy.line,
        why: remedy.isTried ? Self.triedText : "not tried, but the likeliest to help")
    }
    // The same epochs would come to the same end.
    if hasSpentPatience, let patience = settings.training.patience {
      return .init(
        command: "set patience \(min(TrainingLimits.mostEpochs, 2 * patience)); train",
        why: "wait twice as long for a lower loss")
    }
    if let interrupted = network?.interrupted, interrupted.target > training.epoch {
      return .init(command: "train", why: "finish the run that was interrupted")
    }
    return .init(command: "train", why: "go on, then look here again")
  }

  /// Whether patience has ended the last run and gone back to its best epoch.
  var hasSpentPatience: Bool {
    settings.training.patience != nil && training?.weightsEpoch != nil
  }

  /// A search, where there are rows enough to keep some for validation.
  func searchTrial(_ command: String, why: String) -> [TopicReport.Trial] {
    if let data, data.training.count <= max(1, data.classNames.count) { return [] }
    return [.init(command: command, why: why)]
  }

  /// To use an optimizer and see its arithmetic, or to compare it with another.
  func optimizerTrials(
    _ kind: OptimizerKind, against other: OptimizerKind, why: String
  ) -> [TopicReport.Trial] {
    let now = settings.training.optimizer
    if now == kind {
      return [
        .init(command: "step", why: "one step, in numbers"),
        .init(command: "set optimizer \(other.rawValue)", why: "\(why); \(thenTrain)"),
      ]
    }
    let use = "set optimizer \(kind.rawValue)"
    return [
      needsSubgradient(kind)
        ? .init(command: "set l1mode subgradient", why: "first; then `\(use)` to use it")
        : .init(command: use, why: "to use it; \(thenTrain)"),
      .init(command: "step", why: "one step of \(now.rawValue), in numbers"),
    ]
  }

  /// Whether an optimizer would be refused for the sake of proximal L1.
  private func needsSubgradient(_ kind: OptimizerKind) -> Bool {
    var changed = settings.training
    changed.optimizer = kind
    return changed.l1Mode == .proximal && changed.reasonAgainstProximal != nil
  }

  /// What follows a changed setting for a fair comparison.
  var thenTrain: String { training == nil ? "then `train`" : "then `reset` and `train`" }
}
