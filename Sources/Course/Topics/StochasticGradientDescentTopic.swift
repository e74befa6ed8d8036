// Stochastic gradient descent: a batch's gradient as an estimate of the whole set's.
import Datasets
import Events
import Experiments
import NeuralNetwork

extension Topic {
  static let stochasticGradientDescent = Topic(
    name: "sgd",
    aliases: [
      "stochastic", "stochastic gradient descent", "optimizer", "optimizers", "shuffle",
      "shuffling",
    ],
    title: "Stochastic gradient descent: a step for every batch",
    group: .optimizers, summary: "a step for each batch",
    seeAlso: ["gd", "batch", "momentum", "adam", "cosine"],
    idea: [
      """
      Each step changes every weight a little, against its gradient: the slope of the loss. SGD takes \
      the slopes from a few rows, a batch, and steps at once. So few rows often point partly sideways. \
      But each batch errs in its own way: over many steps the errors cancel out, and what all rows agree \
      on adds up. Near the lowest loss little but the errors is left and the weights wander: less so with \
      a smaller lr or larger batches.
      """
    ],
    formulas: [
      "for each batch:  g = mean gradient of its rows + l1·sign(p) + l2·p",
      "                 p ← p - lr · g",
    ],
    measured: { state, checkStop throws(Stopped) in try state.stochasticNow(checkStop) },
    tryNext: { $0.stochasticTrials })
}

/// A batch's gradient beside that of all training rows at the same parameters, penalties left out.
private struct GradientNoise {
  /// The cosine of the angle between the two.
  let cosine: Double

  /// Above this many rows × parameters the comparison would keep its reader waiting.
  private static let largest = 200_000_000

  init?(
    _ record: StepRecord, _ rows: Examples, _ loss: Loss, checkStop: StopCheck
  ) throws(Stopped) {
    let (work, overflow) = rows.count.multipliedReportingOverflow(
      by: record.shape.parameterCount)
    guard !overflow, work <= Self.largest, record.batchSize < rows.count else {
      return nil
    }
    var settings = record.settings
    settings.optimizer = .gd
    let trainer = Trainer(
      examples: rows, loss: loss, settings: settings,
      state: TrainingState(shape: record.shape.withoutDropout, parameters: record.before))
    guard case .done(let full) = try trainer.step(tracing: true, checkStop: checkStop) else {
      return nil
    }
    var (batchSquare, fullSquare, product) = (0.0, 0.0, 0.0)
    for (batch, whole) in zip(record.dataGradient, full.dataGradient) {
      batchSquare += Double(batch) * Double(batch)
      fullSquare += Double(whole) * Double(whole)
      product += Double(batch) * Double(whole)
    }
    guard batchSquare > 0, fullSquare > 0 else { return nil }
    cosine = product / (batchSquare * fullSquare).squareRoot()
  }
}

extension SessionState {
  fileprivate func stochasticNow(_ checkStop: StopCheck) throws(Stopped) -> [Statement] {
    var statements = [optimizerStatement]
    guard let traced = tracedParameter, let data else { return statements + [needsStep] }
    let record = traced.record
    let rows = trainedExamples(data)
    let noise = try GradientNoise(
      record, rows, data.loss(record.settings), checkStop: checkStop)
    if let noise {
      statements.append(
        """
        In \(stepText(record)) the batch's \(record.batchSize, "step_rows") \
        \(record.batchSize == 1 ? "row" : "rows") pointed one way, all \(rows.count, "rows") rows \
        another. The cosine of the two is \(noise.cosine, "cosine"): 1 is the same direction, 0 \
        sideways, -1 the opposite.
        """)
    }
    statements.append(moveStatement(traced, isNamed: noise != nil))
    return statements
  }

  /// - Parameter isNamed: whether the step was spoken of just before.
  private func moveStatement(_ traced: TracedParameter, isNamed: Bool) -> Statement {
    let (record, trace) = (traced.record, traced.trace)
    let lr = record.settings.learningRate
    if record.settings.optimizer.rule.isPlain {
      return """
        \(isNamed ? "It" : stepText(record).capitalized) moved \(traced.title) most: weight - lr × gradient = \(trace.before, "before") - \
        \(lr, "step_lr", .exact) × \(trace.usedGradient, "gradient") = \(trace.before + trace.optimizerUpdate, "after").
        """
    }
    return """
      \(stepText(record).capitalized) was one of \(record.settings.optimizer.rawValue): it moved \
      \(traced.title) by \(trace.optimizerUpdate, "update", .signed); sgd would have moved it by \
      -lr × gradient = -\(lr, "step_lr", .exact) × \(trace.usedGradient, "gradient") = \
      \(traced.plainUpdate, "plain_update", .signed).
      """
  }

  private var optimizerStatement: Statement {
    let training = settings.training
    let head: Statement =
      "The optimizer is \(training.optimizer.rawValue) with lr \(training.learningRate, "lr", .exact)"
    guard let plan = epochPlan else { return "\(head)." }
    if plan.steps == 1 {
      return """
        \(head): \(plan.steps, "steps_per_epoch") step an epoch, over all \
        \(plan.batchRows, "batch_rows") rows.
        """
    }
    let order = training.shuffle ? "in a new order every epoch" : "in file order"
    return """
      \(head): \(plan.steps, "steps_per_epoch") steps an epoch, each over up to \
      \(plan.batchRows, "batch_rows") \(plan.batchRows == 1 ? "row" : "rows"), \(order).
      """
  }

  fileprivate var stochasticTrials: [TopicReport.Trial] {
    let training = settings.training
    if training.optimizer != .sgd {
      return [
        .init(command: "set optimizer sgd", why: "plain steps, batch by batch; \(thenTrain)"),
        .init(
          command: "step", why: "one step of \(training.optimizer.rawValue), with its arithmetic"),
      ]
    }
    var trials = [TopicReport.Trial(command: "step", why: "the next batch, with its arithmetic")]
    if training.shuffle, (epochPlan?.steps ?? 2) > 1 {
      trials.append(
        .init(command: "set shuffle off", why: "the same batches every epoch; \(thenTrain)"))
    }
    trials.append(
      .init(command: "set optimizer momentum", why: "evens out the noise; \(thenTrain)"))
    return trials
  }
}
