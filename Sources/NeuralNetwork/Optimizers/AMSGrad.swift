// AMSGrad (Reddi, Kale and Kumar, ICLR 2018) as PyTorch has it: Adam with vmax ← max(vmax, v) in v's
// place, v̂ = vmax/(1 - β₂ᵗ), so that a parameter's rate hardly grows again.

import CKernels

struct AMSGrad: AdamVariant {
  var slots: [String] { ["first_moment", "second_moment", "largest_second_moment"] }
  var rootedSlot: Int { 2 }

  var title: String { "AMSGrad" }
  var summary: String { "Adam, divided by the largest mean of squares so far" }
  var variation: OptimizerVariation? {
    .init(base: .adam, text: "Adam divided by the largest v so far")
  }
  var settings: [OptimizerSetting] { [.beta1, .beta2, .eps] }

  func step(_ settings: TrainingSettings, number: Int) -> any OptimizerStep {
    Step(scalars: AdamScalars(settings: settings, step: number).forKernels)
  }

  func trace(_ input: TraceInput) -> OptimizerTrace {
    let largest = input.slots[2]
    let moments = AdamMoments(input)
    let quotient = AdamQuotient(input, squares: largest.after, name: "vmax")
    let larger: Formula = .larger(
      .named("vmax", largest.before), .named("v", input.slots[1].after))
    return OptimizerTrace(
      quantities: moments.quantities + [
        .init("v_max_before", largest.before), .init("v_max", largest.after),
      ] + quotient.quantities,
      lines: [
        moments.mean.remarking(quotient.mHat), moments.squares,
        OptimizerTrace.Line("vmax ←", larger, largest.after).remarking(quotient.vHat),
        .init("step", quotient.formula, quotient.update, isSigned: true),
      ],
      plainLines: quotient.plainLines + [
        .init("step", quotient.plainFormula, quotient.update, isSigned: true)
      ],
      update: quotient.update, direction: quotient.direction, rate: quotient.rate)
  }

  private struct Step: OptimizerStep {
    let scalars: descent_adam_scalars

    func write(_ kernels: descent_kernels, _ places: StepPlaces, penalized: Bool) -> Bool {
      withUnsafePointer(to: scalars) {
        kernels.amsgrad_step(
          places.count, places.parameters.current, places.first.current, places.second.current,
          places.third.current, places.gradient, $0, places.parameters.next, places.first.next,
          places.second.next, places.third.next) == 0
      }
    }

    func widen(_ bounds: inout ValueBounds, gradient: Double) -> Double {
      let dividend = scalars.widen(&bounds, gradient: gradient)
      bounds.third = max(bounds.third, bounds.second)
      return dividend
    }
  }
}
