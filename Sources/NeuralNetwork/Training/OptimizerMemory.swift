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
  /// What the optimizer remembers, in the order of `OptimizerState.arrays(of:)`.
  private var first: DoubleBuffer?
  private var second: DoubleBuffer?
  /// The optimizer's own count of its steps.
  private var steps: Int
  /// The optimizers' state as it came.
  private let arrived: OptimizerState
  private var hasStepped = false
  private var settings: TrainingSettings
  /// The flat array cut at every change between parameters that penalties reach and others.
  private let parts: [(range: Range<Int>, penalized: Bool)]

  init(state: TrainingState, settings: TrainingSettings) {
    let count = state.parameters.count
    parameters = DoubleBuffer(state.parameters)
    arrived = state.optimizer
    self.settings = settings
    let memories = OptimizerState.arrays(of: settings.optimizer).map {
      DoubleBuffer(state.optimizer[keyPath: $0], count: count)
    }
    first = memories.first
    second = memories.dropFirst().first
    steps = OptimizerState.steps(of: settings.optimizer).map { state.optimizer[keyPath: $0] } ?? 0
    parts =
      settings.penalize == .all
      ? [(0..<count, true)]
      : state.shape.layers.flatMap { [($0.weights, true), ($0.biases, false)] }
  }

  /// The optimizers' state after the steps taken.
  var state: OptimizerState {
    guard hasStepped else { return arrived }
    var state = arrived
    for (path, memory) in zip(OptimizerState.arrays(of: settings.optimizer), [first, second]) {
      if let memory { state[keyPath: path] = memory.current.values }
    }
    if let path = OptimizerState.steps(of: settings.optimizer) { state[keyPath: path] = steps }
    return state
  }

  /// Moves the parameters against the gradient. False if a value would not be finite; then nothing
  /// changes.
  mutating func step(
    _ kernels: descent_kernels, gradient: FloatBuffer, learningRate: Double
  ) -> Bool {
    settings.learningRate = learningRate
    guard write(kernels, gradient) else { return false }
    let threshold = settings.softThreshold
    if threshold > 0 {
      for (range, penalized) in parts where penalized {
        kernels.soft_threshold(
          range.count, parameters.current.start + range.lowerBound, threshold,
          parameters.next.start + range.lowerBound)
      }
    }
    first?.flip()
    second?.flip()
    parameters.flip()
    steps += 1
    hasStepped = true
    return true
  }

  /// Writes the next values beside the present ones; false if one is not finite.
  private func write(_ kernels: descent_kernels, _ gradient: FloatBuffer) -> Bool {
    let (count, g) = (gradient.count, gradient.start)
    let (p, pNext) = (parameters.current.start, parameters.next.start)
    let rate = Float(settings.learningRate)
    switch (settings.optimizer, first, second) {
    case (.gd, _, _), (.sgd, _, _):
      return kernels.plain_step(count, p, g, rate, pNext) == 0
    case (.momentum, let v?, _):
      return kernels.momentum_step(
        count, p, v.current.start, g, rate, Float(settings.momentum), pNext, v.next.start) == 0
    case (.nesterov, let v?, _):
      return kernels.nesterov_step(
        count, p, v.current.start, g, rate, Float(settings.momentum), pNext, v.next.start) == 0
    case (.adagrad, let sum?, _):
      return kernels.adagrad_step(
        count, p, sum.current.start, g, rate, Float(settings.effectiveEpsilon), pNext,
        sum.next.start) == 0
    case (.rmsprop, let mean?, _):
      var scalars = descent_rmsprop_scalars(
        learning_rate: rate, rho: Float(settings.rho), weight: Float(1 - settings.rho),
        epsilon: Float(settings.effectiveEpsilon))
      return kernels.rmsprop_step(
        count, p, mean.current.start, g, &scalars, pNext, mean.next.start) == 0
    case (.adam, let m?, let v?):
      var scalars = AdamScalars(settings: settings, step: steps + 1).forKernels
      return kernels.adam_step(
        count, p, m.current.start, v.current.start, g, &scalars, pNext, m.next.start, v.next.start)
        == 0
    case (.adamw, let m?, let v?):
      return writeAdamW(kernels, g, m, v)
    default:
      return false
    }
  }

  private func writeAdamW(
    _ kernels: descent_kernels, _ gradient: UnsafePointer<Float>, _ m: DoubleBuffer,
    _ v: DoubleBuffer
  ) -> Bool {
    var scalars = AdamScalars(settings: settings, step: steps + 1).forKernels
    let decay = settings.decayOfStep
    var broken: Int32 = 0
    for (range, penalized) in parts {
      let at = range.lowerBound
      broken |= kernels.adamw_step(
        range.count, parameters.current.start + at, m.current.start + at, v.current.start + at,
        gradient + at, &scalars, penalized ? decay : 0, parameters.next.start + at,
        m.next.start + at,
        v.next.start + at)
    }
    return broken == 0
  }

  /// After a step that failed: whether the gradient or the optimizer's memory of it is to blame,
  /// not the parameters.
  func gradientBrokeStep(_ gradient: FloatBuffer) -> Bool {
    let broken: (FloatBuffer) -> Bool = { buffer in
      (0..<buffer.count).contains { !buffer.start[$0].isFinite }
    }
    return broken(gradient) || [first, second].contains { $0.map { broken($0.next) } ?? false }
  }
}

extension TrainingSettings {
  /// AdamW's lr · decay, computed in Double and rounded once.
  var decayOfStep: Float { Float(learningRate * decay) }
  /// By how much proximal L1 draws a parameter toward 0: lr · l1, or 0 where L1 is in the gradient.
  var softThreshold: Float { l1Mode == .proximal ? Float(learningRate * l1) : 0 }
}

extension AdamScalars {
  var forKernels: descent_adam_scalars {
    descent_adam_scalars(
      step_size: stepSize, root_correction: rootCorrection, epsilon: epsilon, weight1: weight1,
      beta2: beta2, weight2: weight2)
  }
}
