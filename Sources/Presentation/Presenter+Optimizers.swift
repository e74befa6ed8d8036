// What an optimizer makes of a gradient, each line in the order in which the engine computes it.
import Events
import NeuralNetwork

extension Presenter {
  func optimizerRows(_ report: StepReport) -> [Arithmetic.Line] {
    let trace = report.trace
    let g = number(trace.usedGradient)
    let lr = minusRate(report)
    switch trace.optimizer {
    case .plain:
      return [step(report, "-lr·g", lr * g, comparing: false)]
    case .momentum(let momentum):
      return [
        velocity(momentum.mu, momentum.velocityBefore, g, momentum.velocity),
        step(report, "-lr·v", lr * number(momentum.velocity)),
      ]
    case .nesterov(let nesterov):
      return [
        velocity(nesterov.mu, nesterov.velocityBefore, g, nesterov.velocity),
        Arithmetic.Line(
          "ahead", "g + μ·v", g + number(nesterov.mu) * number(nesterov.velocity), nesterov.ahead),
        step(report, "-lr·ahead", lr * number(nesterov.ahead)),
      ]
    case .adagrad(let adagrad):
      return [
        Arithmetic.Line(
          "s ←", "s + g²", number(adagrad.squareSumBefore) + g.squared, adagrad.squareSum)
      ] + rootRows(report, adagrad.squareSum, adagrad.epsilon, adagrad.denominator)
    case .rmsprop(let rmsprop):
      let (rho, rest) = shares(rmsprop.rho)
      return [
        Arithmetic.Line(
          "s ←", "\(rho.text)·s + \(rest.text)·g²",
          rho * number(rmsprop.squareMeanBefore) + rest * g.squared, rmsprop.squareMean)
      ] + rootRows(report, rmsprop.squareMean, rmsprop.epsilon, rmsprop.denominator)
    case .adam(let adam):
      return momentRows(adam, g) + [step(report, "-lr·m̂/(√v̂ + ε)", adamNumbers(adam, lr))]
    case .adamw(let adamw):
      return momentRows(adamw.adam, g) + adamwRows(adamw, report)
    }
  }

  private func adamwRows(_ adamw: AdamWTrace, _ report: StepReport) -> [Arithmetic.Line] {
    let lr = minusRate(report)
    let decay = PrintedArithmetic(printed: NumberText.exact(adamw.decay))
    let isSpared = !report.settings.penalizes(report.trace.name)
    var sum = Arithmetic.Line(
      "step", "their sum", sum: [adamw.adamUpdate, adamw.decayUpdate],
      report.trace.optimizerUpdate, isSigned: true)
    sum.remarks = [comparison(report)]
    return [
      Arithmetic.Line(
        "Adam's part", "-lr·m̂/(√v̂ + ε)", adamNumbers(adamw.adam, lr), adamw.adamUpdate,
        isSigned: true),
      isSpared
        ? Arithmetic.Line("decay", "none, since `penalize weights` spares biases", "0")
        : Arithmetic.Line(
          "decay", "-lr·decay·\(report.trace.name.symbol)",
          lr * decay * number(report.trace.before), adamw.decayUpdate, isSigned: true),
      sum,
    ]
  }

  /// The optimizer's step, and beside it what plain gradient descent would have done.
  private func step(
    _ report: StepReport, _ text: Spans, _ numbers: PrintedArithmetic, comparing: Bool = true
  ) -> Arithmetic.Line {
    Arithmetic.Line(
      "step", text, numbers, report.trace.optimizerUpdate, isSigned: true,
      remarks: comparing ? [comparison(report)] : [])
  }

  private func comparison(_ report: StepReport) -> Spans {
    "plain SGD would have moved it \(Double(report.plainUpdate), "plain_update", .signed(4))"
  }

  private func velocity(
    _ mu: Float, _ before: Float, _ gradient: PrintedArithmetic, _ after: Float
  ) -> Arithmetic.Line {
    Arithmetic.Line("v ←", "μ·v + g", number(mu) * number(before) + gradient, after)
  }

  /// A step divided by the root of what the squares of gradients have come to.
  private func rootRows(
    _ report: StepReport, _ squares: Float, _ epsilon: Float, _ denominator: Float
  ) -> [Arithmetic.Line] {
    [
      Arithmetic.Line("√s + ε", "", number(squares).root + number(epsilon), denominator),
      step(
        report, "-lr·g/(√s + ε)",
        minusRate(report) * number(report.trace.usedGradient) / number(denominator)),
    ]
  }

  private func momentRows(_ adam: AdamTrace, _ g: PrintedArithmetic) -> [Arithmetic.Line] {
    let (beta1, rest1) = shares(adam.beta1)
    let (beta2, rest2) = shares(adam.beta2)
    func corrected(
      _ name: String, _ moment: Float, _ beta: PrintedArithmetic, _ value: Double
    ) -> Spans {
      let share = PrintedArithmetic(printed: "1") - beta.power(adam.t)
      let sign = (number(moment) / share).sign(to: value)
      return "\(name)\u{302} = \(name)/(\(share.text)) \(sign) \(value, "\(name)_hat")"
    }
    return [
      Arithmetic.Line(
        "m ←", "\(beta1.text)·m + \(rest1.text)·g",
        beta1 * number(adam.firstMomentBefore) + rest1 * g, adam.firstMoment,
        remarks: [corrected("m", adam.firstMoment, beta1, adam.mHat)]),
      Arithmetic.Line(
        "v ←", "\(beta2.text)·v + \(rest2.text)·g²",
        beta2 * number(adam.secondMomentBefore) + rest2 * g.squared, adam.secondMoment,
        remarks: [corrected("v", adam.secondMoment, beta2, adam.vHat)]),
    ]
  }

  private func adamNumbers(_ adam: AdamTrace, _ lr: PrintedArithmetic) -> PrintedArithmetic {
    lr * PrintedArithmetic(adam.mHat)
      / (PrintedArithmetic(adam.vHat).root + number(adam.epsilon))
  }

  /// A share of the old and what is left for the new: 0.9 and 0.1.
  private func shares(_ old: Double) -> (PrintedArithmetic, PrintedArithmetic) {
    (PrintedArithmetic(printed: NumberText.exact(old)), PrintedArithmetic(1 - old))
  }

  private func minusRate(_ report: StepReport) -> PrintedArithmetic {
    PrintedArithmetic(-report.settings.learningRate)
  }

  func number(_ value: Float) -> PrintedArithmetic { PrintedArithmetic(value) }
}
