// The network, training, evaluation and settings as text.
import CommandLanguage
import LearningSession
import NeuralNetwork

extension TextRenderer {
  func lines(_ report: NetworkReport) -> [RenderedLine] {
    var lines: [RenderedLine] = []
    if !report.isChosen {
      return paragraph(
        "No layers yet: `layer 16 relu` adds a hidden layer, `layers none` does without; `train` "
          + "alone takes `layer 8 tanh`.", .hint)
    }
    if report.layers.isEmpty {
      lines.append(RenderedLine("no hidden layers: the inputs go straight to the output"))
    }
    lines += TextLayout.table(layerRows(report), leftColumns: 2).map { RenderedLine($0) }
    if report.parameterCount == nil {
      lines += paragraph(
        "Sizes follow once there is data: try `data circle` or `data iris`.", .hint)
    }
    if report.epochsLost > 0 {
      lines += paragraph(
        "The network has other weights now, so training starts again at epoch 0 "
          + "\(dropped(report.epochsLost)).", .hint)
    }
    return lines
  }

  /// "(20 epochs dropped; `undo` brings them back)"
  func dropped(_ epochs: Int) -> String {
    "(\(counted(epochs, "epoch")) dropped; `undo` brings them back)"
  }

  /// "hidden 1", "64 → 32 units, relu", "2080 parameters"; only the middle while sizes are unknown.
  private func layerRows(_ report: NetworkReport) -> [[String]] {
    var rows = report.layers.enumerated().map { index, layer in
      let name = layer.isOutput ? "output" : "hidden \(index + 1)"
      let inputs = layer.inputs.map { "\($0) → " } ?? ""
      let kind = layer.isOutput ? report.loss?.rawValue ?? "" : layer.activation.rawValue
      let parameters = layer.parameters.map { counted($0, "parameter") } ?? ""
      let dropout = layer.dropout > 0 ? ", dropout \(NumberText.exact(layer.dropout))" : ""
      return [name, "\(inputs)\(counted(layer.units, "unit")), \(kind)\(dropout)", parameters]
    }
    if let total = report.parameterCount, rows.count > 1 {
      rows.append(["in all", "", counted(total, "parameter")])
    }
    return rows
  }

  func lines(_ change: SettingChange) -> [RenderedLine] {
    let before = change.before == change.after ? "unchanged" : "was \(change.before)"
    let first = RenderedLine("\(change.name) = \(change.after)   (\(change.title); \(before))")
    return [first] + change.notes.flatMap { paragraph($0.text, .hint, indent: 2) }
  }

  func lines(_ reports: [SettingReport]) -> [RenderedLine] {
    if reports.count == 1, let setting = reports.first {
      return [RenderedLine("\(setting.name) = \(setting.value)", .heading)]
        + definitions([
          ("what", "\(setting.title): \(setting.meaning)"), ("accepts", setting.accepts),
          ("default", setting.standard),
        ])
    }
    let rows = reports.map { report in
      let standard = report.value == report.standard ? "" : "; default \(report.standard)"
      return (
        "\(report.name) = \(report.value)", "\(report.title): \(report.accepts)\(standard)"
      )
    }
    let hint = "`set NAME VALUE` changes one, `set NAME` says more about it."
    return definitions(rows) + paragraph(hint, .hint)
  }

  func lines(_ report: ResetReport) -> [RenderedLine] {
    let dropped =
      report.epochsDropped > 0 ? " (\(counted(report.epochsDropped, "epoch")) dropped)" : ""
    let which = report.isNewStart ? "seed = \(report.seed): new" : "the"
    let whose = report.isNewStart ? "initial weights" : "initial weights of seed \(report.seed)"
    return [RenderedLine("\(which) \(whose); epoch 0\(dropped)")]
  }

  func lines(_ start: TrainingStart) -> [RenderedLine] {
    let sizes = ([start.shape.inputs] + start.shape.hidden.map(\.units) + [start.shape.outputs])
      .map(String.init).joined(separator: "-")
    let batch =
      switch start.settings.batchSize {
      case _ where start.settings.optimizer == .gd: "all \(start.rows) rows a step"
      case .full: "all \(start.rows) rows a step"
      case .rows(let rows): "batch \(rows) of \(counted(start.rows, "row"))"
      }
    let rate = NumberText.significant(start.settings.learningRate)
    let plan = RenderedLine(
      "network \(sizes), \(start.settings.optimizer.rawValue), lr \(rate), \(batch)")
    return [plan] + ending(start) + sampleLines(start.figureRows, of: start.rows) + head(start)
  }

  /// Says of which training rows the epochs' figures are, where not of all.
  func sampleLines(_ sample: Int, of rows: Int) -> [RenderedLine] {
    guard sample < rows else { return [] }
    return paragraph("figures of training rows: a fixed sample of \(sample) of \(rows)")
  }

  /// What may end the run before its last epoch.
  private func ending(_ start: TrainingStart) -> [RenderedLine] {
    var lines: [RenderedLine] = []
    if let condition = start.condition {
      lines += paragraph("until \(condition); epoch \(start.toEpoch) at the latest")
    }
    if start.validationRows > 0, let patience = start.settings.patience {
      lines += paragraph(
        "\(counted(start.validationRows, "more row")) for validation, patience "
          + counted(patience, "epoch"))
    }
    return lines
  }

  /// The head of the table of epochs, and what it leaves out.
  func head(_ start: TrainingStart) -> [RenderedLine] {
    let table = EpochTable(
      isRegression: start.isRegression, hasValidation: start.validationRows > 0,
      hasTest: start.hasTest, width: width)
    let isPenalized = start.settings.l1 > 0 || start.settings.l2 > 0
    return leftOut(table.leftOut, elsewhere: "`eval` has all figures")
      + [RenderedLine(table.head(isPenalized: isPenalized), .heading)]
  }

  func row(_ report: EpochReport) -> String { EpochTable(report, width: width).row(report) }

  func lines(_ end: TrainingEnd) -> [RenderedLine] {
    (end.lastEpoch.map { [RenderedLine(row($0))] } ?? []) + reasonLines(end)
      + (end.validation.map { lines($0, end) } ?? [])
  }

  /// How the validation loss went, where the run did not just pause.
  private func lines(_ course: ValidationCourse, _ end: TrainingEnd) -> [RenderedLine] {
    guard let loss = course.bestLoss, let epoch = course.bestEpoch else {
      return paragraph(
        "after epoch \(end.epoch): the validation loss has never been finite", .hint, indent: 2)
    }
    let best = "\(NumberText.significant(loss)) at epoch \(epoch)"
    if case .diverged = end.reason {
      return paragraph(
        "lowest validation loss: \(best); the weights of epoch \(epoch) are back", .hint, indent: 2)
    }
    if course.isRestored {
      return paragraph(
        "stopped at epoch \(end.epoch): the validation loss was not lower for "
          + "\(counted(course.epochsSinceBest, "epoch")). It was lowest, \(best): the weights of "
          + "epoch \(epoch) are back. `train` goes on from them, as epoch \(end.epoch + 1).",
        .hint, indent: 2)
    }
    let since =
      course.epochsSinceBest == 0
      ? "now" : "\(counted(course.epochsSinceBest, "epoch")) ago, patience \(course.patience)"
    let rows = end.rowsDoneInEpoch > 0 ? " and \(counted(end.rowsDoneInEpoch, "row"))" : ""
    let isNow = course.epochsSinceBest == 0 && rows.isEmpty
    return paragraph(
      "lowest validation loss: \(best) (\(since)); the weights are those of epoch \(end.epoch)\(rows)"
        + (isNow ? "" : ", `model best` takes those of epoch \(epoch) back"),
      .hint, indent: 2)
  }

  func lines(_ report: ConditionReport) -> [RenderedLine] {
    let parts = report.parts.map { part in
      guard let value = part.value else { return "\(part.quantity) has no value" }
      let shown = telling(value, part)
      if report.isReached, part.relation == .equal { return "\(part.quantity) = \(shown)" }
      return report.isReached
        ? "\(part.quantity) \(shown) \(part.relation.rawValue) \(part.numberText)"
        : "\(part.quantity) is \(shown)"
    }
    let figures = parts.joined(separator: ", ")
    if report.isReached {
      let head =
        report.limit == nil
        ? "holds already, so nothing was trained; epoch" : "reached at epoch"
      return paragraph("\(head) \(report.epoch): \(figures)", .hint, indent: 2)
    }
    let end = report.epoch == report.limit ? "the limit, epoch" : "epoch"
    return paragraph(
      "not reached by \(end) \(report.epoch): \(report.condition) (\(figures))", .hint, indent: 2)
  }

  /// With as many digits as it takes to see on which side of the number it is.
  private func telling(_ value: Double, _ part: ConditionReport.Part) -> String {
    let isPercent = part.numberText.hasSuffix("%")
    let shown = isPercent ? value * 100 : value
    let bound = isPercent ? part.number * 100 : part.number
    let holds = part.relation.holds(value, part.number)
    for digits in 4...16 {
      let text = NumberText.significant(shown, digits)
      guard let read = Double(text), part.relation.holds(read, bound) == holds else { continue }
      return text + (isPercent ? "%" : "")
    }
    return NumberText.exact(shown) + (isPercent ? "%" : "")
  }

  private func reasonLines(_ end: TrainingEnd) -> [RenderedLine] {
    switch end.reason {
    case .finished, .conditionReached, .patienceSpent:
      return [RenderedLine("  fingerprint of the weights: \(end.fingerprint)")]
    case .interrupted:
      let partly = end.rowsDoneInEpoch > 0 ? " and \(end.rowsDoneInEpoch) rows of the next" : ""
      return [
        RenderedLine(
          "stopped at epoch \(end.epoch)\(partly), step \(end.stepCount); `train` goes on", .hint)
      ]
    case .diverged(let divergence):
      let text =
        "stopped in epoch \(divergence.epoch), at step \(divergence.step): \(what(divergence))."
        + (end.validation?.isRestored == true ? "" : " The weights are those before that step.")
      guard let diagnosis = end.diagnosis else { return paragraph(text, .hint) }
      return paragraph(text, .hint)
        + paragraph("\(diagnosis.statement.text) Try `\(diagnosis.remedy)`.", .hint)
    }
  }

  private func what(_ divergence: Divergence) -> String {
    let last =
      divergence.lastFiniteLoss.map { " (it was last \(NumberText.significant($0)))" } ?? ""
    return switch divergence.kind {
    case .loss: "the loss was no longer a finite number\(last)"
    case .gradient: "the gradient was no longer finite"
    case .parameter: "a weight would have become infinite"
    }
  }

  func evaluationLines(_ evaluation: EvaluationReport) -> [RenderedLine] {
    let report = evaluation.epoch
    var rows = evaluationRows("train", report.training)
    if let validation = report.validation {
      rows += evaluationRows("validation", validation, watched: true)
    }
    if let test = report.test { rows += evaluationRows("test", test) }
    return [RenderedLine(text(of: evaluation.place), .heading)] + definitions(rows)
      + remarks(on: evaluation)
  }

  private func remarks(on evaluation: EvaluationReport) -> [RenderedLine] {
    var lines: [RenderedLine] = []
    if evaluation.isTargetStandardized {
      lines += paragraph(
        "Losses are in \(lossUnit(evaluation)).", .hint, indent: 2)
    }
    if let test = evaluation.epoch.test, evaluation.testRowsSeenBefore > 0 {
      let count = evaluation.testRowsSeenBefore
      lines += paragraph(
        "\(count) of the \(counted(test.rows, "test row")) \(count == 1 ? "was" : "were") trained on "
          + "before these weights were loaded: figures on them say nothing about new rows.",
        .hint, indent: 2)
    }
    return lines
  }

  private func evaluationRows(
    _ name: String, _ evaluation: Evaluation, watched: Bool = false
  ) -> [(String, String)] {
    let loss =
      watched
      ? "\(NumberText.loss(evaluation.dataLoss)), without penalties"
      : lossText(evaluation.loss, evaluation.dataLoss, evaluation.l1Penalty, evaluation.l2Penalty)
    let count =
      evaluation.correct.map { "\($0) of \(evaluation.rows)" } ?? counted(evaluation.rows, "row")
    let scoreName = evaluation.accuracy == nil ? "R²" : "accuracy"
    var rows = [
      ("\(name) \(scoreName)", "\(EpochTable.score(evaluation)) (\(count))"),
      ("\(name) loss", loss),
    ]
    if let error = evaluation.meanAbsoluteError {
      rows.append(
        (
          "\(name) MAE",
          "\(NumberText.loss(error)) (mean of |prediction - target|, in the target's own units)"
        ))
    }
    return rows
  }
}

/// A loss and its parts: `=` where these, as printed, add up to it.
func lossText(_ loss: Double, _ data: Double, _ l1: Double, _ l2: Double) -> String {
  let parts = [data, l1, l2].map(NumberText.loss)
  let text = NumberText.loss(loss)
  let sum = parts.reduce(0) { $0 + (Double($1) ?? .nan) }
  let sign = NumberText.loss(sum) == text ? "=" : "≈"
  return "\(text) \(sign) data \(parts[0]) + L1 \(parts[1]) + L2 \(parts[2])"
}

/// What the losses of numbers are in.
func lossUnit(_ report: EvaluationReport) -> String {
  let unit = "\(report.isTargetStandardized ? "standard deviations" : "units") of the target"
  return switch report.loss {
  case .absoluteError: unit
  case .huber: "\(unit), squared where they are small"
  case .squaredError, .logistic, .softmaxCrossEntropy: "squared \(unit)"
  }
}
