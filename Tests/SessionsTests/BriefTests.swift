// `explain brief` speaks to someone in the first week: few messages after a run, in plain words.
import CommandLanguage
import Events
import SessionSupport
import Testing

@Suite struct BriefTests {
  /// Trainings that have much to be said of.
  static let trainings = [
    "train",
    "data moons; layers 16 16 tanh; set optimizer adam; set l2 0.001; train 40",
    "data moons n=40 noise=0.6 test=0.5; layer 64 tanh; set optimizer adam; set lr 0.01; train 100",
    "data iris; layer 8 tanh; set lr 10; train 50",
    "data iris; layer 8 tanh; set optimizer adam; set lr 1; train 14",
    "data circle; layers 4 4 4 4 4 sigmoid; set lr 0.1; train 20",
    "data wine; layer 16 relu; set l1 0.01; set l1mode proximal; train 30",
    "data circle; layer 6 tanh; set l1 0.0005; set l2 0.001; train 20",
    "data sine; layer 8 relu; set lr 100; train 5",
    "data iris; layers 4 4 relu; set lr 1; set seed 4; train 12",
    "data digits; layer 8 relu; set optimizer rmsprop; set lr 0.002; set batch 100; train 3",
    "data diabetes; layers none; train 60",
  ]

  /// Whatever happens, there are at most three things to think of: two notes and what to try next.
  @Test(arguments: trainings) func aRunIsFollowedByThreeMessages(commands: String) {
    let session = RecordedSession()
    session.run(commands)
    let said = session.events.count {
      switch $0 {
      case .coach, .hint: true
      default: false
      }
    }
    #expect((1...3).contains(said))
    #expect(session.coachNotes.count <= 2)
    #expect(Set(session.coachNotes.map(\.kind)).count == session.coachNotes.count)
    // What there was no room for is not lost: it is said after another run, or in full.
    let full = coached([commands], explain: .full)
    #expect(full.state.training == session.state.training)
  }

  /// The first run is told in one sentence each on the loss, the rows apart and what comes next.
  @Test func theFirstRunIsToldInPlainWords() throws {
    let session = RecordedSession()
    session.run("train")
    #expect(session.coachNotes.map(\.kind) == [.summary])
    let (text, values) = try note(.summary, session)
    let reports = session.epochReports
    let (first, last) = (try #require(reports.first), try #require(reports.last))
    expect(values["first_loss"], first.training.dataLoss)
    expect(values["loss"], last.training.dataLoss)
    expect(values["test_accuracy"], try #require(last.test?.accuracy))
    expect(values["test_rows"], 250)
    #expect(text.hasSuffix("It is still falling: `train` goes on from here."))
    session.run("train")
    #expect(reports[15].training.dataLoss > 1.02 * last.training.dataLoss)
    #expect(session.epochReports[0].training.dataLoss < last.training.dataLoss)
    // What was introduced once is not again.
    let second = try note(.summary, session)
    #expect(second.text.hasPrefix("From epoch # to # the loss fell from"))
    expect(second.values["first_epoch"], 21)
    #expect(second.values["test_rows"] == nil)
  }

  /// One epoch has nothing to be compared with.
  @Test func oneEpochIsNoCourse() {
    let session = RecordedSession()
    session.run("data circle; layer 8 tanh; train 1")
    #expect(session.coachNotes == [])
  }
}
