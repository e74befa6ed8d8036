// The parameters and what the optimizer remembers, during training: each array twice, because a
// step writes the new values beside the old ones and takes them over only when all are finite. Where
// that is known before, it writes over the old ones and leaves the caches to other things.

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

  /// Where the present values lie from a place on, and where the next ones go.
  func at(
    _ place: Int, inPlace: Bool
  ) -> (current: UnsafeMutablePointer<Float>, next: UnsafeMutablePointer<Float>) {
    (current.start + place, (inPlace ? current : next).start + place)
  }
}

/// Takes optimizer steps. A class, since reading a struct of so many arrays copies them all by count.
final class OptimizerMemory {
  private(set) var parameters: DoubleBuffer
  /// What the optimizer remembers, in the order of `OptimizerState.arrays(of:)`.
  private var first: DoubleBuffer?
  private var second: DoubleBuffer?
  /// The optimizer's own count of its steps.
  private var steps: Int
  /// The optimizers' state as it came.
  private let arrived: OptimizerState
  private var stepsTaken = 0
  private var settings: TrainingSettings
  private var adam = descent_adam_scalars()
  /// Nil where the memory is too small for its place to matter.
  private var bounds: StepBounds?
  /// Whether the step under way, or the last one, writes over the values before it.
  private(set) var isInPlace = false

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
    // Of fewer, two of each array fit in most second-level caches.
    if count >= 1 << 15 { bounds = StepBounds(settings) }
  }

  /// Whether `prepareStep` has use for a bound of the gradient.
  var wantsGradientBound: Bool { bounds != nil }

  /// Where a step's new parameters are.
  var written: UnsafeMutablePointer<Float> { parameters.at(0, inPlace: isInPlace).next }

  /// The optimizers' state after the steps taken.
  var state: OptimizerState {
    guard stepsTaken > 0 else { return arrived }
    var state = arrived
    for (path, memory) in zip(OptimizerState.arrays(of: settings.optimizer), [first, second]) {
      if let memory { state[keyPath: path] = memory.current.values }
    }
    if let path = OptimizerState.steps(of: settings.optimizer) { state[keyPath: path] = steps }
    return state
  }

  /// To be called before a step's updates.
  ///
  /// - Parameters:
  ///   - gradientBound: no part of the gradient, without penalties, is larger.
  ///   - mayBeTakenBack: whether the values before it have to be kept.
  func prepareStep(
    _ kernels: descent_kernels, learningRate: Double, gradientBound: Double, mayBeTakenBack: Bool
  ) {
    settings.learningRate = learningRate
    if settings.optimizer == .adam || settings.optimizer == .adamw {
      adam = AdamScalars(settings: settings, step: steps + 1).forKernels
    }
    isInPlace = false
    guard var bounds else { return }
    var isBounded = bounds.allow(settings, adam: adam, gradient: gradientBound)
    if !isBounded {
      bounds.reset(
        parameters: kernels.bound(parameters), first: first.map { kernels.bound($0) } ?? 0,
        second: second.map { kernels.bound($0) } ?? 0)
      isBounded = bounds.allow(settings, adam: adam, gradient: gradientBound)
    }
    isInPlace = isBounded && !mayBeTakenBack
    // Of the values beside there is no bound yet.
    self.bounds = isBounded ? bounds : StepBounds(settings)
  }

  /// Once every parameter's next value is written: makes them the present ones.
  func takeOver() {
    if !isInPlace {
      first?.flip()
      second?.flip()
      parameters.flip()
    }
    steps += 1
    stepsTaken += 1
  }

  /// After `takeOver` of a step that may be taken back: makes the values before them the present ones
  /// again.
  func takeBack() {
    precondition(!isInPlace, "the values before the step are gone")
    // What bounds the later values need not bound the earlier ones.
    if bounds != nil { bounds = StepBounds(settings) }
    first?.flip()
    second?.flip()
    parameters.flip()
    steps -= 1
    stepsTaken -= 1
  }

  /// Writes the next values of consecutive parameters to their place; false if one is not finite.
  /// Others may be written at the same time.
  ///
  /// - Parameters:
  ///   - gradient: has the place of every parameter.
  ///   - penalized: whether penalties reach these parameters.
  func writeNext(
    _ kernels: descent_kernels, gradient: UnsafePointer<Float>, range: Range<Int>, penalized: Bool
  ) -> Bool {
    guard write(kernels, gradient, range, penalized: penalized) else { return false }
    let threshold = settings.softThreshold
    if threshold > 0 && penalized {
      kernels.soft_threshold(
        range.count, parameters.current.start + range.lowerBound, threshold,
        written + range.lowerBound)
    }
    return true
  }

  private func write(
    _ kernels: descent_kernels, _ gradient: UnsafePointer<Float>, _ range: Range<Int>,
    penalized: Bool
  ) -> Bool {
    let (at, count) = (range.lowerBound, range.count)
    let (p, next) = parameters.at(at, inPlace: isInPlace)
    let g = gradient + at
    let rate = Float(settings.learningRate)
    let epsilon = Float(settings.effectiveEpsilon)
    switch (
      settings.optimizer, first?.at(at, inPlace: isInPlace), second?.at(at, inPlace: isInPlace)
    ) {
    case (.gd, _, _), (.sgd, _, _):
      return kernels.plain_step(count, p, g, rate, next) == 0
    case (.momentum, let v?, _):
      return kernels.momentum_step(
        count, p, v.current, g, rate, Float(settings.momentum), next, v.next) == 0
    case (.nesterov, let v?, _):
      return kernels.nesterov_step(
        count, p, v.current, g, rate, Float(settings.momentum), next, v.next) == 0
    case (.adagrad, let sum?, _):
      return kernels.adagrad_step(count, p, sum.current, g, rate, epsilon, next, sum.next) == 0
    case (.rmsprop, let mean?, _):
      var scalars = descent_rmsprop_scalars(
        learning_rate: rate, rho: Float(settings.rho), weight: Float(1 - settings.rho),
        epsilon: epsilon)
      return kernels.rmsprop_step(count, p, mean.current, g, &scalars, next, mean.next) == 0
    case (.adam, let m?, let v?):
      var scalars = adam
      return kernels.adam_step(
        count, p, m.current, v.current, g, &scalars, next, m.next, v.next) == 0
    case (.adamw, let m?, let v?):
      var scalars = adam
      return kernels.adamw_step(
        count, p, m.current, v.current, g, &scalars, penalized ? settings.decayOfStep : 0, next,
        m.next, v.next) == 0
    default:
      return false
    }
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
      step_size: stepSize, root_scale: rootScale, epsilon: epsilon, weight1: weight1,
      beta2: beta2, weight2: weight2)
  }
}

extension descent_kernels {
  fileprivate func bound(_ buffer: DoubleBuffer) -> Double {
    Double(largest_magnitude(buffer.current.count, buffer.current.start))
  }
}
