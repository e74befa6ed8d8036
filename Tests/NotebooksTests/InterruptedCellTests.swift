// A command that was interrupted is a cell like any other: its words give what it says, so that a file of it
// replays as it was saved, wherever the interrupt came.
import Events
import Experiments
import Layouts
import Lessons
import Notebooks
import Sessions
import TestSupport
import Testing

@Suite struct InterruptedCellTests {
  struct Sample: Sendable, CustomTestStringConvertible {
    var setup: [String]
    var command: String
    var testDescription: String { (setup + [command]).joined(separator: "; ") }
  }

  static let samples = [
    Sample(setup: [], command: "train 3"),
    Sample(setup: ["data circle n=60 noise=0.3", "layers 6 relu", "train 1"], command: "train 4"),
    Sample(setup: ["data circle n=40", "set optimizer gd", "train 2"], command: "train 6"),
    Sample(
      setup: ["data iris", "layers 5 tanh", "set explain full", "train 1"],
      command: "train 5 until train_accuracy > 90%"),
    Sample(
      setup: ["data iris", "layers 8 relu", "set patience 2", "set lr 0.1", "train 1"],
      command: "train 12"),
    Sample(setup: ["data hills n=40", "layers 8 relu", "set lr 1e6"], command: "train 8"),
    Sample(setup: ["data circle n=60", "layers 4 tanh", "train 1"], command: "step 20"),
    Sample(setup: ["data circle n=40", "layers 4"], command: "race sgd adam lr=0.1 epochs=4"),
    Sample(setup: ["data iris"], command: "search random trials=3 epochs=1 lr=0.01..1:log"),
    Sample(setup: ["data iris"], command: "search halving trials=4 epochs=3 lr=0.01..1:log"),
  ]

  /// A notebook in which the command was stopped after so many questions, and how many there were.
  private func notebook(_ sample: Sample, stoppedAfter count: Int = .max) -> (RecordedNotebook, Int)
  {
    let notebook = RecordedNotebook(mayWrite: true)
    for line in sample.setup { #expect(notebook.run(line) == .done, "\(line)") }
    let countdown = Countdown(count)
    notebook.notebook.session.environment.shouldStop = { countdown.isOver() }
    notebook.run(sample.command)
    notebook.notebook.session.environment.shouldStop = { false }
    return (notebook, countdown.asked)
  }

  private func differences(_ path: String) throws -> [[String]] {
    let replay = Replay(
      kind: .transcript, notebooks: .tested(),
      environment: SessionEnvironment(lessonFolders: [checkout + "/lessons"]))
    let document = try CourseDocument(fileText(path))
    return replay.run(document).findings.map { document.diff($0.edits) }
  }

  @Test(arguments: samples) func fileOfItReplays(_ sample: Sample) throws {
    let folder = TemporaryFolder(fast: true)
    let questions = notebook(sample).1
    #expect(questions > 4)
    var random = SeededGenerator(seed: 5)
    // The first are asked before the first step, the last while what to try next is looked for.
    let points =
      [0, 1, 2, questions - 3, questions - 2, questions - 1].filter { $0 >= 0 }
      + (0..<6).map { _ in Int.random(in: 0..<questions, using: &random) }
    for point in points {
      let (notebook, _) = notebook(sample, stoppedAfter: point)
      let file = "\(folder.path)/\(point).md"
      #expect(notebook.run("save \(file)") == .done)
      let differences = try differences(file)
      #expect(differences.isEmpty, "stopped after \(point) of \(questions): \(differences)")
    }
  }

  @Test func itIsRunAgainAndTakenBackAsAnyOther() {
    let sample = Self.samples[1]
    let (notebook, _) = notebook(sample, stoppedAfter: notebook(sample).1 / 3)
    let source = notebook.notebook.cells[3].source
    #expect(source.hasPrefix("train 4 stop="))
    let said = notebook.outputs
    notebook.run("rerun 4")
    #expect(notebook.change?.unchanged == [4] && notebook.change?.changed.isEmpty == true)
    notebook.run("undo 2")
    #expect(notebook.list.count == 3)
    notebook.run("redo", "edit 2 layers 5 relu", "rerun stale")
    #expect(notebook.list.last == "4 true \(source)")
    notebook.run("edit 2 layers 6 relu")
    #expect(notebook.list.allSatisfy { $0.contains(" true ") })
    #expect(notebook.outputs == said)
  }
}
