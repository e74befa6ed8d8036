// The page beside a session: what is posted as commands run, what becomes of lines that it types, and trainings
// that are ended for them and gone on with.
import CommandLanguage
import Events
import Experiments
import JSON
import Notebooks
import Page
import Pictures
import Sessions
import TestSupport
import Testing

@Suite struct PageSessionTests {
  @Test func aStreamBeginsWithCellsAndState() throws {
    let session = try PagedSession()
    session.run("data moons n=60 noise=0.2")
    session.run("layers 4 tanh; set lr 0.1 <b>")
    let stream = try EventStream(session.client)
    let first = try members(stream.next("cell", holding: "data moons"))
    #expect(first["number"] == .integer(1) && first["status"] == .string("true"))
    let second = try members(stream.next("cell", holding: "layers 4"))
    #expect(second["number"] == .integer(2))
    let third = try members(stream.next("cell", holding: "set lr"))
    #expect(third["status"] == .string("failed"))
    guard case .string(let html) = third["html"] else { return #expect(Bool(false)) }
    #expect(html.contains("&lt;b&gt;") && !html.contains("<b>"))
    let state = try members(stream.next("state"))
    #expect(state["busy"] == .null && state["readOnly"] == .bool(false))
    guard case .object(let data) = state["data"] else { return #expect(Bool(false)) }
    #expect(data.first { $0.name == "name" }?.value == .string("moons"))
    #expect(data.first { $0.name == "noise" }?.value == .number(0.2))
    #expect(state["features"] == .array([.string("x1"), .string("x2")]))
  }

  @Test func aRefusalIsSaidToThoseWhoLook() throws {
    let session = try PagedSession()
    let stream = try EventStream(session.client)
    #expect(stream.next("state") != nil)
    session.run("set lrr 0.1")
    let refused = try members(stream.next("refused"))
    #expect(refused["line"] == .string("set lrr 0.1"))
    let message = "there is no setting `lrr`; did you mean `lr` (learning rate)?"
    #expect(refused["message"] == .string(message))
    #expect(refused["wrong"] == .string("lrr") && refused["instead"] == .string("set lr 0.1"))
    session.run("data moons; set lr 0.1; trian 5")
    let other = try members(stream.next("refused"))
    #expect(other["instead"] == .string("data moons; set lr 0.1; train 5"))
  }

  @Test func aLineFromThePageIsRunAsIfTyped() throws {
    let session = try PagedSession()
    #expect(try session.client.type("data xor").status == 202)
    #expect(session.runTyped() == ["data xor"])
    #expect(session.notebook.cells.map(\.source) == ["data xor"])
    session.run("undo")
    #expect(session.notebook.cells.isEmpty)
    let stream = try EventStream(session.client)
    let order = try members(stream.next("cells"))
    // The line about the notebook is there, and no cell.
    #expect(order["serials"] == .array([.integer(2)]))
  }

  // MARK: While a network is trained

  @Test func aLineEndsATrainingAfterItsEpochAndTheTrainingGoesOn() throws {
    let session = try PagedSession()
    session.run("data moons n=60; layers 4 tanh")
    session.type("set l2 0.01", afterEpoch: 3)
    #expect(session.run("train 10") == .interrupted)
    #expect(session.runTyped() == ["set l2 0.01", "train"])
    let sources = session.notebook.cells.map(\.source)
    #expect(sources.suffix(3) == ["train 10 stop=9", "set l2 0.01", "train"])
    #expect(session.notebook.session.state.training?.epoch == 10)
    // What the cells say gives the same bits anywhere.
    let other = try PagedSession()
    for source in sources { #expect(other.run(source) != .failed, "\(source)") }
    let (one, same) = (session.notebook.session.state, other.notebook.session.state)
    #expect(one.training?.parameters == same.training?.parameters)
  }

  @Test func whatStandsBehindATrainingIsRunWhenItHasGoneOn() throws {
    let session = try PagedSession()
    session.run("data moons n=60; layers 4 tanh")
    session.type("set l2 0.01", afterEpoch: 2)
    session.run("train 4; eval; train 1")
    #expect(session.runTyped() == ["set l2 0.01", "train; eval; train 1"])
    #expect(session.notebook.session.state.training?.epoch == 5)
  }

  @Test func otherLayersBeginAnewAndTrainWhatWasLeft() throws {
    let session = try PagedSession()
    session.run("data moons n=60; layers 4 tanh")
    session.type("layers 3 3 tanh", afterEpoch: 4)
    session.run("train 10")
    #expect(session.runTyped() == ["layers 3 3 tanh", "train 6"])
    #expect(session.notebook.session.state.training?.epoch == 6)
  }

  @Test(arguments: ["reset", "undo"]) func whatPutsAnEndToATrainingDoes(line: String) throws {
    let session = try PagedSession()
    session.run("data moons n=60; layers 4 tanh")
    session.type(line, afterEpoch: 2)
    session.run("train 10")
    #expect(session.runTyped() == [line])
  }

  /// Also where it had been gone on with, so that there is an earlier one to go on with.
  @Test func whoeverGoesBackIsNotTakenForwardAgain() throws {
    let session = try PagedSession()
    session.run("data moons n=60; layers 4 tanh")
    session.run("train 10 stop=9")
    session.type("undo", afterEpoch: 5)
    session.run("train")
    #expect(session.runTyped() == ["undo"])
    #expect(session.notebook.session.state.training?.epoch == 3)
  }

  /// Only what is typed while it runs ends a training; what waited already waits for its end.
  @Test func linesThatWaitAreRunOneAfterTheOther() throws {
    let session = try PagedSession()
    session.run("data moons n=60; layers 4 tanh")
    for line in ["train 5", "eval", "step"] { _ = try session.client.type(line) }
    #expect(session.runTyped() == ["train 5", "eval", "step"])
    #expect(session.notebook.cells.map(\.source).suffix(3) == ["train 5", "eval", "step"])
  }

  @Test func aLineThatIsRefusedLeavesTheTrainingGoingOn() throws {
    let session = try PagedSession()
    session.run("data moons n=60; layers 4 tanh")
    session.type("set lr fast", afterEpoch: 2)
    session.run("train 6")
    #expect(session.runTyped() == ["set lr fast", "train"])
    #expect(session.notebook.session.state.training?.epoch == 6)
  }

  @Test func aPausedTrainingWaitsToBeGoneOnWith() throws {
    let session = try PagedSession()
    session.run("data moons n=60; layers 4 tanh")
    session.type(afterEpoch: 3) { [client = session.client] in _ = try? client.post("/pause") }
    session.run("train 10")
    #expect(session.runTyped().isEmpty)
    #expect(session.notebook.session.state.training?.epoch == 3)
    let stream = try EventStream(session.client)
    #expect(try members(stream.next("state"))["paused"] == .bool(true))
    session.run("set lr 0.01")
    #expect(session.runTyped().isEmpty)
    #expect(try session.client.post("/resume").status == 202)
    #expect(session.runTyped() == ["train"])
    #expect(session.notebook.session.state.training?.epoch == 10)
    #expect(try session.client.post("/resume").status == 202)
    #expect(session.runTyped().isEmpty)
  }

  @Test func aStoppedTrainingIsNotGoneOnWith() throws {
    let session = try PagedSession()
    session.run("data moons n=60; layers 4 tanh")
    session.type(afterEpoch: 3) { [client = session.client] in _ = try? client.post("/stop") }
    session.run("train 10")
    #expect(try session.client.post("/resume").status == 202)
    #expect(session.runTyped().isEmpty)
    #expect(session.notebook.session.state.training?.epoch == 3)
    // What was asked for then is of no concern to the next.
    #expect(session.run("train 2") == .done)
  }

  @Test func whoeverEndsATrainingInTheTerminalWantsNothingToGoOn() throws {
    let session = try PagedSession()
    session.run("data moons n=60; layers 4 tanh")
    session.type("set l2 0.01", afterEpoch: 3)
    session.run("train 10", isAlone: true)
    #expect(session.runTyped() == ["set l2 0.01"])
  }

  @Test(arguments: [
    "search random trials=3 epochs=2 lr=0.01..0.1", "race sgd adam epochs=4",
  ]) func whatIsNoTrainingCannotPause(line: String) throws {
    let session = try PagedSession()
    session.run("data moons n=60; layers 4 tanh")
    let stream = try EventStream(session.client)
    func standing(_ line: String, isPausable: Bool) -> Bool {
      let text = "\"busy\":\"\(line)\",\"paused\":false,\"pausable\":\(isPausable)"
      return stream.next("state", holding: text) != nil
    }
    var (status, isShown) = (0, false)
    session.listen { [client = session.client] output in
      guard case .session(.began, _) = output else { return }
      status = (try? client.post("/pause").status) ?? 0
      isShown = standing(line, isPausable: false)
    }
    #expect(session.run(line) == .done)
    #expect(status == 409 && isShown)
    isShown = false
    session.listen { _ in }
    session.type(afterEpoch: 1) { isShown = standing("train 2", isPausable: true) }
    session.run("train 2")
    #expect(isShown)
  }

  @Test func aStoppedSearchEnds() throws {
    let session = try PagedSession()
    session.run("data moons n=60; layers 4 tanh")
    session.listen { [client = session.client] output in
      if case .session(.began, _) = output { _ = try? client.post("/stop") }
    }
    #expect(session.run("search random trials=50 epochs=2 lr=0.01..0.1") == .interrupted)
  }

  // MARK: Pictures

  @Test func picturesFitTheState() throws {
    let session = try PagedSession()
    let stream = try EventStream(session.client)
    session.run("data moons n=60; layers 4 tanh; train 3")
    var missing: Set<String> = ["boundary", "units", "loss", "weights", "network"]
    while !missing.isEmpty {
      let picture = try members(stream.next("picture"))
      guard case .string(let id) = picture["id"], case .string(let svg) = picture["svg"] else {
        return #expect(Bool(false), "\(picture)")
      }
      #expect(svg.hasPrefix("<svg"))
      missing.remove(id)
    }
    session.run("layers none")
    let gone = try members(stream.next("picture", holding: "\"id\":\"units\",\"svg\":null"))
    #expect(gone["svg"] == .null)
  }

  @Test func whatIsNewestIsTheFirstPicture() throws {
    let session = try PagedSession()
    let stream = try EventStream(session.client)
    session.run("data moons n=60; layers 4 tanh; search random trials=3 epochs=2 lr=0.01..0.1")
    for id in ["search", "space"] {
      #expect(stream.next("picture", holding: "\"id\":\"\(id)\",\"title\"") != nil)
    }
    let searched = "\"order\":[\"search\",\"space\",\"boundary\","
    #expect(stream.next("frame", holding: searched) != nil)
    session.run("train 1")
    #expect(stream.next("frame", holding: "\"order\":[\"boundary\",") != nil)
  }

  @Test func howMarksAreReadIsSaidOfPictures() throws {
    let session = try PagedSession()
    let stream = try EventStream(session.client)
    session.run("data moons n=60; layers 4 tanh; train 3")
    let network = try members(stream.next("picture", holding: "\"id\":\"network\",\"title\""))
    #expect(network["keys"] == .array([.string("dashed: a negative weight")]))
    session.run("train 1")
    let boundary = try members(stream.next("picture", holding: "\"id\":\"boundary\",\"title\""))
    guard case .array(let keys) = boundary["keys"] else { return #expect(Bool(false)) }
    #expect(keys.contains(.string("hollow: test rows")))
  }

  @Test func onlyMadeDataTakeNoise() throws {
    let session = try PagedSession()
    session.run("data digits")
    let stream = try EventStream(session.client)
    let state = try members(stream.next("state"))
    guard case .object(let data) = state["data"],
      case .array(let noisy) = data.first(where: { $0.name == "noisy" })?.value,
      case .array(let kinds) = data.first(where: { $0.name == "kinds" })?.value
    else { return #expect(Bool(false)) }
    #expect(data.first { $0.name == "noise" }?.value == .null)
    for case .string(let kind) in kinds {
      let isTaken = session.run("data \(kind) noise=0.3") != .failed
      #expect(noisy.contains(.string(kind)) == isTaken, "\(kind)")
    }
  }

  /// The frame behind them says of which state the pictures are.
  @Test func picturesAndHeadAreOfOneState() throws {
    let session = try PagedSession()
    session.run("data spiral n=200; layers 8 8 tanh")
    let stream = try EventStream(session.client)
    #expect(stream.next("frame") != nil)
    session.run("train 300")
    var epochs: [String: Int] = [:]
    var isOver = false
    while !isOver, let event = stream.next() {
      let members = try members(event)
      if event.name == "picture", case .string(let id) = members["id"],
        case .string(let title) = members["title"], ["boundary", "network", "units"].contains(id)
      {
        epochs[id] = title.split(separator: " after epoch ").last.flatMap {
          Int($0.prefix { $0.isNumber })
        }
      }
      guard event.name == "frame", case .integer(let epoch) = members["epoch"] else { continue }
      for (id, other) in epochs { #expect(other == epoch, "\(id)") }
      isOver = epoch == 300 && members["training"] == .bool(false)
    }
    #expect(isOver)
  }

  @Test func linksCarryTheCommandsThatExplainThem() throws {
    let session = try PagedSession()
    let stream = try EventStream(session.client)
    session.run("data moons n=60; layers 2 tanh; train 1")
    let picture = try members(stream.next("picture", holding: "\"links\":["))
    guard case .array(let links) = picture["links"] else { return #expect(Bool(false)) }
    #expect(links.count == 6)
    for case .object(let link) in links {
      guard case .string(let line) = link.first(where: { $0.name == "command" })?.value else {
        return #expect(Bool(false))
      }
      #expect(session.run(line) == .done, "\(line)")
    }
  }

  @Test func picturesChangeNoResult() throws {
    let (watched, alone) = (try PagedSession(), try PagedSession())
    let stream = try EventStream(watched.client)
    #expect(stream.next("state") != nil)
    for session in [watched, alone] {
      session.run("data spiral n=200; layers 8 8 tanh; train 30")
    }
    let (one, other) = (watched.notebook.session.state, alone.notebook.session.state)
    #expect(one.training?.parameters == other.training?.parameters)
  }
}
