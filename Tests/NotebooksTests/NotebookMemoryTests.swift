// Cells for which there is no room in memory: they come back as they were, and where there is no disk the
// notebook says so and goes on.
import Events
import Experiments
import Notebooks
import Presentation
import TestSupport
import Testing

@Suite struct NotebookMemoryTests {
  private static let commands =
    ["data xor n=20", "layers 3", "note some words", "set nothing", "why"]
    + (1...150).flatMap { ["set lr 0.\($0)", "train 1", "undo", "eval"] }

  private func words(_ notebook: RecordedNotebook) -> [String] {
    notebook.notebook.cells.map { "\($0.source) \($0.ending) \($0.content)" }
  }

  @Test func cellsComeBackAsTheyWere() {
    let folder = TemporaryFolder(fast: true)
    let small = RecordedNotebook(keep: 1 << 10, folders: [folder.path])
    let large = RecordedNotebook()
    for command in Self.commands {
      #expect(small.run(command) == large.run(command))
    }
    #expect(small.outputs == large.outputs)
    #expect(words(small) == words(large))
    #expect(small.list == large.list)
    #expect(small.notebook.cells.map(\.output) == large.notebook.cells.map(\.output))
    small.run("cell 2")
    large.run("cell 2")
    #expect(small.again != nil && small.again == large.again)
  }

  /// Nobody finds it, and nothing is left of it.
  @Test func fileHasNoName() {
    let folder = TemporaryFolder(fast: true)
    let notebook = RecordedNotebook(keep: 0, folders: [folder.path])
    notebook.run(Self.commands)
    #expect(directoryEntries(folder.path).isEmpty)
  }

  @Test(arguments: [[], ["/dev/null"], ["/no/such/folder"]])
  func withoutADiskItIsSaidWhatHasGone(folders: [String]) {
    let notebook = RecordedNotebook(keep: 1 << 10, folders: folders)
    let large = RecordedNotebook()
    for command in Self.commands {
      #expect(notebook.run(command) == large.run(command))
    }
    #expect(words(notebook) == words(large))
    #expect(notebook.list == large.list)
    #expect(notebook.notebook.session.state.training == large.notebook.session.state.training)
    notebook.run("cell 1")
    let said = notebook.outputs[0].joined(separator: " ")
    #expect(said.contains("no longer kept") && said.contains("rerun"))
    #expect(notebook.outputs.last == large.outputs.last)
    notebook.run("rerun 1")
    #expect(notebook.outputs[0] == large.outputs[0])
  }

  /// The setting holds from its command on, for what is there already too.
  @Test func boundFollowsTheSetting() {
    let notebook = RecordedNotebook()
    notebook.run("set keep 16MB")
    #expect(notebook.notebook.session.state.settings.keep == 16_000_000)
    // It is how its user likes to work: nothing that is trained depends on it.
    notebook.run("data xor n=20", "train 1", "edit 1 set keep 32MB", "rerun stale")
    #expect(notebook.list.allSatisfy { $0.contains(" true ") })
    notebook.run("set keep 2gb")
    #expect(notebook.notebook.session.state.settings.keep == 2_000_000_000)
  }

  @Test(arguments: ["1MB", "300", "MB", "-5GB", "0x20MB", "1001GB", "99999999999999999999GB"])
  func amountsThatAreNoneAreRefused(amount: String) {
    let notebook = RecordedNotebook()
    #expect(notebook.run("set keep \(amount)") == .failed)
    #expect(notebook.refusal == "bad-value")
  }
}
