// Hyperparameter searches as text: the plan, one line a trial, the outcome.
import CommandLanguage
import HyperparameterSearch
import LearningSession

extension TextRenderer {
  func lines(_ plan: SearchPlan) -> [RenderedLine] {
    var lines = paragraph(heading(plan), .heading, hanging: 2)
    lines += definitions(
      plan.axes.map { axis in
        (
          shortAxis("\(axis.name)=\(axis.domain)"),
          axis.distinctValues.map { counted($0, "different value") } ?? "as the results suggest"
        )
      })
    for (place, bracket) in plan.brackets.enumerated() {
      let name = plan.brackets.count > 1 ? "bracket \(place + 1): " : ""
      lines += paragraph(name + bracket, indent: 2, hanging: 4)
    }
    for note in plan.notes { lines += paragraph(note.text, .coach, indent: 2) }
    return lines + head(layout(plan))
  }

  func layout(_ plan: SearchPlan) -> TrialLayout {
    TrialLayout(
      axes: plan.axes.map(\.name), measure: plan.measure,
      showsErrors: (plan.training?.runs ?? 1) > 1, showsEpochs: !plan.brackets.isEmpty,
      width: width)
  }

  /// An axis as typed; of a long list the first and the last value, and how many there are.
  func shortAxis(_ text: String) -> String {
    let most = 40
    let isChoice = text.contains("|")
    guard displayWidth(text) > most, let equals = text.firstIndex(of: "="), !text.contains(":")
    else {
      return escapedForDisplay(text)
    }
    let values = text[text.index(after: equals)...].split(separator: isChoice ? "|" : ",")
    guard values.count > 3, let first = values.first, let last = values.last else {
      return escapedForDisplay(text)
    }
    let gap = isChoice ? "|…|" : ",…,"
    return escapedForDisplay("\(text[..<equals])=\(first)\(gap)\(last) (\(values.count) values)")
  }

  private func heading(_ plan: SearchPlan) -> String {
    let total = plan.trials.upperBound
    let size = plan.gridSize.map { " of a grid of \($0)" } ?? ""
    var text = "\(plan.method) search: \(counted(total, "trial"))\(size)"
    if plan.done > 0 { text += ", \(plan.done) of them done" }
    if let wave = plan.waveSize, wave > 1 { text += ", \(wave) chosen at a time" }
    guard let training = plan.training else { return text + ", judged by \(plan.objective)" }
    let most = plan.brackets.isEmpty ? " each" : " at most"
    text += ", \(counted(training.epochs, "epoch"))\(most)"
    if training.repeats > 1 { text += " with \(training.repeats) seeds" }
    let rows = "trained on \(training.trainingRows) rows"
    if let folds = training.folds {
      text +=
        ", judged by the mean \(plan.objective) over \(folds) folds of the training rows, each time "
        + rows
    } else {
      text +=
        ", \(rows), judged by \(plan.objective) on \(training.validationRows) of the training rows"
    }
    return text + "; the test rows stay untouched"
  }

  func head(_ layout: TrialLayout) -> [RenderedLine] {
    leftOut(layout.leftOut, elsewhere: "`trial N` shows all")
      + [RenderedLine(layout.head, .heading)]
  }

  func row(_ report: TrialReport, marksBest: Bool = true) -> String {
    layout(report).row(report, marksBest: marksBest)
  }

  private func layout(_ report: TrialReport) -> TrialLayout {
    TrialLayout(
      axes: report.axes, measure: report.measure,
      showsErrors: report.showsErrors, showsEpochs: report.showsEpochs,
      width: width)
  }

  func lines(_ rung: RungReport) -> [RenderedLine] {
    let bracket = rung.bracket.map { "bracket \($0), " } ?? ""
    var text = "  \(bracket)epoch \(rung.epochs): \(counted(rung.trials.count, "trial"))"
    if let threshold = rung.threshold {
      let layout = TrialLayout(axes: [], measure: rung.measure, showsErrors: false)
      text +=
        ", \(rung.kept.count) of them go on with \(rung.measure.shortName) "
        + "\(layout.text(of: threshold)) or better, \(rung.cut.count) cut"
    } else {
      text += rung.kept.isEmpty && rung.rung < rung.rungs ? ", none goes on" : " at the end"
    }
    if !rung.diverged.isEmpty { text += ", \(rung.diverged.count) diverged" }
    return paragraph(text, .heading, indent: 2, hanging: 4)
  }

  func lines(_ end: SearchEnd) -> [RenderedLine] {
    if end.interrupted, end.finished == 0 {
      return [RenderedLine("stopped before the first trial had finished", .hint)]
    }
    var lines: [RenderedLine] = []
    if end.interrupted {
      lines += paragraph(
        "stopped after \(end.finished) of \(counted(end.planned, "trial")); all finished ones are "
          + "kept, and `search resume` goes on.", .hint)
    }
    if end.exhausted {
      lines += paragraph(
        "The space has no other points: \(end.finished) of the \(end.planned) trials asked for.",
        .hint)
    }
    if end.failed > 0 { lines += paragraph("\(counted(end.failed, "trial")) failed.", .hint) }
    guard let best = end.best, let value = best.value else {
      return lines + paragraph(textWithoutBest(end), .hint)
    }
    let layout = layout(best)
    var text = "best: trial \(best.number), \(end.measure.name) \(layout.text(of: value))"
    if let error = best.trial.standardError {
      text +=
        " ± \(end.measure.isShare ? NumberText.percent(error) : NumberText.significant(error, 2))"
    }
    if let score = best.score { text += ", \(layout.named(score))" }
    if let median = end.median { text += " (the median trial: \(layout.text(of: median)))" }
    lines += paragraph(text)
    if let standing = end.standing { lines += paragraph(standing.text, indent: 2) }
    if end.diverged > 0, !end.trains {
      lines += paragraph("\(counted(end.diverged, "trial")) diverged.", indent: 2)
    } else if end.diverged > 0 {
      lines += paragraph(
        "\(counted(end.diverged, "trial")) diverged: their learning rate was too high.", indent: 2)
    }
    for note in end.notes { lines += paragraph(note.text, .coach, indent: 2) }
    guard end.trains else { return lines }
    lines += paragraph(
      "`use best` takes its settings and layers; `trials` lists the best; `search repeat` tells luck "
        + "from skill.", .hint)
    return lines
  }

  private func textWithoutBest(_ end: SearchEnd) -> String {
    if end.interrupted, end.cut > 0 {
      return "No trial has reached its last epoch yet, so there is no best one."
    }
    let place = end.cut > 0 ? " at its last epoch" : ""
    let advice = end.trains ? ": try smaller learning rates, such as `lr=1e-5..0.1:log`." : "."
    return "No trial reached a finite \(escapedForDisplay(end.measure.name))\(place)\(advice)"
  }

  func lines(_ table: TrialTable) -> [RenderedLine] {
    let head =
      "\(table.trials.count) of \(counted(table.total, "trial")) of the \(table.method) search, "
      + table.sortedBy
    let layout = TrialLayout(
      axes: table.axes, measure: table.measure,
      showsErrors: table.trials.contains { $0.showsErrors },
      showsEpochs: table.showsEpochs, width: width)
    return paragraph(head, .heading) + self.head(layout)
      + table.trials.map { RenderedLine(layout.row($0, marksBest: false)) }
  }

  func lines(_ applied: TrialApplied) -> [RenderedLine] {
    let rows =
      applied.keepsRows
      ? "are trained on three quarters of the training rows, as patience keeps the others for "
        + "validation (`unset patience` keeps none)"
      : "use all training rows"
    return paragraph(
      "trial \(applied.trial.number): " + applied.commands.joined(separator: "; "), hanging: 2)
      + paragraph(
        "The weights are fresh and \(rows): `train \(applied.epochs ?? 20)`, then "
          + "`eval` for the test rows, which the search has not seen.", .hint)
  }

  func lines(_ report: RepeatReport) -> [RenderedLine] {
    let layout = TrialLayout(axes: [], measure: report.measure, showsErrors: false)
    let rows = report.rows.map { row in
      [
        String(row.trial.number), row.trial.value.map { layout.text(of: $0) } ?? "-",
        row.mean.map { layout.text(of: $0) } ?? "diverged",
        row.standardError.map { layout.errorText($0) } ?? "",
        row.values.map { $0.map { layout.text(of: $0) } ?? "diverged" }.prefix(5)
          .joined(separator: " "),
      ]
    }
    let head = ["trial", "in the search", "new mean", "± se", "each"]
    var lines = paragraph(
      "\(counted(report.rows.count, "trial")) again, each with \(report.seeds) new seeds, judged by "
        + "\(report.measure.name):", .heading)
    lines += table([head] + rows, leftColumns: 0, sparing: [4, 1])
    for note in report.notes { lines += paragraph(note.text, .coach, indent: 2) }
    return lines + paragraph("`use trial N` takes one of them.", .hint)
  }

  func lines(_ overview: SearchOverview) -> [RenderedLine] {
    var lines = paragraph(
      "to search: " + overview.axes.map(shortAxis).joined(separator: " "), .heading, hanging: 2)
    for statement in overview.common { lines += paragraph(statement.text, indent: 2) }
    lines += definitions(overview.methods.map { ($0.name, $0.what.text) })
    return lines + paragraph("`help search` says how to write spaces.", .hint)
  }

  func lines(_ list: StudyList) -> [RenderedLine] {
    var lines: [RenderedLine] = []
    if list.studies.isEmpty { lines = [RenderedLine("No search is kept yet.")] }
    let rows = list.studies.map { study in
      [
        String(study.id.number), study.created ?? "-", study.sampler,
        "\(study.recordedTrials)/\(study.plannedTrials)",
        escapedForDisplay(TextLayout.clipped(study.axes.joined(separator: " "), to: 30)),
      ]
    }
    if !rows.isEmpty {
      let head = ["search", "began (UTC)", "method", "trials", "varies"]
      lines += table([head] + rows, leftColumns: 5, sparing: [1, 2])
      lines += paragraph(
        "`search open N` shows one and its trials; `search resume N` goes on with it.", .hint)
    }
    if let failure = list.failure {
      lines += paragraph("nothing more is saved: \(failure.message)", .hint)
    }
    return lines
  }

  func lines(_ guesses: [Guess]) -> [RenderedLine] {
    guard !guesses.isEmpty else {
      return [RenderedLine("No point waits for the next search.")]
    }
    return guesses.map { RenderedLine("  \(escapedForDisplay($0.text))") }
      + paragraph(
        "\(counted(guesses.count, "point")) to be tried by the next `search` or `search resume`.",
        .hint)
  }
}
