import SessionSupport
import Testing

/// Where a lesson's reader is, beside what its session has come to.
@Suite struct LessonPlaceTests {
  private func step(_ session: RecordedSession) -> Int? {
    for case .lessonStep(let report) in session.events { return report.step }
    return nil
  }

  @Test func undoLeavesTheStepAlone() {
    let session = RecordedSession()
    session.run("set lr 0.5", "lesson digits", "next")
    #expect(step(session) == 2)
    session.run("undo")
    #expect(session.state.settings.training.learningRate == 0.5)
    session.run("next")
    #expect(step(session) == 3)
    session.run("back")
    #expect(step(session) == 2)
  }

  @Test func everySessionHasItsOwn() {
    RecordedSession().run("lesson digits")
    let other = RecordedSession()
    #expect(other.run("next") == .failed)
    #expect(other.diagnostic?.id == "no-lesson")
  }
}
