// A command typed below cells that are not up to date: its user is asked, or it is refused.
import Notebooks
import Sessions
import TestSupport
import Testing

@Suite struct StaleQuestionTests {
  private final class Answers {
    var asked: [StaleQuestion] = []
  }

  /// With cells 2 to 4 stale.
  private func notebook(
    _ answer: StaleQuestion.Answer?, _ answers: Answers = Answers()
  ) -> RecordedNotebook {
    let notebook = RecordedNotebook()
    notebook.run("data circle n=60", "set lr 0.1", "train 3", "train 4", "edit 2 set lr 0.4")
    if let answer {
      notebook.notebook.ask = { question in
        answers.asked.append(question)
        return answer
      }
    }
    return notebook
  }

  @Test func yesRunsThemAndThenTheCommand() {
    let answers = Answers()
    let notebook = notebook(.runFirst, answers)
    #expect(notebook.run("train 5") == .done)
    #expect(answers.asked == [StaleQuestion(cells: [2, 3, 4], epochs: 7)])
    let fresh = RecordedNotebook()
    fresh.run("data circle n=60", "set lr 0.4", "train 3", "train 4", "train 5")
    #expect(notebook.outputs == fresh.outputs)
    #expect(notebook.list.allSatisfy { $0.contains(" true ") })
    // Nobody is asked where all is well.
    notebook.run("train 1")
    #expect(answers.asked.count == 1)
  }

  @Test func noRefusesTheCommandAndSaysHow() {
    let notebook = notebook(.refuse)
    let before = notebook.list
    #expect(notebook.run("train 5") == .failed)
    #expect(notebook.refusal == "stale-cells")
    #expect(notebook.list == before)
  }

  @Test func leavingDoesNothing() {
    let notebook = notebook(.leave)
    let before = notebook.list
    #expect(notebook.run("train 5; set lr 1") == .interrupted)
    #expect(notebook.said.blocks.isEmpty)
    #expect(notebook.list == before)
  }

  @Test func whereNobodyCanBeAskedItIsRefused() {
    let notebook = notebook(nil)
    #expect(notebook.run("train 5") == .failed)
    #expect(notebook.refusal == "stale-cells")
  }

  /// What was to be run first and was stopped: the command is not run either.
  @Test func commandWaitsForWhatWasStopped() {
    let notebook = notebook(.runFirst)
    let before = notebook.list
    let countdown = Countdown(3)
    notebook.notebook.session.environment.shouldStop = { countdown.isOver() }
    #expect(notebook.run("train 5") == .interrupted)
    notebook.notebook.session.environment.shouldStop = { false }
    #expect(notebook.list == before)
  }

  /// Nor about the notebook or the screen: only what would be a cell is asked about, and what cannot be read
  /// is an error first.
  @Test(arguments: ["cells", "history", "note a word", "edit 2 set lr 0.3", "nonsense", "undo"])
  func othersAreNotAskedAbout(command: String) {
    let answers = Answers()
    let notebook = notebook(.runFirst, answers)
    notebook.run(command)
    #expect(answers.asked.isEmpty)
  }

  /// Of a line, each command by itself.
  @Test func commandsOfALineAreAskedAboutWhereTheyStand() {
    let answers = Answers()
    let notebook = notebook(.runFirst, answers)
    #expect(notebook.run("rerun stale; edit 2 set lr 0.2; eval; eval") == .done)
    #expect(answers.asked.map(\.cells) == [[2, 3, 4]])
  }

  @Test(arguments: [
    ([3], 0, "Cell 3 is not up to date."),
    ([3, 5], 1, "Cells 3 and 5 are not up to date; they train 1 epoch."),
    ([3, 5, 6], 400, "Cells 3, 5 and 6 are not up to date; they train 400 epochs."),
    (Array(2...40), 0, "39 cells, from cell 2 on, are not up to date."),
  ])
  func questionNamesTheCells(cells: [Int], epochs: Int, sentence: String) {
    #expect(StaleQuestion(cells: cells, epochs: epochs).sentence == sentence)
  }

  /// Both are in the journal, in their order.
  @Test func journalHasBoth() throws {
    let folder = TemporaryFolder(fast: true)
    let path = folder.path + "/a.journal"
    let notebook = RecordedNotebook()
    notebook.notebook.journal = try SessionJournal(
      creating: path,
      SessionJournal.Begin(version: "test", seed: 1, explain: "brief", folder: "", time: 0))
    notebook.notebook.ask = { _ in .runFirst }
    notebook.run("data circle n=60", "set lr 0.1", "train 3", "edit 2 set lr 0.4", "train 5")
    let again = RecordedNotebook()
    let kept = try SessionJournal.reading(path)
    again.notebook.ask = { _ in .leave }
    #expect(again.notebook.resume(kept) == kept.commandCount)
    #expect(again.outputs == notebook.outputs)
    #expect(again.list == notebook.list)
  }
}
