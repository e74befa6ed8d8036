// A new search whose trials are trainings.
import CommandLanguage
import Datasets
import Experiments
import HyperparameterSearch
import NeuralNetwork

extension Preparation {
  /// Its trials begin with the guesses that wait. Errors: those of `TrainingObjective` and of guesses that do
  /// not lie within the space.
  mutating func trainingSearch(
    over space: SearchSpace, by sampler: Sampler, data: PreparedData, trials: Int, epochs: Int,
    takesBestEpoch: Bool = false, _ arguments: Arguments
  ) throws(Diagnostic) -> (search: FinishedSearch, objective: TrainingObjective) {
    let sessionSeed = state.settings.training.seed
    try checkChoices(data, arguments)
    let setup = try setup(
      over: space, epochs: epochs, repeats: arguments[SearchOptions.repeats, default: 1],
      takesBestEpoch: takesBestEpoch, arguments)
    let objective = try TrainingObjective(setup, over: space, data: data, in: context)
    let wave = arguments[SearchOptions.wave, default: SearchOptions.usualWave]
    let study = Study(
      space: space, sampler: sampler, direction: objective.measure.direction,
      seed: arguments[SearchOptions.seed, default: sessionSeed],
      waveSize: sampler.usesResults ? wave : 1)
    var search = FinishedSearch(
      study: study, objective: .training(setup), measure: objective.measure, planned: trials,
      source: state.dataSource, rows: space.variesFeatures ? state.rows : nil)
    for guess in state.guesses { _ = try search.enqueue(guess) }
    return (search, objective)
  }

  /// How the trials over a space are trained. Errors: `patience-of-several`, `patience-with-schedule`,
  /// `losses-not-comparable`.
  mutating func setup(
    over space: SearchSpace, epochs: Int, repeats: Int, takesBestEpoch: Bool = false,
    _ arguments: Arguments
  ) throws(Diagnostic) -> TrainingSetup {
    if space.hasPatience { try checkPatience(space, repeats: repeats, arguments) }
    let setup = TrainingSetup(
      base: try base(varying: space, arguments), epochs: epochs,
      measure: arguments[SearchOptions.measure, default: .loss],
      folds: arguments[SearchOptions.folds], repeats: repeats,
      divisionSeed: state.settings.training.seed, takesBestEpoch: takesBestEpoch)
    if setup.measure == .loss, let axis = space.axes.first(where: { changesLoss($0.name) }) {
      throw Diagnostic(
        id: "losses-not-comparable",
        message:
          "trials with other values of `\(axis.name)` have other losses, which cannot be compared",
        range: range(ofAxis: axis.name, arguments),
        suggestion: "`measure=log_loss` or `measure=balanced_accuracy`")
    }
    return setup
  }

  /// Where an axis was typed; the command where it was not.
  func range(ofAxis name: String, _ arguments: Arguments) -> SourceRange {
    let option = arguments.openOptions(SearchOptions.space).first {
      (try? SearchAxis.name($0.name, settings)) == name
    }
    return option.map { SourceRange(start: $0.name.range.start, end: $0.word.range.end) }
      ?? arguments.syntax.range
  }

  /// Choices that have to go with the data. Errors: those of class weights and of `PreparedData.choice`,
  /// `repeated-value`.
  func checkChoices(
    _ data: PreparedData, _ arguments: Arguments
  ) throws(Diagnostic) {
    for option in arguments.openOptions(SearchOptions.space) {
      let name = try SearchAxis.name(option.name, settings)
      var views: [(name: String, view: SeenInputs)] = []
      for word in SpaceSyntax.values(of: option.value.spaceWord) {
        var configuration = TrialConfiguration(settings: SessionSettings(), hidden: [])
        try SearchAxis.apply(word, to: name, in: &configuration, settings)
        try configuration.settings.training.classWeight.check(on: data.classNames, word: word)
        guard let features = configuration.features else { continue }
        let view: SeenInputs
        do throws(DataError) {
          view = try data.choice(named: [features])
        } catch {
          throw Diagnostic(error, range: word.range)
        }
        if let same = views.first(where: { $0.view == view }) {
          throw Diagnostic(
            id: "repeated-value",
            message: "\(shown(features)) and \(shown(same.name)) are the same here",
            range: word.range)
        }
        views.append((features, view))
      }
    }
  }

  /// With patience each training ends at an epoch of its own: a trial of several has none, and a schedule that is
  /// made for all epochs is cut off where it may end.
  private func checkPatience(
    _ space: SearchSpace, repeats: Int, _ arguments: Arguments
  ) throws(Diagnostic) {
    if arguments[SearchOptions.folds] != nil || repeats > 1 {
      throw Diagnostic(
        id: "patience-of-several",
        message:
          "with patience each training ends at an epoch of its own, so a trial is one training",
        range: arguments.range(of: SearchOptions.folds)
          ?? arguments.range(of: SearchOptions.repeats),
        suggestion: "leave out `patience`, or train each trial once")
    }
    guard hasSchedule(space) else { return }
    throw Diagnostic(
      id: "patience-with-schedule",
      message:
        "with patience a trial ends before its epochs are done, and the schedule of the learning rate is made "
        + "for all of them", range: range(ofAxis: SearchAxis.patience, arguments),
      suggestion: "`set schedule constant`, or leave out `patience`")
  }

  /// Whether the learning rate of trials follows a schedule.
  func hasSchedule(_ space: SearchSpace) -> Bool {
    state.settings.training.schedule != .constant
      || space.axes.contains { $0.name == SettingCatalog.scheduleName }
  }

  private func changesLoss(_ name: String) -> Bool {
    settings[name: name]?.traits.consequence == .loss
  }

  /// The session's own settings and layers, for everything the search does not vary. A search over
  /// units needs a layer to have them. Error: `not-for-this-model`.
  mutating func base(
    varying space: SearchSpace, _ arguments: Arguments
  ) throws(Diagnostic) -> TrialConfiguration {
    let network = try network(with: .epochs, for: arguments)
    var hidden = network.hidden ?? []
    let variesArchitecture = space.axes.contains { SearchAxis.LayerPart($0.name) != nil }
    let variesLayers = space.axes.contains { $0.name == "layers" }
    if hidden.isEmpty,
      variesArchitecture && !variesLayers || network.hidden == nil && !variesLayers
    {
      hidden = layersOrAssumed()
      if hidden.isEmpty { hidden = [HiddenLayer(units: 16, activation: .relu)] }
    }
    return TrialConfiguration(settings: state.settings, hidden: hidden)
  }
}
