// What commands need of the state, made from sensible choices where it is not there yet, and what would
// make them impossible.
import CommandLanguage
import Datasets
import Events
import Experiments
import NeuralNetwork
import Numerics

extension Preparation {
  /// The network, for a command that needs of it what not every kind of model has. To be asked before
  /// anything of it is looked at or assumed. Error: `not-for-this-model`.
  @discardableResult
  package func network(
    with capability: ModelKind.Capability, for arguments: Arguments
  ) throws(Diagnostic) -> NetworkModel {
    try state.model.network(with: capability, for: arguments.syntax)
  }

  /// The data, or `circle` taken for granted when none was chosen yet.
  package mutating func dataOrAssumed() -> PreparedData {
    if let data = state.data { return data }
    let seed = state.settings.training.seed
    let data = makeSynthetic(.circle, seed: seed, checkStop: neverStops)
    assume(Assumption(subject: .data, command: "data circle", why: "No data was chosen yet")) {
      $0.put(data, by: DataStep(kind: .rows, command: "data circle seed=\(seed)"))
    }
    return data
  }

  /// Hidden layers, or one small layer taken for granted when nothing was said about layers yet.
  package mutating func layersOrAssumed() -> [HiddenLayer] {
    if let hidden = state.hidden { return hidden }
    let hidden = [HiddenLayer(units: 8, activation: .tanh)]
    let assumption = Assumption(
      subject: .layers, command: "layer 8 tanh", why: "No hidden layer was chosen yet")
    assume(assumption) { $0.network?.hidden = hidden }
    return hidden
  }

  /// The loss to train with. Error: `loss-mismatch` where the setting does not go with the data.
  @discardableResult
  package func loss(for data: PreparedData) throws(Diagnostic) -> Loss {
    do {
      return try state.settings.training.loss.loss(for: data.training.targets)
    } catch {
      throw Diagnostic(error)
    }
  }

  /// Weights ready to be trained or looked at, made from the seed when there are none yet.
  /// Errors: `not-for-this-model`, `loss-mismatch`, `network-too-large`, `stopped`.
  package mutating func trainingOrFresh(
    with capability: ModelKind.Capability, for arguments: Arguments
  ) throws(Diagnostic) -> TrainingState {
    let network = try network(with: capability, for: arguments)
    let data = dataOrAssumed()
    try loss(for: data)
    if let training = network.training { return training }
    let shape = NetworkShape(
      inputs: data.training.inputCount, hidden: layersOrAssumed(),
      outputs: data.outputCount(state.settings.training))
    try checkSize(of: shape)
    let settings = state.settings.training
    let training = try whole { checkStop throws(Stopped) in
      try TrainingState(
        shape: shape, seed: settings.seed, initializer: settings.initializer, checkStop: checkStop)
    }
    // The same weights come from the seed whenever they are needed.
    make { $0.network?.training = training }
    return training
  }

  /// Error: `network-too-large`.
  package func checkSize(
    of shape: NetworkShape, range: SourceRange? = nil
  ) throws(Diagnostic) {
    try checkSize(
      inputs: shape.inputs, hidden: shape.hidden, outputs: shape.outputs, range: range)
  }

  /// Whether a network can be trained with the session's settings. Error: `network-too-large`.
  package func checkSize(
    inputs: Int, hidden: [HiddenLayer], outputs: Int, range: SourceRange?
  ) throws(Diagnostic) {
    try memory.checkNetwork(
      inputs: inputs, hidden: hidden, outputs: outputs,
      optimizer: state.settings.training.optimizer, purpose: .run(threads: threads), range: range)
  }

  /// Whether the hidden layers chosen, if any are, go with data. Error: `network-too-large`.
  package func checkLayers(on data: PreparedData, range: SourceRange?) throws(Diagnostic) {
    guard let hidden = state.hidden else { return }
    try checkSize(
      inputs: data.training.inputCount, hidden: hidden,
      outputs: data.outputCount(state.settings.training), range: range)
  }
}
