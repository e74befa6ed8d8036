// The training loop: batches, gradients, optimizer steps. After it is made, a step allocates
// nothing unless it is traced, and tracing only copies.

import CKernels

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
  private let kernelSet: KernelSet
  private let plan: EpochPlan
  private let passes: NetworkPasses
  private let penalizedRanges: [Range<Int>]
  private let gradient: FloatBuffer
  private let gatheredInputs: FloatBuffer
  private let gatheredValues: FloatBuffer
  private var gatheredLabels: [Int32]
  private var optimizer: OptimizerMemory
  private var order: (epoch: Int, rows: [Int32])?
  private var stepCount: Int
  /// Epochs completed.
  package private(set) var epoch: Int
  private var rowsDone: Int
  private let runPlan: TrainingPlan?
  private var lastFiniteLoss: Double?
  private lazy var evaluator = Evaluator(shape: shape, loss: loss, kernels: kernelSet)

  /// - Parameters:
  ///   - examples: at least one row, inputs and targets such as the shape and the loss ask for.
  ///   - kernels: must be supported by this CPU.
  package init(
    examples: Examples, loss: Loss, settings: TrainingSettings, state: TrainingState,
    kernels: KernelSet = .best
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
    passes = NetworkPasses(shape: shape, kernels: table, rows: plan.batchRows, training: true)
    penalizedRanges = settings.penalizedRanges(shape)
    gradient = FloatBuffer(count: shape.parameterCount)
    gatheredInputs = FloatBuffer(count: passes.blockRows * shape.inputs)
    gatheredValues = FloatBuffer(count: passes.blockRows)
    gatheredLabels = [Int32](repeating: 0, count: passes.blockRows)
    optimizer = OptimizerMemory(state: state, settings: settings)
    stepCount = state.stepCount
    epoch = state.epoch
    runPlan = state.plan
    // Should the examples have become fewer since, the epoch's last row is still to do.
    rowsDone = min(max(0, state.rowsDoneInEpoch), examples.count - 1)
  }

  /// The network as it is after the last whole step.
  package var state: TrainingState {
    var state = TrainingState(shape: shape, parameters: optimizer.parameters.current.values)
    state.optimizer = optimizer.state
    state.stepCount = stepCount
    state.epoch = epoch
    state.rowsDoneInEpoch = rowsDone
    // A plan that is done has nothing left to say.
    state.plan = runPlan.flatMap { epoch < $0.end ? $0 : nil }
    return state
  }

  /// Trains to the end of the epoch under way, or through a whole one.
  ///
  /// - Parameters:
  ///   - shouldStop: asked before every batch, and within batches too large for one block; a batch
  ///     begun is then dropped, and the state is that after the last whole step.
  ///   - traceLastStep: whether `lastStep` shall record the epoch's last step.
  package func runEpoch(
    shouldStop: () -> Bool, traceLastStep: Bool = false
  ) -> EpochOutcome {
    let target = epoch + 1
    while epoch < target {
      if shouldStop() { return .interrupted }
      let isLast = plan.nextBatch(done: rowsDone).upperBound == examples.count
      switch takeStep(traced: traceLastStep && isLast, shouldStop: shouldStop) {
      case .done: continue
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
    switch takeStep(traced: tracing, summarized: true, shouldStop: { false }) {
    case .diverged(let divergence): return .diverged(divergence)
    case .done(let record?):
      return .done(record)
    case .done(nil), .interrupted:
      preconditionFailure("a summarized step that nothing stops has a record")
    }
  }

  /// Loss, penalties and score of the present parameters.
  package func evaluate(_ examples: Examples) -> Evaluation {
    evaluator.evaluate(examples, parameters: optimizer.parameters.current.start, settings: settings)
  }

  // MARK: One step

  private enum StepResult {
    case done(StepRecord?)
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
    passes.prepareBackward(parameters: optimizer.parameters.current.start)
    gradient.fillWithZeros()
    guard let lossSum = accumulate(batch, shuffled: shuffled, shouldStop: shouldStop) else {
      return .interrupted
    }
    let dataLoss = lossSum / Double(batch.count)
    guard dataLoss.isFinite else { return .diverged(divergence(.loss)) }
    lastFiniteLoss = dataLoss

    var draft = traced || summarized ? StepDraft(dataLoss: dataLoss) : nil
    if traced {
      draft?.before = optimizer.parameters.current.values
      draft?.dataGradient = gradient.values
      draft?.optimizerBefore = optimizer.state
    }
    addPenaltyGradients()
    if traced { draft?.gradient = gradient.values }
    let norm = draft != nil || settings.clip != nil ? gradientNorm : 0
    let clipFactor = clipGradient(norm: norm)
    if draft != nil {
      draft?.gradientNorm = norm
      draft?.clipFactor = clipFactor
      draft?.penalties = settings.penalties(
        kernels, shape: shape, parameters: optimizer.parameters.current.start)
      draft?.rows = rowNumbers(batch, shuffled: shuffled)
      draft?.epoch = epoch + 1
      draft?.batch = plan.batchNumber(done: rowsDone)
    }
    let rate = learningRate(rowsAfter: batch.upperBound)
    draft?.learningRate = rate
    guard optimizer.step(kernels, gradient: gradient, learningRate: rate) else {
      let kind: Divergence.Kind = optimizer.gradientBrokeStep(gradient) ? .gradient : .parameter
      return .diverged(divergence(kind))
    }

    stepCount += 1
    rowsDone = batch.upperBound
    if rowsDone == examples.count {
      rowsDone = 0
      epoch += 1
    }
    let record = draft.map { makeRecord($0, traced: traced) }
    if traced || lastStep != nil { lastStep = traced ? record : nil }
    return .done(record)
  }

  /// What a record needs from before the update.
  private struct StepDraft {
    let dataLoss: Double
    var before: [Float] = []
    var dataGradient: [Float] = []
    var optimizerBefore = OptimizerState()
    var gradient: [Float] = []
    var gradientNorm = 0.0
    var clipFactor: Float = 1
    var learningRate = 0.0
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
      after: traced ? optimizer.parameters.current.values : [],
      optimizerBefore: draft.optimizerBefore,
      optimizerAfter: traced ? optimizer.state : OptimizerState(), settings: settings,
      clipFactor: draft.clipFactor)
  }

  /// Adds the batch's gradient to `gradient` and returns the sum of its losses; nil if stopped
  /// between blocks.
  private func accumulate(_ batch: Range<Int>, shuffled: Bool, shouldStop: () -> Bool) -> Double? {
    let parameters = UnsafePointer(optimizer.parameters.current.start)
    let dropout = DropoutKey(seed: settings.seed, step: stepCount)
    var sum = 0.0
    for first in stride(from: batch.lowerBound, to: batch.upperBound, by: passes.blockRows) {
      if first > batch.lowerBound && shouldStop() { return nil }
      let rows = min(passes.blockRows, batch.upperBound - first)
      withRows(first, rows, shuffled: shuffled) { inputs, targets in
        let logits = passes.forward(
          inputs: inputs, rows: rows, parameters: parameters,
          dropout: (dropout, first - batch.lowerBound))
        sum = loss.sum(
          kernels, rows: rows, outputs: shape.outputs, logits: logits, targets: targets,
          meanOver: batch.count, gradient: logits, onto: sum)
        passes.backward(inputs: inputs, rows: rows, gradient: gradient.start)
      }
    }
    return sum
  }

  /// Inputs and targets of consecutive places in the epoch's order: in place, or gathered if
  /// shuffled.
  private func withRows(
    _ first: Int, _ rows: Int, shuffled: Bool,
    _ body: (UnsafePointer<Float>, TargetPointers) -> Void
  ) {
    let width = shape.inputs
    examples.targets.withPointers { targets in
      guard shuffled, let order else {
        examples.storage.withRows(
          first, count: rows, width: width, order: nil, scratch: gatheredInputs.start
        ) { body($0, targets.advanced(by: first)) }
        return
      }
      order.rows.withUnsafeBufferPointer { order in
        guard let start = order.baseAddress else { return }
        let indices = start + first
        examples.storage.withRows(
          first, count: rows, width: width, order: start, scratch: gatheredInputs.start
        ) { inputs in
          if let labels = targets.labels {
            gatheredLabels.withUnsafeMutableBufferPointer { gathered in
              guard let start = gathered.baseAddress else { return }
              descent_gather_labels(rows, labels, indices, start)
              body(inputs, TargetPointers(labels: start))
            }
          } else if let values = targets.values {
            descent_gather_rows(rows, 1, values, indices, gatheredValues.start)
            body(inputs, TargetPointers(values: gatheredValues.start))
          }
        }
      }
    }
  }

  private func addPenaltyGradients() {
    guard settings.l1InGradient != 0 || settings.l2 != 0 else { return }
    for range in penalizedRanges {
      kernels.add_penalty(
        range.count, optimizer.parameters.current.start + range.lowerBound,
        Float(settings.l1InGradient),
        Float(settings.l2), gradient.start + range.lowerBound)
    }
  }

  private var gradientNorm: Double {
    kernels.sum_of_squares(gradient.count, gradient.start).squareRoot()
  }

  /// Shortens the gradient where it is longer than allowed: times clip / (norm + 1e-6), as PyTorch's
  /// `clip_grad_norm_` does. Returns the factor.
  private func clipGradient(norm: Double) -> Float {
    guard let clip = settings.clip else { return 1 }
    let factor = Float(clip / (norm + 1e-6))
    guard factor < 1 else { return 1 }
    kernels.scale(gradient.count, factor, gradient.start)
    return factor
  }

  private func learningRate(rowsAfter: Int) -> Double {
    settings.learningRate
      * settings.schedule.factor(
        plan: runPlan, epoch: epoch, rowsBefore: plan.wholeSet ? 0 : rowsDone, rowsAfter: rowsAfter,
        rows: examples.count)
  }

  private func rowNumbers(_ batch: Range<Int>, shuffled: Bool) -> [Int32] {
    guard shuffled, let order else { return batch.map(Int32.init) }
    return Array(order.rows[batch])
  }

  private func divergence(_ kind: Divergence.Kind) -> Divergence {
    let norm = gradientNorm
    return Divergence(
      kind: kind, step: stepCount + 1, epoch: epoch + 1, lastFiniteLoss: lastFiniteLoss,
      gradientNorm: kind != .loss && norm.isFinite ? norm : nil)
  }
}
