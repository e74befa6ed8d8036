// `plot`: shown, in words and as a file, and what it refuses.
import Events
import Pictures
import Presentation
import SessionSupport
import TestSupport
import Testing

@Suite struct PlotCommandTests {
  private func plot(_ session: RecordedSession) -> PlotReport? {
    session.events.compactMap { if case .plot(let report) = $0 { report } else { nil } }.last
  }

  @Test func aPictureChangesNothing() throws {
    let session = RecordedSession()
    session.run("data moons n=40", "layers 3", "train 4")
    let before = try #require(session.state.training)
    #expect(session.run("plot loss") == .done)
    let report = try #require(plot(session))
    #expect(report.kind == "loss" && report.form == .shown && !report.figure.panels.isEmpty)
    #expect(session.state.training == before)
    session.run("plot loss describe")
    #expect(plot(session)?.form == .described)
    #expect(plot(session)?.figure == report.figure)
  }

  @Test func aFileIsWrittenWhole() throws {
    let folder = TemporaryFolder(fast: true)
    let session = RecordedSession(mayWrite: true)
    session.run("data moons n=40", "layers 3", "train 4", "plot loss \(folder.path)/a.svg")
    let bytes = bytes(of: folder.path + "/a.svg")
    #expect(plot(session)?.form == .written(file: folder.path + "/a.svg", bytes: bytes.count))
    #expect(bytes.starts(with: Array("<?xml".utf8)))
    #expect(session.run("plot loss \(folder.path)/a.png") == .failed)
    let other = RecordedSession()
    other.run("data moons n=40", "layers 3", "train 4")
    #expect(other.run("plot loss \(folder.path)/b.svg") == .failed)
    #expect(directoryEntries(folder.path) == ["a.svg"])
  }

  /// What only the attempt shows is said as what is seen before: where, why and what to do.
  @Test(arguments: ["plot loss", "model export"]) func whatCannotBeWrittenSaysWhy(command: String) {
    let folder = TemporaryFolder(fast: true)
    let kind = command == "plot loss" ? "svg" : "onnx"
    let name = folder.path + "/" + String(repeating: "n", count: 300) + ".\(kind)"
    let session = RecordedSession(mayWrite: true)
    session.run("data moons n=40", "layers 3", "train 4")
    #expect(session.run("\(command) \(name)") == .failed)
    let errors = session.events.compactMap { event in
      if case .error(let report) = event { report.diagnostic } else { nil }
    }
    #expect(errors.count == 1)
    #expect(errors.last?.message.hasSuffix("cannot be written: its name is too long") == true)
    #expect(errors.last?.suggestion == "name a file in a folder that you may write to")
    #expect(errors.last?.range != nil)
  }

  @Test(arguments: [
    ("data", ["data iris"]), ("data", ["data moons n=40", "layers 3"]),
    ("boundary", ["data moons n=40", "layers 3", "train 2"]),
    ("loss", ["data iris", "layers 3", "train 2"]),
    ("search", ["data moons n=40", "train 1", "search random trials=2 epochs=1 lr=0.1..1"]),
    ("boundary", ["data moons n=40", "search random trials=2 epochs=1 lr=0.1..1", "train 1"]),
    ("boundary", ["data moons n=40", "search random trials=2 epochs=1 lr=0.1..1", "step"]),
  ])
  func aloneItChoosesAndSaysWhat(kind: String, setup: [String]) throws {
    let session = RecordedSession()
    for command in setup { session.run(command) }
    #expect(session.run("plot") == .done)
    let report = try #require(plot(session))
    #expect(report.kind == kind && report.choice != nil)
    session.run("plot \(kind)")
    #expect(plot(session)?.figure == report.figure && plot(session)?.choice == nil)
  }

  @Test func aloneAfterARaceItIsTheRacers() throws {
    let session = RecordedSession()
    session.run(
      "data moons n=40", "train 1", "search random trials=2 epochs=1 lr=0.1..1",
      "race sgd adam epochs=3", "plot")
    let report = try #require(plot(session))
    #expect(report.kind == "loss" && report.options == "of=race" && report.choice != nil)
    session.run("plot loss of=race")
    #expect(plot(session)?.figure == report.figure)
    session.run("step", "plot")
    #expect(plot(session)?.kind == "boundary")
  }

  /// How marks look is said where they look so, and nowhere else.
  @Test func captionsSpeakOfTheirMedium() throws {
    let session = RecordedSession()
    session.run("data moons n=40", "layers 3", "train 1", "plot boundary")
    let boundary = try #require(plot(session)?.figure)
    #expect(boundary.caption(in: .graphics).hasSuffix("hollow: test rows"))
    #expect(!boundary.caption(in: .letters).contains("hollow"))
    #expect(!boundary.words.contains("hollow"))
    session.run("plot network")
    let network = try #require(plot(session)?.figure)
    #expect(network.caption(in: .blocks).hasSuffix("dashed: a negative weight"))
    #expect(network.caption(in: .letters).hasSuffix("to that above a column"))
  }

  @Test func whatIsNotThereIsRefused() {
    let session = RecordedSession()
    for command in ["plot nothing", "plot loss", "plot loss x=3"] {
      #expect(session.run(command) == .failed, "\(command)")
      #expect(plot(session) == nil)
    }
  }
}
