// `plot posterior`: what the model of a Bayesian search expects, how sure it is of it, and where a next trial promises
// most; after all trials, or as it stood before one of them.
import CommandLanguage
import Events
import Experiments
import HyperparameterSearch
import Presentation
import Sessions
import Text

struct PosteriorPlot: Plot {
  private static let trial = Argument.option(
    "trial", .integer(0...SearchPictures.mostTrials).described(candidates: { $0.names("trial") }),
    "as it stood before this trial")
  private static let wave = Argument.option(
    "wave", .integer(1...SearchPictures.mostTrials),
    "as it stood before this wave of trials, such as 1 for the first")

  let name = "posterior"
  let summary = "what the model of a Bayesian search expects"
  let options: [any AnyArgumentConvertible] = [
    SearchPictures.across, SearchPictures.up, trial, wave,
  ]
  let example = Example(
    "plot posterior x=lr", "what the model expects of each learning rate",
    setup: ["data iris", "search bayes trials=8 epochs=2 lr=1e-3..1:log units=4..16"])

  func figure(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Figure {
    let search = try preparation.finishedSearch(arguments)
    guard case .bayes(let sampler) = search.study.sampler else {
      throw Diagnostic(
        id: "not-bayesian",
        message: "the last search was \(search.adjective), which has no model of its results",
        range: arguments.syntax.range, suggestion: search.command("bayes"))
    }
    _ = try FinishedSearch.toDraw(arguments, preparation)
    let sides = try sides(search, arguments, preparation.settings)
    let moment = try moment(search, sampler, arguments)
    let slice = try PosteriorSlice(search, moment, sides, arguments)
    let posterior = try preparation.whole { checkStop throws(Stopped) in
      try checkStop()
      let posterior = search.study.posterior(before: moment.trial)
      try checkStop()
      return posterior
    }
    guard let posterior else { throw nothingToFit(search, arguments) }
    return try preparation.whole { checkStop throws(Stopped) in
      guard let y = sides.y else { return PosteriorCurve(slice, posterior, sides.x).figure }
      return try PosteriorField(slice, posterior, sides.x, y, checkStop).figure
    }
  }

  // MARK: What is asked for

  /// Two of a search over two axes, else one unless both are named.
  private func sides(
    _ search: FinishedSearch, _ arguments: Arguments, _ settings: SettingCatalog
  ) throws(Diagnostic) -> (x: SearchSide, y: SearchSide?) {
    let sides = try search.sides(arguments, settings)
    guard let x = sides.x else { throw .nothingVaried(arguments) }
    let isNamed = arguments.isGiven(SearchPictures.across)
    let isField =
      arguments.isGiven(SearchPictures.up) || !isNamed && search.varied.count == 2
    return (SearchSide(x), isField ? sides.y.map(SearchSide.init) : nil)
  }

  /// Errors: `no-such-trial`, `before-the-model`, `trial-and-wave`.
  private func moment(
    _ search: FinishedSearch, _ sampler: BayesianSampler, _ arguments: Arguments
  ) throws(Diagnostic) -> PosteriorSlice.Moment {
    let study = search.study
    let wave = arguments[Self.wave]
    if wave != nil, arguments.isGiven(Self.trial) {
      throw Diagnostic(
        id: "trial-and-wave", message: "it is shown as it stood before a trial or before a wave",
        range: arguments.range(of: Self.wave), suggestion: "leave out `wave=`")
    }
    let range = arguments.range(of: wave == nil ? Self.trial : Self.wave)
    let number = wave.map { ($0 - 1) * study.waveSize } ?? arguments[Self.trial]
    if let number, number > study.nextTrial {
      guard wave == nil else {
        throw Diagnostic(
          id: "no-such-wave", message: "there have not been so many waves of trials", range: range,
          suggestion: "`plot posterior wave=\(study.nextTrial / study.waveSize + 1)`, the next one")
      }
      _ = try search.trial(number, range: range)
    }
    let start = number.map(study.waveStart(of:)) ?? .max
    let known = study.trials.count { $0.number < start && $0.state != .pruned }
    guard known >= sampler.startCount else {
      throw tooEarly(search, sampler, number, known, range ?? arguments.syntax.range)
    }
    let end = number.map { wave == nil ? $0 + 1 : $0 + study.waveSize } ?? 0
    return PosteriorSlice.Moment(
      trial: number, chosen: study.trials.filter { ((number ?? 0)..<end).contains($0.number) },
      isWave: wave != nil)
  }

  private func nothingToFit(_ search: FinishedSearch, _ arguments: Arguments) -> Diagnostic {
    guard search.study.trials.contains(where: \.state.hasValue) else {
      return search.withoutBest("no trial reached a finite value", arguments.syntax.range)
    }
    return Diagnostic(
      id: "nothing-to-fit", message: "the trials that the model knows all came to the same value",
      range: arguments.syntax.range, suggestion: "`plot search`, which shows the values")
  }

  private func tooEarly(
    _ search: FinishedSearch, _ sampler: BayesianSampler, _ number: Int?, _ known: Int,
    _ range: SourceRange
  ) -> Diagnostic {
    let study = search.study
    let first = search.study.sampler.spreadCount(wave: study.waveSize) ?? sampler.startCount
    let (has, more) = (first <= study.nextTrial, first - search.planned)
    let message =
      number == nil || !has
      ? "\(counted(known, "trial")) \(known == 1 ? "is" : "are") too few for the model, which "
        + "begins after \(sampler.startCount)"
      : "the first \(first) trials are spread over the space before there is a model to choose"
    return Diagnostic(
      id: "before-the-model", message: message, range: range,
      suggestion: has
        ? "`plot posterior trial=\(first)`"
        : "`search resume\(more > 0 ? " trials=\(more)" : "")`, then `plot posterior`")
  }
}
