// All that a command can change, as one value: undo is keeping the old one, and a failed command
// leaves no trace because its half-done copy is dropped.
import Datasets
import Events
import NeuralNetwork

package struct SessionState: Sendable {
  @Boxed package var data: PreparedData? = nil
  /// What makes the same data again, whatever the session's seed.
  package private(set) var recipe: [DataStep] = []
  /// The same as commands.
  package var dataCommands: [String] { recipe.map(\.command) }
  /// Those of them that chose what the network sees.
  package var featureCommands: [String] {
    recipe.filter { $0.kind == .columns || $0.kind == .features }.map(\.command)
  }
  /// Those of them that divided the training rows further.
  package var divisionCommands: [String] { recipe.filter { $0.kind == .division }.map(\.command) }
  /// The command that takes data left in their own units again, standardized; nil for other data.
  package var standardizingCommand: String?
  package var model = TrainedModel.network(NetworkModel())
  package var settings = SessionSettings()
  @Boxed package var lastTrain: LastTrain? = nil {
    didSet { if lastTrain != nil { newest = .training } }
  }
  @Boxed package var search: FinishedSearch? = nil {
    didSet { if search != nil { newest = .search } else { forget(.search) } }
  }
  package enum Result: Sendable { case training, search, race }
  /// The latest that there is to look at, besides data; single steps are training too.
  package private(set) var newest: Result?
  /// Where searches look their trials up; nil where they train networks.
  @Boxed package var table: TableObjective? = nil
  /// Points the user gave for the next search that runs.
  package var guesses: [Guess] = []
  @Boxed package var race: FinishedRace? = nil {
    didSet { if race != nil { newest = .race } else { forget(.race) } }
  }

  /// What goes along with it; nil where nothing does.
  @Boxed package var companion: (any StateCompanion)? = nil

  package init() {}

  private mutating func forget(_ result: Result) {
    if newest == result { newest = nil }
  }

  /// To be called where steps were taken outside of a run.
  package mutating func noteStepsTaken() { newest = .training }

  /// Sizes of the network on the present data; nil while there is no data.
  package var shape: NetworkShape? {
    guard let data else { return nil }
    return NetworkShape(
      inputs: data.training.inputCount, hidden: hidden ?? [],
      outputs: data.outputCount(settings.training))
  }

  /// Puts data in the place of those there are, and forgets what was trained and found on those.
  package mutating func take(_ data: PreparedData, by step: DataStep) {
    put(data, by: step)
    // Its trials were judged on other rows, if rows they were judged on.
    if case .training? = search?.objective { search = nil }
    race = nil
    forgetTraining()
    // What a search found was found on the rows of before.
    if step.kind == .rows { model.network?.trialEpochs = nil }
  }

  /// Puts data where there are none yet.
  package mutating func put(_ data: PreparedData, by step: DataStep) {
    self.data = data
    switch step.kind {
    case .rows: recipe = []
    // They are made of the plain inputs, whatever features were chosen before.
    case .features, .columns: recipe.removeAll { $0.kind == .features }
    case .division, .model: break
    }
    recipe.append(step)
  }

  /// The data with what makes them again.
  package var rows: SearchRows? { data.map { SearchRows(data: $0, recipe: recipe) } }

  /// Lets the network see other inputs of the rows of a search, which stays.
  ///
  /// - Parameters:
  ///   - rows: as they were when it began.
  ///   - step: that chose the inputs; nil for those that it began with.
  package mutating func see(_ data: PreparedData, of rows: SearchRows, by step: DataStep?) {
    search?.rows = rows
    guard self.data != data else { return }
    recipe = rows.recipe
    if let step { put(data, by: step) } else { self.data = data }
    race = nil
  }

  /// Forgets what training has made of the model: the model or the data has changed.
  package mutating func forgetTraining() {
    model.forgetTraining()
    lastTrain = nil
  }

  /// Makes the model a network of these hidden layers, of which nothing is trained.
  package mutating func takeNetwork(_ hidden: [HiddenLayer]) {
    model = .network(NetworkModel(hidden: hidden))
    lastTrain = nil
  }
}

extension PreparedData {
  package var isRegression: Bool {
    if case .regression = task { true } else { false }
  }

  /// The loss that the settings ask for, or the one that fits where theirs does not: then
  /// `Preparation.loss(for:)` says why before anything is computed.
  package func loss(_ settings: TrainingSettings) -> Loss {
    (try? settings.loss.loss(for: training.targets)) ?? .natural(for: training.targets)
  }

  /// One logistic output for two classes, one output a class for cross-entropy, one for a number.
  package func outputCount(_ settings: TrainingSettings) -> Int {
    loss(settings).outputs(for: training.targets)
  }
}

extension PreparedData {
  /// The features as `features` takes them; nil for the inputs as they are.
  package var featureText: String? {
    features.map { $0.features.map(\.rawValue).joined(separator: " ") }
  }
}
