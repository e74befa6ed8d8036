import Events
import SessionSupport
import Testing

/// A penalty too strong is told from its signs, named, and a weaker one tried.
@Suite struct PenaltyStrengthTests {
  private static let moons = "data moons n=200 noise=0.3; layer 8 tanh; set lr 0.1"

  /// What is advised is typed; the data's part of the loss then ends where the note says.
  @Test(arguments: [
    (moons, "l1 0.5"), ("data circle; layer 8 relu", "l2 0.2"),
    ("\(moons); set optimizer adam; set lr 0.03; set schedule cosine", "l1 0.5"),
  ])
  func theAdviceDoesWhatItSays(setup: String, penalty: String) throws {
    let session = coached([setup, "set \(penalty)", "train 30"])
    let (text, values) = try note(.penaltyTooStrong, session)
    let last = try #require(session.epochReports.last)
    expect(values["data_loss"], last.training.dataLoss)
    #expect(values[String(penalty.prefix(2))] == Double(penalty.dropFirst(3)))
    let quoted = text.split(separator: "`").dropFirst().first.map(String.init)
    let advice = try #require(quoted).replacing("#", with: "30")
    #expect(advice.hasPrefix("set \(penalty.prefix(2)) "))
    #expect(session.run(advice) == .done)
    let after = try #require(session.epochReports.last).training.dataLoss
    expect(values["weaker_data_loss"], after)
    #expect(after < 0.9 * last.training.dataLoss)
  }

  /// The best single answer has a loss of ln 2 on as many rows of each of two classes.
  @Test func underFarTooMuchTheNetworkAnswersAlike() throws {
    let session = coached([Self.moons, "set l1 0.5", "train 30"])
    let values = try note(.penaltyTooStrong, session).values
    expect(values["baseline"], 0.693147, within: 1e-2)
  }

  @Test(arguments: ["set l1 0.001", "set l2 0.001", "set l2 0"])
  func bearablePenaltiesAreNotBlamed(penalty: String) {
    let session = coached([Self.moons, penalty, "train 30"])
    #expect(!session.coachNotes.contains { $0.kind == .penaltyTooStrong })
  }

  /// In a session with L1 nothing that the topics on penalties advise brings L2 in.
  @Test func anL1RunStaysOne() throws {
    let session = coached([Self.moons, "set l1 0.01", "train 10"])
    for topic in ["l1", "regularization", "underfitting"] {
      session.run("explain \(topic)")
      let commands = try #require(session.topic).tryNext.map(\.command)
      #expect(!commands.contains { $0.contains("l2") }, "\(topic): \(commands)")
    }
  }
}
