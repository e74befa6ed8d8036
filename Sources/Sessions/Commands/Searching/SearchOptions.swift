// The options that several forms of `search` share, and what holds where they are not given.
import CommandLanguage
import Experiments
import HyperparameterSearch

enum SearchOptions {
  static let trials = Argument.option(
    "trials", .integer(1...100_000), "how many points to try; 20 unless said")
  static let epochs = Argument.option(
    SearchAxis.epochs, TrialEpochs.type, "how long each is trained; 20 unless said")
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
    "trials chosen together, before their results are known; \(usualWave) unless said")
  static let seed = Argument.option(
    "seed", .seed, "the seed of its draws and trainings; the session's unless said")
  static let stop = Argument.option(
    "stop", .integer(0...mostTrials, placeholder: "TRIALS"),
    "the number of finished trials at which to end as Ctrl-C does")
  static let space = Argument.open(
    "NAME", .axis(values: "axis-value", names: "axis", endings: "axis-ending"),
    "what to vary, and its values", names: "axis", isOptional: true)

  static let usualTrials = 20
  static let usualEpochs = 20

  /// Fixed, so that the number of threads changes nothing.
  static let usualWave = 4

  /// With all that are added to it.
  static let mostTrials = 1_000_000

  /// A larger grid has to be asked for with `trials=`.
  static let largestGrid = 1000

  /// What is searched when nothing is said: some settings and the architecture.
  static func usualSpace(_ settings: SettingCatalog) -> [(name: String, text: String)] {
    let names =
      settings.all.filter(\.traits.isUsuallySearched).map(\.name)
      + [SearchAxis.Architecture.units, .layers].map(\.rawValue)
    return names.compactMap { name in
      SearchAxis.valueCandidates(name, settings).first.map { (name, $0.text) }
    }
  }
}

extension Arguments {
  /// Where results are looked up, refuses the options that say how a trial is trained or judged.
  /// Error: `option-not-for-a-table`.
  ///
  /// - Parameter repeats: where it counts trainings; of `search compare` it counts searches.
  func refuseTrainingOptions(_ repeats: Argument<Int>?) throws(Diagnostic) {
    let given = [
      ("epochs", range(of: SearchOptions.epochs)), ("on", range(of: SearchOptions.on)),
      ("measure", range(of: SearchOptions.measure)), ("folds", range(of: SearchOptions.folds)),
      ("repeats", repeats.flatMap { range(of: $0) }),
    ]
    guard let (name, range) = given.first(where: { $0.1 != nil }) else { return }
    throw Diagnostic(
      id: "option-not-for-a-table",
      message: "`\(name)=` says how networks are trained, and the objective is a table",
      range: range,
      suggestion: "leave it out, or `objective training` first")
  }
}
