import CommandLanguage
import Events
import Experiments
import SessionSupport
import Testing
import Text

/// What is advised has been tried: typed as it stands it does what it promises, and no part of the course
/// says another thing than the rest.
@Suite struct AdviceTests {
  private static let overshooting = [
    "data spiral", "layers 8 8 tanh", "set batch 30", "set l2 10", "set lr 0.3",
  ]

  private func session(_ lines: [String], explain: ExplainLevel = .brief) -> RecordedSession {
    let session = RecordedSession(explain: explain)
    session.run(lines)
    return session
  }

  private func topic(_ name: String, _ session: RecordedSession) throws -> TopicReport {
    #expect(session.run("explain \(name)") == .done)
    return try #require(session.topic)
  }

  /// What stands between backticks.
  private func quoted(_ statement: Statement) -> [String] {
    statement.plain.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map { String($0.element) }
  }

  private var hint: (RecordedSession) -> String? {
    { $0.events.compactMap { if case .hint(let text) = $0 { text.plain } else { nil } }.last }
  }

  // MARK: Known before the first step

  @Test func aPenaltyBeyondItsBoundIsSaidBeforeTheFirstEpoch() throws {
    let session = session(Self.overshooting + ["train 10"])
    let note = try #require(
      session.events.firstIndex {
        if case .coach(let note) = $0 { note.kind == .penaltyUnstable } else { false }
      })
    let epoch = try #require(
      session.events.firstIndex { if case .epoch = $0 { true } else { false } })
    #expect(note < epoch)
    // The loss grew, still finite; of that nothing more is said, and every screen names the same line.
    #expect(session.trainingEnd?.reason == .finished && session.coachNotes.count == 1)
    let warning = try #require(session.coachNotes.last)
    let line = try #require(quoted(warning.statement).last)
    #expect(line == "set l2 0.01; reset; train 10")
    for name in ["lr", "l2", "divergence", "oscillation", "regularization", "momentum"] {
      let commands = try topic(name, session).tryNext.map(\.command)
      #expect(commands.first == line, "\(name)")
      #expect(!commands.dropFirst().contains { $0.hasPrefix("set ") }, "\(name)")
    }
    #expect(session.run(line) == .done)
    #expect(session.trainingEnd?.reason == .finished)
    let reports = session.epochReports
    #expect(try #require(reports.last).training.loss < 10)
    #expect(try topic("lr", session).tryNext.first?.command != line)
  }

  /// A loss that grew for another reason ends with one line too, and the topics name it.
  @Test func growthKeepsItsRemedy() throws {
    let session = session([
      "data plane n=60", "layers none", "set optimizer gd", "set lr 1.2", "train 8",
    ])
    let growth = try #require(session.coachNotes.last)
    #expect(growth.kind == .growth && session.trainingEnd?.reason == .finished)
    let loss = try #require(session.epochReports.last).training.loss
    let line = try #require(quoted(growth.statement).last)
    #expect(try topic("lr", session).tryNext.first?.command == line)
    #expect(session.run(line) == .done)
    #expect(try #require(session.epochReports.last).training.loss < loss)
  }

  /// Once something else could be taken back, `undo` is no part of what is advised.
  @Test func undoIsAdvisedOnlyWhereItTakesTheRunBack() throws {
    let session = session(["data iris", "layer 8", "train 5", "set lr 100", "train 5"])
    let remedy = try #require(session.trainingEnd?.diagnosis?.remedy)
    #expect(remedy.hasPrefix("undo; "))
    #expect(try topic("lr", session).tryNext.first?.command == remedy)
    session.run("set momentum 0.5", "set momentum 0.9")
    let later = try #require(try topic("lr", session).tryNext.first).command
    #expect(!later.contains("undo") && later.contains("reset"))
    #expect(session.run(later) == .done && session.trainingEnd?.diagnosis == nil)
    session.run("undo \(later.split(separator: ";").count + 2)")
    #expect(try topic("lr", session).tryNext.first?.command == remedy)
  }

  @Test func settingItSaysIt() throws {
    let session = session(Array(Self.overshooting.dropLast()))
    session.run("set lr 0.3")
    let change = try #require(
      session.events.compactMap {
        if case .settingChanged(let change) = $0 { change } else { nil }
      }.last)
    #expect(change.notes.flatMap(\.values).contains { $0.name == "factor" && $0.value == -2 })
    session.run("set clip 1", "set lr 0.4")
    let clipped = session.events.compactMap {
      if case .settingChanged(let change) = $0 { change.notes } else { nil }
    }
    #expect(clipped.last?.isEmpty == true)
  }

  /// Below the bound, where the gradient is clipped and where each weight's step is scaled.
  @Test(arguments: ["set l2 6", "set clip 1", "set optimizer adam"])
  func whatIsStableIsNotWarnedOf(line: String) {
    let session = session(Self.overshooting + [line, "train 2"])
    #expect(!session.coachNotes.contains { $0.kind == .penaltyUnstable })
  }

  @Test func aRaceNamesTheRacer() {
    let session = session([
      "data circle n=60", "layer 4 tanh", "set lr 0.3", "race l2=0,10 epochs=2",
    ])
    let hints = session.events.compactMap {
      if case .hint(let text) = $0 { text.plain } else { nil }
    }
    #expect(hints.contains { $0.hasPrefix("B") && $0.contains("lr × l2") })
    #expect(!hints.contains { $0.hasPrefix("A") })
  }

  // MARK: One remedy

  @Test(arguments: ["lr", "divergence", "oscillation", "curvature", "plateau", "underfitting"])
  func topicsNameTheRemedyOfTheRun(name: String) throws {
    let session = session(["data digits", "layer 16", "set lr 100", "train 2"])
    let remedy = try #require(session.trainingEnd?.diagnosis?.remedy)
    let report = try topic(name, session)
    #expect(report.tryNext.first?.command == remedy)
    #expect(!report.tryNext.contains { $0.command == "train" })
    #expect(session.run(remedy) == .done && session.trainingEnd?.diagnosis == nil)
    // It is of those settings.
    session.run("reset", "set lr 100", "train 2", "set lr 0.01")
    let after = try topic(name, session)
    #expect(after.tryNext.first?.command == "reset; train")
  }

  // MARK: Weights in ruins

  @Test func ruinedWeightsAreSeenBeforeTheRate() throws {
    let session = session(Self.overshooting + ["train 10", "unset l2", "set lr 0.01"])
    session.run("train 5")
    #expect(session.coachNotes.first?.kind == .weightsInRuin)
    for name in ["lr", "divergence"] {
      let report = try topic(name, session)
      #expect(report.tryNext.first?.command == "reset; train 5", "\(name)")
    }
    let said = try topic("divergence", session).now.flatMap(\.values).map(\.name)
    #expect(said.contains("largest_weight"))
    session.run("reset; train")
    #expect(session.coachNotes.allSatisfy { $0.kind != .weightsInRuin })
    #expect(try #require(session.epochReports.last).training.loss < 2)
  }

  @Test func aRunThatBreaksFromRuinedWeightsBlamesThem() throws {
    let session = session([
      "data sine", "layers none", "set optimizer gd", "set lr 10", "train 10", "train 99",
    ])
    let diagnosis = try #require(session.trainingEnd?.diagnosis)
    #expect(diagnosis.causeName == "weights_in_ruin" && !diagnosis.remedy.hasPrefix("undo"))
    #expect(session.run(diagnosis.remedy) == .done && session.trainingEnd?.diagnosis == nil)
  }

  // MARK: From the situation

  @Test func aLinearNetworkAtItsBestGetsNoRate() throws {
    let session = session(["data circle", "layers none", "train 60"])
    for name in ["lr", "plateau", "oscillation"] {
      let report = try topic(name, session)
      #expect(!report.tryNext.contains { $0.command.hasPrefix("set lr") }, "\(name)")
      #expect(report.tryNext.first?.command == "layer 8 tanh", "\(name)")
    }
  }

  /// A rate that is advised ends lower than the present one.
  @Test(arguments: ["set lr 0.001", "set lr 1e-4", "set lr 0.03"])
  func anAdvisedRateIsBetter(line: String) throws {
    let session = session(["data circle n=200", "layer 8 tanh", line, "train 20"])
    let before = try #require(session.epochReports.last).training.loss
    let command = try #require(try topic("lr", session).tryNext.first).command
    #expect(session.run(command) == .done)
    #expect(try #require(session.epochReports.last).training.loss < before)
  }

  @Test(arguments: ["set lr 3; train", "data spiral; train", "data spiral; set lr 0.1; train 5"])
  func theFirstHintChangesSomething(line: String) throws {
    let session = session([line])
    let text = try #require(hint(session))
    #expect(!text.contains("`data spiral`") || !line.contains("spiral"))
    let commands = text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    #expect((2...3).contains(commands.count) && commands.last == "help")
    let first = try #require(commands.first)
    if first.hasPrefix("set ") { #expect(first.contains("reset; train")) }
    let loss = try #require(session.epochReports.last).training.loss
    let rate = session.state.settings.training.learningRate
    #expect(!first.hasPrefix("set lr \(exactText(rate));"))
    #expect(session.run(first) == .done)
    if first.hasPrefix("set "), let last = session.epochReports.last {
      #expect(last.training.loss < loss)
    }
  }

  // MARK: All that is tried

  struct Trained: Sendable, CustomTestStringConvertible {
    let lines: [String]
    init(_ lines: String) { self.lines = [lines] }
    var testDescription: String { lines.joined() }
  }

  static let trained = [
    Trained("data circle n=100; layer 6 tanh; train 10"),
    Trained("data circle n=100; layers none; train 40"),
    Trained("data circle n=100; layer 6 tanh; set lr 0.001; train 40"),
    Trained("data circle n=100; layer 6 tanh; set init zeros; train 40"),
    Trained("data circle n=100; layers 4 4 4 sigmoid; set lr 0.1; train 30"),
    Trained("data iris; layer 8 tanh; set lr 10; train 20"),
    Trained("data iris; layer 8; set lr 100; train 5"),
    Trained("data moons n=40 noise=0.6; layer 24 tanh; set optimizer adam; set lr 0.03; train 60"),
    Trained("data circle n=100; layer 8 relu; set l2 0.2; train 30"),
    Trained("data spiral n=100; layers 8 tanh; set l2 10; set lr 0.3; train 4"),
    Trained("data sine n=80; layer 8 tanh; set lr 0.003; train 30; set lr 0.03"),
  ]

  /// What the coach and the topics say was tried is typed in that very state: it runs, and the loss that it
  /// was to lower, of the rows trained on or watched, is no higher than where the advice was given.
  @Test(arguments: trained) func whatWasTriedHelps(_ situation: Trained) throws {
    let session = session(situation.lines)
    let (reports, notes) = (session.epochReports, session.coachNotes)
    func after(_ line: String) throws -> EpochReport {
      let there = self.session(situation.lines)
      #expect(there.run(line) == .done, "\(line)")
      return try #require(there.state.epochs.last)
    }
    for note in notes {
      for line in quoted(note.statement) where line.contains("train ") {
        // Of overfitting the trial ends with the note, others with the run.
        let place = note.kind == .overfitting ? reports.first { $0.epoch == note.epoch } : nil
        let (before, now) = (place ?? reports.last, try after(line))
        let loss = { (report: EpochReport) in
          switch note.kind {
          case .overfitting: report.watched?.dataLoss ?? .nan
          case .penaltyTooStrong: report.training.dataLoss
          default: report.training.loss
          }
        }
        #expect(loss(now) <= (before.map(loss) ?? .infinity), "\(line)")
      }
    }
    for name in ["lr", "plateau", "underfitting", "overfitting", "momentum", "divergence"] {
      let trials = try topic(name, session).tryNext
      for trial in trials where trial.why.contains("in a trial") {
        let now = try after(trial.command)
        guard let before = session.state.epochs.last, !session.state.isBroken else { continue }
        if trial.why.contains("test loss") {
          #expect((now.watched?.dataLoss ?? .nan) <= before.watched?.dataLoss ?? .nan, "\(trial)")
        } else {
          // Without a penalty there is no loss of that kind to compare.
          let isUnset = trial.command.hasPrefix("unset")
          let loss = { (report: EpochReport) in
            isUnset ? report.training.dataLoss : report.training.loss
          }
          #expect(loss(now) <= loss(before), "\(name): \(trial)")
        }
      }
    }
  }

  /// Data that are there are not offered as others.
  @Test func otherRowsAreOthers() throws {
    let session = session(["data moons n=60 noise=0.5", "layer 4 tanh", "train 2"])
    let commands = try topic("overfitting", session).tryNext.map(\.command)
    #expect(!commands.contains { $0.hasPrefix("data moons n=60") })
  }

  // MARK: Going round in circles

  /// The first advice of a topic followed six times never comes to the same weights and advice again.
  @Test(arguments: [
    "lr", "plateau", "overfitting", "underfitting", "early-stopping", "oscillation",
  ])
  func adviceDoesNotLoop(name: String) throws {
    let session = session(["data moons n=80 noise=0.6", "layer 9 tanh", "set patience 2"])
    session.run("set lr 1", "train 50")
    var seen: [(digest: StateDigest, command: String)] = []
    for _ in 0..<6 {
      let command = try #require(try topic(name, session).tryNext.first).command
      let digest = StateDigest(session.state)
      #expect(!seen.contains { $0.digest == digest && $0.command == command }, "\(command)")
      seen.append((digest, command))
      #expect(session.run(command) == .done, "\(command)")
    }
  }
}

extension Statement {
  /// As text, numbers in full.
  fileprivate var plain: String {
    parts.map {
      switch $0 {
      case .text(let text): text
      case .number(let value, _, _): exactText(value)
      }
    }.joined()
  }
}
