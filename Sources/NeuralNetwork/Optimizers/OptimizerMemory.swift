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

  /// Where the values lie from a place on.
  func at(_ place: Int, inPlace: Bool) -> StepPlaces.Pair {
    .init(current: current.start + place, next: (inPlace ? current : next).start + place)
  }
}

/// Takes optimizer steps. A class, since reading a struct of so many arrays copies them all by count.
final class OptimizerMemory {
  private(set) var parameters: DoubleBuffer
  /// What the optimizer remembers, in the order of its slots.
  private var first: DoubleBuffer?
  private var second: DoubleBuffer?
  private var third: DoubleBuffer?
  /// The optimizer's own count of its steps.
  private var steps: Int
  private let rule: any Optimizer
  /// The optimizers' state as it came.
  private let arrived: OptimizerState
  private var stepsTaken = 0
  private var settings: TrainingSettings
  /// What a velocity would be had every gradient been 1: now, before the last step, and after the next.
  private var unitVelocity: (now: Double, before: Double, next: Double)
  /// The step under way.
  private var step: any OptimizerStep
  private var threshold: SoftThreshold?
  /// Nil where the memory is too small for its place to matter.
  private var bounds: StepBounds?
  /// Whether the step under way, or the last one, writes over the values before it.
  private(set) var isInPlace = false

  init(state: TrainingState, settings: TrainingSettings) {
    let count = state.parameters.count
    parameters = DoubleBuffer(state.parameters)
    arrived = state.optimizer
    self.settings = settings
    rule = settings.optimizer.rule
    let memory = arrived[settings.optimizer]
    let slots = memory.slots.map { DoubleBuffer($0, count: count) }
    precondition(slots.count <= 3, "there is no place for a fourth slot")
    first = slots.first
    second = slots.dropFirst().first
    third = slots.dropFirst(2).first
    steps = memory.steps
    unitVelocity = (memory.unitVelocity, memory.unitVelocity, memory.unitVelocity)
    step = rule.step(settings, number: steps + 1)
    // Of fewer, two of each array fit in most second-level caches.
    if count >= 1 << 15 { bounds = StepBounds(settings) }
  }

  /// Whether `prepareStep` has use for a bound of the gradient.
  var wantsGradientBound: Bool { bounds != nil }

  /// Where a step's new parameters are.
  var written: UnsafeMutablePointer<Float> {
    (isInPlace ? parameters.current : parameters.next).start
  }

  /// The optimizers' state after the steps taken.
  var state: OptimizerState {
    guard stepsTaken > 0 else { return arrived }
    var state = arrived
    state[settings.optimizer] = .init(
      slots: [first, second, third].compactMap { $0?.current.values },
      steps: rule.countsSteps ? steps : 0, unitVelocity: unitVelocity.now)
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
    step = rule.step(settings, number: steps + 1)
    unitVelocity.next = rule.unitVelocity(after: unitVelocity.now, settings)
    if settings.l1Mode == .proximal {
      threshold = SoftThreshold(
        settings, rule.rate(settings, number: steps + 1, unitVelocity: unitVelocity.next))
    }
    isInPlace = false
    guard var bounds else { return }
    var isBounded = bounds.allow(step, settings, gradient: gradientBound)
    if !isBounded {
      bounds.reset(
        ValueBounds(
          parameters: kernels.bound(parameters), first: kernels.bound(first),
          second: kernels.bound(second), third: kernels.bound(third)))
      isBounded = bounds.allow(step, settings, gradient: gradientBound)
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
      third?.flip()
      parameters.flip()
    }
    unitVelocity = (unitVelocity.next, unitVelocity.now, unitVelocity.next)
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
    third?.flip()
    parameters.flip()
    unitVelocity.now = unitVelocity.before
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
    let at = range.lowerBound
    let places = StepPlaces(
      count: range.count, gradient: gradient + at,
      parameters: parameters.at(at, inPlace: isInPlace), first: places(first, at),
      second: places(second, at), third: places(third, at))
    guard step.write(kernels, places, penalized: penalized) else { return false }
    if penalized { threshold?.draw(kernels, places) }
    return true
  }

  private func places(_ slot: DoubleBuffer?, _ at: Int) -> StepPlaces.Pair {
    slot?.at(at, inPlace: isInPlace) ?? .init()
  }

  /// After a step that failed: whether the gradient or the optimizer's memory of it is to blame,
  /// not the parameters.
  func gradientBrokeStep(_ gradient: FloatBuffer) -> Bool {
    let broken: (FloatBuffer) -> Bool = { buffer in
      (0..<buffer.count).contains { !buffer.start[$0].isFinite }
    }
    let slots = [first, second, third].compactMap { $0 }
    return broken(gradient) || slots.contains { broken($0.next) }
  }
}

extension descent_kernels {
  /// 0 where there is nothing.
  fileprivate func bound(_ buffer: DoubleBuffer?) -> Double {
    buffer.map { Double(largest_magnitude($0.current.count, $0.current.start)) } ?? 0
  }
}
