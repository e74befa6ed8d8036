// A race of settings with several seeds each is summed up by setting, and no seed of it is recommended.
import Events
import SessionSupport
import Testing

@Suite struct RaceGroupsTests {
  private func race(_ command: String) throws -> RaceEnd {
    let session = RecordedSession()
    session.run("data circle n=60", "layer 4 tanh")
    session.run(command)
    return try #require(session.raceEnd)
  }

  @Test func settingsAreSummedUpOverTheirSeeds() throws {
    let end = try race("race lr=0.01,0.3 seed=1,2,3 epochs=8")
    let groups = end.groups
    #expect(Set(groups.map(\.name)) == ["lr 0.01", "lr 0.3"])
    for group in groups {
      let losses = group.letters.compactMap { letter in
        end.finishes.first { $0.racer.letter == letter }?.report.training.dataLoss
      }
      #expect(losses.count == 3)
      let mean = losses.reduce(0, +) / 3
      let variance = losses.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 2
      let judged = try #require(group.judged)
      #expect(abs(judged.mean - mean) < 1e-9)
      #expect(abs(judged.standardError - (variance / 3).squareRoot()) < 1e-9)
    }
    let first = try #require(groups.first?.judged), second = try #require(groups.last?.judged)
    #expect(first.mean <= second.mean)
    let ranking = try #require(end.verdict.first { $0.kind == .ranking }).statement
    let said = ranking.values.reduce(into: [:]) { $0[$1.name] = $1.value }
    #expect(said["best_mean"] == first.mean && said["best_error"] == first.standardError)
    #expect(ranking.text.contains(try #require(groups.first).name))
    #expect(said["best_loss"] == nil)
  }

  /// Seeds alone, or one seed each, are no settings to sum up.
  @Test(arguments: [
    "race seed=1,2,3 epochs=2", "race lr=0.01,0.1 epochs=2", "race none seed=2,3 epochs=2",
  ])
  func otherRacesAreRankedByRacer(command: String) throws {
    #expect(try race(command).groups.isEmpty)
  }

  /// A mark that any training passes at once is none.
  @Test(arguments: [("race l2=0,0.1 epochs=20", false), ("race l2=0,0.01 epochs=20", true)])
  func onlyATellingMarkIsCounted(command: String, isTelling: Bool) throws {
    let session = RecordedSession()
    session.run("data circle", "layers 8 8 tanh", command)
    let verdict = try #require(session.raceEnd).verdict
    let ranking = try #require(verdict.first { $0.kind == .ranking }).statement
    #expect(ranking.text.contains("Epochs needed") == isTelling)
  }

  @Test func oneSettingMayComeAgainBesideNone() throws {
    let end = try race("race none l2=0.001 l2=0.01 epochs=2")
    #expect(end.finishes.map(\.racer.name) == ["none", "l2 0.001", "l2 0.01"])
    let session = RecordedSession()
    session.run("race l2=0.001 l2=0.01 epochs=2")
    #expect(session.diagnostic?.id == "repeated-option")
    #expect(session.diagnostic?.suggestion?.contains("l2=0.01,0.1") == true)
  }

  /// What is named without values is answered by a command that runs.
  @Test(arguments: [
    ("race lr", "`race lr=0.01,0.1`"), ("race units", "`race units=4,16`"),
    ("search random l2", "`search random l2=1e-6..1e-1:log`"),
  ])
  func valuesAreShownWhereTheyAreMissing(command: String, suggestion: String) throws {
    let session = RecordedSession()
    session.run("data circle n=60", "layer 4 tanh")
    #expect(session.run(command) == .failed)
    #expect(session.diagnostic?.suggestion == suggestion)
    let advised = suggestion.filter { $0 != "`" }
    #expect(session.run("\(advised) epochs=1") == .done)
  }

  /// Topics tell of a race by the loss that ranked it.
  @Test(arguments: ["test", "validation"]) func topicsNameTheLossThatRanked(watch: String) throws {
    let session = RecordedSession()
    session.run("data circle n=60", "layer 4 tanh", "set watch \(watch)")
    session.run("race sgd momentum epochs=3")
    let end = try #require(session.raceEnd)
    session.run("explain momentum")
    let topic = session.topic
    let said = try #require(topic?.now.first { $0.text.contains("In your race") })
    let own = said.values.first { $0.name == "race_loss" }?.value
    #expect(own == end.plan.judge.value(in: end.finishes[1].report))
    let judge = watch == "validation" ? "validation loss" : "training loss"
    #expect(said.text.contains(judge))
  }
}
