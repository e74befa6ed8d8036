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

  private func lossText(_ report: StepReport) -> String {
    let parts = [report.dataLoss, report.l1Penalty, report.l2Penalty].map(NumberText.loss)
    let loss = NumberText.loss(report.loss)
    let sum = parts.reduce(0) { $0 + (Double($1) ?? .nan) }
    let sign = NumberText.loss(sum) == loss ? "=" : "≈"
    return "\(loss) \(sign) data \(parts[0]) + L1 \(parts[1]) + L2 \(parts[2])"
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
    let isZero = proximal.shrinkage == -proximal.stepped
    let stepped = [
      ArithmeticRow(
        "stepped to", report.trace.name.symbol == "w" ? "weight + step" : "bias + step",
        sum: [report.trace.before, proximal.optimizerUpdate], proximal.stepped)
    ]
    return stepped + thresholdRows(proximal, report) + [
      ArithmeticRow(
        "L1", isZero ? "the threshold reaches 0" : "toward 0 by the threshold",
        NumberText.signed(Double(proximal.shrinkage)), remarks: [l1Remark(report)])
    ]
  }

  private func thresholdRows(
    _ proximal: ProximalTrace, _ report: StepReport
  ) -> [ArithmeticRow] {
    guard let rate = report.trace.optimizer.rate else { return [] }
    let formula = Formula.product(rate.formula, .named("l1", .number(report.settings.l1)))
    var rows = rate.lines.map(row)
    for index in rows.indices {
      rows[index].remarks.append("what v would be had every gradient been 1")
    }
    return rows + [
      ArithmeticRow(
        "L1 threshold", PrintedArithmetic.formula(formula), PrintedArithmetic(formula),
        proximal.threshold)
    ]
  }

  // MARK: The optimizer

  /// The optimizer's lines, and beside its step what plain gradient descent would have done.
  private func optimizerRows(_ report: StepReport) -> [ArithmeticRow] {
    var rows = report.trace.optimizer.lines.map(row)
    if !report.settings.optimizer.rule.isPlain {
      rows[rows.count - 1].remarks.append(
        "plain SGD would have moved it \(NumberText.signed(Double(report.plainUpdate)))")
    }
    return rows
  }

  private func row(_ line: OptimizerTrace.Line) -> ArithmeticRow {
    switch line.working {
    case .formula(let formula):
      let text = PrintedArithmetic.formula(formula)
      return ArithmeticRow(
        line.name, text == line.name ? "" : text, PrintedArithmetic(formula), line.value,
        isSigned: line.isSigned, remarks: line.remark.map { [equation($0)] } ?? [])
    case .sum(let terms):
      return ArithmeticRow(
        line.name, "their sum", sum: terms, Float(line.value), isSigned: line.isSigned)
    case .spared: return spared(line.name)
    }
  }

  private func equation(_ remark: OptimizerTrace.Line.Remark) -> String {
    let sign = PrintedArithmetic(remark.formula).sign(to: remark.value)
    return "\(remark.name) = \(PrintedArithmetic.formula(remark.formula)) \(sign) "
      + NumberText.significant(remark.value)
  }

  private func spared(_ name: String) -> ArithmeticRow {
    ArithmeticRow(name, "none, since `penalize weights` spares biases", "0")
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
