// A comparison of searchers as text: the plan, a plot of the best so far, a table, the verdict.
import CommandLanguage
import LearningSession

extension TextRenderer {
  func lines(_ plan: ComparePlan) -> [RenderedLine] {
    let names = plan.searchers.map { "\($0.letter) \($0.name)" }.joined(separator: ", ")
    var text =
      "comparing \(names): \(plan.seeds.count) runs of \(counted(plan.trials, "trial")) each"
    if let training = plan.training {
      text += ", \(counted(training.epochs, "epoch")), trained on \(training.trainingRows) rows"
      if let folds = training.folds {
        text += ", judged by the mean \(plan.measure.name) over \(folds) folds"
      } else {
        text +=
          ", judged by \(plan.measure.name) on \(training.validationRows) of the training rows"
      }
      text += "; the test rows stay untouched"
    } else {
      text += ", judged by \(escapedForDisplay(plan.measure.name))"
    }
    var lines = paragraph(text, .heading, hanging: 2)
    lines += paragraph(
      "space: " + plan.axes.map(shortAxis).joined(separator: " "), indent: 2, hanging: 4)
    if let first = plan.seeds.first, let last = plan.seeds.last {
      lines += paragraph("seeds \(first) to \(last), the same for all", indent: 2)
    }
    for note in plan.notes { lines += paragraph(note.text, .coach, indent: 2) }
    return lines
  }

  func lines(_ report: CompareReport) -> [RenderedLine] {
    var lines = plot(report).map { RenderedLine($0) }
    lines += table(report)
    for statement in report.verdict { lines += paragraph(statement.text, .coach, indent: 2) }
    let wave = report.plan.waveSize
    let example = report.plan.searchers[report.ranking[0]].name
    let chosen = ["tpe", "bayes"].contains(example) ? " wave=\(wave)" : ""
    return lines
      + paragraph(
        "Nothing was kept. One run alone: `search \(example) trials=\(report.plan.trials) "
          + "seed=\(report.plan.seeds[0])\(chosen)` with the same options and space.", .hint)
  }

  /// The medians, and between the quartiles small letters. Where the best is known, distances from it.
  private func plot(_ report: CompareReport) -> [String] {
    func number(_ value: Double?) -> Double {
      guard let value else { return .nan }
      return report.bestPossible.map { abs($0 - value) } ?? value
    }
    let rows = report.ranking.map { report.rows[$0] }
    let plot = LossPlot(
      series: rows.map { ($0.searcher.letter, $0.curve.map { number($0.median) }) }, firstEpoch: 1,
      unit: "trial", height: 11,
      bands: rows.map { row in
        (
          row.searcher.letter.lowercased(), row.curve.map { number($0.low) },
          row.curve.map { number($0.high) }
        )
      }, width: width)
    let name = escapedForDisplay(report.plan.measure.name)
    let title =
      report.bestPossible == nil
      ? "best \(name) so far" : "distance of the best \(name) so far from the table's best"
    return plot.lines(title: "\(title), medians and quartiles")
  }

  private func table(_ report: CompareReport) -> [RenderedLine] {
    let layout = TrialLayout(axes: [], measure: report.plan.measure, showsErrors: false)
    func text(_ value: Double?) -> String { value.map { layout.text(of: $0) } ?? "-" }
    let reference = report.plan.searchers[report.reference].name
    let head = [
      "searcher", "median", "quartiles", "mean ± se", "trials to", "runs better",
    ]
    let under = ["", "best", "", "", "\(reference)'s", "than \(reference)"]
    let rows = report.rows.enumerated().map { place, row in
      let error = row.standardError.map { " ± \(layout.errorText($0))" } ?? ""
      let isReference = place == report.reference
      let ties = row.ties > 0 ? ", \(row.ties) equal" : ""
      return [
        "\(row.searcher.letter) \(row.searcher.name)", text(row.final.median),
        "\(text(row.final.low)) \(text(row.final.high))", text(row.mean) + error,
        row.medianTrialsToReference.map { NumberText.significant($0) } ?? "-",
        isReference ? "" : "\(row.wins) of \(row.bests.count)\(ties)",
      ]
    }
    return self.table([head, under] + rows, heads: 2, sparing: [4, 2, 3])
  }
}
