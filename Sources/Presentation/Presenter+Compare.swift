// A comparison of searchers, and the best trials trained again: luck told from skill.
import Events
import Text

extension Presenter {
  func blocks(_ plan: ComparePlan) -> [Block] {
    let names = plan.searchers.map { "\($0.letter) \($0.name)" }.joined(separator: ", ")
    var text: Spans =
      "comparing \(names): \(plan.seeds.count) runs of \(counted(plan.trials, "trial")) each"
    if let training = plan.training {
      let most = training.variesEpochs ? " at most" : ""
      text += ", \(counted(training.epochs, "epoch"))\(most)"
      text += ", trained on \(training.trainingRows) rows"
      if let folds = training.folds {
        text += ", judged by the mean \(plan.measure.name) over \(folds) folds"
      } else {
        text += """
          , judged by \(plan.measure.name) on \(training.validationRows) validation rows
          """
      }
      text += "; the test rows stay untouched"
    } else {
      text += ", judged by \(name: plan.measure.name)"
    }
    let space = plan.axes.map(\.shortText).joined(separator: " ")
    var blocks: [Block] = [
      .title(text, hang: 1), .text("space: \(space)", depth: 1, hang: 1),
    ]
    if let first = plan.seeds.first, let last = plan.seeds.last {
      blocks.append(
        .text("seeds \(String(first)) to \(String(last)), the same for all", depth: 1))
    }
    return blocks + Block.coach(plan.notes)
  }

  func blocks(_ report: CompareReport) -> [Block] {
    let example = report.plan.searchers[report.ranking[0]].name
    let chosen =
      ["tpe", "bayes"].contains(example) ? " wave=\(report.plan.waveSize)" : ""
    let alone = """
      search \(example) trials=\(report.plan.trials) seed=\(report.plan.seeds[0])\(chosen)
      """
    let plot: [Block] = plot(report).map { [.figure($0)] } ?? []
    return plot + [.table(table(report))] + Block.coach(report.verdict) + [
      .text(
        """
        Nothing was kept. One run alone: \(command: alone) with the same options and space.
        """, .hint)
    ]
  }

  /// The medians, and between the quartiles small letters. Where the best is known, distances from it.
  private func plot(_ report: CompareReport) -> Figure? {
    func numbers(
      _ row: CompareReport.Row, _ value: (CompareReport.Spread) -> Double?
    ) -> [Double] {
      row.curve.map { spread in
        guard let value = value(spread) else { return .nan }
        return report.bestPossible.map { abs($0 - value) } ?? value
      }
    }
    let rows = report.ranking.map { report.rows[$0] }
    let name = report.plan.measure.name
    let title =
      report.bestPossible == nil
      ? "best \(name) so far" : "distance of the best \(name) so far from the table's best"
    var figure = Figure.curves(
      "\(title), medians and quartiles over trials", x: "trial", y: title, height: 11,
      rows.enumerated().map { place, row in
        Series.curve(
          row.searcher.name, .series(place), letter: row.searcher.letter, from: 1,
          numbers(row) { $0.median })
      },
      bands: rows.enumerated().map { place, row in
        Series(
          "", .series(place), letter: row.searcher.letter.lowercased(), from: 1,
          y: numbers(row) { $0.low }, other: numbers(row) { $0.high })
      })
    let ends = rows.compactMap { row in
      row.final.median.map {
        "\(row.searcher.name) \(NumberText.text($0, report.plan.measure.style))"
      }
    }
    figure?.description = """
      Medians of the best \(name) in the end, over \(report.plan.seeds.count) runs each: \
      \(ends.joined(separator: ", ")). The bands are the middle half of the runs.
      """
    return figure
  }

  private func table(_ report: CompareReport) -> Table {
    let measure = report.plan.measure
    let reference = report.plan.searchers[report.reference].name
    let columns = [
      Column(["searcher", ""], .left), Column(["median", "best"]),
      Column(["quartiles", ""], priority: 2), Column(["mean ± se", ""], priority: 3),
      Column(["trials to", "\(reference)'s"], priority: 1),
      Column(["runs better", "than \(reference)"]),
    ]
    let rows = report.rows.enumerated().map { place, row in
      let ties = row.ties > 0 ? ", \(row.ties) equal" : ""
      var mean = measure.cell(row.mean)
      if let error = row.standardError {
        mean.text += " ± \(NumberText.text(error, measure.errorStyle))"
      }
      return Row([
        Cell("\(row.searcher.letter) \(row.searcher.name)"), measure.cell(row.final.median),
        Cell("\(measure.cell(row.final.low).text) \(measure.cell(row.final.high).text)"), mean,
        row.medianTrialsToReference.map { Cell($0, .significant(4)) } ?? "-",
        place == report.reference ? "" : Cell("\(row.wins) of \(row.bests.count)\(ties)"),
      ])
    }
    return Table(columns, rows: rows)
  }

  func blocks(_ report: RepeatReport) -> [Block] {
    let measure = report.measure
    let rows = report.rows.map { row in
      let each = row.values.map { $0.map { measure.cell($0).text } ?? "diverged" }
      return Row([
        Cell(row.trial.number), measure.cell(row.trial.value),
        row.mean.map { Cell($0, measure.style) } ?? "diverged",
        row.standardError.map { Cell($0, measure.errorStyle) } ?? "",
        Cell(each.prefix(5).joined(separator: " ")),
      ])
    }
    let columns = [
      Column("trial"), Column("in the search", priority: 2), Column("new mean"), Column("± se"),
      Column("each", priority: 1),
    ]
    let head: Spans = """
      \(counted(report.rows.count, "trial")) again, each with \(report.seeds) new seeds, judged by \
      \(measure.name):
      """
    var advice: Spans = "`use trial N` takes one of them."
    if let best = report.rows.first, best.mean != nil {
      advice = """
        `use best` now takes trial \(best.trial.number), the best by these means; `use trial N` \
        another.
        """
    }
    return [.title(head), .table(Table(columns, rows: rows))] + Block.coach(report.notes)
      + [.text(advice, .hint)]
  }
}
