// Where one is in a lesson: undone, gone back to, left to play, jumped to and gone on with, always with the state.
import Experiments
import Lessons
import NeuralNetwork
import Notebooks
import Pictures
import SessionSupport
import Sessions
import TestSupport
import Testing

@Suite struct LessonPlaceTests {
  private func through() throws -> LessonSession {
    let lesson = try LessonSession()
    lesson.run("1", "layers 3 tanh", "set lr 0.3", "train 5", "5", "next")
    return lesson
  }

  @Test func undoTakesBackThePlaceToo() throws {
    let lesson = try through()
    lesson.run("undo")
    #expect(lesson.step == 1 && lesson.asked == nil)
    lesson.run("redo")
    #expect(lesson.step == 2)
  }

  @Test func backIsTheStateOfThatStep() throws {
    let lesson = try through()
    let begin = lesson.state.training?.parameters
    lesson.run("train 3", "set lr 1", "back")
    #expect(lesson.step == 2)
    #expect(lesson.state.training?.parameters == begin)
    #expect(lesson.state.settings.training.learningRate == 0.3)
    lesson.run("back")
    #expect(lesson.step == 1 && lesson.state.training == nil)
    lesson.run("back")
    #expect(lesson.remarks == ["This is the beginning of the lesson."])
  }

  @Test func playComesBackToTheBit() throws {
    let lesson = try through()
    let before = lesson.state
    lesson.run("play", "data spiral", "layers 8 relu", "set lr 0.1", "train 3")
    #expect(lesson.verdicts.isEmpty && lesson.place?.isPlaying == true)
    #expect(lesson.run("next") == .failed)
    #expect(lesson.session.diagnostic?.id == "playing")
    lesson.run("resume")
    #expect(lesson.state.training?.parameters == before.training?.parameters)
    #expect(lesson.state.settings == before.settings)
    #expect(lesson.state.data?.training.fingerprint == before.data?.training.fingerprint)
    #expect(lesson.step == 2 && lesson.place?.isPlaying == false)
    #expect(lesson.run("resume") == .failed)
  }

  @Test func aDetourIsNoticed() throws {
    let lesson = try LessonSession()
    lesson.run("1", "data spiral")
    #expect(lesson.remarks.first?.hasPrefix("The data are now spiral.") == true)
    #expect(lesson.remarks.first?.contains("`back`") == true)
    lesson.run("back")
    #expect(lesson.state.data?.name == "moons")
    let other = try through()
    other.run("data spiral")
    #expect(other.remarks.first?.hasPrefix("The data are now spiral.") == true)
  }

  @Test func aStepIsJumpedTo() throws {
    let straight = try through()
    let lesson = try LessonSession()
    lesson.run("lesson \"\(lesson.path)\" 2")
    #expect(lesson.step == 2)
    #expect(lesson.state.training?.parameters == straight.state.training?.parameters)
    #expect(lesson.run("lesson \"\(lesson.path)\" 9") == .failed)
    #expect(lesson.session.diagnostic?.suggestion?.contains(" 2`") == true)
    // What looks back at the step before finds it.
    lesson.run("train 40")
    #expect(lesson.verdicts.map(\.outcome) == [.right])
  }

  @Test func aStudentsNumbersAreTheirOwn() throws {
    let lesson = try LessonSession()
    let own = lesson.state.data?.training.fingerprint
    func seed(_ name: String) -> UInt64 {
      lesson.run("lesson reset \"\(lesson.path)\" student=\"\(name)\"")
      return lesson.state.settings.training.seed
    }
    let ada = seed("Ada Lovelace")
    #expect(lesson.state.data?.training.fingerprint != own)
    #expect(seed(" ada  lovelace") == ada)
    #expect(seed("Alan") != ada)
    #expect(Variant(of: "small", for: "Ada Lovelace").seed == ada)
  }

  @Test func backAfterASolutionIsThatStep() throws {
    let lesson = try through()
    lesson.run("train 2", "solution", "back")
    #expect(lesson.step == 2 && lesson.state.training?.epoch == 5)
    // The solution begins where the goal was asked for, not where its reader has come.
    lesson.run("set optimizer adam", "train 2", "solution")
    #expect(lesson.state.training?.epoch == 55)
  }

  @Test func aJumpEndsPlay() throws {
    let lesson = try through()
    lesson.run("play", "data spiral", "lesson \"\(lesson.path)\" 1")
    #expect(lesson.step == 1 && lesson.place?.isPlaying == false)
    #expect(lesson.state.data?.name == "moons")
  }

  @Test func nothingIsTrainedOnlyToCompare() throws {
    let lesson = try LessonSession(
      LessonSession.lesson.replacing("> train 5", with: "> train 9223372036854775807\n> train 1"))
    lesson.run("1", "layers 3 tanh", "set lr 0.2", "train 2")
    #expect(lesson.step == 1 && lesson.place?.lineToType == "set lr 0.3")
  }

  @Test func adviceIsHeldBack() throws {
    let lesson = try through()
    lesson.run("set lr 0.01", "train 3")
    #expect(!lesson.session.events.contains { "\($0)".contains("Try next") })
  }

  @Test func everySessionHasItsOwn() {
    RecordedSession().run("lesson first-steps")
    let other = RecordedSession()
    #expect(other.run("next") == .failed)
    #expect(other.diagnostic?.id == "no-lesson")
  }

  /// The whole of a lesson is in its commands: who runs them again is in the same place.
  @Test(arguments: UInt64(0)..<8) func theSameCommandsLeadToTheSamePlace(seed: UInt64) throws {
    let words = [
      "1", "2", "5", "next", "back", "skip", "solution", "hint", "train 5", "layers 3 tanh",
      "set lr 0.3", "play", "resume", "undo", "redo", "data spiral", "train 40", "answer so",
    ]
    var random = SeededGenerator(seed: seed)
    let commands = (0..<25).map { _ in words.randomElement(using: &random) ?? "next" }
    let (one, other) = (try LessonSession(), try LessonSession())
    for command in commands { one.run(command) }
    for command in commands { other.run(command) }
    #expect(one.step == other.step && one.place?.lineToType == other.place?.lineToType)
    #expect(one.state.training?.parameters == other.state.training?.parameters)
    #expect(one.state.settings == other.state.settings)
  }
}

@Suite struct LessonLockTests {
  @Test func whatComesLaterIsRefusedInACourse() throws {
    let folder = TemporaryFolder()
    try write(LessonSession.lesson, to: folder.path + "/01-small.md")
    try write(LessonSession.lesson, to: folder.path + "/02-later.md")
    try write(
      "lessons:\n  - small\n  - {name: later, locks: [adam, Momentum]}\n",
      to: folder.path + "/course.yaml")
    let session = RecordedSession()
    session.session.environment.lessonFolders = [folder.path]
    session.run("lesson 1")
    #expect(session.run("set optimizer adam") == .failed)
    #expect(session.diagnostic?.id == "locked")
    #expect(session.diagnostic?.message.contains("`later`") == true)
    #expect(session.run("set optimizer=momentum") == .failed)
    #expect(session.run("set optimizer sgd") == .done)
    #expect(session.run("explain adam") == .done)
    session.run("play")
    #expect(session.run("set optimizer adam") == .done)
    session.run("lesson 2")
    #expect(session.run("set optimizer adam") == .done)
  }
}
