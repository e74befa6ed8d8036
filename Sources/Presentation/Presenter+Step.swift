// One optimizer step: each line in the order in which the engine computes it, in the engine's
// own numbers. What lines call these is left to StepWords.
import Events
import NeuralNetwork
import Text

extension Presenter {
  func blocks(_ report: StepReport) -> [Block] {
    let settings = report.settings
    let place = "epoch \(report.epoch), batch \(report.batch) of \(report.batchesInEpoch)"
    // After others it is at another step of its own, which the powers of its βs count.
    let own = report.trace.optimizer["t"].map { Int($0) } ?? report.step
    let ownStep = own == report.step ? "" : ", its step \(own)"
    let head: Spans = """
      step \(report.step) (\(place))   \(settings.optimizer.rawValue)\(ownStep), \
      lr \(settings.learningRate, "learning_rate")
      """
    return [.title(head, flow: .line), .arithmetic(Arithmetic(lines(report)))]
  }

  private func lines(_ report: StepReport) -> [Arithmetic.Line] {
    let (trace, settings, words) = (report.trace, report.settings, StepWords(report))
    let rowsTaken = words.rows(report.rows)
    var rows = [
      words.hasLossSum
        ? Arithmetic.Line(
          "loss", lossSum(report.loss, report.dataLoss, report.l1Penalty, report.l2Penalty))
        : Arithmetic.Line("loss", "mean of \(rowsTaken), before the step", number: report.loss)
    ]
    if settings.schedule != .constant {
      let factor = report.scheduleFactor
      let numbers =
        PrintedArithmetic(settings.learningRate / factor) * PrintedArithmetic(factor)
      rows.append(
        Arithmetic.Line(
          "lr", "by \(settings.schedule.rawValue)", numbers, settings.learningRate))
    }
    let kind = words.kind
    let moved: Spans = words.namesMostMoved ? ", moved most of all" : ""
    rows.append(
      Arithmetic.Line(
        kind, "\(name: report.parameter)\(moved)", number: Double(trace.before)))
    let parts = report.gradientParts
    let signOfParts = parts.map { " \($0.sign(to: trace.dataGradient)) the sum of these" } ?? ""
    rows.append(
      Arithmetic.Line(
        words.dataGradient, Spans((words.slope ?? "mean of \(rowsTaken)") + signOfParts),
        number: Double(trace.dataGradient), isSigned: true))
    if let parts { rows += partRows(parts, of: report, words) }
    rows += penaltyRows(report)
    rows += gradientRows(report)
    rows += optimizerRows(report)
    if let proximal = trace.proximal { rows += proximalRows(proximal, report) }
    let last =
      if let proximal = trace.proximal {
        Arithmetic.Line(
          "new \(kind)", "what it stepped to + L1",
          sum: [proximal.stepped, proximal.shrinkage], trace.after)
      } else {
        Arithmetic.Line(
          "new \(kind)", "\(kind) + step", sum: [trace.before, trace.update], trace.after)
      }
    return rows + [last]
  }

  // MARK: The gradient

  private func partRows(
    _ parts: GradientPartsReport, of report: StepReport, _ words: StepWords
  ) -> [Arithmetic.Line] {
    let isBias = parts.source == nil
    let share =
      (isBias ? words.delta : "input·\(words.delta)") + (report.rows == 1 ? "" : "/\(report.rows)")
    var rows = parts.rows.shown.map { row in
      var numbers = number(row.delta)
      if !isBias { numbers = number(row.input) * numbers }
      if report.rows > 1 { numbers = numbers / PrintedArithmetic(Double(report.rows)) }
      return Arithmetic.Line(
        "  row \(row.number)", Spans(share), numbers, row.part, isSigned: true)
    }
    if parts.rows.others > 0 {
      rows.append(
        Arithmetic.Line(
          "  \(counted(parts.rows.others, "other"))", "their sum",
          number: parts.rows.othersSum, isSigned: true))
    }
    let source: Spans = parts.source.map { "input = what comes from \(name: $0), " } ?? ""
    rows[rows.count - 1].remarks.append("\(source)\(words.meaningOfDelta)")
    return rows
  }

  private func penaltyRows(_ report: StepReport) -> [Arithmetic.Line] {
    let (trace, settings) = (report.trace, report.settings)
    let words = StepWords(report)
    let symbol = words.symbol
    let isSpared = !settings.penalizes(trace.name)
    var rows: [Arithmetic.Line] = []
    if settings.l1InGradient > 0 {
      let direction: Float = trace.before > 0 ? 1 : trace.before < 0 ? -1 : 0
      let numbers = PrintedArithmetic(settings.l1) * number(direction)
      rows.append(
        isSpared
          ? spared("L1")
          : Arithmetic.Line(
            "L1", Spans(words.l1), numbers, trace.l1Gradient, isSigned: true,
            remarks: l1Remarks(report)))
    }
    if settings.l2 > 0 {
      let share = report.penaltyShares.l2
      let printed = PrintedArithmetic(settings.l2) * number(trace.before).squared
      let sign = NumberText.sign(printed.value / 2, to: share)
      rows.append(
        isSpared
          ? spared("L2")
          : Arithmetic.Line(
            "L2", "l2·\(symbol)", PrintedArithmetic(settings.l2) * number(trace.before),
            trace.l2Gradient, isSigned: true,
            remarks: report.isInSymbols
              ? ["this \(symbol) adds ½·l2·\(symbol)² \(sign) \(share, "l2_share") to the loss"]
              : []))
    }
    return rows
  }

  private func l1Remarks(_ report: StepReport) -> [Spans] {
    guard report.isInSymbols else { return [] }
    let symbol = report.trace.name.symbol
    let share = report.penaltyShares.l1
    let printed = PrintedArithmetic(report.settings.l1).value * number(report.trace.before).value
    let sign = NumberText.sign(printed.magnitude, to: share)
    return ["this \(symbol) adds l1·|\(symbol)| \(sign) \(share, "l1_share") to the loss"]
  }

  private func gradientRows(_ report: StepReport) -> [Arithmetic.Line] {
    let (trace, settings, words) = (report.trace, report.settings, StepWords(report))
    var rows: [Arithmetic.Line] = []
    if words.isGradientSum {
      rows.append(
        Arithmetic.Line(
          words.gradient, "their sum",
          sum: [trace.dataGradient, trace.l1Gradient, trace.l2Gradient], trace.gradient,
          isSigned: true))
    } else if report.isInSymbols {
      rows.append(
        Arithmetic.Line(words.gradient, "", number: Double(trace.gradient), isSigned: true))
    }
    guard trace.clipFactor != 1, let clip = settings.clip else { return rows }
    let length = PrintedArithmetic(report.gradientNorm)
    rows.append(
      Arithmetic.Line(
        words.clipped, Spans(words.clipping),
        number(trace.gradient) * PrintedArithmetic(clip)
          / (report.isInSymbols ? length + PrintedArithmetic(1e-6) : length),
        trace.usedGradient, isSigned: true, remarks: words.meaningOfLength))
    return rows
  }

  private func proximalRows(_ proximal: ProximalTrace, _ report: StepReport) -> [Arithmetic.Line] {
    let isZero = proximal.shrinkage == -proximal.stepped
    let stepped = Arithmetic.Line(
      "stepped to", report.trace.name.symbol == "w" ? "weight + step" : "bias + step",
      sum: [report.trace.before, proximal.optimizerUpdate], proximal.stepped)
    let last = Arithmetic.Line(
      "L1", isZero ? "the threshold reaches 0" : "toward 0 by the threshold",
      number: Double(proximal.shrinkage), isSigned: true, remarks: l1Remarks(report))
    return [stepped] + thresholdRows(proximal, report) + [last]
  }

  private func thresholdRows(_ proximal: ProximalTrace, _ report: StepReport) -> [Arithmetic.Line] {
    guard let rate = report.trace.optimizer.rate else { return [] }
    guard report.isInSymbols else {
      let most = Double(proximal.threshold)
      return [Arithmetic.Line("L1 threshold", "the most that L1 moves it", number: most)]
    }
    let formula = Formula.product(rate.formula, .named("l1", .number(report.settings.l1)))
    var rows = rate.lines.map(row)
    for index in rows.indices {
      rows[index].remarks.append("what v would be had every gradient been 1")
    }
    return rows + [
      Arithmetic.Line(
        "L1 threshold", Spans(PrintedArithmetic.formula(formula)), PrintedArithmetic(formula),
        proximal.threshold)
    ]
  }

  private func number(_ value: Float) -> PrintedArithmetic { PrintedArithmetic(value) }
}

extension GradientPartsReport {
  /// Whether the parts as printed add up to the gradient as printed.
  fileprivate func sign(to gradient: Float) -> String {
    NumberText.signOfSum(
      rows.shown.map(\.part) + (rows.others > 0 ? [rows.othersSum] : []), Double(gradient))
  }
}
