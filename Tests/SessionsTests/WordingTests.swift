import Events
import SessionSupport
import TestSupport
import Testing

/// Words and numbers that go together in what a session says.
@Suite struct WordingTests {
  private func session(_ commands: String...) -> RecordedSession {
    let session = RecordedSession(explain: .off)
    for command in commands { #expect(session.run(command) == .done, "\(command)") }
    return session
  }

  @Test func oneUnitIsNamedOnce() {
    let session = session("data circle n=60", "layers none", "step")
    #expect(session.run("explain bias output 7") == .failed)
    #expect(session.diagnostic?.notes.contains("possible: 1") == true)
  }

  @Test func oneCommandIsOne() {
    let session = session("data iris", "layer 3", "undo")
    #expect(session.run("redo 3") == .failed)
    #expect(session.diagnostic?.message == "there is only 1 command to redo")
    #expect(session.run("redo", "undo 3") == .failed)
    #expect(session.diagnostic?.message == "there are only 2 commands to undo")
  }

  @Test func zeroIsNotAdvisedForARate() {
    let session = session()
    for setting in ["lr", "batch"] {
      #expect(session.run("set \(setting) 1e-400") == .failed)
      #expect(session.diagnostic?.suggestion?.contains("0") != true)
    }
    #expect(session.run("set l2 1e-400") == .failed)
    #expect(session.diagnostic?.suggestion == "`0`")
  }

  /// The trial beside which a point lies is not taken for a distance, and one is one.
  @Test func trialsAreCounted() {
    let session = session(
      "data iris", "layer 3", "search bayes trials=10 epochs=1 lr=0.001..1:log")
    func statements() -> [String] {
      var said: [String] = []
      for number in 0..<10 {
        session.run("trial \(number)")
        guard case .trialShown(let shown)? = session.events.last else { continue }
        said += shown.statements.map(text)
      }
      return said
    }
    let said = statements()
    #expect(said.contains { $0.contains("; near trial ") })
    #expect(said.contains("1 of the other 9 finished trials is better."))
    #expect(said.contains("2 of the other 9 finished trials are better."))
    // The sums behind a guess take signs that are for those who want all of it.
    let signs = ["√", "Φ", "EI", "engthscale", " sd"]
    #expect(!said.contains { text in signs.contains { text.contains($0) } })
    session.run("set explain full")
    let full = statements()
    for sign in signs { #expect(full.contains { $0.contains(sign) }, "\(sign)") }
  }

  @Test func theOtherOfTwoTrialsIsNotCounted() {
    let session = session("data iris", "layer 3", "search random trials=2 epochs=1 lr=0.001..1:log")
    var said: Set<String> = []
    for trial in ["trial 0", "trial 1"] {
      session.run(trial)
      for case .trialShown(let shown) in session.events {
        said.formUnion(shown.statements.map(text).filter { $0.contains("finished trial") })
      }
    }
    #expect(
      said == ["The other finished trial is better.", "The other finished trial is not better."])
  }

  /// Where rates grow without bound as gradients vanish, proximal L1 is warned of.
  @Test(arguments: [
    ("sgd", "proximal", false), ("adam", "proximal", true), ("adam", "subgradient", false),
  ])
  func proximalRatesAreWarnedOf(optimizer: String, mode: String, isWarned: Bool) {
    let session = session(
      "data xor n=60", "set optimizer \(optimizer)", "set l1 0.1", "set l1mode \(mode)", "train 1")
    session.run("explain l1")
    var said: [String] = []
    for case .topic(let report) in session.events { said = report.now.map(text) }
    #expect(said.contains { $0.contains("one step may take a large weight to 0") } == isWarned)
  }

  private func text(_ statement: Statement) -> String {
    statement.parts.map { part in
      switch part {
      case .text(let text): text
      case .number(let value, _, let format): format == .integer ? "\(Int(value))" : "\(value)"
      }
    }.joined()
  }

  /// A step to stop at may stand behind the condition, and then what is typed again has one.
  @Test func theStopStandsBehindTheCondition() {
    let session = session("data iris", "layer 3", "train 5 until loss < 0.01 stop=20")
    #expect(session.state.training?.stepCount == 20)
    let other = self.session("data iris", "layer 3", "train 5 stop=20 until loss < 0.01")
    #expect(other.state.training == session.state.training)
  }

  @Test func theTargetIsNotIgnored() throws {
    let folder = TemporaryFolder()
    try write("a,b,c\n1,2,3\n2,3,4\n", to: folder.path + "/base.csv")
    let session = session()
    #expect(session.run("objective table \(folder.path)/base.csv target=c ignore=c") == .failed)
    #expect(session.diagnostic?.id == "csv-target-dropped")
  }
}
