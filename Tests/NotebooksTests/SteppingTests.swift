import Experiments
import Notebooks
import Sessions
import TestSupport
import Testing

/// Going through a document there and back, and branches.
@Suite struct SteppingTests {
  private static let text = """
    Prose before.

    ```descent
    > data xor n=40
    > layers 3 tanh
    > set lr 0.3
    ```

    Between.

    ```descent
    > train 4
    > model
    > search random lr=0.1..1 trials=2 epochs=1
    > search list
    > undo
    > set lr 0.1; train 2
    > model
    > cells
    > edit 3 set lr 0.2
    > rerun stale
    > model
    > lesson learning-rate
    > hint
    > history
    ```

    After.
    """

  fileprivate static func stepping(
    _ text: String = text, byteLimit: Int = 1 << 28
  ) throws -> Stepping {
    try #require(
      Stepping(
        try CourseDocument(text), in: .tested(),
        environment: SessionEnvironment(lessonFolders: [checkout + "/lessons"]),
        byteLimit: byteLimit, show: { _ in }))
  }

  /// Wherever one goes, each command says what it said at first; also where most has to be made again.
  @Test(arguments: [1 << 28, 0]) func goingBackIsExact(byteLimit: Int) throws {
    let stepping = try Self.stepping(byteLimit: byteLimit)
    let count = stepping.steps.count
    var said: [[String]] = []
    while let ran = stepping.run() {
      #expect(ran.ran.outcome == .done)
      said.append(ran.ran.lines)
    }
    #expect(said.count == count && stepping.next == nil)
    var random = SeededGenerator(seed: 5)
    for _ in 0..<25 {
      let place = random.below(count)
      #expect(stepping.go(to: place))
      #expect(stepping.place == place)
      // Serial numbers go on, so what lists them is another.
      let ran = try #require(stepping.run())
      let isHistory = stepping.steps[place].entry.command == "history"
      #expect(isHistory || ran.ran.lines == said[place], "\(stepping.steps[place].entry.command)")
    }
  }

  @Test func proseStandsWithTheCommandBehindIt() throws {
    let stepping = try Self.stepping()
    func words(_ prose: String) -> [Substring] { prose.split(separator: "\n") }
    #expect(words(stepping.steps[0].prose) == ["Prose before."])
    #expect(words(stepping.steps[1].prose).isEmpty)
    #expect(words(stepping.steps[3].prose) == ["Between."])
    #expect(words(stepping.closing) == ["After."])
  }

  @Test func deviationsAreTold() throws {
    let text = """
      ```descent
      > set lr 0.5
      lr = {new}   (learning rate; was 0.03)
      > set lr 0.1
      lr = 0.1   (learning rate; was {new})
      > set lr 0.2
      lr = 0.2   (learning rate; was {new})
      > layer 0
      ```

      ```descent:error
      > layer 2
      > layer 0
      ...
      ```
      """
    let stepping = try Self.stepping(text)
    var deviations: [Deviation?] = []
    while let ran = stepping.run() { deviations.append(ran.deviation) }
    #expect(deviations == [nil, nil, .saysOtherwise, .hasFailed, .hasNotFailed, nil])
    // Names are bound where they are met, also the second time.
    #expect(stepping.go(to: 0))
    #expect(stepping.run()?.deviation == nil && stepping.run()?.deviation == nil)
  }

  @Test func sayingMoreLeavesAllAsItWas() throws {
    let stepping = try Self.stepping()
    #expect(stepping.explainLast() == nil)
    #expect(stepping.go(to: 4))
    let before = stepping.notebook.cells.map(\.source)
    let full = try #require(stepping.explainLast())
    #expect(full.outcome == .done && full.lines.count > 3)
    #expect(stepping.notebook.cells.map(\.source) == before)
    #expect(stepping.notebook.session.state.settings.explain == .brief)
    let other = try Self.stepping()
    #expect(other.go(to: 4))
    #expect(stepping.run()?.ran.lines == other.run()?.ran.lines)
  }

  /// What is stopped in the middle counts as run, and going back takes it back.
  @Test func whatIsStoppedCanBeTakenBack() throws {
    let text = "```descent\n> data xor n=40\n> train 50\n> model\n```\n"
    let stepping = try Self.stepping(text)
    #expect(stepping.go(to: 1))
    let countdown = Countdown(20)
    stepping.enter(SessionEnvironment(shouldStop: countdown.isOver))
    let stopped = try #require(stepping.run())
    #expect(stopped.ran.outcome == .interrupted && stopped.ran.again != nil)
    #expect(stepping.place == 2)
    stepping.enter(SessionEnvironment())
    let half = try #require(stepping.run()).ran.lines
    #expect(stepping.go(to: 1) && stepping.go(to: 2))
    #expect(try #require(stepping.run()).ran.lines != half)
  }
}

extension SteppingTests {
  @Test func aLineOfWhichNothingIsLeftIsStillTheNext() throws {
    let stepping = try Self.stepping("```descent\n> set lr 0.5; set l2 0.1\n```\n")
    let before = stepping.notebook.session.state.settings
    stepping.enter(SessionEnvironment(shouldStop: { true }))
    #expect(stepping.run()?.ran.outcome == .interrupted)
    #expect(stepping.place == 0 && stepping.notebook.cells.isEmpty)
    #expect(stepping.notebook.session.state.settings == before)
    stepping.enter(SessionEnvironment())
    #expect(stepping.run()?.ran.outcome == .done && stepping.next == nil)
  }
}

@Suite struct BranchTests {
  @Test func aBranchLeavesNothingBehind() {
    let notebook = RecordedNotebook()
    notebook.run(
      "data xor n=40", "layers 3 tanh", "train 3", "set lr 0.5", "undo", "lesson first-steps")
    notebook.run("model", "cells")
    let (model, cells) = (notebook.notebook.session.state.settings, notebook.list)
    notebook.notebook.branch {
      #expect(notebook.run("undo") == .failed && notebook.refusal == "nothing-to-undo")
      #expect(notebook.run("redo") == .failed)
      notebook.run("set lr 7", "train 2", "delete 1", "next", "undo", "undo", "undo")
      #expect(notebook.run("set lr 9") == .done)
      #expect(notebook.list != cells)
      // One inside another.
      let inner = notebook.list
      notebook.notebook.branch { notebook.run("reset new", "note here") }
      #expect(notebook.list == inner)
    }
    #expect(notebook.notebook.session.state.settings == model && notebook.list == cells)
    // Its own past is there again: the start of the lesson, then the training.
    notebook.run("undo", "undo")
    #expect(notebook.list.count == cells.count - 2)
  }
}

@Suite struct FailingCellTests {
  /// Below a cell that fails now, and where nothing else waits to be run, a command is refused with what helps.
  @Test func whatFailsNowIsNamed() {
    let notebook = RecordedNotebook()
    notebook.notebook.ask = { _ in .refuse }
    notebook.run("lesson first-steps", "data xor n=1000", "plot data", "answer 0", "delete 2")
    notebook.run("rerun stale")
    #expect(notebook.run("set lr 0.1") == .failed)
    #expect(notebook.refusal == "failed-cell")
    notebook.run("delete 3")
    #expect(notebook.run("set lr 0.1") == .done)
  }
}
