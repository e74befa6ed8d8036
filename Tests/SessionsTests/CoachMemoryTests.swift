import Events
import SessionSupport
import Testing

/// When the coach is silent, and that what it said belongs to the session's state.
@Suite struct CoachMemoryTests {
  private let setup = [
    "data circle", "layer 6 tanh", "set l2 0.001", "set optimizer adam", "set lr 0.01",
  ]

  @Test func nothingIsSaidTwiceWithoutNews() {
    let session = coached(setup)
    var seen: Set<CoachNote.Kind> = []
    for _ in 0..<8 {
      session.run("train 10")
      for note in session.coachNotes {
        // A penalty's share is news when it has moved by a tenth of the loss, L2's effect when it
        // is largest elsewhere, the noise after four times as many epochs.
        let mayRecur: Set<CoachNote.Kind> = [.penaltyShare, .penaltyEffect, .gradientNoise]
        #expect(!seen.contains(note.kind) || mayRecur.contains(note.kind), "\(note)")
        seen.insert(note.kind)
      }
      #expect(session.coachNotes.count <= 3)
    }
    #expect(seen.isSuperset(of: [.firstUpdate, .penaltyShare, .penaltyEffect, .adaptiveRates]))
    session.run("train 1")
    session.run("train 1")
    #expect(session.coachNotes == [])
  }

  @Test func undoAndResetForgetWhatWasSaid() {
    let session = coached(setup + ["train 10"])
    let first = session.coachNotes
    #expect(!first.isEmpty)
    session.run("undo", "train 10")
    #expect(session.coachNotes == first)
    session.run("reset", "train 10")
    #expect(session.coachNotes == first)
    session.run("train 10")
    let second = session.coachNotes
    #expect(second != first)
    session.run("undo", "train 10")
    #expect(session.coachNotes == second)
  }

  @Test func explainSaysHowMuch() {
    #expect(coached(setup + ["train 10"], explain: .off).coachNotes == [])
    let brief = coached(setup + ["train 10"], explain: .brief)
    let full = coached(setup + ["train 10"], explain: .full)
    #expect(brief.coachNotes.map(\.kind) == [.summary, .penaltyEffect])
    #expect(full.coachNotes.contains { $0.kind == .firstUpdate })
    let steps = { (session: RecordedSession) in
      session.events.count { if case .step = $0 { true } else { false } }
    }
    #expect(steps(brief) == 0)
    #expect(steps(full) == 1)
    #expect(brief.state.training == full.state.training)
    let off = coached(setup + ["train 10"], explain: .off)
    #expect(brief.state.training == off.state.training)
  }

  @Test func trialsOfASearchAreNotCoached() {
    let session = coached(setup + ["search random trials=3 epochs=9 lr=10..100"])
    #expect(session.trialReports.count == 3)
    #expect(session.coachNotes == [])
  }

  /// Training in parts says no first update again, and an interruption nothing of half an epoch.
  @Test func onlyFreshWeightsHaveAFirstUpdate() throws {
    let setup = ["data circle", "layer 6 tanh", "step", "train 5"]
    let session = coached(setup)
    #expect(!session.coachNotes.contains { $0.kind == .firstUpdate })
    let inSecondEpoch = try #require(
      stopped("train 5", after: setup + ["set explain full", "reset"]) {
        $0.state.training.map { $0.epoch == 1 && $0.rowsDoneInEpoch > 0 } ?? false
      })
    #expect(inSecondEpoch.coachNotes.map(\.kind) == [.firstUpdate])
  }
}
