import Events
import Experiments
import NeuralNetwork
import SessionSupport
import Testing

/// Settings that are far from any that train: what is said of them is true, and what is advised leads out.
@Suite struct SaneRemedyTests {
  private func session(_ line: String) -> RecordedSession {
    let session = RecordedSession()
    session.run(line)
    return session
  }

  private func firstAdvice(_ topic: String, _ session: RecordedSession) throws -> TopicReport.Trial
  {
    #expect(session.run("explain \(topic)") == .done)
    return try #require(session.topic?.tryNext.first)
  }

  /// Follows it, and looks at what it comes to.
  private func expectSane(_ line: String, _ session: RecordedSession, below most: Double = 2) throws
  {
    #expect(session.run(line) == .done, "\(line)")
    #expect(session.trainingEnd?.reason == .finished, "\(line)")
    #expect(try #require(session.epochReports.last).training.loss < most, "\(line)")
  }

  // MARK: Figures that are no numbers

  @Test(arguments: [
    ("data xor n=12; layer 4 linear; set lr 1e30", 1, 1),
    (
      "data circle n=40 noise=0.3; layer 1 linear dropout=0.5; set batch 1; set lr 100; "
        + "set watch validation", 5, 2
    ),
  ])
  func aRunEndsAtTheFirstEpochWithoutFigures(setup: String, epochs: Int, broken: Int) throws {
    let session = session("\(setup); train \(epochs)")
    let end = try #require(session.trainingEnd)
    let divergence = try #require(end.reason.divergence)
    #expect(divergence.kind == .figures && divergence.epoch == broken)
    #expect(end.epoch == broken - 1 && end.rowsDoneInEpoch == 0)
    #expect(session.epochReports.count == broken - 1)
    #expect(session.epochReports.allSatisfy { $0.training.loss.isFinite })
    let before = self.session(setup + (broken == 1 ? "; eval" : "; train \(broken - 1)"))
    #expect(session.state.training?.parameters == before.state.training?.parameters)
    let remedy = try #require(end.diagnosis).remedy
    #expect(session.run(remedy) == .done)
    #expect(session.trainingEnd?.reason == .finished, "\(remedy)")
  }

  @Test func soDoSingleSteps() throws {
    let session = session("data xor n=12; layer 4 linear; set lr 1e30; step")
    #expect(session.trainingEnd?.reason.divergence?.kind == .figures)
    #expect(session.state.training?.stepCount == 0 && session.state.epochs.isEmpty)
  }

  // MARK: Rates

  @Test(arguments: ["lr", "oscillation", "divergence", "curvature"])
  func aRateBeyondAllBoundsIsMended(topic: String) throws {
    let session = session("data circle n=200; layer 4 tanh; set lr 1e30; train 5")
    let advice = try firstAdvice(topic, session)
    #expect(!advice.why.contains("not tried"))
    try expectSane(advice.command, session)
  }

  /// Without a coach nothing is kept of the run but its weights.
  @Test func soAreWeightsFoundInRuins() throws {
    let session = session(
      "set explain off; data circle n=200; layer 4 tanh; set lr 1e30; train 5; set explain brief")
    let advice = try firstAdvice("divergence", session)
    #expect(!advice.why.contains("not tried"))
    try expectSane(advice.command, session)
  }

  @Test func aLossThrownFarUpIsSaid() throws {
    let session = session("data circle n=200; layer 4 tanh; set lr 1e30; train 5")
    #expect(session.coachNotes.map(\.kind) == [.growth])
    let text = try #require(session.coachNotes.first).statement.text
    let lines = text.split(separator: "`", omittingEmptySubsequences: false)
    try expectSane(String(try #require(lines.dropLast().last)), session)
  }

  @Test func aPenaltyBesideSuchARateIsTakenAway() throws {
    let session = session("data diabetes; layer 2 tanh; set lr 1e30; set l2 1e10; train 2")
    let diagnosis = try #require(session.trainingEnd?.diagnosis)
    #expect(diagnosis.isTried, "\(diagnosis.remedy)")
    // The first batch had 3.78.
    try expectSane(diagnosis.remedy, session, below: 4)
  }

  @Test(arguments: ["set optimizer lion", "set optimizer adamw", "set l2 1"])
  func aNoteDoesNotBlameThePenaltyForTheRate(line: String) throws {
    let session = session("data circle n=60; layer 4 tanh; \(line)")
    session.run("set lr 1e30")
    let notes = try #require(session.settingChange).notes.map(\.text)
    #expect(!notes.isEmpty && notes.allSatisfy { !$0.contains("`") }, "\(notes)")
  }

  @Test(arguments: ["1e-8", "1e-12", "1e-45"], ["lr", "plateau", "underfitting"])
  func aRateOfAlmostNothingIsRaised(rate: String, topic: String) throws {
    let session = session("data circle; layer 2 tanh; set lr \(rate); train 30")
    let loss = try #require(session.epochReports.last).training.loss
    let advice = try firstAdvice(topic, session)
    #expect(advice.command.hasPrefix("set lr "), "\(advice)")
    try expectSane(advice.command, session, below: 0.9 * loss)
  }

  // MARK: Penalties

  @Test(arguments: ["l1", "regularization", "lr"])
  func aPenaltyThatDwarfsTheLossIsNamed(topic: String) throws {
    let session = session("data circle n=40; layer 2 tanh; set l1 1e8; train 20")
    #expect(session.coachNotes.contains { $0.kind == .penaltyTooStrong })
    #expect(!session.coachNotes.contains { $0.kind == .saturatedUnits || $0.kind == .growth })
    let advice = try firstAdvice(topic, session)
    try expectSane(advice.command, session)
  }

  @Test(arguments: ["l1", "l2"]) func aStrengthThatIsSetIsNotAdvised(penalty: String) throws {
    let session = session("data circle n=40; layer 2 tanh; set \(penalty) 1e8")
    for topic in [penalty, "regularization"] {
      #expect(try firstAdvice(topic, session).command != "set \(penalty) 100000000")
    }
  }

  // MARK: Layers

  @Test func aNetworkThatIsRightIsNotWidenedForItsLoss() throws {
    let session = session("data iris; layer 8; train 5; set lr 100; train 5; explain overfitting")
    #expect(session.state.divergence != nil)
    let trials = try #require(session.topic).tryNext
    #expect(trials.allSatisfy { !$0.why.contains("high losses") })
  }
}
