// AdamW (Loshchilov and Hutter, ICLR 2019): Adam's step, and beside it a decay of the parameters that
// the penalties reach, p ← p - lr·m̂/(√v̂ + ε) - lr·decay·p.

import CKernels

struct AdamW: AdamVariant {
  var slots: [String] { ["first_moment", "second_moment"] }

  var title: String { "AdamW" }
  var summary: String { "Adam, with weight decay beside the gradient" }
  var variation: OptimizerVariation? {
    .init(base: .adam, text: "Adam with a decay of its own")
  }
  var settings: [OptimizerSetting] { [.beta1, .beta2, .eps, .decay] }
  var decaysBeside: Bool { true }
  var directionText: String { "(m̂/(√v̂+ε) + decay·p)" }

  func step(_ settings: TrainingSettings, number: Int) -> any OptimizerStep {
    Step(
      scalars: AdamScalars(settings: settings, step: number).forKernels,
      decay: settings.decayOfStep)
  }

  func trace(_ input: TraceInput) -> OptimizerTrace {
    let (moments, quotient) = (AdamMoments(input), AdamQuotient(input))
    let end = DecayTrace(input, gradientUpdate: quotient.update)
    return OptimizerTrace(
      quantities: moments.quantities + quotient.quantities + [
        .init("decay", end.decay), .init("adam_update", quotient.update),
        .init("decay_update", end.decayUpdate),
      ],
      lines: moments.lines(with: quotient)
        + [.init("Adam's part", quotient.formula, quotient.update, isSigned: true)] + end.lines,
      plainLines: quotient.plainLines
        + [.init("Adam's part", quotient.plainFormula, quotient.update, isSigned: true)]
        + end.plainLines,
      update: end.update, gradientUpdate: quotient.update,
      direction: quotient.direction + end.decay * Double(input.before), rate: quotient.rate)
  }

  private struct Step: OptimizerStep {
    let scalars: descent_adam_scalars
    let decay: Float

    func write(_ kernels: descent_kernels, _ places: StepPlaces, penalized: Bool) -> Bool {
      withUnsafePointer(to: scalars) {
        kernels.adamw_step(
          places.count, places.parameters.current, places.first.current, places.second.current,
          places.gradient, $0, penalized ? decay : 0, places.parameters.next, places.first.next,
          places.second.next) == 0
      }
    }

    func widen(_ bounds: inout ValueBounds, gradient: Double) -> Double {
      let decayed = Double(decay) * bounds.parameters
      let dividend = scalars.widen(&bounds, gradient: gradient)
      bounds.parameters += decayed
      return dividend
    }
  }
}
