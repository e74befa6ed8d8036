// The training loop: batches, gradients, optimizer steps. After it is made, a step allocates
// nothing unless it is traced, and tracing only copies.

import CKernels
import Datasets
import Numerics

/// Trains one network on one set of examples. It owns its buffers and is not Sendable: one for each
/// run.
package final class Trainer {
  package typealias EpochOutcome = NeuralNetwork.EpochOutcome
  package typealias StepOutcome = NeuralNetwork.StepOutcome

  /// The record of the last whole step, if that step was traced.
  package private(set) var lastStep: StepRecord?

  private let examples: Examples
  private let loss: Loss
  private let settings: TrainingSettings
  private let shape: NetworkShape
  private let kernels: descent_kernels
  private let plan: EpochPlan
  private let arithmetic: TrainingStep
  private let kernelSet: KernelSet
  private let team: ThreadTeam
  /// Made when first asked for: short trials do without its memory.
  private lazy var evaluator = Evaluator(
    shape: shape, loss: loss, kernels: kernelSet, team: team)
  private var order: (epoch: Int, rows: [Int32])?
  /// Optimizer steps taken.
  package private(set) var stepCount: Int
  /// Where it began, and the epoch of the weights there if they were taken back.
  private let begin: (step: Int, weightsEpoch: Int?)
  /// Epochs completed.
  package private(set) var epoch: Int
  private var rowsDone: Int
  private let runPlan: TrainingPlan?
  private var lastFiniteLoss: Double?
  /// Where the epoch was before the last step, if that ended it.
  private var placeBefore: (epoch: Int, rowsDone: Int)?

  /// - Parameters:
  ///   - examples: at least one row, inputs and targets such as the shape and the loss ask for.
  ///   - kernels: must be supported by this CPU.
  ///   - threads: how many share the work; at least 1. It changes no result.
  package init(
    examples: Examples, loss: Loss, settings: TrainingSettings, state: TrainingState,
    kernels: KernelSet = .best, threads: Int = 1
  ) {
    guard let table = kernels.table else { preconditionFailure("kernel set not supported") }
    precondition(examples.count > 0, "no rows to train on")
    precondition(examples.inputCount == state.shape.inputs, "inputs do not fit the shape")
    precondition(loss.fits(examples.targets, shape: state.shape), "targets do not fit the loss")
    self.examples = examples
    self.loss = loss
    self.settings = settings
    self.kernels = table
    kernelSet = kernels
    shape = state.shape
    plan = EpochPlan(rows: examples.count, settings: settings)
    team = ThreadTeam(members: threads)
    arithmetic = TrainingStep(
      examples: examples, loss: loss, settings: settings, state: state, kernels: table,
      batchRows: plan.batchRows, team: team)
    stepCount = state.stepCount
    begin = (state.stepCount, state.weightsEpoch)
    epoch = state.epoch
    runPlan = state.plan
    // Should the examples have become fewer since, the epoch's last row is still to do.
    rowsDone = min(max(0, state.rowsDoneInEpoch), examples.count - 1)
  }

  /// The network as it is after the last whole step.
  package var state: TrainingState {
    var state = TrainingState(
      shape: shape, parameters: parameters)
    state.optimizer = arithmetic.optimizer.state
    state.stepCount = stepCount
    state.epoch = epoch
    state.rowsDoneInEpoch = rowsDone
    if stepCount == begin.step { state.weightsEpoch = begin.weightsEpoch }
    // A plan that is done has nothing left to say.
    state.plan = runPlan.flatMap { epoch < $0.end ? $0 : nil }
    return state
  }

  /// The parameters after the last whole step.
  package var parameters: [Float] { arithmetic.optimizer.parameters.current.values }

  /// Trains to the end of the epoch under way, or through a whole one.
  ///
  /// - Parameters:
  ///   - shouldStop: asked before every batch, and within batches too large for one block; a batch
  ///     begun is then dropped, and the state is that after the last whole step.
  ///   - traceLastStep: whether `lastStep` shall record the epoch's last step.
  ///   - receiveFirstStep: is given the record of the first step, if anyone wants it.
  package func runEpoch(
    shouldStop: () -> Bool, traceLastStep: Bool = false,
    receiveFirstStep: ((StepRecord) -> Void)? = nil
  ) -> EpochOutcome {
    let target = epoch + 1
    var receive = receiveFirstStep
    while epoch < target {
      if shouldStop() { return .interrupted }
      let isLast = plan.nextBatch(done: rowsDone).upperBound == examples.count
      let isTraced = traceLastStep && isLast || receive != nil
      switch takeStep(traced: isTraced, shouldStop: shouldStop) {
      case .done: break
      case .recorded(let record):
        receive?(record)
        receive = nil
      case .interrupted: return .interrupted
      case .diverged(let divergence): return .diverged(divergence)
      }
    }
    return .finished
  }

  /// Takes one optimizer step.
  ///
  /// - Parameter tracing: whether the record shall hold the parameters, gradients and optimizer
  ///   states. If not, those arrays are empty and the optimizer states fresh; the numbers are there
  ///   either way.
  package func step(tracing: Bool = true) -> StepOutcome {
    step(tracing: tracing, checkStop: neverStops)
  }

  /// The same; `checkStop` is asked before it, and between the blocks of a batch too large for one.
  /// What it throws leaves the state as it was.
  package func step<Failure: Error>(
    tracing: Bool, checkStop: () throws(Failure) -> Void
  ) throws(Failure) -> StepOutcome {
    try checkStop()
    var failure: Failure?
    let result = takeStep(traced: tracing, summarized: true) {
      do throws(Failure) { try checkStop() } catch { failure = error }
      return failure != nil
    }
    if let failure { throw failure }
    switch result {
    case .diverged(let divergence): return .diverged(divergence)
    case .recorded(let record): return .done(record)
    case .done, .interrupted:
      preconditionFailure("a summarized step that nothing stops has a record")
    }
  }

  /// Loss, penalties and score of the present parameters.
  package func evaluate(_ examples: Examples) -> Evaluation {
    evaluate(examples, checkStop: neverStops)
  }

  /// The same; `checkStop` is asked before each block of rows.
  package func evaluate<Failure: Error>(
    _ examples: Examples, unit: TargetUnit = .same, checkStop: () throws(Failure) -> Void
  ) throws(Failure) -> Evaluation {
    try evaluator.evaluate(
      examples, parameters: arithmetic.optimizer.parameters.current.start, settings: settings,
      unit: unit, checkStop: checkStop)
  }

  /// Whether the last step wrote its parameters over those before it.
  package var steppedInPlace: Bool { arithmetic.optimizer.isInPlace }

  /// Takes the step back that ended an epoch: parameters, optimizer and place in the epoch are those
  /// before it, and no step is recorded. Unless the last step was such a one nothing happens: others
  /// may have been written over what was before.
  package func takeBackEndOfEpoch() {
    guard let place = placeBefore else { return }
    arithmetic.takeBack()
    (stepCount, epoch, rowsDone) = (stepCount - 1, place.epoch, place.rowsDone)
    (placeBefore, lastStep) = (nil, nil)
  }

  /// Takes the step back that ended an epoch, as the loss over all rows after it is not finite.
  package func refuseEndOfEpoch() -> Divergence {
    takeBackEndOfEpoch()
    return divergence(.figures)
  }

  // MARK: One step

  /// Small unless there is a record to hand on: it is made for every step.
  private enum StepResult {
    case done
    indirect case recorded(StepRecord)
    case interrupted
    case diverged(Divergence)
  }

  private func takeStep(
    traced: Bool, summarized: Bool = false, shouldStop: () -> Bool
  ) -> StepResult {
    let batch = plan.nextBatch(done: rowsDone)
    // A batch of every row needs no shuffling: then `sgd` with full batches is `gd`, to the bit.
    let shuffled = settings.shuffle && batch.count < examples.count
    if shuffled && order?.epoch != epoch {
      order = (epoch, rowOrder(rows: examples.count, epoch: epoch, settings: settings))
    }
    let order = shuffled ? order?.rows : nil
    return examples.withPointers { pointers in
      order.withPointer { order in
        takeStep(
          BatchRows(examples: pointers, order: order, places: batch), traced: traced,
          summarized: summarized || traced, shouldStop: shouldStop)
      }
    }
  }

  private func takeStep(
    _ batch: BatchRows, traced: Bool, summarized: Bool, shouldStop: () -> Bool
  ) -> StepResult {
    placeBefore = nil
    let dropout = DropoutKey(seed: settings.seed, step: stepCount)
    guard
      let lossSum = arithmetic.passRows(of: batch, dropout: dropout, shouldStop: shouldStop)
    else { return .interrupted }
    let dataLoss = lossSum / Double(batch.places.count)
    guard dataLoss.isFinite else { return .diverged(divergence(.loss)) }
    lastFiniteLoss = dataLoss

    let factor = scheduleFactor(rowsAfter: batch.places.upperBound)
    let rate = settings.learningRate * factor
    if summarized {
      var draft = StepDraft(dataLoss: dataLoss, learningRate: rate, scheduleFactor: factor)
      prepareGradient(batch, traced: traced, &draft)
      if let divergence = update(batch, rate: rate, gradientIsReady: true) {
        return .diverged(divergence)
      }
      let record = makeRecord(draft, traced: traced)
      if traced || lastStep != nil { lastStep = traced ? record : nil }
      return .recorded(record)
    }
    let clips = settings.clip != nil
    if clips {
      arithmetic.finishGradient()
      arithmetic.addPenaltyGradients()
      _ = clipGradient(norm: arithmetic.gradientNorm)
    }
    if let divergence = update(batch, rate: rate, gradientIsReady: clips) {
      return .diverged(divergence)
    }
    if lastStep != nil { lastStep = nil }
    return .done
  }

  /// Moves the parameters and counts the step, or says why that cannot be.
  private func update(_ batch: BatchRows, rate: Double, gradientIsReady: Bool) -> Divergence? {
    let endsEpoch = batch.places.upperBound == examples.count
    guard
      arithmetic.update(
        learningRate: rate, gradientIsReady: gradientIsReady, mayBeTakenBack: endsEpoch)
    else {
      let blamesGradient = arithmetic.optimizer.gradientBrokeStep(arithmetic.gradient)
      return divergence(blamesGradient ? .gradient : .parameter)
    }
    stepCount += 1
    rowsDone = batch.places.upperBound
    if endsEpoch {
      placeBefore = (epoch, batch.places.lowerBound)
      rowsDone = 0
      epoch += 1
    }
    return nil
  }

  /// The whole gradient, its penalties and its clipping, for steps of which there is a record.
  private func prepareGradient(_ batch: BatchRows, traced: Bool, _ draft: inout StepDraft) {
    arithmetic.finishGradient()
    if traced {
      draft.before = arithmetic.optimizer.parameters.current.values
      draft.dataGradient = arithmetic.gradient.values
      draft.optimizerBefore = arithmetic.optimizer.state
    }
    arithmetic.addPenaltyGradients()
    if traced { draft.gradient = arithmetic.gradient.values }
    draft.gradientNorm = arithmetic.gradientNorm
    draft.clipFactor = clipGradient(norm: draft.gradientNorm)
    draft.penalties = settings.penalties(
      kernels, shape: shape, parameters: arithmetic.optimizer.parameters.current.start)
    draft.rows =
      batch.order.map { order in batch.places.map { order[$0] } }
      ?? batch.places.map(Int32.init)
    draft.epoch = epoch + 1
    draft.batch = plan.batchNumber(done: rowsDone)
  }

  /// What a record needs from before the update.
  private struct StepDraft {
    let dataLoss: Double
    let learningRate: Double
    let scheduleFactor: Double
    var before: [Float] = []
    var dataGradient: [Float] = []
    var optimizerBefore = OptimizerState()
    var gradient: [Float] = []
    var gradientNorm = 0.0
    var clipFactor: Float = 1
    var penalties = (l1: 0.0, l2: 0.0)
    var rows: [Int32] = []
    var epoch = 0
    var batch = (number: 0, of: 0)
  }

  private func makeRecord(_ draft: StepDraft, traced: Bool) -> StepRecord {
    var settings = settings
    settings.learningRate = draft.learningRate
    return StepRecord(
      shape: shape, step: stepCount, epoch: draft.epoch, batch: draft.batch.number,
      batchesInEpoch: draft.batch.of, rows: draft.rows, dataLoss: draft.dataLoss,
      l1Penalty: draft.penalties.l1, l2Penalty: draft.penalties.l2,
      gradientNorm: draft.gradientNorm, before: draft.before, dataGradient: draft.dataGradient,
      gradient: draft.gradient,
      after: traced ? arithmetic.optimizer.parameters.current.values : [],
      optimizerBefore: draft.optimizerBefore,
      optimizerAfter: traced ? arithmetic.optimizer.state : OptimizerState(), settings: settings,
      scheduleFactor: draft.scheduleFactor, clipFactor: draft.clipFactor)
  }

  /// Shortens the gradient where it is longer than allowed: times clip / (norm + 1e-6), as PyTorch's
  /// `clip_grad_norm_` does. Returns the factor.
  private func clipGradient(norm: Double) -> Float {
    guard let clip = settings.clip else { return 1 }
    let factor = Float(clip / (norm + 1e-6))
    guard factor < 1 else { return 1 }
    arithmetic.scaleGradient(by: factor)
    return factor
  }

  private func scheduleFactor(rowsAfter: Int) -> Double {
    settings.schedule.factor(
      plan: runPlan, epoch: epoch, rowsBefore: plan.wholeSet ? 0 : rowsDone, rowsAfter: rowsAfter,
      rows: examples.count)
  }

  private func divergence(_ kind: Divergence.Kind) -> Divergence {
    let norm = arithmetic.gradientNorm
    return Divergence(
      kind: kind, step: stepCount + 1, epoch: epoch + 1, lastFiniteLoss: lastFiniteLoss,
      gradientNorm: kind != .loss && kind != .figures && norm.isFinite ? norm : nil)
  }
}

extension [Int32]? {
  fileprivate func withPointer<Result>(_ body: (UnsafePointer<Int32>?) -> Result) -> Result {
    guard let self else { return body(nil) }
    return self.withUnsafeBufferPointer { body($0.baseAddress) }
  }
}
