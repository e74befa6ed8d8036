// What answers come to: right or wrong as the run comes out, and what is said to each.
import Lessons
import Testing

@Suite struct QuestionTests {
  private func question(_ lines: String...) throws -> Question {
    let text = step("```question\nWhat?\n" + lines.joined(separator: "\n") + "\n```")
    guard case .question(let question)? = try read(text).steps[0].parts.first else {
      throw LessonFault("none", "no question", try read(text).steps[0].source)
    }
    return question
  }

  private static let trained = moments("data xor n=40", "layers 2", "train 4")

  @Test func choicesAreRightAsTheRunComesOut() throws {
    let question = try question(
      "- [epoch < 4] few :: there are {epoch}", "- [epoch > 4] many :: no",
      "- [otherwise] four :: no")
    guard case .choices(let choices) = question.answer else { return }
    var reader = FactReader(Self.trained)
    #expect(choices.right(&reader) == [2])
    let right = try #require(choices.judgement(of: 2, &reader))
    #expect(right.isRight && right.feedback == nil)
    let wrong = try #require(choices.judgement(of: 0, &reader))
    #expect(!wrong.isRight && wrong.feedback?.filled(&reader) == "there are 4")
    #expect(choices.judgement(of: 3, &reader) == nil)
  }

  @Test(
    arguments: [
      ("= 0.3 ± 0.1", 0.4, true), ("= 0.3 ± 0.1", 0.2, true), ("= 0.3 ± 0.1", 0.41, false),
      ("= 3", 3, true), ("= 3", 3.1, false), ("= epoch", 4, true), ("= epoch ± 1", 5, true),
      ("= 50% ± 5%", 0.54, true), ("= 50% ± 5%", 54, false),
    ])
  func numbersAreRightWithinTheirTolerance(line: String, answer: Double, isRight: Bool) throws {
    guard case .number(let number) = try question(line, "wrong 54: that is a percentage").answer
    else { return }
    var reader = FactReader(Self.trained)
    let judgement = try #require(number.judgement(of: answer, &reader))
    #expect(judgement.isRight == isRight)
    #expect((judgement.feedback != nil) == (answer == 54))
  }

  @Test func whatIsNotKnownYetJudgesNothing() throws {
    guard case .number(let number) = try question("= test_loss").answer else { return }
    var reader = FactReader(moments())
    #expect(number.judgement(of: 1, &reader) == nil)
  }

  /// Marks have the digits that the author wrote, claims what was seen.
  @Test(
    arguments: [
      ("{epoch} epochs", "4 epochs"), ("{epoch = 3.00} epochs", "4.00 epochs"),
      ("{zero_weights = 1.50%} of them", "0.00% of them"),
      ("{lr}, {optimizer = adam}.", "0.03, sgd."),
      ("so {claim: epoch = 4}.", "so (epoch is 4)."),
      (
        "so {claim: epoch < epoch@start}.",
        "so (not in your run: epoch is 4; expected was less than 0, as it was at the beginning of "
          + "the step)."
      ),
      ("`{epoch}` and {1} stay", "`{epoch}` and {1} stay"),
    ])
  func marksAreFilled(text: String, filled: String) throws {
    guard case .prose(let prose)? = try read(step(text)).steps[0].parts.first else { return }
    var reader = FactReader(Self.trained)
    #expect(prose.filled(&reader) == filled)
  }
}
