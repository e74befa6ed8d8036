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
    try arguments.checkPatience(space, repeats: arguments[SearchOptions.repeats])
    let setup = TrainingSetup(
      base: try base(varying: space, arguments), epochs: epochs,
      measure: arguments[SearchOptions.measure, default: .loss],
      folds: arguments[SearchOptions.folds],
      repeats: arguments[SearchOptions.repeats, default: 1], divisionSeed: sessionSeed,
      takesBestEpoch: takesBestEpoch)
    if setup.measure == .loss, let axis = space.axes.first(where: { changesLoss($0.name) }) {
      throw Diagnostic(
        id: "losses-not-comparable",
        message:
          "trials with other values of `\(axis.name)` have other losses, which cannot be compared",
        range: arguments.syntax.range,
        suggestion: "`measure=log_loss` or `measure=balanced_accuracy`")
    }
    let objective = try TrainingObjective(setup, data: data, in: context)
    let wave = arguments[SearchOptions.wave, default: SearchOptions.usualWave]
    let study = Study(
      space: space, sampler: sampler, direction: objective.measure.direction,
      seed: arguments[SearchOptions.seed, default: sessionSeed],
      waveSize: sampler.usesResults ? wave : 1)
    var search = FinishedSearch(
      study: study, objective: .training(setup), measure: objective.measure, planned: trials,
      source: state.dataSource)
    for guess in state.guesses { _ = try search.enqueue(guess) }
    return (search, objective)
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
