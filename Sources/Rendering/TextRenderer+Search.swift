// Hyperparameter searches as text: the plan, one line a trial, the outcome.
import CommandLanguage
import HyperparameterSearch
import LearningSession

extension TextRenderer {
  func lines(_ plan: SearchPlan) -> [RenderedLine] {
    let size = plan.gridSize.map { " of a grid of \($0)" } ?? ""
    var lines = paragraph(
      "\(plan.method) search: \(counted(plan.trials, "trial"))\(size), "
        + "\(counted(plan.epochs, "epoch")) each, trained on \(plan.trainingRows) rows, judged by "
        + "\(plan.objective) on \(plan.validationRows) validation rows taken from the training "
        + "rows; the test rows stay untouched", .heading, hanging: 2)
    lines += definitions(
      plan.axes.map {
        ("\($0.name)=\($0.domain)", counted($0.distinctValues, "different value"))
      })
    lines += paragraph(
      "Each trial starts from weights of its own, so small differences are luck. * marks the best "
        + "so far.", indent: 2)
    return lines + [trialHead(plan.axes.map(\.name), scoreName: plan.scoreName)]
  }

  /// The head of a table of trials; the same widths as `row`.
  private func trialHead(_ names: [String], scoreName: String) -> RenderedLine {
    RenderedLine(
      "  trial  val. loss  \(TextLayout.rightAligned(scoreName, to: 8))"
        + names.map { TextLayout.rightAligned($0, to: Self.parameterWidth) }.joined(), .heading)
  }

  private static let parameterWidth = 11

  func row(_ report: TrialReport, marksBest: Bool = true) -> String {
    let mark = marksBest && report.isBestSoFar ? "*" : " "
    let value = report.value.map(NumberText.loss) ?? report.state.rawValue
    let score = report.score.map {
      report.scoreName == "R²" ? NumberText.fixed($0, 4) : NumberText.percent($0)
    }
    return "  \(TextLayout.rightAligned(String(report.number), to: 5)) "
      + "\(mark)\(TextLayout.rightAligned(value, to: 9))  "
      + TextLayout.rightAligned(score ?? "", to: 8)
      + report.parameters.map {
        TextLayout.rightAligned(valueText($0.value), to: Self.parameterWidth)
      }.joined()
  }

  private func scoreText(_ score: Double, _ name: String) -> String {
    name == "R²" ? "R² \(NumberText.fixed(score, 4))" : "\(name) \(NumberText.percent(score))"
  }

  private func valueText(_ value: ParameterValue) -> String {
    if case .number(let number) = value { return NumberText.significant(number, 3) }
    return escapedForDisplay(value.description)
  }

  func lines(_ end: SearchEnd) -> [RenderedLine] {
    var lines: [RenderedLine] = []
    if end.interrupted, end.finished == 0 {
      return [RenderedLine("stopped before the first trial had finished", .hint)]
    }
    if end.interrupted {
      lines.append(
        RenderedLine(
          "stopped after \(end.finished) of \(end.planned) trials; all finished ones are kept",
          .hint))
    }
    guard let best = end.best, let value = best.value else {
      return lines
        + paragraph(
          "No trial reached a finite loss: try smaller learning rates, such as `lr=1e-5..0.1:log`.",
          .hint)
    }
    var text = "best: trial \(best.number), validation loss \(NumberText.loss(value))"
    if let score = best.score { text += ", \(scoreText(score, best.scoreName))" }
    if let median = end.median { text += " (the median trial: \(NumberText.loss(median)))" }
    lines += paragraph(text)
    if end.diverged > 0 {
      lines += paragraph(
        "\(counted(end.diverged, "trial")) diverged: their learning rate was too high.", indent: 2)
    }
    lines += paragraph(
      "`use best` takes its settings and layers, `trials` lists the best ones.", .hint)
    return lines
  }

  func lines(_ table: TrialTable) -> [RenderedLine] {
    let shownCount = table.trials.count
    let head = "\(shownCount) of \(counted(table.total, "trial")) of the \(table.method) search, "
    let names = table.trials.first?.parameters.map(\.name) ?? []
    return [
      RenderedLine(head + "\(table.sortedBy)", .heading),
      trialHead(names, scoreName: table.trials.first?.scoreName ?? ""),
    ] + table.trials.map { RenderedLine(row($0, marksBest: false)) }
  }

  func trialLines(_ shown: TrialApplied) -> [RenderedLine] {
    let names = shown.trial.parameters.map(\.name)
    return [
      trialHead(names, scoreName: shown.trial.scoreName),
      RenderedLine(row(shown.trial, marksBest: false)),
    ]
      + paragraph(
        "its layers and settings as commands: " + shown.commands.joined(separator: "; "),
        hanging: 2)
      + paragraph(
        "It was trained for \(counted(shown.epochs, "epoch")) from a seed of its own, on the rows "
          + "left beside the validation rows.", .hint)
  }

  func lines(_ applied: TrialApplied) -> [RenderedLine] {
    paragraph(
      "trial \(applied.trial.number): " + applied.commands.joined(separator: "; "), hanging: 2)
      + paragraph(
        "The weights are fresh and use all training rows: `train \(applied.epochs)`, then `eval` "
          + "for the test rows, which the search has not seen.", .hint)
  }
}
