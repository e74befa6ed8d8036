// `search` alone, or with a space but no method: what each method would do with it.
import CommandLanguage
import Events
import Experiments
import HyperparameterSearch
import Numerics

struct OverviewForm: SearchForm {
  let form = Form(
    "overview", "what each method would do", openOption: SearchOptions.space)

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let space = try space(arguments, &preparation)
    let points = space.gridSize ?? .max
    let trials = min(SearchOptions.usualTrials, points)
    let state = preparation.state
    let table = state.table
    let named = table?.names(arguments.openOptions(SearchOptions.space).map(\.name)) ?? []
    let listed = table == nil ? space : (try? space.thinned(to: trials, keeping: named)) ?? space
    var methods = try samplerMethods(
      space, grid: listed, trials: trials, wave: table == nil ? SearchOptions.usualWave : 1)
    let plan = try? HalvingPlan(
      trials: min(27, points), epochs: 27, hasBrackets: false, range: nil)
    if table == nil, space.mostEpochs == nil, let plan, plan.epochs < plan.uncutEpochs {
      methods.append(
        SearchOverview.Method(
          name: "search halving",
          what: """
            \(plan.trialCount, "halving_trials") draws, the worst cut early: \
            \(plan.epochs, "halving_epochs") epochs in all, not \(plan.uncutEpochs, "uncut_epochs")
            """))
    }
    return .say(
      .searchOverview(
        SearchOverview(
          axes: space.axes.map(AxisSpace.init),
          common: common(state, trials: trials), methods: methods)))
  }

  private func samplerMethods(
    _ space: SearchSpace, grid listed: SearchSpace, trials: Int, wave: Int
  ) throws(Diagnostic) -> [SearchOverview.Method] {
    func starts(_ sampler: Sampler) -> Int {
      min(trials, sampler.spreadCount(wave: wave) ?? trials)
    }
    var methods: [SearchOverview.Method] = []
    if let grid = try? Grid(space: listed, aboutTrials: trials) {
      let most = grid.levels.map(\.values.count).max() ?? 1
      methods.append(
        SearchOverview.Method(
          name: "search grid",
          what: """
            every combination: \(grid.size, "grid_trials") trials, at most \(most, "grid_values") \
            \(most == 1 ? "value" : "values") of each
            """))
    }
    methods.append(
      SearchOverview.Method(
        name: "search random", what: draws(from: space, trials)))
    methods.append(
      SearchOverview.Method(
        name: "search sobol",
        what: "\(trials, "trials") points, spread more evenly over the space than draws"))
    methods.append(
      SearchOverview.Method(
        name: "search bayes",
        what: """
          \(trials, "trials") trials: \(starts(.bayes(BayesianSampler(space: space))), "bayes_starts") spread \
          evenly, then where a model of the results expects the most
          """))
    methods.append(
      SearchOverview.Method(
        name: "search tpe",
        what: """
          \(trials, "trials") trials: \(starts(.tpe), "tpe_starts") drawn, then \
          where good ones lie densely
          """))
    return methods
  }

  private func draws(from space: SearchSpace, _ trials: Int) -> Statement {
    guard let points = space.gridSize, !space.isWide(for: trials) else {
      return """
        \(trials, "trials") draws, each with a value of its own of every range; one is among the best \
        5% of the space with a chance of \(1 - PortableMath.power(0.95, trials), "chance", .percent)
        """
    }
    return points <= trials
      ? "the \(points, "points") \(points == 1 ? "point" : "points") there are, in random order"
      : "\(trials, "trials") draws of the \(points, "points") points there are, none twice"
  }

  /// - Parameter trials: what the methods take unless told.
  private func common(_ state: SessionState, trials: Int) -> [Statement] {
    var statements: [Statement] = []
    if let table = state.table {
      statements.append(
        """
        A search would look its trials up among \(table.pointCount, "points") points of \(table.setup.name); \
        `objective training` trains networks again.
        """)
    } else if let data = state.data,
      let parts = try? data.validationRows(seed: state.settings.training.seed)
    {
      statements.append(
        """
        A search would train on \(parts.kept.count, "search_rows") of the training rows and judge \
        on the other \(parts.validation.count, "validation_rows"); the test rows stay untouched.
        """)
    } else {
      statements.append(
        "A search trains on three quarters of the training rows and judges on the rest.")
    }
    if let search = state.search, let best = search.best, let value = best.value {
      statements.append(
        """
        The last one, \(search.method), had \(search.study.trials.count, "last_trials") trials; the \
        best is trial \(best.number, "best_trial") with \(search.measure.name) \
        \(value, "best_value"). `search resume trials=10` adds to it.
        """)
    }
    return statements
  }
}
