// `search repeat`: the best few trials again with other seeds, since the best of many trials is partly the
// luckiest.
import CommandLanguage
import Events
import Experiments
import NeuralNetwork

struct RepeatForm: SearchForm {
  private static let top = Argument.option(
    "top", .integer(1...100), "how many of the best trials; 5 unless said")
  private static let seeds = Argument.option(
    "seeds", .integer(2...100), "how many new seeds for each; 3 unless said")

  let form = Form(
    "repeat", "train the best few again with new seeds",
    keywords: [Keyword("repeat", "the best few with new seeds")], options: [top, seeds])

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let search = try preparation.finishedSearch(arguments)
    let candidates = search.study.top(arguments[Self.top, default: 5])
    guard !candidates.isEmpty else {
      throw search.withoutBest("no trial reached a finite value", arguments.syntax.range)
    }
    let objective = try preparation.objective(of: search, for: "the last search")
    guard case .training(let training) = objective else {
      throw Diagnostic(
        id: "table-has-values",
        message: "a table has one result for each point: nothing is trained again",
        range: arguments.syntax.range,
        suggestion: "with other seeds of the searchers: `search compare random bayes`")
    }
    let count = arguments[Self.seeds, default: 3]
    let runs = candidates.flatMap { trial in
      (0..<count).map { place in
        (
          params: trial.params,
          seed: TrainingSetup.seed(
            ofRepeat: training.setup.repeats + place,
            trialSeed: search.study.trialSeed(trial.number))
        )
      }
    }
    return Work(
      takingUp: { (performance, bytes) throws(UnreadableCheckpoint) in
        let ended = try search.taking(bytes, from: performance.environment.studies)
        performance.update { $0.search = ended }
      }
    ) { performance in
      guard let values = training.values(of: runs, in: performance.context) else {
        return performance.noteNothingDone()
      }
      let rows = candidates.enumerated().map { place, trial in
        RepeatReport.Row(
          trial: search.report(of: trial, bestBefore: nil),
          values: Array(values[place * count..<(place + 1) * count]))
      }
      var report = RepeatReport(rows: rows, seeds: count, measure: search.measure)
      report.notes = report.verdict(
        on: rows, isFull: performance.state.settings.explain == .full)
      if let best = report.rows.first, best.mean != nil {
        performance.update { $0.search?.bestOfRepeat = best.trial.number }
        let ended = performance.state.search
        performance.leave(always: true) { ended?.remains }
      }
      performance.emit(.repeats(report))
    }
  }
}
