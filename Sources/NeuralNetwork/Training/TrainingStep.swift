// The arithmetic of one optimizer step, shared out over a team of threads in two rounds. First each
// thread takes some of the batch's rows forward and backward; then it takes some of the parameters,
// sums their gradient over all rows and updates them while they are in its cache.

import CKernels
import Datasets

/// The rows of a batch where they lie.
struct BatchRows {
  let examples: ExamplePointers
  /// The epoch's order; nil where rows come as they are stored.
  let order: UnsafePointer<Int32>?
  /// Places in that order.
  let places: Range<Int>
}

/// The buffers and threads of a training. To be used as `passRows`, then `finishGradient` if that is
/// wanted whole, then `update`.
final class TrainingStep {
  let team: ThreadTeam
  /// The mean gradient over the batch, with the penalties' once they are added.
  let gradient: FloatBuffer
  let optimizer: OptimizerMemory
  private let shape: NetworkShape
  private let loss: Loss
  private let settings: TrainingSettings
  private let kernels: descent_kernels
  private let passes: NetworkPasses
  private let work: [[ParameterWork]]
  private let gatheredInputs: FloatBuffer
  private let gatheredValues: FloatBuffer
  private let gatheredLabels: UnsafeMutableBufferPointer<Int32>
  private let losses: UnsafeMutableBufferPointer<Double>
  /// Whether a member met a value that is not finite.
  private let broken: UnsafeMutableBufferPointer<Bool>
  /// What each member's rows can add to a part of the gradient at most.
  private let gradientBounds: UnsafeMutableBufferPointer<Double>
  private var block: Block?
  private var round = UpdateRound()

  /// The rows at work.
  private struct Block {
    let batch: BatchRows
    let dropout: DropoutKey
    /// Their places in the epoch's order.
    let places: Range<Int>
    /// Numbers in place, or gathered.
    let inputs: UnsafePointer<Float>
    let isGathered: Bool

    var isFirst: Bool { places.lowerBound == batch.places.lowerBound }
  }

  /// What the members do with their parameters.
  private struct UpdateRound {
    var addsGradient = true
    var addsPenalty = true
    var updates = true
  }

  init(
    examples: Examples, loss: Loss, settings: TrainingSettings, state: TrainingState,
    kernels: descent_kernels, batchRows: Int, team: ThreadTeam
  ) {
    self.team = team
    self.loss = loss
    self.settings = settings
    self.kernels = kernels
    shape = state.shape
    passes = NetworkPasses(shape: shape, kernels: kernels, rows: batchRows, training: true)
    work = ParameterWork.plan(shape: shape, penalize: settings.penalize, members: team.members)
    gradient = FloatBuffer(count: shape.parameterCount)
    optimizer = OptimizerMemory(state: state, settings: settings)
    gatheredInputs = FloatBuffer(count: passes.blockRows * shape.inputs)
    gatheredValues = FloatBuffer(count: passes.blockRows)
    gatheredLabels = .allocate(capacity: passes.blockRows)
    gatheredLabels.initialize(repeating: 0)
    losses = .allocate(capacity: passes.blockRows)
    losses.initialize(repeating: 0)
    broken = .allocate(capacity: team.members)
    broken.initialize(repeating: false)
    gradientBounds = .allocate(capacity: team.members)
    gradientBounds.initialize(repeating: 0)
    transposeAll()
  }

  deinit {
    gatheredLabels.deallocate()
    losses.deallocate()
    broken.deallocate()
    gradientBounds.deallocate()
  }

  // MARK: Rows

  /// Takes the batch's rows forward and backward, and returns the sum of their losses; nil if stopped
  /// between blocks. The gradient then lacks the last block's part.
  func passRows(of batch: BatchRows, dropout: DropoutKey, shouldStop: () -> Bool) -> Double? {
    var sum = 0.0
    for first in stride(
      from: batch.places.lowerBound, to: batch.places.upperBound, by: passes.blockRows)
    {
      if first > batch.places.lowerBound {
        finishGradient()
        if shouldStop() { return nil }
      }
      let places = first..<min(batch.places.upperBound, first + passes.blockRows)
      let inPlace =
        batch.order == nil ? batch.examples.inputs.inPlace(first, width: shape.inputs) : nil
      block = Block(
        batch: batch, dropout: dropout, places: places,
        inputs: inPlace ?? UnsafePointer(gatheredInputs.start), isGathered: inPlace == nil)
      team.run(self) { context, member in
        TrainingStep.from(context)?.passRows(member: member)
      }
      for row in 0..<places.count { sum += losses[row] }
    }
    return sum
  }

  private func passRows(member: Int) {
    guard let block, let losses = losses.baseAddress else { return }
    let rows = team.share(of: block.places.count, member: member, inGroupsOf: 8)
    if block.isFirst { gradientBounds[member] = 0 }
    guard !rows.isEmpty else { return }
    let first = block.places.lowerBound + rows.lowerBound
    if block.isGathered {
      block.batch.examples.inputs.gather(
        first, count: rows.count, width: shape.inputs, order: block.batch.order,
        to: gatheredInputs.start + rows.lowerBound * shape.inputs)
    }
    let targets = targets(of: rows, in: block)
    let logits = passes.forward(
      inputs: block.inputs, rows: rows, parameters: optimizer.parameters.current.start,
      dropout: (block.dropout, block.places.lowerBound - block.batch.places.lowerBound))
    loss.write(
      kernels, rows: rows.count, outputs: shape.outputs, logits: logits, targets: targets,
      meanOver: block.batch.places.count, gradient: logits, losses: losses + rows.lowerBound)
    passes.backward(rows: rows)
    if optimizer.wantsGradientBound {
      gradientBounds[member] += passes.gradientBound(blockInputs: block.inputs, rows: rows)
    }
  }

  /// The targets of some of the block's rows, gathered where rows are in an order of their own.
  private func targets(of rows: Range<Int>, in block: Block) -> TargetPointers {
    let targets = block.batch.examples.targets
    let first = block.places.lowerBound + rows.lowerBound
    guard let indices = block.batch.order.map({ $0 + first }) else {
      return targets.advanced(by: first)
    }
    if let labels = targets.labels, let start = gatheredLabels.baseAddress {
      descent_gather_labels(rows.count, labels, indices, start + rows.lowerBound)
      return TargetPointers(
        labels: start + rows.lowerBound, classWeights: targets.classWeights)
    }
    if let values = targets.values {
      descent_gather_rows(rows.count, 1, values, indices, gatheredValues.start + rows.lowerBound)
    }
    return TargetPointers(values: gatheredValues.start + rows.lowerBound)
  }

  // MARK: Parameters

  /// Adds the last block's part, so that `gradient` is that of the whole batch without penalties.
  func finishGradient() {
    round = UpdateRound(addsPenalty: false, updates: false)
    shareParameters()
  }

  /// Adds the penalties' gradient; not needed before an update that does so itself.
  func addPenaltyGradients() {
    round = UpdateRound(addsGradient: false, updates: false)
    shareParameters()
  }

  /// √Σg² of the gradient as it is.
  var gradientNorm: Double {
    kernels.sum_of_squares(gradient.count, gradient.start).squareRoot()
  }

  func scaleGradient(by factor: Float) {
    kernels.scale(gradient.count, factor, gradient.start)
  }

  /// Moves the parameters against the gradient; false if a value would not be finite, and then
  /// nothing has changed.
  ///
  /// - Parameters:
  ///   - gradientIsReady: whether the gradient is finished and has its penalties.
  ///   - mayBeTakenBack: whether `takeBack` may follow.
  func update(learningRate: Double, gradientIsReady: Bool, mayBeTakenBack: Bool) -> Bool {
    optimizer.prepareStep(
      kernels, learningRate: learningRate, gradientBound: gradientBounds.reduce(0, +),
      mayBeTakenBack: mayBeTakenBack)
    round = UpdateRound(addsGradient: !gradientIsReady, addsPenalty: !gradientIsReady)
    broken.update(repeating: false)
    shareParameters()
    guard broken.allSatisfy({ !$0 }) else {
      transposeAll()
      return false
    }
    optimizer.takeOver()
    return true
  }

  /// The parameters and what the optimizer remembers are again as before the last update.
  func takeBack() {
    optimizer.takeBack()
    transposeAll()
  }

  private func shareParameters() {
    team.run(self) { context, member in
      TrainingStep.from(context)?.workOnParameters(member: member)
    }
  }

  private func workOnParameters(member: Int) {
    guard let block else { return }
    let accumulates = !block.isFirst
    let rows = block.places.count
    for piece in work[member] {
      switch piece {
      case .weightGradient(let layer, let inputs):
        guard round.addsGradient else { continue }
        passes.addWeightGradient(
          layer: layer, inputs: inputs, blockInputs: block.inputs, rows: rows,
          onto: gradient.start, accumulate: accumulates)
      case .biasGradient(let layer):
        guard round.addsGradient else { continue }
        passes.addBiasGradient(
          layer: layer, rows: rows, onto: gradient.start, accumulate: accumulates)
      case .update(let range, let penalized):
        if round.addsPenalty && penalized { addPenaltyGradient(range) }
        guard round.updates else { continue }
        let isFinite = optimizer.writeNext(
          kernels, gradient: gradient.start, range: range, penalized: penalized)
        if !isFinite { broken[member] = true }
      case .transpose(let layer, let inputs):
        guard round.updates else { continue }
        passes.transpose(
          layer: layer, inputs: inputs, parameters: optimizer.written)
      }
    }
  }

  private func addPenaltyGradient(_ range: Range<Int>) {
    guard settings.l1InGradient != 0 || settings.l2 != 0 else { return }
    let at = range.lowerBound
    kernels.add_penalty(
      range.count, optimizer.parameters.current.start + at, Float(settings.l1InGradient),
      Float(settings.l2), gradient.start + at)
  }

  private func transposeAll() {
    for layer in shape.layers {
      passes.transpose(
        layer: layer.index, inputs: 0..<layer.inputs,
        parameters: optimizer.parameters.current.start)
    }
  }

  private static func from(_ context: UnsafeMutableRawPointer?) -> TrainingStep? {
    context.map { Unmanaged<TrainingStep>.fromOpaque($0).takeUnretainedValue() }
  }
}
