// Hyperparameter searches: the plan, what happens between trials, the outcome.
import Events
import HyperparameterSearch
import Text

extension Presenter {
  func blocks(_ plan: SearchPlan) -> [Block] {
    var blocks: [Block] = [.title(heading(plan), hang: 1)]
    let isSpread = plan.spread.map { plan.trials.upperBound <= $0 } ?? false
    blocks.append(
      .definitions(
        plan.axes.map { axis in
          (
            axis.space.shortText,
            Spans(
              axis.distinctValues.map { counted($0, "different value") }
                ?? (isSpread ? "spread over the range" : "as the results suggest"))
          )
        }))
    for (place, bracket) in plan.brackets.enumerated() {
      let name = plan.brackets.count > 1 ? "bracket \(place + 1): " : ""
      blocks.append(.text("\(name)\(bracket)", depth: 1, hang: 1))
    }
    return blocks + Block.coach(plan.notes)
  }

  private func heading(_ plan: SearchPlan) -> Spans {
    let total = plan.trials.upperBound
    let size = plan.gridSize.map { " of a grid of \($0)" } ?? ""
    var text: Spans = "\(plan.method) search: \(counted(total, "trial"))\(size)"
    if plan.done > 0 { text += ", \(plan.done) of them done" }
    if let wave = plan.waveSize, wave > 1 { text += ", \(wave) chosen at a time" }
    guard let training = plan.training else { return text + ", judged by \(plan.objective)" }
    let most = plan.brackets.isEmpty && !training.variesEpochs ? " each" : " at most"
    text += ", \(counted(training.epochs, "epoch"))\(most)"
    if training.repeats > 1 { text += " with \(training.repeats) seeds" }
    let rows = "trained on \(training.trainingRows) rows"
    if let folds = training.folds {
      text += """
        , judged by the mean \(plan.objective) over \(folds) folds of the training rows, each time \
        \(rows)
        """
    } else {
      text += """
        , \(rows), judged by \(plan.objective) on \(training.validationRows) validation rows
        """
    }
    return text + "; the test rows stay untouched"
  }

  func block(_ rung: RungReport) -> Block {
    let bracket = rung.bracket.map { "bracket \($0), " } ?? ""
    var text: Spans = "\(bracket)epoch \(rung.epochs): \(counted(rung.trials.count, "trial"))"
    if let threshold = rung.threshold {
      text += """
        , \(rung.kept.count) of them \(rung.kept.count == 1 ? "goes" : "go") on with \(rung.measure.shortName) \
        \(rung.measure.text(threshold, "threshold")) or better, \(rung.cut.count) cut
        """
    } else {
      text += rung.kept.isEmpty && rung.rung < rung.rungs ? ", none goes on" : " at the end"
    }
    if !rung.diverged.isEmpty { text += ", \(rung.diverged.count) diverged" }
    return .title(text, level: 3, depth: 1, hang: 1)
  }

  func blocks(_ end: SearchEnd) -> [Block] {
    if end.interrupted, end.finished == 0 {
      return [.line("stopped before the first trial had finished", .hint)]
    }
    let before = course(of: end)
    guard let best = end.best, let value = best.value else {
      return before + [.text(withoutBest(end), .hint)]
    }
    var blocks = before + [.text(text(of: best, value, median: end.median))]
    if let standing = end.standing { blocks.append(.text(Spans(standing), depth: 1)) }
    if end.diverged > 0 {
      let reason = end.trains ? ": their learning rate was too high." : "."
      blocks.append(.text("\(counted(end.diverged, "trial")) diverged\(reason)", depth: 1))
    }
    blocks += Block.coach(end.notes)
    guard end.trains else { return blocks }
    return blocks + [
      .text(
        """
        `use best` takes its settings and layers; `trials` lists the best; `search repeat` tells \
        luck from skill.
        """, .hint)
    ]
  }

  /// What kept it from going its way.
  private func withoutBest(_ end: SearchEnd) -> Spans {
    if end.interrupted, end.cut > 0 {
      return "No trial has reached its last epoch yet, so there is no best one."
    }
    let place = end.cut > 0 ? " at its last epoch" : ""
    let advice = end.trains ? ": try smaller learning rates, such as `lr=1e-5..0.1:log`." : "."
    return "No trial reached a finite \(name: end.measure.name)\(place)\(advice)"
  }

  private func course(of end: SearchEnd) -> [Block] {
    var blocks: [Block] = []
    if end.interrupted {
      blocks.append(
        .text(
          """
          stopped after \(end.finished) of \(counted(end.planned, "trial")); all finished ones are \
          kept, and `search resume` goes on.
          """, .hint))
    }
    if end.exhausted {
      blocks.append(
        .text(
          """
          The space has no other points: \(end.finished) of the \(end.planned) trials asked for.
          """, .hint))
    }
    if end.failed > 0 { blocks.append(.text("\(counted(end.failed, "trial")) failed.", .hint)) }
    return blocks
  }

  private func text(of best: TrialReport, _ value: Double, median: Double?) -> Spans {
    let measure = best.measure
    var text: Spans = "best: trial \(best.number), \(measure.name) \(measure.text(value))"
    if let error = best.trial.standardError { text += " ± \(measure.error(error))" }
    if let score = best.score { text += ", \(measure.named(score))" }
    text += epoch(of: best)
    if let median { text += " (the median trial: \(measure.text(median, "median")))" }
    return text
  }

  /// Where it is not the last one, which epoch the value is of, and what the last one came to.
  func epoch(of report: TrialReport) -> Spans {
    guard let best = report.bestEpoch, let last = report.trial.curve.last else { return "" }
    return """
      , of epoch \(best) of \(last.epoch), the last of which came to \
      \(report.measure.text(last.value, "last_value"))
      """
  }

  func blocks(_ applied: TrialApplied) -> [Block] {
    let rows: Spans =
      applied.freeing.isEmpty
      ? "use all training rows"
      : """
      are trained on three quarters of the training rows; the others are kept for validation \
      (`\(applied.freeing.joined(separator: "; "))` keeps none)
      """
    return [
      .text("trial \(applied.trial.number): \(applied.commands.joined(separator: "; "))", hang: 1),
      .text(
        """
        The weights are fresh and \(rows): `train` alone trains them for the trial's \
        \(counted(applied.epochs ?? 20, "epoch")), then `eval` for the test rows, which the search has not seen.
        """, .hint),
    ]
  }

  func blocks(_ overview: SearchOverview) -> [Block] {
    let axes = overview.axes.map(\.shortText).joined(separator: " ")
    return [.title("to search: \(axes)", hang: 1)]
      + overview.common.map { .text(Spans($0), depth: 1) }
      + [
        .definitions(overview.methods.map { (Spans($0.name), Spans($0.what)) }),
        .text("`help search` says how to write spaces.", .hint),
      ]
  }

  func blocks(_ list: StudyList) -> [Block] {
    var blocks: [Block] = []
    if list.studies.isEmpty {
      blocks = [.line("No search is kept yet.")]
    } else {
      blocks = [
        .table(studies(list)),
        .text(
          "`search open N` shows one and its trials; `search resume N` goes on with it.", .hint),
      ]
    }
    if let failure = list.failure {
      blocks.append(.text("nothing more is saved: \(failure.message)", .hint))
    }
    return blocks
  }

  private func studies(_ list: StudyList) -> Table {
    let columns = [
      Column("search", .left), Column("began (UTC)", .left, priority: 1),
      Column("method", .left, priority: 2), Column("trials", .left),
      Column("varies", .left, .content(most: 30)),
    ]
    return Table(
      columns,
      rows: list.studies.map { study in
        Row([
          Cell(study.id.number), Cell(study.created ?? "-"), Cell(study.method),
          Cell("\(study.recordedTrials)/\(study.plannedTrials)"),
          Cell(study.axes.joined(separator: " ")),
        ])
      })
  }

  func blocks(_ guesses: [Guess]) -> [Block] {
    guard !guesses.isEmpty else { return [.line("No point waits for the next search.")] }
    return guesses.map { .line(Spans(name: $0.text), depth: 1) } + [
      .text(
        "\(counted(guesses.count, "point")) to be tried by the next `search` or `search resume`.",
        .hint)
    ]
  }
}
