// Training: its plan, the table of its epochs, how it ended and what the weights are worth.
import CommandLanguage
import Events
import NeuralNetwork
import Text

extension Presenter {
  func blocks(_ start: TrainingStart) -> [Block] {
    let sizes = ([start.shape.inputs] + start.shape.hidden.map(\.units) + [start.shape.outputs])
      .map(String.init).joined(separator: "-")
    let batch =
      switch start.settings.batchSize {
      case _ where start.settings.optimizer.rule.takesAllRows: "all \(start.rows) rows a step"
      case .full: "all \(start.rows) rows a step"
      case .rows(let rows): "batch \(rows) of \(counted(start.rows, "row"))"
      }
    let optimizer = start.settings.optimizer.rawValue
    let rate = start.settings.learningRate
    return [.line("network \(sizes), \(optimizer), lr \(rate, "learning_rate"), \(batch)")]
      + ending(start) + sample(start.figureRows, of: start.rows)
  }

  /// What may end the run before its last epoch.
  private func ending(_ start: TrainingStart) -> [Block] {
    var blocks: [Block] = []
    if let condition = start.condition {
      blocks.append(.text("until \(condition); epoch \(start.toEpoch) at the latest"))
    }
    if start.looksAtTest {
      blocks.append(
        .text(
          """
          the test rows decide when it ends: rows that decide something say less about new rows
          """, .hint))
    }
    if start.validationRows > 0 {
      let rows = counted(start.validationRows, "more row")
      let patience = start.settings.patience.map { ", patience \(counted($0, "epoch"))" } ?? ""
      blocks.append(.text("\(rows) for validation\(patience)"))
    }
    return blocks
  }

  /// Says of which training rows the epochs' figures are, where not of all.
  func sample(_ sample: Int, of rows: Int) -> [Block] {
    guard sample < rows else { return [] }
    return [.text("figures of training rows: a fixed sample of \(sample) of \(rows)")]
  }

  func blocks(_ end: TrainingEnd) -> [Block] {
    reason(end) + (end.validation.map { [block($0, end)] } ?? [])
  }

  private func reason(_ end: TrainingEnd) -> [Block] {
    switch end.reason {
    case .finished, .conditionReached, .patienceSpent: return []
    case .interrupted:
      let partly = end.rowsDoneInEpoch > 0 ? " and \(end.rowsDoneInEpoch) rows of the next" : ""
      return [
        .line(
          "stopped at epoch \(end.epoch)\(partly), step \(end.stepCount); `train` goes on", .hint)
      ]
    case .diverged(let divergence):
      let weights = end.validation?.isRestored == true ? "" : weights(end, divergence)
      let place = "stopped in epoch \(divergence.epoch), at step \(divergence.step)"
      let first = Block.text("\(place): \(what(divergence)).\(weights)", .hint)
      guard let diagnosis = end.diagnosis else { return [first] }
      let tried = diagnosis.isTried ? "" : " (not tried here)"
      return [first, .text("\(diagnosis.statement) Try `\(diagnosis.remedy)`\(tried).", .hint)]
    }
  }

  private func weights(_ end: TrainingEnd, _ divergence: Divergence) -> String {
    if end.stepCount == divergence.step - 1 { return " The weights are those before that step." }
    return end.steps == 0
      ? " The weights are those before this run."
      : " The weights are those of epoch \(end.epoch)."
  }

  private func what(_ divergence: Divergence) -> Spans {
    let last: Spans = divergence.lastFiniteLoss.map { " (it was last \($0, "last_loss"))" } ?? ""
    return switch divergence.kind {
    case .loss: "the loss was no longer a finite number\(last)"
    case .gradient: "the gradient was no longer finite"
    case .parameter: "a weight would have become infinite"
    case .figures: "the loss over all rows was no longer a finite number after it"
    }
  }

  /// How the validation loss went, where the run did not just pause.
  private func block(_ course: ValidationCourse, _ end: TrainingEnd) -> Block {
    guard let loss = course.bestLoss, let epoch = course.bestEpoch else {
      return .text(
        "after epoch \(end.epoch): the validation loss has never been finite", .hint, depth: 1)
    }
    let best: Spans = "\(loss, "validation_loss") at epoch \(epoch)"
    if case .diverged = end.reason {
      return .text(
        "lowest validation loss: \(best); the weights of epoch \(epoch) are back", .hint, depth: 1)
    }
    let since = counted(course.epochsSinceBest, "epoch")
    if course.isRestored {
      return .text(
        """
        stopped at epoch \(end.epoch): the validation loss was not lower for \(since). It was \
        lowest, \(best): the weights of epoch \(epoch) are back. `train` goes on from them, as \
        epoch \(end.epoch + 1).
        """, .hint, depth: 1)
    }
    let age = course.epochsSinceBest == 0 ? "now" : "\(since) ago, patience \(course.patience)"
    let rows = end.rowsDoneInEpoch > 0 ? " and \(counted(end.rowsDoneInEpoch, "row"))" : ""
    let isNow = course.epochsSinceBest == 0 && rows.isEmpty
    return .text(
      """
      lowest validation loss: \(best) (\(age)); the weights are those of epoch \
      \(end.epoch)\(rows)\(isNow ? "" : ", `model best` takes those of epoch \(epoch) back")
      """, .hint, depth: 1)
  }

  func block(_ report: ConditionReport) -> Block {
    let figures = report.parts.map { part -> Spans in
      guard let value = part.value else { return "\(part.quantity) has no value" }
      let shown = telling(value, part)
      if report.isReached, part.relation == .equal { return "\(part.quantity) = \(shown)" }
      return report.isReached
        ? "\(part.quantity) \(shown) \(part.relation.rawValue) \(part.numberText)"
        : "\(part.quantity) is \(shown)"
    }.joined(separator: ", ")
    if report.isReached {
      let head =
        report.limit == nil
        ? "holds already, so nothing was trained; epoch" : "reached at epoch"
      return .text("\(head) \(report.epoch): \(figures)", .hint, depth: 1)
    }
    let end = report.epoch == report.limit ? "the limit, epoch" : "epoch"
    return .text(
      "not reached by \(end) \(report.epoch): \(report.condition) (\(figures))", .hint, depth: 1)
  }

  /// With as many digits as it takes to see on which side of the number it is.
  private func telling(_ value: Double, _ part: ConditionReport.Part) -> Spans {
    let shown = part.isPercent ? value * 100 : value
    let bound = part.isPercent ? part.number * 100 : part.number
    let holds = part.relation.holds(value, part.number)
    let styles = (4...16).map(NumberStyle.significant) + [.exact]
    let style = styles.first { style in
      Double(NumberText.text(shown, style)).map { part.relation.holds($0, bound) == holds } ?? false
    }
    var span = Span(number: shown, part.quantity, style ?? .exact)
    span.number?.value = Number(value)
    if part.isPercent { span.text += "%" }
    return Spans(spans: [span])
  }
}
