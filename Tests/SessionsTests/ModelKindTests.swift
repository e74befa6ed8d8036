// The one question that commands ask of the session's model, and that the model is changed where it lies.
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
    for other in others { try kind.check(other, for: command) }
    let refusal = #expect(throws: Diagnostic.self) { try kind.check(capability, for: command) }
    #expect(refusal?.id == "not-for-this-model")
    #expect(
      refusal?.message
        == "`train 20` needs \(capability), which a support vector machine does not have")
    #expect(refusal?.range == SourceRange(start: 2, end: 7))
    // It says what to type, and that gives a model that has everything.
    let suggestion = try #require(refusal?.suggestion?.split(separator: "`").first)
    let session = RecordedSession(explain: .off)
    #expect(session.run(String(suggestion)) == .done)
    try session.state.model.kind.check(capability, for: command)
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
    state.training = TrainingState(
      shape: NetworkShape(inputs: 9, hidden: [], outputs: 10), seed: 1)
    func place() -> UnsafeRawPointer? {
      state.training?.parameters.withUnsafeBytes { $0.baseAddress }
    }
    let before = place()
    state.training?.parameters[3] = 7
    state.network.training?.stepCount += 1
    #expect(place() == before && state.training?.parameters[3] == 7)
    // Who keeps the state keeps its weights.
    let kept = state
    state.training?.parameters[3] = 8
    #expect(place() != before && kept.training?.parameters[3] == 7)
  }
}
