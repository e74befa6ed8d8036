// `trials`, `trial N` and `use`: looking at what a search found, and taking it.
import CommandLanguage
import Events
import Experiments

struct TrialsCommand: Command {
  static let top = Argument.option(
    "top", .integer(1...SearchOptions.mostTrials), "how many to list; 10 unless said")
  static let sort = Argument.option(
    "sort", ValueType<TrialOrder>.closedSet(TrialOrder.self, \.summary), "by what to order them")

  let signature = CommandSignature(
    "trials", summary: "a search's best trials", area: CommandArea.search,
    forms: [Form("trials", "list the best trials", options: [top, sort])],
    details: [
      "The value is the data loss on the validation rows, smaller being better, or what `measure=` "
        + "of the search said. Of equal values the earlier trial comes first."
    ],
    examples: [
      Example(
        "trials top=3", "the three best",
        setup: ["data iris", "search random trials=4 epochs=2 lr=0.01..1:log"])
    ])

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let search = try preparation.finishedSearch(arguments)
    let order = arguments[Self.sort, default: .value]
    return .say(.trials(search.table(by: order, top: arguments[Self.top, default: 10])))
  }
}

struct TrialCommand: Command {
  static let number = Argument(
    "N", .integer(0...SearchOptions.mostTrials - 1).described(candidates: { $0.names("trial") }),
    "which trial, such as 0 for the first")

  let signature = CommandSignature(
    "trial", summary: "all about one trial",
    area: CommandArea.search,
    forms: [Form("trial", "show one trial", positionals: [number])],
    details: [
      "Its values, how its loss fell, what a model expected of it, and a script that trains it again "
        + "in a new session, to the same bits. In that script `data validation` makes the rows that judged "
        + "the trial its test rows."
    ],
    examples: [
      Example(
        "trial 2", "settings and outcome of trial 2",
        setup: ["data iris", "search random trials=4 epochs=2 lr=0.01..1:log"])
    ])

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let search = try preparation.finishedSearch(arguments)
    let report = try search.trial(
      try arguments.require(Self.number), range: arguments.range(of: Self.number))
    return .say(
      .trialShown(
        TrialDetails(
          trial: report, method: search.method,
          commands: try preparation.commands(for: report, of: search),
          script: try search.script(
            of: report, data: preparation.state.commands(of: search.source),
            rows: preparation.rowCount(of: report, in: search), preparation.settings),
          runs: search.objective.runs,
          statements: search.statements(on: report, preparation.state.settings.explain))))
  }
}

struct UseCommand: Command {
  enum FormID: String { case best, trial, winner, racer }

  static let racer = Argument("RACER", .named("racer"), "its letter or name")

  let signature = CommandSignature(
    "use", summary: "take a trial or a racer", area: CommandArea.search,
    forms: [
      Form(FormID.best, "take the best trial", keywords: [Keyword("best", "the best trial")]),
      Form(
        FormID.trial, "take a trial by number", keywords: [Keyword("trial", "a trial by number")],
        positionals: [TrialCommand.number]),
      Form(
        FormID.winner, "take the best of the last race or `what if`",
        keywords: [Keyword("winner", "the best of the last race")]),
      Form(FormID.racer, "take one racer of it", positionals: [racer]),
    ],
    details: [
      "A racer is taken as it ended: its settings, layers, weights, optimizer state and epochs "
        + "become the session's, as if it had been trained here.",
      "`use best` takes the trial with the best value, or after `search repeat` the one that came out best "
        + "with its new seeds.",
      "Of a trial, settings and layers are taken; the weights start afresh, so that `train` can use "
        + "all training rows. `train` alone then trains as many epochs as belong to the trial: all it "
        + "was trained for, or those up to its best where that is what judged it (`halving`, `patience`). "
        + "The test rows have played no part so far.",
    ],
    examples: [
      Example(
        "use best", "take the best trial",
        setup: ["data iris", "search random trials=4 epochs=2 lr=0.01..1:log"]),
      Example(
        "use adam", "take that racer with its weights",
        setup: ["data iris", "race sgd adam epochs=3"]),
    ])

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let search: FinishedSearch
    let report: TrialReport
    switch try arguments.form(FormID.self) {
    case .winner, .racer:
      return try preparation.takingRacer(arguments.word(of: Self.racer), arguments)
    case .trial:
      search = try preparation.finishedSearch(arguments)
      report = try search.trial(
        try arguments.require(TrialCommand.number),
        range: arguments.range(of: TrialCommand.number))
    case .best:
      search = try preparation.finishedSearch(arguments)
      guard let best = search.study.best else {
        throw search.withoutBest("no trial reached a finite loss", arguments.syntax.range)
      }
      report = try search.trial(search.bestOfRepeat ?? best.number, range: nil)
      if report.number != best.number {
        preparation.remark(
          """
          Trial \(report.number, "repeated_best") came out best in `search repeat`; by its one value in \
          the search that was trial \(best.number, "search_best") (`use trial \(String(best.number))`).
          """)
      }
    }
    let configuration = try preparation.configuration(of: report, in: search)
    let commands = try preparation.commands(for: report, of: search)
    let seen = try preparation.seeing(as: configuration, in: search)
    if let seen, seen.step == nil, seen.data != preparation.state.data {
      preparation.remark("The network sees what it saw when the search began.")
    } else if seen == nil, preparation.isOnOtherRows(than: search) {
      preparation.remark(
        """
        The search was made on other training rows than these; the trial's settings and layers are taken all the same.
        """)
    }
    let epochs =
      configuration.settings.training.schedule == .constant
      ? report.bestEpoch ?? configuration.epochs ?? search.epochs
      : configuration.epochs ?? search.epochs
    return Work { performance in
      performance.update {
        if let seen { $0.see(seen.data, of: seen.rows, by: seen.step) }
        let seed = $0.settings.training.seed
        $0.settings = configuration.settings.withUsersOwn(of: $0.settings)
        $0.settings.training.seed = seed
        $0.takeNetwork(configuration.hidden)
        $0.network?.trialEpochs = epochs
      }
      performance.emit(
        .trialApplied(
          TrialApplied(
            trial: report, commands: commands, epochs: epochs,
            freeing: configuration.settings.training.commandsFreeingValidation)))
    }
  }
}

extension Preparation {
  package func finishedSearch(_ arguments: Arguments) throws(Diagnostic) -> FinishedSearch {
    if let search = state.search { return search }
    throw Diagnostic(
      id: "no-search-yet", message: "there is no search on these data in this session",
      range: arguments.syntax.name.range,
      suggestion: "`search random trials=20 lr=1e-4..1:log units=4..64`",
      // The same whatever is kept of earlier sessions, so that transcripts replay anywhere.
      notes: ["`search list` has earlier ones"])
  }

  /// A trial's network and settings here: it is judged by validation rows whatever the session watches, so
  /// what that is stays as it is.
  fileprivate func configuration(
    of report: TrialReport, in search: FinishedSearch
  ) throws(Diagnostic) -> TrialConfiguration {
    var configuration = try search.configuration(of: report, settings)
    configuration.settings.training.watch = state.settings.training.watch
    // What patience decided are the trial's epochs, which then need no validation rows.
    if report.trial.param(SearchAxis.patience) != nil {
      configuration.settings.training.patience = state.settings.training.patience
    }
    return configuration
  }

  /// The commands that set up a trial's network and settings.
  fileprivate func commands(
    for report: TrialReport, of search: FinishedSearch
  ) throws(Diagnostic) -> [String] {
    if case .table = search.objective { return [] }
    let configuration = try configuration(of: report, in: search)
    let changed = settings.ofTraining.filter {
      $0.traits.consequence != .randomNumbers
        && $0.read(configuration.settings) != $0.read(state.settings)
        || $0.name != SearchAxis.patience && report.parameters.map(\.name).contains($0.name)
    }
    return configuration.featuresCommand + LayerText.script(configuration.hidden)
      + changed.map { "set \($0.name) \($0.read(configuration.settings))" }
  }
}
