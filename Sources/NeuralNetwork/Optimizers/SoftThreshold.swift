// Proximal L1: after an optimizer's step each parameter is drawn toward 0 and stops there, by l1 times
// the step's rate. Where that is a parameter's own, the threshold is too.

import CKernels

enum SoftThreshold {
  case common(Float)
  case rooted(slot: Int, descent_rooted_scalars)

  /// Nil where there is nothing to draw by.
  init?(_ settings: TrainingSettings, _ rate: StepRate) {
    guard settings.l1Mode == .proximal else { return nil }
    switch rate {
    case .common(let rate): self = .common(Float(rate * settings.l1))
    case .rooted(let slot, let correction, _):
      self = .rooted(
        slot: slot,
        descent_rooted_scalars(
          dividend: Float(settings.learningRate * settings.l1),
          root_scale: Float(1 / correction.squareRoot()),
          epsilon: Float(settings.effectiveEpsilon)))
    case .none: return nil
    }
    guard dividend > 0 else { return nil }
  }

  private var dividend: Float {
    switch self {
    case .common(let threshold): threshold
    case .rooted(_, let scalars): scalars.dividend
    }
  }

  /// Draws the parameters that a step has written, to be called after it.
  func draw(_ kernels: descent_kernels, _ places: StepPlaces) {
    let (before, next) = (places.parameters.current, places.parameters.next)
    switch self {
    case .common(let threshold): kernels.soft_threshold(places.count, before, threshold, next)
    case .rooted(let slot, let scalars):
      let squares = places.slot(slot).next
      withUnsafePointer(to: scalars) {
        kernels.soft_threshold_rooted(places.count, before, squares, $0, next)
      }
    }
  }

  /// The threshold of one parameter.
  ///
  /// - Parameter slots: what the optimizer remembers of it after the step.
  func value(slots: [Float]) -> Float {
    switch self {
    case .common(let threshold): threshold
    case .rooted(let slot, let scalars):
      scalars.dividend / (slots[slot].squareRoot() * scalars.root_scale + scalars.epsilon)
    }
  }
}
