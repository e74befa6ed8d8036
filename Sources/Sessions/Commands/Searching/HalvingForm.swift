// `search halving`: a new search the worst of whose trials are cut early.
import CommandLanguage
import Experiments
import HyperparameterSearch

struct HalvingForm: SearchForm {
  private static let epochs = Argument.option(
    SearchAxis.epochs, TrialEpochs.type.described(placeholder: "N", candidates: { _ in [] }),
    "how long the last ones are trained; 27 unless said")
  private static let brackets = Argument.option(
    "brackets", .toggle, "Hyperband: several brackets, that cut more or less early")

  let form = Form(
    "halving", "random draws, the worst of which are cut early",
    keywords: [
      Keyword("halving", "cut the worst early", aliases: ["hyperband", "successive-halving"])
    ],
    options: [
      SearchOptions.trials, epochs, SearchOptions.on, SearchOptions.measure,
      brackets, SearchOptions.seed, SearchOptions.stop,
    ], openOption: SearchOptions.space)

  /// What is divided without a remainder as often as it can be.
  private static let usualTrials = 27
  private static let usualEpochs = 27

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    guard preparation.state.table == nil else {
      try arguments.refuseTrainingOptions(nil)
      throw Diagnostic(
        id: "option-not-for-a-table", message: "a table has no trainings that could be cut early",
        range: arguments.syntax.range, suggestion: "`search random`, or `objective training` first")
    }
    let epochs = try epochs(arguments)
    let space = try space(arguments, &preparation)
    guard !space.hasPatience else {
      throw Diagnostic(
        id: "epochs-decided",
        message:
          "halving itself decides how long each trial is trained, so none waits with patience",
        range: preparation.range(ofAxis: SearchAxis.patience, arguments),
        suggestion: "leave out `patience`, or `search random`")
    }
    let data = preparation.dataOrAssumed()
    // A schedule is made to end low: what it was on the way is no trial's.
    let takesBestEpoch = !preparation.hasSchedule(space)
    var (search, objective) = try preparation.trainingSearch(
      over: space, by: .random, data: data,
      trials: arguments[SearchOptions.trials, default: Self.usualTrials],
      epochs: epochs, takesBestEpoch: takesBestEpoch, arguments)
    search.halving = try HalvingPlan(
      trials: search.planned, epochs: search.epochs, hasBrackets: hasBrackets(arguments),
      range: arguments.syntax.range)
    return try preparation.running(search, .training(objective), arguments)
  }

  /// Error: `epochs-decided`.
  private func epochs(_ arguments: Arguments) throws(Diagnostic) -> Int {
    switch arguments[Self.epochs] {
    case .all(let epochs): return epochs
    case nil: return Self.usualEpochs
    case .varied(let axis):
      throw Diagnostic(
        id: "epochs-decided",
        message: "halving itself decides how long each trial is trained; its `epochs` is one "
          + "number, for the trials that it keeps to the end",
        range: arguments.range(of: Self.epochs),
        suggestion: "`epochs=\(Self.usualEpochs)`, or `search random epochs=\(axis.text)`")
    }
  }

  /// `search hyperband` is another word for `search halving brackets=on`.
  private func hasBrackets(_ arguments: Arguments) -> Bool {
    arguments[Self.brackets]
      ?? (arguments.syntax.words.first?.lowercased == "hyperband")
  }
}
