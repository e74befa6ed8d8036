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
    var rows = [ArithmeticRow("loss", lossText(report))]
    if settings.schedule != .constant {
      let base = NumberText.significant(settings.learningRate / report.scheduleFactor)
      let factor = NumberText.significant(report.scheduleFactor)
      rows.append(
        ArithmeticRow(
          "lr", "\(base) × \(factor), by schedule \(settings.schedule.rawValue)",
          NumberText.significant(settings.learningRate)))
    }
    let kind = trace.name.symbol == "w" ? "weight" : "bias"
    rows.append(
      ArithmeticRow(kind, escapedForDisplay(report.parameter), plain(trace.before)))
    rows.append(
      ArithmeticRow(
        "data gradient", "mean of \(counted(report.rows, "row"))",
        NumberText.signed(Double(trace.dataGradient))))
    if let parts = report.gradientParts { rows += partRows(parts, of: report) }
    rows += penaltyRows(report)
    rows += gradientRows(report)
    rows += optimizerRows(report)
    if let proximal = trace.proximal { rows += proximalRows(proximal, report) }
    var last = ArithmeticRow("new \(kind)", "", plain(trace.after))
    if trace.proximal != nil {
      last.text = "what it stepped to + L1"
    } else {
      last.text = "\(kind) + step"
      last.markRounding([trace.before, trace.update], trace.after)
    }
    return [RenderedLine(head, .heading)] + (rows + [last]).flatMap(lines)
  }

  private func lossText(_ report: StepReport) -> String {
    "\(NumberText.loss(report.loss)) = data \(NumberText.loss(report.dataLoss)) + "
      + "L1 \(NumberText.loss(report.l1Penalty)) + L2 \(NumberText.loss(report.l2Penalty))"
  }

  // MARK: The gradient

  private func partRows(
    _ parts: GradientPartsReport, of report: StepReport
  ) -> [ArithmeticRow] {
    let divided = report.rows == 1 ? "" : "/\(report.rows)"
    let share = (parts.source == nil ? "δ" : "input·δ") + divided
    var rows = parts.rows.shown.map { row in
      let numbers =
        (parts.source == nil ? "" : "\(plain(row.input)) × ")
        + "\(factor(row.delta, first: parts.source == nil))\(divided)"
      return ArithmeticRow(
        "  row \(row.number)", share, NumberText.signed(row.part), numbers: numbers)
    }
    if parts.rows.others > 0 {
      rows.append(
        ArithmeticRow(
          "  \(counted(parts.rows.others, "other"))", "their sum",
          NumberText.signed(parts.rows.othersSum)))
    }
    let terms = parts.rows.shown.map(\.part) + (parts.rows.others > 0 ? [parts.rows.othersSum] : [])
    let isExact = NumberText.addsUp(terms, to: Double(report.trace.dataGradient))
    let source = parts.source.map { "input = what comes from \(escapedForDisplay($0)), " } ?? ""
    rows[rows.count - 1].remarks.append(
      "\(source)δ = slope of the row's loss by the unit's z"
        + (isExact ? "" : "; the parts are rounded"))
    return rows
  }

  private func penaltyRows(_ report: StepReport) -> [ArithmeticRow] {
    let (trace, settings) = (report.trace, report.settings)
    let symbol = trace.name.symbol
    let isSpared = !settings.penalizes(trace.name)
    var rows: [ArithmeticRow] = []
    if settings.l1InGradient > 0 {
      let sign = trace.before > 0 ? "(+1)" : trace.before < 0 ? "(-1)" : "0"
      rows.append(
        isSpared
          ? ArithmeticRow("L1", "none, since `penalize weights` spares biases", "0")
          : ArithmeticRow(
            "L1", "l1·sign(\(symbol)) = \(NumberText.significant(settings.l1)) × \(sign)",
            NumberText.signed(Double(trace.l1Gradient)), remarks: [l1Remark(report)]))
    }
    if settings.l2 > 0 {
      let share = NumberText.significant(report.penaltyShares.l2)
      rows.append(
        isSpared
          ? ArithmeticRow("L2", "none, since `penalize weights` spares biases", "0")
          : ArithmeticRow(
            "L2", "l2·\(symbol)", NumberText.signed(Double(trace.l2Gradient)),
            numbers: "\(NumberText.significant(settings.l2)) × \(factor(trace.before))",
            remarks: ["this \(symbol) adds ½·l2·\(symbol)² = \(share) to the loss"]))
    }
    return rows
  }

  private func l1Remark(_ report: StepReport) -> String {
    let symbol = report.trace.name.symbol
    let share = NumberText.significant(report.penaltyShares.l1)
    return "this \(symbol) adds l1·|\(symbol)| = \(share) to the loss"
  }

  private func gradientRows(_ report: StepReport) -> [ArithmeticRow] {
    let (trace, settings) = (report.trace, report.settings)
    let isSum = settings.l1InGradient > 0 || settings.l2 > 0
    var sum = ArithmeticRow(
      "gradient g", isSum ? "their sum" : "", NumberText.signed(Double(trace.gradient)))
    if isSum {
      sum.markRounding([trace.dataGradient, trace.l1Gradient, trace.l2Gradient], trace.gradient)
    }
    guard trace.clipFactor != 1, let clip = settings.clip else { return [sum] }
    let norm = NumberText.significant(report.gradientNorm)
    let clipped = ArithmeticRow(
      "clipped g", "g·clip/(√Σg² + 1e-6)", NumberText.signed(Double(trace.usedGradient)),
      numbers: "\(plain(trace.gradient)) × \(NumberText.significant(clip))/(\(norm) + 1e-6)")
    return [sum, clipped]
  }

  private func proximalRows(_ proximal: ProximalTrace, _ report: StepReport) -> [ArithmeticRow] {
    let settings = report.settings
    let rate = NumberText.significant(settings.learningRate)
    let threshold = "\(rate) × \(NumberText.significant(settings.l1))"
    let isZero = proximal.shrinkage == -proximal.stepped
    var stepped = ArithmeticRow("stepped to", "", plain(proximal.stepped))
    stepped.text = report.trace.name.symbol == "w" ? "weight + step" : "bias + step"
    stepped.markRounding([report.trace.before, proximal.optimizerUpdate], proximal.stepped)
    return [
      stepped,
      ArithmeticRow("L1 threshold", "lr·l1", plain(proximal.threshold), numbers: threshold),
      ArithmeticRow(
        "L1", isZero ? "the threshold reaches 0" : "toward 0 by the threshold",
        NumberText.signed(Double(proximal.shrinkage)), remarks: [l1Remark(report)]),
    ]
  }

  // MARK: The optimizer

  private func optimizerRows(_ report: StepReport) -> [ArithmeticRow] {
    let trace = report.trace
    let g = trace.usedGradient
    let lr = "-" + NumberText.significant(report.settings.learningRate)
    switch trace.optimizer {
    case .plain:
      return [step(report, "-lr·g", numbers: "\(lr) × \(factor(g))", comparing: false)]
    case .momentum(let momentum):
      return [
        velocity(momentum.mu, momentum.velocityBefore, g, momentum.velocity),
        step(report, "-lr·v", numbers: "\(lr) × \(factor(momentum.velocity))"),
      ]
    case .nesterov(let nesterov):
      let mu = plain(nesterov.mu)
      return [
        velocity(nesterov.mu, nesterov.velocityBefore, g, nesterov.velocity),
        ArithmeticRow(
          "ahead", "g + μ·v", plain(nesterov.ahead),
          numbers: "\(plain(g)) + \(mu) × \(factor(nesterov.velocity))"),
        step(report, "-lr·ahead", numbers: "\(lr) × \(factor(nesterov.ahead))"),
      ]
    case .adagrad(let adagrad):
      return [
        ArithmeticRow(
          "s ←", "s + g²", plain(adagrad.squareSum),
          numbers: "\(plain(adagrad.squareSumBefore)) + \(square(g))")
      ] + rootRows(report, adagrad.squareSum, adagrad.epsilon, adagrad.denominator)
    case .rmsprop(let rmsprop):
      let rho = NumberText.exact(rmsprop.rho)
      let rest = NumberText.significant(1 - rmsprop.rho)
      return [
        ArithmeticRow(
          "s ←", "\(rho)·s + \(rest)·g²", plain(rmsprop.squareMean),
          numbers: "\(rho) × \(plain(rmsprop.squareMeanBefore)) + \(rest) × \(square(g))")
      ] + rootRows(report, rmsprop.squareMean, rmsprop.epsilon, rmsprop.denominator)
    case .adam(let adam):
      return momentRows(adam, gradient: g) + [
        step(report, "-lr·m̂/(√v̂ + ε)", numbers: adamNumbers(adam, lr))
      ]
    case .adamw(let adamw):
      return momentRows(adamw.adam, gradient: g) + adamwRows(adamw, report, lr)
    }
  }

  private func adamwRows(
    _ adamw: AdamWTrace, _ report: StepReport, _ lr: String
  ) -> [ArithmeticRow] {
    let symbol = report.trace.name.symbol
    let decay = "\(lr) × \(NumberText.exact(adamw.decay)) × \(factor(report.trace.before))"
    let isSpared = !report.settings.penalizes(report.trace.name)
    var sum = step(report, "their sum")
    sum.markRounding([adamw.adamUpdate, adamw.decayUpdate], report.trace.optimizerUpdate)
    return [
      ArithmeticRow(
        "Adam's part", "-lr·m̂/(√v̂ + ε)", NumberText.signed(Double(adamw.adamUpdate)),
        numbers: adamNumbers(adamw.adam, lr)),
      isSpared
        ? ArithmeticRow("decay", "none, since `penalize weights` spares biases", "0")
        : ArithmeticRow(
          "decay", "-lr·decay·\(symbol)", NumberText.signed(Double(adamw.decayUpdate)),
          numbers: decay),
      sum,
    ]
  }

  /// The optimizer's step, and beside it what plain gradient descent would have done.
  private func step(
    _ report: StepReport, _ text: String, numbers: String? = nil, comparing: Bool = true
  ) -> ArithmeticRow {
    let plain = NumberText.signed(Double(report.plainUpdate))
    return ArithmeticRow(
      "step", text, NumberText.signed(Double(report.trace.optimizerUpdate)), numbers: numbers,
      remarks: comparing ? ["plain SGD would have moved it \(plain)"] : [])
  }

  private func velocity(
    _ mu: Float, _ before: Float, _ gradient: Float, _ after: Float
  ) -> ArithmeticRow {
    ArithmeticRow(
      "v ←", "μ·v + g", plain(after),
      numbers: "\(plain(mu)) × \(factor(before)) + \(factor(gradient))")
  }

  /// A step divided by the root of what the squares of gradients have come to.
  private func rootRows(
    _ report: StepReport, _ squares: Float, _ epsilon: Float, _ denominator: Float
  ) -> [ArithmeticRow] {
    let rate = NumberText.significant(report.settings.learningRate)
    return [
      ArithmeticRow("√s + ε", "√\(plain(squares)) + \(plain(epsilon))", plain(denominator)),
      step(
        report, "-lr·g/(√s + ε)",
        numbers: "-\(rate) × \(factor(report.trace.usedGradient))/\(plain(denominator))"),
    ]
  }

  private func momentRows(_ adam: AdamTrace, gradient: Float) -> [ArithmeticRow] {
    let (beta1, beta2) = (NumberText.exact(adam.beta1), NumberText.exact(adam.beta2))
    let (rest1, rest2) = (
      NumberText.significant(1 - adam.beta1), NumberText.significant(1 - adam.beta2)
    )
    let t = superscript(adam.t)
    return [
      ArithmeticRow(
        "m ←", "\(beta1)·m + \(rest1)·g", plain(adam.firstMoment),
        numbers: "\(beta1) × \(factor(adam.firstMomentBefore)) + \(rest1) × \(factor(gradient))",
        remarks: ["m̂ = m/(1 - \(beta1)\(t)) = \(NumberText.significant(adam.mHat))"]),
      ArithmeticRow(
        "v ←", "\(beta2)·v + \(rest2)·g²", plain(adam.secondMoment),
        numbers: "\(beta2) × \(plain(adam.secondMomentBefore)) + \(rest2) × \(square(gradient))",
        remarks: ["v̂ = v/(1 - \(beta2)\(t)) = \(NumberText.significant(adam.vHat))"]),
    ]
  }

  private func adamNumbers(_ adam: AdamTrace, _ lr: String) -> String {
    let m = NumberText.significant(adam.mHat)
    return "\(lr) × \(adam.mHat < 0 ? "(\(m))" : m)/(√\(NumberText.significant(adam.vHat)) + "
      + "\(plain(adam.epsilon)))"
  }

  private func superscript(_ number: Int) -> String {
    let digits: [Character: Character] = [
      "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸",
      "9": "⁹",
    ]
    return String(String(number).compactMap { digits[$0] })
  }

  // MARK: Numbers

  func plain(_ value: Float) -> String { NumberText.significant(Double(value)) }

  /// A factor behind another: a negative one in parentheses.
  func factor(_ value: Float, first: Bool = false) -> String {
    value < 0 && !first ? "(\(plain(value)))" : plain(value)
  }

  private func square(_ value: Float) -> String {
    (value < 0 ? "(\(plain(value)))" : plain(value)) + "²"
  }
}
