// `search repeat`: the best few trials again with other seeds, since the best of many trials is partly the
// luckiest.
import CommandLanguage
import HyperparameterSearch
import NeuralNetwork

extension SearchCommand {
  static let top = Argument.option(
    "top", .integer(1...100), "how many of the best trials; 5 unless said")
  static let seeds = Argument.option(
    "seeds", .integer(2...100), "how many new seeds for each; 3 unless said")

  static let repeatForm = Form(
    FormID.repeat, "train the best few again with new seeds",
    keywords: [Keyword("repeat", "the best few with new seeds")], options: [top, seeds])

  func repeatingTop(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let search = try preparation.finishedSearch(arguments)
    let candidates = search.study.top(arguments[Self.top, default: 5])
    guard !candidates.isEmpty else {
      throw search.withoutBest("no trial reached a finite value", arguments.syntax.range)
    }
    let objective = try objective(of: search, for: "the last search", &preparation)
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
    return Work { performance in
      guard let values = values(of: runs, training, performance) else {
        return performance.noteNothingDone()
      }
      let rows = candidates.enumerated().map { place, trial in
        RepeatReport.Row(
          trial: search.report(of: trial, bestBefore: nil),
          values: Array(values[place * count..<(place + 1) * count]))
      }
      performance.emit(.repeats(RepeatReport(rows: rows, seeds: count, measure: search.measure)))
    }
  }

  /// The value of each training, nil for one that diverged; nil when it was stopped.
  private func values(
    of runs: [(params: [ParameterAssignment], seed: UInt64)], _ objective: TrainingObjective,
    _ performance: Performance
  ) -> [Double?]? {
    let shouldStop = performance.shouldStop
    let largest = runs.reduce(1) { max($0, objective.memoryNeed($1.params)) }
    let free = performance.environment.availableMemory()
    let threads = max(1, min(performance.threads, free / largest))
    var values: [Double?] = []
    var isWhole = true
    runTrials(
      0..<runs.count, threads: threads,
      body: { place in
        objective.evaluate(
          runs[place].params, seeds: [runs[place].seed], shouldStop: shouldStop, watch: { _ in })
      },
      deliver: { _, outcome in
        isWhole = isWhole && outcome != nil
        values.append(outcome?.value)
        performance.show(
          ProgressReport(
            activity: .searching, done: Double(values.count), total: Double(runs.count),
            position: values.count, lastPosition: runs.count, unit: "trainings",
            latest: outcome?.value))
      },
      shouldStop: shouldStop)
    return isWhole && values.count == runs.count ? values : nil
  }
}
