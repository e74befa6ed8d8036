// Races of one change each: `race none l1=0.01 l2=0.01`.
import CommandLanguage
import Events
import SessionSupport
import Testing

@Suite struct RaceVariantsTests {
  static let setup = ["data circle n=60", "layer 4 tanh"]

  /// Each ends as a session does that was told its one change.
  @Test(arguments: [
    ("race none l1=0.01 l2=0.02 epochs=4", [[], ["set l1 0.01"], ["set l2 0.02"]]),
    ("race l2=0.1,0.2 none epochs=4", [[], ["set l2 0.1"], ["set l2 0.2"]]),
    (
      "race none adam lr=0.3 units=3 epochs=4",
      [[], ["set optimizer adam"], ["set lr 0.3"], ["layers 3 tanh"]]
    ),
  ])
  func racersDifferInOneThing(race: String, changes: [[String]]) throws {
    let session = RecordedSession(threads: 2)
    session.run(Self.setup)
    #expect(session.run(race) == .done)
    let end = try #require(session.raceEnd)
    #expect(end.finishes.map(\.racer.letter) == Array(["A", "B", "C", "D"].prefix(changes.count)))
    #expect(end.finishes.count == changes.count)
    for (finish, change) in zip(end.finishes, changes) {
      let alone = RecordedSession()
      alone.run(Self.setup + change + ["train 4"])
      #expect(finish.fingerprint == alone.state.network?.training?.fingerprint)
      #expect(finish.racer.parameters.count == change.count)
    }
  }

  @Test func areCalledByTheirChange() throws {
    let session = RecordedSession()
    session.run(Self.setup + ["race none l1=0.01 l2=0.01 epochs=2"])
    let racers = try #require(session.raceEnd).finishes.map(\.racer.name)
    #expect(racers == ["none", "l1 0.01", "l2 0.01"])
    #expect(session.run("use \"l2 0.01\"") == .done)
    #expect(session.state.settings.training.l2 == 0.01 && session.state.settings.training.l1 == 0)
    #expect(session.run("use none") == .done)
    #expect(session.state.settings.training.l2 == 0)
  }

  @Test(arguments: [
    ("race none", "one-racer", "race none"), ("race none l1=0", "same-racers", "0"),
    ("race none sgd", "same-racers", "sgd"),
    ("race none lr=1,2,3,4 l2=1,2,3,4", "too-many-racers", "race none lr=1,2,3,4 l2=1,2,3,4"),
  ])
  func errorsPointAtWhatIsWrong(command: String, id: String, place: String) throws {
    let session = RecordedSession()
    session.run(Self.setup + [command])
    let diagnostic = try #require(session.diagnostic)
    #expect(diagnostic.id == id)
    let range = try #require(diagnostic.range)
    #expect(String(Array(command)[range.start..<range.end]) == place)
  }

  /// Changes without the network that they change are no race; what was meant runs as suggested.
  @Test func oneValueEachSuggestsNone() throws {
    let session = RecordedSession()
    session.run(Self.setup + ["race l1=0.01 l2=0.01"])
    let suggestion = try #require(session.diagnostic?.suggestion)
    #expect(suggestion == "`race none l1=0.01 l2=0.01`")
    #expect(session.run(suggestion.filter { $0 != "`" } + " epochs=1") == .done)
  }

  /// Whoever is first may be taken, the network without a change too: it was trained as the others were.
  @Test func theFirstIsNamedToBeTaken() throws {
    let session = RecordedSession()
    session.run("data gauss", "layer 4 tanh", "set lr 0.3", "race none l2=0.2 l1=0.5 epochs=40")
    let end = try #require(session.raceEnd)
    #expect(end.recommended?.racer.name == "none")
    #expect(session.run("use winner") == .done && session.racerTaken?.racer.letter == "A")
  }

  /// A loss that ends above its lowest under a penalty, where the same network without it goes on falling.
  @Test func aPenaltyThatRaisesTheLossIsTold() throws {
    let session = RecordedSession()
    session.run("data gauss", "layer 4 tanh", "set lr 0.3", "race l2=0,0.2,2 epochs=40")
    let verdict = try #require(session.raceEnd).verdict
    #expect(verdict.count <= 3)
    let note = try #require(verdict.first { $0.kind == .penalty }).statement
    #expect(note.text.contains("C (l2 2) has too strong a penalty"))
    #expect(!note.text.contains("A (l2 0) has"))
    let values = Dictionary(uniqueKeysWithValues: note.values.map { ($0.name, $0.value) })
    let finishes = try #require(session.raceEnd?.finishes)
    #expect(values["c_training_loss"] == finishes[2].report.training.dataLoss)
    #expect(values["c_weaker_loss"] == finishes[0].report.training.dataLoss)
    session.run("race l2=0,0.001 epochs=10")
    let calm = try #require(session.raceEnd).verdict.filter { $0.kind == .penalty }
    #expect(!calm.contains { $0.statement.text.contains("too strong") })
  }
}
