// `search random`, `grid`, `sobol`, `bayes` and `tpe`: a new search all of whose trials run to their end.
import CommandLanguage
import Experiments
import HyperparameterSearch

struct StartForm: SearchForm {
  private let method: SearchMethod
  let form: Form

  /// - Parameter further: options that only some methods have.
  init(
    _ method: SearchMethod, _ summary: String, _ keyword: Keyword,
    further: [any AnyArgumentConvertible] = []
  ) {
    self.method = method
    let judging: [any AnyArgumentConvertible] = [
      SearchOptions.trials, SearchOptions.epochs, SearchOptions.on, SearchOptions.measure,
      SearchOptions.folds, SearchOptions.repeats, SearchOptions.seed, SearchOptions.stop,
    ]
    form = Form(
      method, summary, keywords: [keyword], options: judging + further,
      openOption: SearchOptions.space)
  }

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    if let table = preparation.state.table {
      return try lookingUp(in: table, arguments, &preparation)
    }
    let space = try space(arguments, &preparation)
    let data = preparation.dataOrAssumed()
    let asked = arguments[SearchOptions.trials]
    let (sampler, searched, size) = try method.sampler(
      over: space, trials: asked ?? SearchOptions.usualTrials, table: nil, keeping: [],
      range: arguments.syntax.range)
    if let size, asked == nil, size > SearchOptions.largestGrid {
      throw Diagnostic(
        id: "grid-too-large", message: "this grid has \(size) combinations",
        range: arguments.syntax.range,
        suggestion: "`trials=\(size)` to run them all, or `search random trials=60`")
    }
    // Guesses come beside the grid's own points.
    let usual = size.map { $0 + preparation.state.guesses.count } ?? SearchOptions.usualTrials
    let (search, objective) = try preparation.trainingSearch(
      over: searched, by: sampler, data: data, trials: asked ?? usual,
      epochs: arguments.epochs(over: searched), arguments)
    return try preparation.running(search, .training(objective), arguments)
  }

  /// Trials come one at a time unless `wave` is given: a value that is looked up is there at once.
  private func lookingUp(
    in table: TableObjective, _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    try arguments.refuseTrainingOptions(SearchOptions.repeats)
    let space = try space(arguments, &preparation)
    let named = table.names(arguments.openOptions(SearchOptions.space).map(\.name))
    // Of a grid all values named are tried.
    let least = method == .grid ? space.size(of: named, atMost: SearchOptions.largestGrid) : 1
    let asked = arguments[SearchOptions.trials] ?? max(SearchOptions.usualTrials, least)
    let (sampler, searched, size) = try method.sampler(
      over: space, trials: asked, table: table, keeping: named, range: arguments.syntax.range)
    // Guesses come beside the grid's own points.
    let guesses = preparation.state.guesses
    let planned = size.map { min(asked, $0) + guesses.count } ?? asked
    let study = Study(
      space: searched, sampler: sampler, direction: table.measure.direction,
      seed: arguments[SearchOptions.seed, default: preparation.state.settings.training.seed],
      waveSize: sampler.usesResults ? arguments[SearchOptions.wave, default: 1] : 1)
    var search = FinishedSearch(
      study: study, objective: .table(table.setup), measure: table.measure, planned: planned)
    for guess in guesses { _ = try search.enqueue(guess) }
    return try preparation.running(search, .table(table), arguments)
  }
}
