// Decay beside the gradient (Loshchilov and Hutter, ICLR 2019): besides what an optimizer makes of the
// gradient, each step takes lr·decay of every parameter away that the penalties reach.

extension TrainingSettings {
  /// lr · decay: computed in Double and rounded once.
  var decayOfStep: Float { Float(learningRate * decay) }
}

/// The end of a step with decay, for one parameter.
struct DecayTrace {
  /// What the gradient alone came to.
  let gradientUpdate: Float
  let decayUpdate: Float
  /// 0 where the decay does not reach.
  let decay: Double
  private let line: OptimizerTrace.Line
  private let plainLine: OptimizerTrace.Line

  init(_ input: TraceInput, gradientUpdate: Float) {
    self.gradientUpdate = gradientUpdate
    guard input.isPenalized else {
      (decay, decayUpdate, line) = (0, 0, .init("decay", .spared, 0))
      plainLine = line
      return
    }
    decay = input.settings.decay
    decayUpdate = input.before * -input.settings.decayOfStep
    let share = input.minusRate * .named("decay", .exact(decay))
    line = .init(
      "decay", share * .named(input.symbol, input.before), decayUpdate, isSigned: true)
    plainLine = .init("decay", share * input.parameterByName, decayUpdate, isSigned: true)
  }

  /// Both are added to the parameter together.
  var update: Float { gradientUpdate + decayUpdate }

  var lines: [OptimizerTrace.Line] { [line, sum] }
  var plainLines: [OptimizerTrace.Line] { [plainLine, sum] }

  private var sum: OptimizerTrace.Line {
    .init("step", .sum([gradientUpdate, decayUpdate]), update, isSigned: true)
  }
}
