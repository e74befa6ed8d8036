// AdamW (Loshchilov and Hutter, ICLR 2019): Adam's step, and beside it a decay of the parameters that
// the penalties reach, p ← p - lr·m̂/(√v̂ + ε) - lr·decay·p.

import CKernels

struct AdamW: Optimizer {
  var slots: [String] { ["first_moment", "second_moment"] }
  var countsSteps: Bool { true }

  var title: String { "AdamW" }
  var summary: String { "Adam, with weight decay beside the gradient" }
  var isNormalized: Bool { true }
  var decaysBeside: Bool { true }
  var directionText: String { "(m̂/(√v̂+ε) + decay·p)" }
  var penaltyText: String { MomentTrace.penaltyText }

  func firstStep(_ settings: TrainingSettings) -> FirstStep { MomentTrace.firstStep }

  func rate(_ settings: TrainingSettings, number: Int) -> StepRate {
    let scalars = AdamScalars(settings: settings, step: number)
    return .rooted(slot: 1, correction: scalars.biasCorrection2, text: "lr/(√v̂+ε)")
  }

  func step(_ settings: TrainingSettings, number: Int) -> any OptimizerStep {
    Step(
      scalars: AdamScalars(settings: settings, step: number).forKernels,
      decay: settings.decayOfStep)
  }

  func trace(_ input: TraceInput) -> OptimizerTrace {
    let moments = MomentTrace(input)
    let decay = input.isPenalized ? input.settings.decay : 0
    let decayed = input.isPenalized ? input.before * -input.settings.decayOfStep : 0
    let update = moments.update + decayed
    let decaying: Formula =
      input.minusRate * .named("decay", .exact(decay)) * .named(input.symbol, input.before)
    return OptimizerTrace(
      quantities: moments.quantities + [
        .init("decay", decay), .init("adam_update", moments.update), .init("decay_update", decayed),
      ],
      lines: moments.lines + [
        .init("Adam's part", moments.step, moments.update, isSigned: true),
        input.isPenalized
          ? .init("decay", decaying, decayed, isSigned: true) : .init("decay", .spared, 0),
        .init("step", .sum([moments.update, decayed]), update, isSigned: true),
      ],
      update: update, gradientUpdate: moments.update,
      direction: moments.direction + decay * Double(input.before))
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

extension TrainingSettings {
  /// lr · decay, of the weight decay beside the gradient: computed in Double and rounded once.
  var decayOfStep: Float { Float(learningRate * decay) }
}
