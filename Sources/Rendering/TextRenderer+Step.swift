// One optimizer step as text: each line in the order in which the engine computes it, in the engine's
// own numbers.
import CommandLanguage
import LearningSession
import NeuralNetwork

extension TextRenderer {
  func lines(_ report: StepReport) -> [RenderedLine] {
    let trace = report.trace
    let settings = report.settings
    let head =
      "step \(report.step) (epoch \(report.epoch), batch \(report.batch) of "
      + "\(report.batchesInEpoch))   \(settings.optimizer.rawValue), lr "
      + NumberText.significant(settings.learningRate)
    let loss = lossText(report.loss, report.dataLoss, report.l1Penalty, report.l2Penalty)
    var rows = [ArithmeticRow("loss", loss)]
    if settings.schedule != .constant {
      let factor = report.scheduleFactor
      let numbers =
        PrintedArithmetic(settings.learningRate / factor) * PrintedArithmetic(factor)
      rows.append(
        ArithmeticRow(
          "lr", "by \(settings.schedule.rawValue)", numbers, settings.learningRate))
    }
    let kind = trace.name.symbol == "w" ? "weight" : "bias"
    rows.append(
      ArithmeticRow(kind, escapedForDisplay(report.parameter), plain(trace.before)))
    let parts = report.gradientParts
    let signOfParts = parts.map { " \($0.sign(to: trace.dataGradient)) the sum of these" } ?? ""
    rows.append(
      ArithmeticRow(
        "data gradient", "mean of \(counted(report.rows, "row"))\(signOfParts)",
        NumberText.signed(Double(trace.dataGradient))))
    if let parts { rows += partRows(parts, of: report) }
    rows += penaltyRows(report)
    rows += gradientRows(report)
    rows += optimizerRows(report)
    if let proximal = trace.proximal { rows += proximalRows(proximal, report) }
    let last =
      if let proximal = trace.proximal {
        ArithmeticRow(
          "new \(kind)", "what it stepped to + L1",
          sum: [proximal.stepped, proximal.shrinkage], trace.after)
      } else {
        ArithmeticRow(
          "new \(kind)", "\(kind) + step", sum: [trace.before, trace.update], trace.after)
      }
    return [RenderedLine(head, .heading)] + (rows + [last]).flatMap(lines)
  }

  // MARK: The gradient

  private func partRows(
    _ parts: GradientPartsReport, of report: StepReport
  ) -> [ArithmeticRow] {
    let isBias = parts.source == nil
    let share = (isBias ? "δ" : "input·δ") + (report.rows == 1 ? "" : "/\(report.rows)")
    var rows = parts.rows.shown.map { row in
      var numbers = number(row.delta)
      if !isBias { numbers = number(row.input) * numbers }
      if report.rows > 1 { numbers = numbers / PrintedArithmetic(Double(report.rows)) }
      return ArithmeticRow(
        "  row \(row.number)", share, numbers, row.part, isSigned: true)
    }
    if parts.rows.others > 0 {
      rows.append(
        ArithmeticRow(
          "  \(counted(parts.rows.others, "other"))", "their sum",
          NumberText.signed(parts.rows.othersSum)))
    }
    let source = parts.source.map { "input = what comes from \(escapedForDisplay($0)), " } ?? ""
    rows[rows.count - 1].remarks.append("\(source)δ = slope of the row's loss by the unit's z")
    return rows
  }

  private func penaltyRows(_ report: StepReport) -> [ArithmeticRow] {
    let (trace, settings) = (report.trace, report.settings)
    let symbol = trace.name.symbol
    let isSpared = !settings.penalizes(trace.name)
    var rows: [ArithmeticRow] = []
    let spared = { (name: String) in
      ArithmeticRow(name, "none, since `penalize weights` spares biases", "0")
    }
    if settings.l1InGradient > 0 {
      let direction = trace.before > 0 ? "+1" : trace.before < 0 ? "-1" : "0"
      let numbers =
        PrintedArithmetic(settings.l1) * PrintedArithmetic(printed: direction, isEnclosed: true)
      rows.append(
        isSpared
          ? spared("L1")
          : ArithmeticRow(
            "L1", "l1·sign(\(symbol))", numbers, trace.l1Gradient, isSigned: true,
            remarks: [l1Remark(report)]))
    }
    if settings.l2 > 0 {
      let share = report.penaltyShares.l2
      let printed = PrintedArithmetic(settings.l2) * number(trace.before).squared
      let sign = NumberText.sign(printed.value / 2, to: share)
      rows.append(
        isSpared
          ? spared("L2")
          : ArithmeticRow(
            "L2", "l2·\(symbol)", PrintedArithmetic(settings.l2) * number(trace.before),
            trace.l2Gradient, isSigned: true,
            remarks: [
              "this \(symbol) adds ½·l2·\(symbol)² \(sign) \(NumberText.significant(share)) to the loss"
            ]))
    }
    return rows
  }

  private func l1Remark(_ report: StepReport) -> String {
    let symbol = report.trace.name.symbol
    let share = report.penaltyShares.l1
    let printed = PrintedArithmetic(report.settings.l1).value * number(report.trace.before).value
    let sign = NumberText.sign(printed.magnitude, to: share)
    return "this \(symbol) adds l1·|\(symbol)| \(sign) \(NumberText.significant(share)) to the loss"
  }

  private func gradientRows(_ report: StepReport) -> [ArithmeticRow] {
    let (trace, settings) = (report.trace, report.settings)
    let isSum = settings.l1InGradient > 0 || settings.l2 > 0
    let sum =
      isSum
      ? ArithmeticRow(
        "gradient g", "their sum", sum: [trace.dataGradient, trace.l1Gradient, trace.l2Gradient],
        trace.gradient, isSigned: true)
      : ArithmeticRow("gradient g", "", NumberText.signed(Double(trace.gradient)))
    guard trace.clipFactor != 1, let clip = settings.clip else { return [sum] }
    let norm = PrintedArithmetic(report.gradientNorm) + PrintedArithmetic(1e-6)
    return [
      sum,
      ArithmeticRow(
        "clipped g", "g·clip/(√Σg² + 1e-6)",
        number(trace.gradient) * PrintedArithmetic(clip) / norm, trace.usedGradient, isSigned: true),
    ]
  }

  private func proximalRows(_ proximal: ProximalTrace, _ report: StepReport) -> [ArithmeticRow] {
    let settings = report.settings
    let isZero = proximal.shrinkage == -proximal.stepped
    return [
      ArithmeticRow(
        "stepped to", report.trace.name.symbol == "w" ? "weight + step" : "bias + step",
        sum: [report.trace.before, proximal.optimizerUpdate], proximal.stepped),
      ArithmeticRow(
        "L1 threshold", "lr·l1",
        PrintedArithmetic(settings.learningRate) * PrintedArithmetic(settings.l1),
        proximal.threshold),
      ArithmeticRow(
        "L1", isZero ? "the threshold reaches 0" : "toward 0 by the threshold",
        NumberText.signed(Double(proximal.shrinkage)), remarks: [l1Remark(report)]),
    ]
  }

  // MARK: The optimizer

  private func optimizerRows(_ report: StepReport) -> [ArithmeticRow] {
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
        ArithmeticRow(
          "ahead", "g + μ·v", g + number(nesterov.mu) * number(nesterov.velocity), nesterov.ahead),
        step(report, "-lr·ahead", lr * number(nesterov.ahead)),
      ]
    case .adagrad(let adagrad):
      return [
        ArithmeticRow(
          "s ←", "s + g²", number(adagrad.squareSumBefore) + g.squared, adagrad.squareSum)
      ] + rootRows(report, adagrad.squareSum, adagrad.epsilon, adagrad.denominator)
    case .rmsprop(let rmsprop):
      let (rho, rest) = shares(rmsprop.rho)
      return [
        ArithmeticRow(
          "s ←", "\(rho.text)·s + \(rest.text)·g²",
          rho * number(rmsprop.squareMeanBefore) + rest * g.squared, rmsprop.squareMean)
      ] + rootRows(report, rmsprop.squareMean, rmsprop.epsilon, rmsprop.denominator)
    case .adam(let adam):
      return momentRows(adam, g) + [step(report, "-lr·m̂/(√v̂ + ε)", adamNumbers(adam, lr))]
    case .adamw(let adamw):
      return momentRows(adamw.adam, g) + adamwRows(adamw, report)
    }
  }

  private func adamwRows(_ adamw: AdamWTrace, _ report: StepReport) -> [ArithmeticRow] {
    let lr = minusRate(report)
    let decay = PrintedArithmetic(printed: NumberText.exact(adamw.decay))
    let isSpared = !report.settings.penalizes(report.trace.name)
    var sum = ArithmeticRow(
      "step", "their sum", sum: [adamw.adamUpdate, adamw.decayUpdate],
      report.trace.optimizerUpdate, isSigned: true)
    sum.remarks = [comparison(report)]
    return [
      ArithmeticRow(
        "Adam's part", "-lr·m̂/(√v̂ + ε)", adamNumbers(adamw.adam, lr), adamw.adamUpdate,
        isSigned: true),
      isSpared
        ? ArithmeticRow("decay", "none, since `penalize weights` spares biases", "0")
        : ArithmeticRow(
          "decay", "-lr·decay·\(report.trace.name.symbol)",
          lr * decay * number(report.trace.before), adamw.decayUpdate, isSigned: true),
      sum,
    ]
  }

  /// The optimizer's step, and beside it what plain gradient descent would have done.
  private func step(
    _ report: StepReport, _ text: String, _ numbers: PrintedArithmetic, comparing: Bool = true
  ) -> ArithmeticRow {
    ArithmeticRow(
      "step", text, numbers, report.trace.optimizerUpdate, isSigned: true,
      remarks: comparing ? [comparison(report)] : [])
  }

  private func comparison(_ report: StepReport) -> String {
    "plain SGD would have moved it \(NumberText.signed(Double(report.plainUpdate)))"
  }

  private func velocity(
    _ mu: Float, _ before: Float, _ gradient: PrintedArithmetic, _ after: Float
  ) -> ArithmeticRow {
    ArithmeticRow("v ←", "μ·v + g", number(mu) * number(before) + gradient, after)
  }

  /// A step divided by the root of what the squares of gradients have come to.
  private func rootRows(
    _ report: StepReport, _ squares: Float, _ epsilon: Float, _ denominator: Float
  ) -> [ArithmeticRow] {
    [
      ArithmeticRow("√s + ε", "", number(squares).root + number(epsilon), denominator),
      step(
        report, "-lr·g/(√s + ε)",
        minusRate(report) * number(report.trace.usedGradient) / number(denominator)),
    ]
  }

  private func momentRows(_ adam: AdamTrace, _ g: PrintedArithmetic) -> [ArithmeticRow] {
    let (beta1, rest1) = shares(adam.beta1)
    let (beta2, rest2) = shares(adam.beta2)
    func corrected(
      _ name: String, _ moment: Float, _ beta: PrintedArithmetic, _ value: Double
    ) -> String {
      let share = PrintedArithmetic(printed: "1") - beta.power(adam.t)
      let sign = (number(moment) / share).sign(to: value)
      return "\(name)\u{302} = \(name)/(\(share.text)) \(sign) \(NumberText.significant(value))"
    }
    return [
      ArithmeticRow(
        "m ←", "\(beta1.text)·m + \(rest1.text)·g",
        beta1 * number(adam.firstMomentBefore) + rest1 * g, adam.firstMoment,
        remarks: [corrected("m", adam.firstMoment, beta1, adam.mHat)]),
      ArithmeticRow(
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

  private func number(_ value: Float) -> PrintedArithmetic { PrintedArithmetic(value) }

  // MARK: Numbers

  func plain(_ value: Float) -> String { NumberText.significant(Double(value)) }

  /// A factor behind another: a negative one in parentheses.
  func factor(_ value: Float, first: Bool = false) -> String {
    value < 0 && !first ? "(\(plain(value)))" : plain(value)
  }
}

extension GradientPartsReport {
  /// Whether the parts as printed add up to the gradient as printed.
  fileprivate func sign(to gradient: Float) -> String {
    NumberText.signOfSum(
      rows.shown.map(\.part) + (rows.others > 0 ? [rows.othersSum] : []), Double(gradient))
  }
}
