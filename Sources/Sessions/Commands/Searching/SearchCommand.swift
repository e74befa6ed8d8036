// `search`: tries hyperparameters on validation rows carved out of the training rows.
import CommandLanguage
import Experiments
import HyperparameterSearch
import NeuralNetwork
import SpaceLanguage

struct SearchCommand: Command {
  enum FormID: String {
    case random, grid, sobol, bayes, tpe, halving, compare, resume, open, list, `repeat`, export
    case overview
  }

  static let trials = Argument.option(
    "trials", .integer(1...100_000), "how many points to try; 20 unless said")
  static let epochs = Argument.option(
    "epochs", .integer(1...TrainingLimits.mostEpochs), "how long each is trained; 20 unless said")
  static let on = Argument.option(
    "on",
    .choice([
      Choice("validation", true, "rows carved out of the training rows; never the test rows")
    ]), "which rows judge a trial")
  static let measure = Argument.option(
    "measure", ValueType<TrialMeasure>.closedSet(TrialMeasure.self, \.summary),
    "what a trial is judged by; loss unless said")
  static let folds = Argument.option(
    "folds", .integer(2...1000), "cross-validation: the mean over so many folds")
  static let repeats = Argument.option(
    "repeats", .integer(1...1000), "trainings of each trial, with other seeds; the mean counts")
  static let wave = Argument.option(
    "wave", .integer(1...64),
    "trials chosen together, before their results are known; \(Self.usualWave) unless said")
  static let seed = Argument.option(
    "seed", .seed, "the seed of its draws and trainings; the session's unless said")
  static let brackets = Argument.option(
    "brackets", .toggle, "Hyperband: several brackets, that cut more or less early")
  static let stop = Argument.option(
    "stop", .integer(0...mostTrials, placeholder: "TRIALS"),
    "the number of finished trials at which to end as Ctrl-C does")
  static let more = Argument.option(
    "trials", .integer(1...100_000), "so many more than were planned")
  static let number = Argument.optional(
    "N", .integer(1...1_000_000_000), "the number of a search in `search list`")
  static let kept = Argument(
    "N", .integer(1...1_000_000_000).described(candidates: { $0.names("search") }),
    "the number of a search in `search list`")
  static let space = Argument.open(
    "NAME", .axis(values: "axis-value", names: "axis", endings: "axis-ending"),
    "what to vary, and its values", names: "axis", isOptional: true)

  /// Fixed, so that the number of threads changes nothing.
  static let usualWave = 4

  /// With all that are added to it.
  static let mostTrials = 1_000_000

  /// A larger grid has to be asked for with `trials=`.
  static let largestGrid = 1000

  private static let judging: [any AnyArgumentConvertible] = [
    trials, epochs, on, measure, folds, repeats, seed, stop,
  ]

  let signature = CommandSignature(
    "search", summary: "try hyperparameters, judged on validation rows", area: CommandArea.search,
    forms: [
      Form(
        FormID.random, "draw every trial at random", keywords: [Keyword("random", "random draws")],
        options: judging, openOption: space),
      Form(
        FormID.grid, "every combination of some values of each",
        keywords: [Keyword("grid", "every combination")], options: judging, openOption: space),
      Form(
        FormID.sobol, "points spread more evenly than chance",
        keywords: [Keyword("sobol", "evenly spread points")], options: judging, openOption: space),
      Form(
        FormID.bayes, "a model of the results chooses the next points",
        keywords: [
          Keyword("bayes", "a model chooses", aliases: ["bayesian", "gp", "gaussian-process"])
        ], options: judging + [wave], openOption: space),
      Form(
        FormID.tpe, "points where good trials lie densely",
        keywords: [Keyword("tpe", "where good trials lie densely")], options: judging + [wave],
        openOption: space),
      Form(
        FormID.halving, "random draws, the worst of which are cut early",
        keywords: [
          Keyword("halving", "cut the worst early", aliases: ["hyperband", "successive-halving"])
        ], options: [trials, epochs, on, measure, brackets, seed, stop], openOption: space),
      Form(
        FormID.resume, "go on with a search, or add trials to it",
        keywords: [Keyword("resume", "go on with a search", aliases: ["continue"])],
        positionals: [number], options: [more, stop]),
      Form(
        FormID.open, "look at a search that is kept",
        keywords: [Keyword("open", "look at a search that is kept")], positionals: [kept]),
      Self.compareForm,
      Self.repeatForm,
      Self.exportForm,
      Form(
        FormID.list, "list the searches that are kept",
        keywords: [Keyword("list", "the searches that are kept")]),
      Form(FormID.overview, "what each method would do", openOption: space),
    ],
    details: [
      "Spaces: `1e-4..1:log` a range by factors of ten, `0..1` an even range, `0..1:step=0.1`, "
        + "`4..64` whole numbers for units, layers and batch, `relu|tanh` choices, `0.01,0.1,1` a "
        + "list. Any setting can be varied, and `units`, `layers` and `activation`.",
      "`units=4..64:each` gives every layer units of its own, as `units1=4..64 units2=4..64` do; a "
        + "layer's axis only matters where there are as many layers. `momentum=0.5..0.99` beside "
        + "`optimizer=sgd|momentum` only matters with momentum; "
        + "`:if=NAME=VALUE|VALUE` behind a space says so of any other axis.",
      "A quarter of the training rows judges the trials; the test rows are never looked at. Every "
        + "trial has its own seed, made from the session's seed and the trial's number. A grid "
        + "takes about `trials` combinations, evenly spaced in each range. The same search gives the "
        + "same trials again; `set seed N` gives others.",
      "`bayes` starts with evenly spread points, then fits a Gaussian process to the results and goes "
        + "where the expected improvement is largest, saying why; `tpe` draws where good trials lie "
        + "more densely than the others. Both choose `wave` trials at a time, so that these can run "
        + "side by side and any number of threads gives the same search.",
      "`halving` trains `trials` random points for a few epochs, the best third of them three times as "
        + "long, and so on; the last ones get `epochs`. `brackets=on` (Hyperband) divides the trials "
        + "among plans that cut more or less early, since slow starters may end best.",
      "`folds=5` judges each trial by the mean over five folds instead, `repeats=3` by the mean "
        + "over three seeds; both show its standard error.",
      "`search compare grid random bayes` runs each of them several times, with the session's seed and "
        + "the ones after it, and tells whether one is better by more than chance. All begin with the "
        + "same validation rows. One such run alone is `search bayes seed=N`. `objective` says what is "
        + "searched: trainings, or a table of results.",
      "`search repeat` trains the best few again with new seeds: the best of many trials is partly the "
        + "luckiest.",
      "Every finished trial is kept at once. Ctrl-C ends a search with what there is; `search resume` "
        + "goes on, also in another process, and gives what not stopping would have given: with search N, "
        + "else with the session's last, or if that has all its trials with the latest that has not. `search open N` "
        + "makes one of `search list` the last search again, for `trials`, `use best`, `importance` and "
        + "`search export`.",
    ],
    examples: [
      Example(
        "search lr=1e-4..1:log units=4..64", "what each method would do", setup: ["data iris"]),
      Example(
        "search random trials=6 epochs=3 lr=1e-3..1:log units=4..16", "six random networks",
        setup: ["data iris"]),
      Example(
        "search grid lr=0.01,0.1,1 l2=0,0.01 epochs=3", "all six combinations",
        setup: ["data iris", "layer 8"]),
      Example(
        "search random trials=3 epochs=2 folds=3 measure=accuracy lr=0.01..1:log",
        "judged by the accuracy over three folds", setup: ["data iris", "layer 4"]),
      Example(
        "search bayes trials=8 epochs=2 lr=1e-3..1:log units=4..16",
        "a model chooses the last ones",
        setup: ["data iris"]),
      Example(
        "search halving trials=9 epochs=9 lr=1e-3..1:log",
        "nine short, three longer, one to the end",
        setup: ["data iris", "layer 4"]),
      Example(
        "search compare grid random trials=4 repeats=2 epochs=2 lr=0.01..1:log",
        "which one is better",
        setup: ["data iris", "layer 4"]),
      Example(
        "search resume trials=2", "two more trials",
        setup: ["data iris", "layer 4", "search random trials=2 epochs=2 lr=0.01..1:log"]),
      Example(
        "search open 1", "look at the first search again",
        setup: [
          "data iris", "layer 4", "search random trials=2 epochs=2 lr=0.01..1:log",
          "search grid epochs=1 lr=0.1,1",
        ]),
      Example(
        "search repeat top=2 seeds=3", "whether the winner was lucky",
        setup: ["data iris", "layer 4", "search random trials=4 epochs=2 lr=0.01..1:log"]),
    ])

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    switch try arguments.form(FormID.self) {
    case .random, .grid, .sobol, .bayes, .tpe, .halving:
      return try starting(arguments, &preparation)
    case .open: return try opening(arguments, &preparation)
    case .compare: return try comparing(arguments, &preparation)
    case .resume: return try resuming(arguments, &preparation)
    case .repeat: return try repeatingTop(arguments, &preparation)
    case .overview: return try showingOverview(arguments, &preparation)
    case .export: return try exporting(arguments, preparation)
    case .list: return try listing(arguments, preparation)
    }
  }

  private func starting(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    if let table = preparation.state.table {
      return try starting(in: table, arguments, &preparation)
    }
    let space = try space(arguments, &preparation)
    let data = preparation.dataOrAssumed()
    let guesses = preparation.state.guesses
    let isHalving = arguments.formID == FormID.halving.rawValue
    let (sampler, size) = try sampler(over: space, arguments)
    // Guesses come beside the grid's own points.
    let usual = size.map { $0 + guesses.count } ?? (isHalving ? 27 : Self.usualTrials)
    let sessionSeed = preparation.state.settings.training.seed
    let seed = arguments[Self.seed, default: sessionSeed]
    let setup = TrainingSetup(
      base: base(space, &preparation),
      epochs: arguments[Self.epochs, default: isHalving ? 27 : 20],
      measure: arguments[Self.measure, default: .loss], folds: arguments[Self.folds],
      repeats: arguments[Self.repeats, default: 1], divisionSeed: sessionSeed)
    let objective = SearchObjective.training(
      try TrainingObjective(setup, data: data, in: preparation.context))
    let study = Study(
      space: space, sampler: sampler, direction: objective.measure.direction, seed: seed,
      waveSize: sampler.usesResults ? arguments[Self.wave, default: Self.usualWave] : 1)
    var search = FinishedSearch(
      study: study, objective: objective.setup, measure: objective.measure,
      planned: arguments[Self.trials, default: usual],
      source: preparation.state.dataSource)
    for guess in guesses { _ = try search.enqueue(guess) }
    if isHalving {
      search.halving = try HalvingPlan(
        trials: search.planned, epochs: setup.epochs, hasBrackets: hasBrackets(arguments),
        range: arguments.syntax.range)
    }
    return try running(search, objective, arguments, preparation)
  }

  /// `search hyperband` is another word for `search halving brackets=on`.
  private func hasBrackets(_ arguments: Arguments) -> Bool {
    arguments[Self.brackets]
      ?? (arguments.syntax.words.first?.lowercased == "hyperband")
  }

  /// The work of a search: its trials, one wave after the other or rung by rung.
  ///
  /// - Parameter begin: what is to be written into the journal before.
  /// Errors: those of `PreparedSearch` and `PreparedHalving`.
  func running(
    _ search: FinishedSearch, _ objective: SearchObjective, _ arguments: Arguments,
    _ preparation: Preparation,
    begin: @escaping (inout SearchJournal) -> Void = { _ in }
  ) throws(Diagnostic) -> Work {
    let stop = SearchStop(trials: arguments[Self.stop])
    if let halving = search.halving, case .training(let training) = objective {
      let prepared = try PreparedHalving(search, halving, training, stop, in: preparation.context)
      return searching(search, arguments, begin) { journal, context in
        var run = HalvingRun(prepared, journal: journal, in: context)
        return run.run()
      }
    }
    let prepared = try PreparedSearch(search, objective, stop, in: preparation.context)
    return searching(search, arguments, begin) { journal, context in
      var run = SearchRun(prepared, journal: journal, in: context)
      return run.run()
    }
  }

  /// Runs a search and makes its trials the state's.
  private func searching(
    _ search: FinishedSearch, _ arguments: Arguments,
    _ begin: @escaping (inout SearchJournal) -> Void,
    _ run: @escaping (SearchJournal, ExperimentContext) -> SearchOutcome
  ) -> Work {
    Work { performance in
      let context = performance.context
      var journal = SearchJournal(
        performance.environment.studies, id: search.id, in: context)
      begin(&journal)
      let outcome = run(journal, context)
      if outcome.isWorthKeeping { performance.update { $0.search = outcome.search } }
      // What was written down as points of this search is tried when it goes on.
      if outcome.isWorthKeeping || outcome.search.id != nil, !performance.state.guesses.isEmpty {
        performance.update { $0.guesses = [] }
      }
      if let trials = outcome.stoppedAfterTrials {
        performance.noteInterruption(
          again: arguments.syntax.with(option: Self.stop.name, String(trials)))
      }
    }
  }

  /// How a form chooses its trials, and how many points there are of a grid.
  private func sampler(
    over space: SearchSpace, _ arguments: Arguments
  ) throws(Diagnostic) -> (sampler: Sampler, size: Int?) {
    switch SearchMethod(rawValue: arguments.formID) {
    case .grid:
      let grid = try grid(of: space, asked: arguments[Self.trials], arguments)
      return (.grid(grid), grid.size)
    case .sobol: return (.sobol, nil)
    case .bayes: return (.bayes(BayesianSampler(space: space)), nil)
    case .tpe: return (.tpe, nil)
    // Halving draws at random too.
    case .random, nil: return (.random, nil)
    }
  }

  private func grid(
    of space: SearchSpace, asked: Int?, _ arguments: Arguments
  ) throws(Diagnostic) -> Grid {
    let grid: Grid
    do {
      grid = try Grid(space: space, aboutTrials: asked ?? Self.usualTrials)
    } catch {
      throw Diagnostic(error, axis: nil, range: arguments.syntax.range)
    }
    guard asked != nil || grid.size <= Self.largestGrid else {
      throw Diagnostic(
        id: "grid-too-large", message: "this grid has \(grid.size) combinations",
        range: arguments.syntax.range,
        suggestion: "`trials=\(grid.size)` to run them all, or `search random trials=60`")
    }
    return grid
  }

  /// The session's own settings and layers, for everything the search does not vary. A search over
  /// units needs a layer to have them.
  func base(
    _ space: SearchSpace, _ preparation: inout Preparation
  ) -> TrialConfiguration {
    var hidden = preparation.state.hidden ?? []
    let variesArchitecture = space.axes.contains { SearchAxis.LayerPart($0.name) != nil }
    let variesLayers = space.axes.contains { $0.name == "layers" }
    if hidden.isEmpty,
      variesArchitecture && !variesLayers || preparation.state.hidden == nil && !variesLayers
    {
      hidden = preparation.layersOrAssumed()
      if hidden.isEmpty { hidden = [HiddenLayer(units: 16, activation: .relu)] }
    }
    return TrialConfiguration(settings: preparation.state.settings, hidden: hidden)
  }
}
