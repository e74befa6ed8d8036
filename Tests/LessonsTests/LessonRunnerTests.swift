// A lesson as one goes through it: what is asked, what counts as done, and what is heard.
import Events
import Lessons
import SessionSupport
import Testing

@Suite struct LessonRunnerTests {
  @Test func aStepShowsALittleThenAsks() throws {
    let lesson = try LessonSession()
    #expect(lesson.prose == ["What it is about.", "Some data."])
    #expect(lesson.state.data?.name == "moons")
    #expect(
      lesson.asked
        == .choices(question: "What will the loss do?", ["fall", "rise"], isPrediction: true))
    // What a run gives is not said before it.
    #expect(!lesson.prose.contains { $0.contains("The loss is") })
  }

  @Test func aPredictionIsHeldAgainstTheRun() throws {
    let lesson = try LessonSession()
    lesson.run("2")
    #expect(lesson.verdicts.map(\.outcome) == [.noted])
    #expect(lesson.asked == .commands(["layers 3 tanh", "set lr 0.3", "train 5"]))
    lesson.run("layers 3 tanh", "set lr 0.3", "train 5")
    #expect(lesson.verdicts.map(\.outcome) == [.wrong])
    #expect(lesson.verdicts.first?.said.contains { $0.hasPrefix("It went to") } == true)
    let loss = try #require(lesson.state.epochs.last?.training.loss)
    let shown = try #require(lesson.prose.first { $0.hasPrefix("The loss is ") })
    let said = try #require(Double(shown.dropFirst("The loss is ".count).dropLast()))
    #expect(abs(said - Double(loss)) < 1e-3)
  }

  @Test func answersAreJudgedAndSayWhy() throws {
    let lesson = try LessonSession()
    lesson.run("1", "layers 3 tanh", "set lr 0.3", "train 5")
    #expect(lesson.verdicts.map(\.outcome) == [.right])
    lesson.run("4")
    #expect(lesson.verdicts.map(\.outcome) == [.wrong])
    #expect(lesson.verdicts.first?.said.last == "Count the lines of the table.")
    lesson.run("5")
    #expect(lesson.verdicts.map(\.outcome) == [.right])
    #expect(lesson.asked == .next)
    lesson.run("next")
    #expect(lesson.step == 2)
  }

  @Test func theSameInOtherWordsCounts() throws {
    let lesson = try LessonSession()
    lesson.run("1", "layer 3 tanh", "lr 0.3")
    #expect(lesson.place?.lineToType == "train 5")
    lesson.run("train 2")
    #expect(lesson.verdicts.isEmpty && lesson.remarks.isEmpty)
    // Two and three are five.
    lesson.run("train 3")
    #expect(lesson.verdicts.map(\.outcome) == [.right])
  }

  @Test func commandsOfABlockCountInAnyOrder() throws {
    let lesson = try LessonSession()
    lesson.run("1", "set lr 0.3", "layers 3 tanh", "train 5")
    #expect(lesson.verdicts.map(\.outcome) == [.right])
  }

  @Test func commandsOfOneLineCountOneByOne() throws {
    let lesson = try LessonSession(
      LessonSession.lesson.replacing(
        "> layers 3 tanh\n> set lr 0.3", with: "> layers 3 tanh; set lr 0.3"))
    lesson.run("1", "set lr 0.3", "train 5")
    #expect(lesson.place?.lineToType == "layers 3 tanh")
  }

  @Test func aGoalLooksAtTheState() throws {
    let lesson = try LessonSession()
    lesson.run("1", "layers 3 tanh", "set lr 0.3", "train 5", "5", "next")
    #expect(lesson.asked == .goal(["loss less than what it was after step 1", "optimizer is sgd"]))
    // Being on the way is no failure.
    lesson.run("set optimizer adam")
    #expect(lesson.verdicts.isEmpty)
    lesson.run("train 40")
    let verdict = try #require(lesson.verdicts.first)
    #expect(verdict.outcome == .wrong)
    #expect(verdict.said.first == "Not yet: optimizer is adam; the step asks for sgd.")
    lesson.run("set optimizer sgd")
    #expect(lesson.verdicts.map(\.outcome) == [.right])
    #expect(lesson.step == 2 && lesson.asked != nil)
  }

  @Test func hintsClimbALadder() throws {
    let lesson = try LessonSession()
    lesson.run("lesson show")
    lesson.run("skip", "skip", "skip", "next", "hint")
    #expect(lesson.remarks == ["Hint 1 of 2: Go on."])
    lesson.run("hint")
    #expect(lesson.remarks == ["Hint 2 of 2: Go on with `train`."])
    lesson.run("hint")
    #expect(lesson.remarks.first?.contains("`solution`") == true)
    lesson.run("solution")
    #expect(lesson.verdicts.map(\.outcome) == [.shown])
    #expect(lesson.verdicts.first?.hints == 2)
    #expect(lesson.state.training?.epoch == 55)
  }

  @Test func ownWordsStandBesideTheAuthors() throws {
    let lesson = try LessonSession()
    lesson.run("skip", "skip", "skip", "next", "solution", "1")
    #expect(lesson.verdicts.map(\.outcome) == [.wrong])
    #expect(lesson.verdicts.first?.said.last == "An epoch is a pass over the rows.")
    lesson.run("the learning rate")
    #expect(lesson.run("answer the learning rate") == .done)
    lesson.run("answer because; \"it\" isn't = known")
    #expect(lesson.verdicts.map(\.outcome) == [.noted])
    #expect(lesson.verdicts.first?.given == "because; \"it\" isn't = known")
    #expect(lesson.asked == .nothing && lesson.place?.isFinished == true)
  }

  @Test func nextWaitsForWhatIsAsked() throws {
    let lesson = try LessonSession()
    lesson.run("next")
    #expect(lesson.step == 1 && lesson.remarks.count == 1)
    lesson.run("1", "next")
    #expect(lesson.remarks.first?.contains("`layers 3 tanh`") == true)
  }

  @Test func aNumberWithoutAQuestionIsNoCommand() throws {
    let session = RecordedSession()
    #expect(session.run("5") == .failed)
    #expect(session.diagnostic?.id == "no-question")
    let lesson = try LessonSession()
    #expect(lesson.run("7") == .failed)
    #expect(lesson.session.diagnostic?.id == "no-choice")
    #expect(lesson.session.diagnostic?.suggestion == "a number from 1 to 2")
  }
}
