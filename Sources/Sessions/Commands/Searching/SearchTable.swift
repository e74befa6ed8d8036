// `search` where the objective is a table: the same searchers, whose trials are looked up.
import CommandLanguage
import Experiments
import HyperparameterSearch

extension SearchCommand {
  /// Trials come one at a time unless `wave` is given: a value that is looked up is there at once.
  func starting(
    in table: TableObjective, _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    try refuseTrainingOptions(arguments)
    guard let method = SearchMethod(rawValue: arguments.formID) else {
      throw Diagnostic(
        id: "option-not-for-a-table", message: "a table has no trainings that could be cut early",
        range: arguments.syntax.range, suggestion: "`search random`, or `objective training` first")
    }
    let space = try space(arguments, &preparation)
    let named = table.names(arguments.openOptions(Self.space).map(\.name))
    // Of a grid all values named are tried.
    let least = method == .grid ? space.size(of: named, atMost: Self.largestGrid) : 1
    let asked = arguments[Self.trials] ?? max(Self.usualTrials, least)
    let (sampler, searched, size) = try method.sampler(
      over: space, trials: asked, table: table, keeping: named, range: arguments.syntax.range)
    // Guesses come beside the grid's own points.
    let guesses = preparation.state.guesses
    let planned = size.map { min(asked, $0) + guesses.count } ?? asked
    let study = Study(
      space: searched, sampler: sampler, direction: table.measure.direction,
      seed: arguments[Self.seed, default: preparation.state.settings.training.seed],
      waveSize: sampler.usesResults ? arguments[Self.wave, default: 1] : 1)
    var search = FinishedSearch(
      study: study, objective: .table(table.setup), measure: table.measure, planned: planned)
    for guess in guesses { _ = try search.enqueue(guess) }
    return try running(search, .table(table), arguments, preparation)
  }

  /// Options that say how a trial is trained or judged. Error: `option-not-for-a-table`.
  func refuseTrainingOptions(_ arguments: Arguments) throws(Diagnostic) {
    let given = [
      ("epochs", arguments.range(of: Self.epochs)), ("on", arguments.range(of: Self.on)),
      ("measure", arguments.range(of: Self.measure)), ("folds", arguments.range(of: Self.folds)),
      (
        "repeats",
        arguments.formID == FormID.compare.rawValue ? nil : arguments.range(of: Self.repeats)
      ),
    ]
    guard let (name, range) = given.first(where: { $0.1 != nil }) else { return }
    throw Diagnostic(
      id: "option-not-for-a-table",
      message: "`\(name)=` says how networks are trained, and the objective is a table",
      range: range,
      suggestion: "leave it out, or `objective training` first")
  }
}
