import CommandLanguage
import Events
import Files
import NeuralNetwork
import SessionSupport
import TestSupport
import Testing

/// `model`: what is saved goes on as if it had never stopped, and what does not fit changes nothing.
@Suite struct ModelCommandTests {
  private static let start = [
    "data circle n=80", "layers 5 3 tanh", "set optimizer adam", "set l2 0.001", "train 2",
  ]

  private func session(_ commands: [String] = start) -> RecordedSession {
    let session = RecordedSession(explain: .off, mayWrite: true)
    session.run(commands)
    return session
  }

  @Test func savingInTheMiddleAndGoingOnEqualsNeverStopping() {
    let folder = TemporaryFolder()
    let file = folder.path + "/net.safetensors"
    let first = session()
    // Three steps into an epoch, so that the position within it matters as well.
    #expect(first.run("step 3", "model save \(file)") == .done)
    first.run("train 3")
    let second = session(Array(Self.start.dropLast()))
    #expect(second.run("model load \(file)") == .done)
    #expect(second.modelLoaded?.notes == [])
    #expect(second.modelLoaded?.place.rowsDone == 30)
    second.run("train 3")
    #expect(second.state.training == first.state.training)
    #expect(second.run("undo 2") == .done)
    #expect(second.state.training == nil)
  }

  @Test func whatDiffersIsSaid() {
    let folder = TemporaryFolder()
    let file = folder.path + "/net.safetensors"
    session().run("model save \(file)")
    let other = session(["data moons n=60", "set optimizer adam", "set lr 0.5"])
    #expect(other.run("model load \(file)") == .done)
    #expect(other.state.hidden?.map(\.units) == [5, 3])
    #expect(
      other.modelLoaded?.notes == [
        .data(saved: "circle", savedRows: 40, now: "moons", nowRows: 30), .newRows(count: 60),
        .setting(name: "lr", saved: "0.03", now: "0.5"),
        .setting(name: "l2", saved: "0.001", now: "0"),
      ])
  }

  @Test func refusedFilesChangeNothing() {
    let folder = TemporaryFolder()
    let file = folder.path + "/net.safetensors"
    session().run("model save \(file)")
    for (commands, id) in [
      (["data circle n=80", "layers none", "train 1"], "model-shape"),
      (["data circle n=80", "layers 5 4 tanh", "train 1"], "model-shape"),
      (["data circle n=80", "layers 5 3 relu", "train 1"], "model-activations"),
      (["data iris", "layer 4", "train 1"], "model-missing-column"),
      ([], "model-without-data"),
    ] {
      let other = session(commands)
      let before = other.state
      #expect(other.run("model load \(file)") == .failed)
      if commands.count > 2 { #expect(other.diagnostic?.id == id) }
      #expect(other.state.training == before.training)
      #expect(other.state.hidden == before.hidden)
      #expect(other.state.epochs == before.epochs)
    }
  }

  /// Only what can be typed is advised, whatever a file says of its settings.
  @Test func settingsThatAreNoneAreNotAdvised() throws {
    let folder = TemporaryFolder()
    let file = folder.path + "/net.safetensors"
    let session = session()
    let training = try #require(session.state.training)
    let values = [
      ("lr", "-3"), ("momentum", "0.90"), ("l2", "5e-1"), ("optimizer", "sgd; quit"),
      ("batch", "99999999999999999999"), ("loss", "squared"), ("patience", ""),
    ]
    _ = try saveModel(
      training,
      ModelDescription(settings: values.map { .init(name: $0.0, value: $0.1) }), to: file)
    #expect(session.run("model load \(file)") == .done)
    let notes = try #require(session.modelLoaded).notes
    var unreadable: [String] = []
    for note in notes {
      switch note {
      case .settingUnreadable(let name, _, _, _): unreadable.append(name)
      case .setting(let name, let saved, _):
        #expect(name == "l2" && saved == "0.5")
        #expect(session.run("set \(name) \(saved)") == .done)
      default: break
      }
    }
    #expect(Set(unreadable) == ["lr", "optimizer", "batch", "patience"])
    #expect(notes.count { if case .setting = $0 { true } else { false } } == 1)
  }

  /// Some settings go together in one order alone.
  @Test(arguments: [
    ("set optimizer lion", "set l1mode proximal"), ("set l1mode proximal", "set optimizer lion"),
  ])
  func settingsThatDifferCanBeTypedAsListed(saved: String, here: String) throws {
    let folder = TemporaryFolder()
    let file = folder.path + "/net.safetensors"
    _ = session(["data circle n=80", "layer 3 tanh", saved, "train 1", "model save \(file)"])
    let other = session(["data circle n=80", here])
    #expect(other.run("model load \(file)") == .done)
    let notes = try #require(other.modelLoaded).notes
    var names: Set<String> = []
    for case .setting(let name, let saved, _) in notes {
      #expect(other.run("set \(name) \(saved)") == .done, "\(name)")
      names.insert(name)
    }
    #expect(names == ["optimizer", "l1mode"])
  }

  @Test func filesAreWrittenOnlyWhereAllowed() {
    let folder = TemporaryFolder()
    let file = folder.path + "/net.safetensors"
    let careful = RecordedSession()
    #expect(careful.run("data iris", "model save \(file)") == .failed)
    #expect(careful.diagnostic?.id == "writes-not-allowed")
    #expect(TextFile.names(in: folder.path) == [])
    #expect(session().run("model save \(file)") == .done)
    // Nothing is left of writing but the file.
    #expect(TextFile.names(in: folder.path) == ["net.safetensors"])
    #expect(session().run("model save \(folder.path)/net.csv") == .failed)
  }

  @Test func layersInFigures() throws {
    let shown = session()
    shown.run("model")
    guard case .model(let report)? = shown.events.last else {
      Issue.record("no model report")
      return
    }
    let state = try #require(shown.state.training)
    #expect(report.place.epoch == 2)
    #expect(report.parameterCount == 37)
    #expect(report.layers.map(\.name) == ["layers.0", "layers.1", "layers.2"])
    for (line, layer) in zip(report.layers, state.shape.layers) {
      let weights = layer.weights.map { Double(state.parameters[$0]) }
      let mean = weights.reduce(0) { $0 + $1 * $1 } / Double(weights.count)
      #expect(abs(line.weightRMS - mean.squareRoot()) < 1e-12)
      #expect(line.parameters == (line.inputs + 1) * line.units)
    }
  }
}
