// The parameters and what the optimizer remembers, during training: each array twice, because a
// step writes the new values beside the old ones and takes them over only when all are finite.

import CKernels

/// An array and the place for its next version.
struct DoubleBuffer {
  private(set) var current: FloatBuffer
  private(set) var next: FloatBuffer

  init(_ values: [Float]) {
    current = FloatBuffer(values)
    next = FloatBuffer(count: values.count)
  }

  /// Zeros where there is nothing yet.
  init(_ values: [Float], count: Int) {
    precondition(values.isEmpty || values.count == count, "optimizer state does not fit the shape")
    self.init(values.isEmpty ? [Float](repeating: 0, count: count) : values)
  }

  mutating func flip() { swap(&current, &next) }
}

/// Takes optimizer steps.
struct OptimizerMemory {
  private(set) var parameters: DoubleBuffer
  private var velocity: DoubleBuffer?
  private var firstMoment: DoubleBuffer?
  private var secondMoment: DoubleBuffer?
  /// The optimizers' state as it came, with the numbers of steps up to date.
  private var arrived: OptimizerState
  private var hasStepped = false
  private let settings: TrainingSettings

  init(state: TrainingState, settings: TrainingSettings) {
    let count = state.parameters.count
    parameters = DoubleBuffer(state.parameters)
    arrived = state.optimizer
    self.settings = settings
    switch settings.optimizer {
    case .gd, .sgd: break
    case .momentum:
      velocity = DoubleBuffer(arrived.velocity, count: count)
    case .adam:
      firstMoment = DoubleBuffer(arrived.firstMoment, count: count)
      secondMoment = DoubleBuffer(arrived.secondMoment, count: count)
    }
  }

  /// The optimizers' state after the steps taken.
  var state: OptimizerState {
    guard hasStepped else { return arrived }
    var state = arrived
    if let velocity { state.velocity = velocity.current.values }
    if let firstMoment { state.firstMoment = firstMoment.current.values }
    if let secondMoment { state.secondMoment = secondMoment.current.values }
    return state
  }

  /// Moves the parameters against the gradient. False if a value would not be finite; then nothing
  /// changes.
  mutating func step(_ kernels: descent_kernels, gradient: FloatBuffer) -> Bool {
    let count = gradient.count
    let (p, pNext) = (parameters.current.start, parameters.next.start)
    let learningRate = Float(settings.learningRate)
    switch settings.optimizer {
    case .gd, .sgd:
      guard kernels.plain_step(count, p, gradient.start, learningRate, pNext) == 0 else {
        return false
      }
    case .momentum:
      guard let v = velocity else { return false }
      let broken = kernels.momentum_step(
        count, p, v.current.start, gradient.start, learningRate, Float(settings.momentum), pNext,
        v.next.start)
      guard broken == 0 else { return false }
      velocity?.flip()
    case .adam:
      guard let m = firstMoment, let v = secondMoment else { return false }
      var scalars = AdamScalars(settings: settings, step: arrived.adamSteps + 1).forKernels
      let broken = kernels.adam_step(
        count, p, m.current.start, v.current.start, gradient.start, &scalars, pNext, m.next.start,
        v.next.start)
      guard broken == 0 else { return false }
      firstMoment?.flip()
      secondMoment?.flip()
      arrived.adamSteps += 1
    }
    parameters.flip()
    hasStepped = true
    return true
  }

  /// After a step that failed: whether the gradient or the optimizer's memory of it is to blame,
  /// not the parameters.
  func gradientBrokeStep(_ gradient: FloatBuffer) -> Bool {
    let broken: (FloatBuffer) -> Bool = { buffer in
      (0..<buffer.count).contains { !buffer.start[$0].isFinite }
    }
    return broken(gradient)
      || [velocity, firstMoment, secondMoment].contains { $0.map { broken($0.next) } ?? false }
  }
}

extension AdamScalars {
  var forKernels: descent_adam_scalars {
    descent_adam_scalars(
      step_size: stepSize, root_correction: rootCorrection, epsilon: epsilon, weight1: weight1,
      beta2: beta2, weight2: weight2)
  }
}
