// Documents that somebody made to hold up whoever opens or replays them.
import Experiments
import Notebooks
import Sessions
import TestSupport
import Testing

@Suite struct HostileDocumentTests {
  /// Outputs whose comparison takes long, each under a command that says something else.
  static let outputs = [
    Array(repeating: String(repeating: "[..]a", count: 20), count: 20),
    Array(repeating: (0..<20).map { "{x\($0)}" }.joined() + "q", count: 20),
    Array(repeating: ["...", "x"], count: 200).flatMap { $0 },
    [String(repeating: "[..]", count: 60) + String(repeating: "x", count: 100_000)],
  ]

  private func document(_ output: [String]) throws -> CourseDocument {
    // It says many lines.
    try CourseDocument("```descent\n> help\n" + output.joined(separator: "\n") + "\n```\n")
  }

  private func replay(
    _ document: CourseDocument, shouldStop: @escaping @Sendable () -> Bool
  ) -> ReplayResult {
    Replay(
      kind: .transcript, notebooks: .tested(),
      environment: SessionEnvironment(shouldStop: shouldStop)
    ).run(document)
  }

  /// Whatever is asked, the answer is another one later on: somebody presses Ctrl-C meanwhile.
  @Test(arguments: outputs.indices) func comparingEndsAtAnInterrupt(_ output: Int) throws {
    let document = try document(Self.outputs[output])
    let countdown = Countdown()
    let whole = replay(document, shouldStop: { countdown.isOver() })
    #expect(!whole.wasInterrupted && whole.findings.count == 1)
    // For each line at least.
    #expect(countdown.asked > 10)
    let early = Countdown(countdown.asked / 2)
    let stopped = replay(document, shouldStop: { early.isOver() })
    #expect(stopped.wasInterrupted && stopped.findings.isEmpty)
  }

  /// What a new output needs of a longer fence is found block by block.
  @Test func manyBlocksAreUpdatedInOnePass() throws {
    let block = "```descent\n> set lr 0.5\nx\n```\n\n"
    let document = try CourseDocument(String(repeating: block, count: 2000))
    let edits = document.blocks.map { block in
      LineEdit(block.entries[0].outputLines, ["```", "y"])
    }
    let updated = try CourseDocument(document.updated(edits))
    #expect(updated.blocks.count == 2000)
    #expect(updated.blocks.allSatisfy { $0.entries[0].output == ["```", "y"] })
  }

  @Test func blanksAtBothEndsAreNoPartOfALine() throws {
    let document = try CourseDocument(" \t # a\n \tone \t\n\ttwo é \n")
    #expect(document.parts == [.paragraph("# a one two é")])
  }
}
