// What stands behind the cursor as the line that is probably wanted.
import CommandLanguage
import Events
import Experiments
import SessionSupport
import Sessions
import TestSupport
import Testing

@Suite struct LineSuggestionTests {
  private let session = RecordedSession()

  private func suggestion(
    _ typed: String = "", _ history: [String] = [], lesson: String? = nil
  ) -> String? {
    session.knowledge.suggestion(for: typed, history: LineHistory(history), lesson: lesson)
  }

  @Test(
    arguments: [
      ("trian 50", "train 50"), ("fit 50", "train 50"), ("data circl", "data circle"),
      ("set lerning_rate 0.1", "set lr 0.1"), ("set adam", "set optimizer adam"),
      ("set optimizer adm", "set optimizer adam"), ("layer 8 tahn", "layer 8 tanh"),
      ("data circle test=25", "data circle test=25%"),
      ("data circle noise 0.1", "data circle noise=0.1"),
      ("data circle noise = 0.1", "data circle noise=0.1"),
      ("train 20 lr=0.1", "set lr 0.1; train 20"),
      ("epochs 20", "train 20"), ("set epochs 20", "train 20"), ("undo 2 steps", nil),
      ("layer remvoe 1; train 5", "layer remove 1; train 5"),
      ("data circle; trian 5; eval", "train 5; eval"), ("race lr", "race lr=0.01,0.1"),
      ("search rndom lr=0.1..1", "search random lr=0.1..1"),
      ("train until tset_accuracy > 95%", "train until test_accuracy > 95%"),
      ("explain overfiting5", "explain overfitting"), ("set lr -1", nil), ("data mine.csv", nil),
      ("layer", nil),
      ("zzzzzz", nil), ("layers tanh 8", "layers 8 tanh"),
    ] as [(String, String?)])
  func mendsWhatWasRefused(_ line: String, _ expected: String?) {
    session.run("data circle n=24", "layers 3 tanh")
    #expect(session.run(line) == .failed)
    let mended = session.memory.error.flatMap { session.knowledge.mended($0) }
    #expect(mended == expected)
  }

  /// Whatever is wrong with a line, its mended form is one that is read and bound.
  @Test func whatIsMendedIsUnderstood() {
    let broken = BrokenCommands(folder: "/nowhere")
    var mended = 0
    for signature in session.session.catalog.commands.map(\.signature)
    where ["set", "layer", "layers", "data", "train", "race", "help", "unset"].contains(
      signature.name)
    {
      for line in broken.lines(of: signature) {
        let fault = session.knowledge.checked(line, cursor: nil).fault
        guard let fault else { continue }
        let report = ErrorReport(
          diagnostic: fault.diagnostic, source: LogicalLine(bytes: Array(line.utf8), line: 1))
        guard let found = session.knowledge.mended(report) else { continue }
        mended += 1
        #expect(session.knowledge.checked(found, cursor: nil).fault == nil, "\(line): \(found)")
        #expect(found != line)
      }
    }
    #expect(mended > 20)
  }

  @Test func theMendedLineComesRightAfterTheErrorAlone() {
    session.run("trian 50")
    #expect(suggestion() == "train 50")
    #expect(suggestion("tr") == "train 50")
    #expect(suggestion("set") == nil)
    #expect(suggestion("train 50") == nil)
    session.run("set lr 0.1")
    #expect(suggestion("tr") == "train")
  }

  @Test func historyGoesByWhatCameAfterTheSameLine() {
    let history = ["data circle", "train 5", "data xor", "train 50", "set lr 0.1", "data circle"]
    #expect(suggestion("tr", history) == "train 5")
    #expect(suggestion("", history) == "train 5")
    #expect(suggestion("tr", history.dropLast()) == "train 50")
    #expect(suggestion("TR", history) == nil)
    #expect(suggestion("train 50", history) == nil)
    #expect(suggestion("set", ["set lr 0.1", "set zz 1", "set lr x"]) == "set lr 0.1")
    #expect(suggestion("layer", ["layer remove 7"]) == nil)
  }

  @Test(
    arguments: [
      "quit", "reset", "undo", "redo", "save a.md", "model save a.safetensors", "clear",
      "data export a.csv", "plot loss a.svg", "export a.html", "set lr 0.1; reset", "history",
      "next", "record a.md",
    ])
  func nothingHarmfulIsSuggestedUnasked(_ line: String) {
    let history = ["eval", line, "eval"]
    #expect(suggestion("", history) == "train")
  }

  @Test func aLessonsLineGoesFirst() {
    session.run("trian 5")
    #expect(suggestion("", ["a", "b", "a"], lesson: "train 10") == "train 10")
    #expect(suggestion("lay", lesson: "layer 4") == "layer 4")
  }

  @Test func theCoachsNextStepComesLast() throws {
    #expect(suggestion() == "train")
    session.run("train 20")
    let next = try #require(suggestion())
    #expect(session.memory.advice == next)
    #expect(session.knowledge.accepts(next))
    session.run("status")
    #expect(suggestion() == next)
    #expect(session.run(next) != .failed)
    let after = RecordedSession()
    after.run("data circle n=24", "layers 3 tanh")
    #expect(after.knowledge.suggestion(for: "") == "train")
  }

  @Test func aDivergedRunIsMended() {
    session.run("data sine n=40", "layers 3 relu", "set lr 1000", "train 40")
    #expect(session.trainingEnd?.reason.divergence != nil)
    let next = suggestion()
    #expect(next == nil || next?.hasPrefix("set lr") == true)
    #expect(session.run(next ?? "status") == .done)
  }

  @Test func findsItsWayInALongHistory() {
    var generator = SeededGenerator(seed: 5)
    let lines = (0..<10_000).map { _ in "train \(generator.below(5000))" } + ["eval"]
    #expect(suggestion("train 4", lines)?.hasPrefix("train 4") == true)
    #expect(suggestion("trainx", lines) == nil)
  }
}
