// What a kind of model is refused for, and that the model is changed where it lies.
import CommandLanguage
import Experiments
import NeuralNetwork
import SessionSupport
import Testing

@Suite struct ModelKindTests {
  private func syntax(_ text: String) throws -> CommandSyntax {
    try #require(ScriptParser().parse(utf8: Array(text.utf8)).first).get()
  }

  /// A kind has just what it says, and what it has not is refused at the command's name.
  @Test(arguments: ModelKind.Capability.allCases)
  func aKindIsRefusedForWhatItHasNot(capability: ModelKind.Capability) throws {
    let command = try syntax("  train 20")
    let others = Set(ModelKind.Capability.allCases).subtracting([capability])
    let kind = ModelKind("a support vector machine", capabilities: others)
    let network = TrainedModel(kind: kind, network: NetworkModel())
    for other in others { _ = try network.network(with: other, for: command) }
    let refusal = try refusal(of: network, capability, command)
    #expect(
      refusal.message
        == "`train 20` needs \(capability), which a support vector machine does not have")
    // What it has may be no network's.
    let other = TrainedModel(kind: kind, network: nil)
    #expect(try self.refusal(of: other, capability, command).message == refusal.message)
    for had in others {
      #expect(
        try self.refusal(of: other, had, command).message
          == "`train 20` is for networks, and the model is a support vector machine")
    }
    // It says what to type, and that gives a model that has everything.
    let suggestion = try #require(refusal.suggestion?.split(separator: "`").first)
    let session = RecordedSession(explain: .off)
    session.session.update { $0.model = other }
    #expect(session.run(String(suggestion)) == .done)
    _ = try session.state.model.network(with: capability, for: command)
  }

  private func refusal(
    of model: TrainedModel, _ capability: ModelKind.Capability, _ command: CommandSyntax
  ) throws -> Diagnostic {
    let refusal = try #require(
      #expect(throws: Diagnostic.self) { _ = try model.network(with: capability, for: command) })
    #expect(refusal.id == "not-for-this-model" && refusal.range == SourceRange(start: 2, end: 7))
    return refusal
  }

  /// Whatever training has left of the network before goes with it.
  @Test func layersTakeANewNetwork() {
    let session = RecordedSession(explain: .off)
    session.run("data circle n=20", "layer 3 tanh", "set patience 2", "train 2", "layers 8 tanh")
    var fresh = session.state
    fresh.model = .network(NetworkModel(hidden: fresh.hidden))
    #expect(StateDigest(session.state) == StateDigest(fresh))
    #expect(session.state.hidden?.map(\.units) == [8] && session.state.lastTrain == nil)
  }

  @Test func changingTheNetworkCopiesNoWeights() throws {
    var state = SessionState()
    state.network?.training = TrainingState(
      shape: NetworkShape(inputs: 9, hidden: [], outputs: 10), seed: 1)
    func place() -> UnsafeRawPointer? {
      state.training?.parameters.withUnsafeBytes { $0.baseAddress }
    }
    let before = place()
    state.network?.training?.parameters[3] = 7
    state.network?.training?.stepCount += 1
    #expect(place() == before && state.training?.parameters[3] == 7)
    // Who keeps the state keeps its weights.
    let kept = state
    state.network?.training?.parameters[3] = 8
    #expect(place() != before && kept.training?.parameters[3] == 7)
  }
}
