// A session that goes through a lesson of a few lines.
import CommandLanguage
import Events
import Experiments
import Lessons
import NeuralNetwork
import SessionSupport
import Sessions
import TestSupport
import Testing

final class LessonSession {
  let session: RecordedSession
  private let folder = TemporaryFolder()
  let path: String

  /// Two steps with one of each thing that a lesson asks for.
  static let lesson = """
    ---
    title: Small
    seed: 3
    ---

    # Small

    What it is about.

    ## Learn

    Some data.

    ```descent:run
    > data moons n=40 test=0
    ```

    ```predict
    What will the loss do?
    - [loss < 0.7] fall :: It went to {loss}.
    - [otherwise] rise :: It went to {loss}.
    ```

    ```descent
    > layers 3 tanh
    > set lr 0.3
    > train 5
    ```

    The loss is {loss}.

    ```question
    How many epochs were that?
    = epoch
    wrong 4: Count the lines of the table.
    ```

    ## Better

    Now lower.

    ```check
    loss < loss@1
    else: It was {loss@1}.
    optimizer = sgd
    ```

    ```hint
    Go on.
    ```

    ```hint
    Go on with `train`.
    ```

    ```solution
    > train 50
    ```

    It is {loss} now.

    ```question
    Which word says how far a step goes?
    - [ ] the epoch :: An epoch is a pass over the rows.
    - [x] the learning rate
    ```

    ```question
    Why?
    answer: The step is the rate times the gradient.
    ```

    """

  init(_ text: String = LessonSession.lesson) throws {
    path = folder.path + "/small.md"
    try write(text, to: path)
    session = RecordedSession()
    run("lesson \"\(path)\"")
  }

  @discardableResult
  func run(_ commands: String...) -> LineOutcome { session.run(commands) }

  var state: SessionState { session.state }
  var place: LessonUnderWay? { state.lesson }
  /// The step, from 1.
  var step: Int? { place.map { $0.step + 1 } }

  /// What the last command was told is asked for next.
  var asked: LessonStepReport.Ask? {
    session.events.compactMap { event in
      if case .lessonStep(let report) = event { report.ask } else { nil }
    }.last
  }

  /// The prose that the last command showed.
  var prose: [String] {
    session.events.flatMap { event -> [String] in
      guard case .lessonStep(let report) = event else { return [] }
      return report.parts.compactMap { if case .prose(let text) = $0 { text } else { nil } }
    }
  }

  var verdicts: [LessonVerdict] {
    session.events.compactMap { if case .lessonVerdict(let verdict) = $0 { verdict } else { nil } }
  }

  var remarks: [String] {
    session.events.flatMap { event -> [String] in
      if case .lessonRemark(let remark) = event { remark.said } else { [] }
    }
  }
}
