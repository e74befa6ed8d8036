// How a run ends: a sentence that its own epochs bear out, and a line to type that was tried.
import CommandLanguage
import Events
import Experiments
import SessionSupport
import Testing
import Text

@Suite struct RunEndTests {
  private func session(_ lines: [String]) -> RecordedSession {
    let session = RecordedSession()
    session.run(lines)
    return session
  }

  private func values(_ statements: [Statement]) -> [String: Double] {
    Dictionary(
      statements.flatMap(\.values).map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
  }

  private func text(_ statement: Statement) -> String {
    statement.parts.map { if case .text(let text) = $0 { text } else { "#" } }.joined()
  }

  private func tryNext(_ session: RecordedSession) -> Statement? {
    session.events.compactMap { if case .hint(let hint) = $0 { hint } else { nil } }
      .last { text($0).hasPrefix("Try next") }
  }

  private func line(_ statement: Statement) -> String {
    let pieces = text(statement).split(separator: "`", omittingEmptySubsequences: false)
    return pieces.count > 1 ? String(pieces[1]) : ""
  }

  // MARK: Epochs of the same settings

  /// With a penalty the loss has another part: what came before it is not held against it.
  @Test func otherSettingsAreAnotherLoss() throws {
    let session = session([
      "data circle n=200", "layer 8 tanh", "set lr 0.3", "train 30", "set l2 0.01", "train 10",
    ])
    let losses = session.epochReports.map(\.training.loss)
    session.run("explain plateau")
    let plateau = values(try #require(session.topic).now)
    #expect(plateau["window"] == 5)
    expect(plateau["lowest"], try #require(losses.suffix(5).min()))
    expect(plateau["lowest_before"], try #require(losses.prefix(5).min()))
    session.run("explain oscillation")
    let swings = values(try #require(session.topic).now)
    #expect(swings["reported_epochs"] == 9)
    expect(swings["highest"], try #require(losses.suffix(9).max()))
    // Each change begins anew.
    session.run("set l2 0.02", "train 3", "explain oscillation")
    #expect(values(try #require(session.topic).now)["reported_epochs"] == 3)
    session.run("train 2", "explain oscillation")
    #expect(values(try #require(session.topic).now)["reported_epochs"] == 5)
  }

  // MARK: The sentence

  private static let falls = "It is still falling: `train` goes on from here."

  /// With all rows in each step every epoch lowers the loss, however little.
  @Test func whatFallsInEveryEpochIsFalling() throws {
    let session = session(["data circle", "layer 8 tanh", "set batch full", "train 20"])
    let losses = session.epochReports.map(\.training.dataLoss)
    #expect(zip(losses, losses.dropFirst()).allSatisfy { $1 < $0 })
    #expect(try note(.summary, session).text.hasSuffix(Self.falls))
  }

  @Test(arguments: [
    "data circle; layer 8 tanh; set lr 1", "data circle; layer 8 tanh", "data iris; layer 8 relu",
    "data moons noise=0.4; layer 8 tanh; set lr 1", "data wine; layer 8 tanh; set lr 0.3",
  ])
  func theSentenceFitsTheEpochs(setup: String) throws {
    let session = session([setup])
    var told = 0
    for _ in 0..<4 {
      session.run("train 20")
      guard let note = session.coachNotes.first(where: { $0.kind == .summary }) else {
        // Something else was.
        #expect(!session.coachNotes.isEmpty)
        continue
      }
      told += 1
      let losses = session.epochReports.map(\.training.dataLoss)
      let (before, late) = (losses[10..<15].reduce(0, +), losses[15...].reduce(0, +))
      let numbers = values([note.statement])
      expect(numbers["first_loss"], losses[0])
      expect(numbers["loss"], losses[19])
      let lowest = try #require(losses.min())
      #expect((numbers["lowest_loss"] != nil) == (losses[19] > 1.02 * lowest))
      if let told = numbers["lowest_loss"] { expect(told, lowest) }
      if text(note.statement).hasSuffix(Self.falls) {
        #expect(late < before)
      } else if let zigzag = numbers["zigzag_highest"] {
        expect(zigzag, try #require(losses[10...].max()))
        expect(numbers["zigzag_lowest"], try #require(losses[10...].min()))
      }
    }
    #expect(told > 0)
  }

  // MARK: The line to type

  /// Typed as it stands it ends with the loss that was named, clearly below the run's.
  @Test(arguments: [
    ["data circle n=200", "layer 8 tanh", "set lr 0.003", "train 10"],
    ["data circle n=200", "layers 8 8 tanh", "set lr 1", "train 20", "train 20"],
    ["data iris", "layer 8 tanh", "set lr 0.001", "train 5", "train 5"],
  ])
  func theLineWasTried(lines: [String]) throws {
    let session = session(lines)
    guard let hint = tryNext(session) else {
      #expect(!session.coachNotes.isEmpty)
      return
    }
    let before = try #require(session.state.epochs.last).training.loss
    let tried = try #require(values([hint])["tried_loss"])
    #expect(tried < 0.9 * before)
    let line = line(hint)
    #expect(line.contains("reset") == text(hint).contains("begins again"))
    #expect(line.contains("reset") != text(hint).contains("goes on from here"))
    #expect(session.run(line) == .done)
    expect(try #require(session.state.epochs.last).training.loss, tried)
  }

  /// A rate far too low is told after every run, not the first alone.
  @Test func aRateFarTooLowIsTold() throws {
    let session = session([
      "data circle n=200", "layer 8 tanh", "set lr 0.003", "train 5", "train 5",
    ])
    #expect(line(try #require(tryNext(session))).hasPrefix("set lr "))
    session.run("set explain off", "train 5")
    #expect(tryNext(session) == nil)
  }

  /// A network that cannot bend gets no rate, but something to try that is called so.
  @Test func aLinearNetworkGetsAnExperiment() throws {
    let session = session(["data circle", "layers none", "set batch full", "train 50"])
    let hint = try #require(tryNext(session))
    #expect(text(hint).hasPrefix("Try next, as an experiment: `layer 8 tanh`"))
  }

  /// More units are more units, not another layer.
  @Test func moreUnitsKeepTheLayers() throws {
    let session = session(["data circle n=100", "layer 6 tanh", "train 4", "explain plateau"])
    let trial = try #require(session.topic?.tryNext.first { $0.why.hasPrefix("more units") })
    #expect(trial.command == "layer edit 1 12")
    #expect(session.run(trial.command) == .done && session.state.hidden?.map(\.units) == [12])
  }

  /// Rows kept for validation are none that train.
  @Test(arguments: ["layers", "sgd", "gd"])
  func topicsCountTheRowsTrainedOn(name: String) throws {
    let session = session(["data circle n=80", "layer 4 tanh", "set patience 5"])
    session.run("set optimizer \(name == "gd" ? "gd" : "sgd")", "step", "explain \(name)")
    #expect(values(try #require(session.topic).now)["rows"] == 30)
  }

  // MARK: Units and penalties

  /// A rate at which hardly anything is learned keeps units alive as well; it is not advised.
  @Test(arguments: [
    "data circle; layer 8 relu; set lr 3; train 20",
    "data iris; layers 4 4 relu; set lr 1; train 12",
    "data digits n=300; layer 8 relu; set optimizer rmsprop; set lr 0.1; train 4",
  ])
  func aRateThatKeepsUnitsAliveLearns(commands: String) throws {
    let session = session([commands])
    for note in session.coachNotes where note.kind == .deadUnits {
      let advised = line(note.statement)
      guard advised.hasPrefix("set lr") else { continue }
      let report = try #require(session.epochReports.first { $0.epoch == note.epoch })
      session.run("\(advised); train \(note.epoch)")
      #expect(try #require(session.epochReports.last).training.loss <= report.training.loss)
    }
  }

  /// Where the penalty is most of the loss, a higher one is not what comes next.
  @Test func theNextPenaltyIsLowerWhereItIsMostOfTheLoss() throws {
    let session = session([
      "data circle n=200", "layer 8 tanh", "set lr 0.3", "train 40", "set l2 0.03", "train 1",
    ])
    let last = try #require(session.state.epochs.last).training
    #expect(last.l2Penalty > 0.5 * last.loss)
    session.run("explain l2")
    #expect(session.topic?.tryNext.first?.command == "set l2 0.01")
  }
}
