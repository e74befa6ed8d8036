// `search compare`: searchers side by side on one objective, several times each. Nothing of it is kept; the
// session stays as it was.
import CommandLanguage
import Course
import Events
import Experiments
import HyperparameterSearch

struct CompareForm: SearchForm {
  private static let methods = Argument.repeated(
    "METHOD", ValueType<SearchMethod>.closedSet(SearchMethod.self, \.summary),
    "two searchers or more")
  private static let runs = Argument.option(
    "repeats", .integer(2...100), "runs of each, with seeds from the session's on; 5 unless said")

  let form = Form(
    "compare", "several searchers on one objective, several times each",
    keywords: [Keyword("compare", "searchers side by side")], positionals: [methods],
    options: [
      SearchOptions.trials, runs, SearchOptions.epochs, SearchOptions.on, SearchOptions.measure,
      SearchOptions.folds, SearchOptions.wave,
    ], openOption: SearchOptions.space)

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let methods = try comparedMethods(arguments)
    let space = try space(arguments, &preparation)
    let (objective, training) = try comparedObjective(space, arguments, &preparation)
    let isTable = training == nil
    let trials = arguments[SearchOptions.trials, default: SearchOptions.usualTrials]
    let first = preparation.state.settings.training.seed
    let seeds = (0..<arguments[Self.runs, default: 5]).map { first &+ UInt64($0) }
    let wave = arguments[SearchOptions.wave, default: isTable ? 1 : SearchOptions.usualWave]
    let table = preparation.state.table
    let named = table?.names(arguments.openOptions(SearchOptions.space).map(\.name)) ?? []
    var plan = ComparePlan(
      searchers: [], trials: trials, seeds: seeds,
      axes: space.axes.map(AxisSpace.init), training: training,
      measure: objective.measure, waveSize: wave, notes: [])
    var studies: [[Study]] = []
    for (place, method) in methods.enumerated() {
      let (sampler, searched, size) = try method.sampler(
        over: space, trials: trials, table: table, keeping: named,
        range: arguments.words(of: Self.methods)[place].range)
      plan.searchers.append(
        ComparePlan.Searcher(
          letter: Self.letters[place], name: method.rawValue, trials: min(trials, size ?? trials)))
      if let size, let note = Self.note(size, of: trials) { plan.notes.append(note) }
      studies.append(
        seeds.map { seed in
          Study(
            space: searched, sampler: sampler, direction: objective.measure.direction, seed: seed,
            waveSize: sampler.usesResults ? wave : 1)
        })
    }
    if case .table(let table) = objective { plan.notes += table.planNotes }
    let prepared = try CompareRun(plan, studies, objective: objective, in: preparation.context)
    return Work { performance in
      var run = prepared
      // A part of a comparison says nothing.
      guard run.run(in: performance.context) else { return performance.noteNothingDone() }
      var report = run.report
      report.verdict =
        CompareVerdict(
          report: report, studies: run.studies,
          isFull: performance.state.settings.explain == .full
        ).statements
      performance.emit(.compared(report))
    }
  }

  private static let letters = ["A", "B", "C", "D", "E"]

  private func comparedMethods(_ arguments: Arguments) throws(Diagnostic) -> [SearchMethod] {
    let methods = arguments.values(Self.methods)
    let words = arguments.words(of: Self.methods)
    for (place, method) in methods.enumerated() where methods.prefix(place).contains(method) {
      throw Diagnostic(
        id: "repeated-searcher", message: "\(shown(words[place].text)) stands there twice",
        range: words[place].range)
    }
    guard methods.count > 1 else {
      let other = methods.first == .random ? "bayes" : "random"
      throw Diagnostic(
        id: "one-searcher", message: "a comparison needs at least two searchers",
        range: arguments.syntax.range,
        suggestion: "`search compare \(methods.first?.rawValue ?? "bayes") \(other)`")
    }
    return methods
  }

  private func comparedObjective(
    _ space: SearchSpace, _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> (SearchObjective, SearchPlan.Training?) {
    if let table = preparation.state.table {
      try arguments.refuseTrainingOptions(nil)
      return (.table(table), nil)
    }
    let data = preparation.dataOrAssumed()
    try preparation.checkChoices(data, arguments)
    let setup = try preparation.setup(
      over: space, epochs: arguments.epochs(over: space), repeats: 1, arguments)
    let objective = try TrainingObjective(
      setup, over: space, data: data, in: preparation.context)
    return (.training(objective), SearchPlan.Training(objective, over: space))
  }

  /// A grid has the size it has.
  private static func note(_ size: Int, of trials: Int) -> Statement? {
    if size > trials {
      return """
        The coarsest grid has \(size, "grid_size") points: only its first \(trials, "trials") are tried, which \
        leaves values of the first axes out.
        """
    }
    guard size < trials else { return nil }
    return
      "The finest grid of at most \(trials, "trials") points has \(size, "grid_size"): it is done then."
  }
}
