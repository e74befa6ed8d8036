// Every command asks for what it needs of the session's model: one of another kind is refused by those
// that look at a network, and no other command misses it.
import CommandLanguage
import Experiments
import SessionSupport
import TestSupport
import Testing

@Suite struct ModelQuestionTests {
  /// What the forms of commands need, by command and form.
  static let needs: [String: ModelKind.Capability] = [
    "train epochs": .epochs, "train until": .epochs, "train live": .epochs,
    "train live until": .epochs, "step step": .gradients,
    "weights weights": .weights, "eval eval": .weights,
    "predict example": .weights, "predict file": .weights, "confusion confusion": .weights,
    "calibration calibration": .weights,
    "explain step": .gradients, "explain gradient": .gradients, "explain weight": .gradients,
    "explain bias": .gradients, "explain backward": .gradients, "explain forward": .weights,
    "explain forward-test": .weights, "explain forward-values": .weights,
    "race race": .epochs, "what if": .epochs,
    "why why": .gradients,
    "search random": .epochs, "search grid": .epochs, "search sobol": .epochs,
    "search bayes": .epochs, "search tpe": .epochs, "search halving": .epochs,
    "search compare": .epochs,
    "model show": .weights, "model save": .weights, "model load": .weights,
    "model export": .weights, "model best": .epochs,
  ]

  /// The examples of all commands, and lines for forms that have none.
  static let lines: [Example] =
    CommandCatalogTests.examples.map(\.example) + [
      Example("explain forward test", "", setup: ["data iris test=0.2"]),
      Example("train live 2 until loss < 0.1", "", setup: ["data iris", "layers 3"]),
      Example("predict lessons/data/iris.csv", "", setup: ["data iris", "layers 3"]),
      Example("search sobol trials=2 epochs=1 lr=0.01..1", "", setup: ["data iris"]),
      Example("search tpe trials=2 epochs=1 lr=0.01..1", "", setup: ["data iris"]),
    ]

  private static func form(of line: String) -> String? {
    guard let syntax = try? ScriptParser().parse(utf8: Array(line.utf8)).first?.get(),
      let command = CommandCatalogTests.catalog.command(named: syntax.name.lowercased),
      let arguments = try? command.signature.bind(syntax)
    else { return nil }
    return "\(command.signature.name) \(arguments.formID)"
  }

  @Test func everyFormThatNeedsAModelIsTried() {
    let tried = Set(Self.lines.compactMap { Self.form(of: $0.command) })
    #expect(Set(Self.needs.keys).subtracting(tried).isEmpty)
  }

  @Test(arguments: lines.indices)
  func aModelWithoutWhatACommandNeedsIsRefused(index: Int) throws {
    let folder = TemporaryFolder()
    let inFolder = { (line: String) in
      line.replacing("net.", with: folder.path + "/net.").replacing(
        "parts.csv", with: folder.path + "/parts.csv")
    }
    let session = RecordedSession(threads: 2, explain: .off, mayWrite: true)
    for line in Self.lines[index].setup { session.run(inFolder(line)) }
    let line = inFolder(Self.lines[index].command)
    let network = session.state.network

    func run(_ capabilities: Set<ModelKind.Capability>, _ network: NetworkModel?) -> Diagnostic? {
      let kind = ModelKind("a support vector machine", capabilities: capabilities)
      session.session.update { $0.model = TrainedModel(kind: kind, network: network) }
      // Whether it is refused is known before it is asked to stop.
      session.run(line, stoppingAfter: network == nil ? .max : 0)
      return session.diagnostic
    }
    guard let need = Self.form(of: line).flatMap({ Self.needs[$0] }) else {
      let error = run([], nil)
      // Without a network there is no layer to change.
      #expect(error == nil || error?.id == "no-such-layer", "`\(line)`: \(error?.message ?? "")")
      return
    }
    #expect(run([], nil)?.id == "not-for-this-model", "`\(line)` does not ask")
    let others = Set(ModelKind.Capability.allCases).subtracting([need])
    let refusal = run(others, network)
    #expect(refusal?.id == "not-for-this-model", "`\(line)` does not ask for \(need)")
    #expect(refusal?.message.contains(" needs \(need), which ") == true)
    #expect(run([need], network)?.id != "not-for-this-model", "`\(line)` asks for more")
  }
}
