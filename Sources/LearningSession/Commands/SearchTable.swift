// `search` where the objective is a table: the same searchers, whose trials are looked up.
import CommandLanguage
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

/// The searchers whose trials all run to their end.
enum SearchMethod: String, CaseIterable, Sendable {
  case grid, random, sobol, tpe, bayes

  var summary: String {
    switch self {
    case .grid: "every combination of some values"
    case .random: "random draws"
    case .sobol: "evenly spread points"
    case .tpe: "where good trials lie densely"
    case .bayes: "a model of the results chooses"
    }
  }

  /// The sampler for about so many trials, the space that it searches, and how many points there are of a
  /// grid. A table's grid has some values of each column that was not named, since all of them would be the
  /// whole table.
  func sampler(
    over space: SearchSpace, trials: Int, table: TableObjective?, keeping named: [String],
    range: SourceRange
  ) throws(Diagnostic) -> (sampler: Sampler, space: SearchSpace, size: Int?) {
    switch self {
    case .random: return (.random, space, nil)
    case .sobol: return (.sobol, space, nil)
    case .tpe: return (.tpe, space, nil)
    case .bayes: return (.bayes(BayesianSampler(space: space)), space, nil)
    case .grid:
      do throws(SpaceError) {
        let space = table == nil ? space : try space.thinned(to: trials, keeping: named)
        let grid = try Grid(space: space, aboutTrials: trials)
        return (.grid(grid), space, grid.size)
      } catch {
        throw Diagnostic(error, axis: nil, range: range)
      }
    }
  }
}
