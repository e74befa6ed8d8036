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
    return lines + [RenderedLine("  (* marks the best so far)")]
  }

  func row(_ report: TrialReport) -> String {
    let outcome: String
    if let value = report.value {
      let score = report.score.map { scoreText($0, report.scoreName) } ?? ""
      outcome = "loss \(TextLayout.padded(NumberText.loss(value), to: 8)) \(score)"
    } else {
      outcome = report.state.rawValue
    }
    let best = report.isBestSoFar ? " *" : "  "
    return "trial \(TextLayout.rightAligned(String(report.number), to: 3))\(best) "
      + TextLayout.padded(outcome, to: 30) + " " + parametersText(report)
  }

  private func scoreText(_ score: Double, _ name: String) -> String {
    name == "R²" ? "R² \(NumberText.fixed(score, 4))" : "\(name) \(NumberText.percent(score))"
  }

  func parametersText(_ report: TrialReport) -> String {
    report.parameters.map { "\($0.name)=\(valueText($0.value))" }.joined(separator: " ")
  }

  private func valueText(_ value: ParameterValue) -> String {
    if case .number(let number) = value { return NumberText.significant(number, 3) }
    return escapedForDisplay(value.description)
  }

  func lines(_ end: SearchEnd) -> [RenderedLine] {
    var lines: [RenderedLine] = []
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
    return [RenderedLine(head + "by \(table.sortedBy)", .heading)]
      + table.trials.map { RenderedLine(row($0)) }
  }

  func trialLines(_ shown: TrialApplied) -> [RenderedLine] {
    [RenderedLine(row(shown.trial))]
      + paragraph("the same by hand: " + shown.commands.joined(separator: "; "), hanging: 2)
  }

  func lines(_ applied: TrialApplied) -> [RenderedLine] {
    paragraph(
      "trial \(applied.trial.number): " + applied.commands.joined(separator: "; "), hanging: 2)
      + paragraph(
        "The weights are fresh and use all training rows: `train \(applied.epochs)`, then `eval` "
          + "for the test rows, which the search has not seen.", .hint)
  }
}
