// `lesson new NAME`: a lesson to begin with, which passes the checker as it stands and has one of each block that
// most lessons need.
import CommandLanguage
import Files
import Sessions

enum LessonScaffold {
  /// - Parameter name: as in `penalties`.
  static func text(named name: String) -> String {
    let words = String(name.map { $0 == "-" ? " " : $0 })
    let title = words.prefix(1).uppercased() + words.dropFirst()
    return """
      ---
      title: \(title)
      seed: 1
      minutes: 10
      about: What the learner knows afterwards, in one sentence.
      ---

      # \(title)

      What this lesson is about, in two or three sentences.

      ## Begin

      What is to be seen here. The learner types these commands:

      ```descent
      > data moons noise=0.2
      > layers 8 tanh
      ```

      There are {rows = 500} rows, and the network has {parameters = 33} weights and biases.

      ## Predict, then see

      ```predict
      What will twenty epochs do to the loss?
      - [loss < loss@start] It falls :: Look at the first and the last line of the table.
      - [otherwise] It stays or rises :: Each step goes against the gradient, which leads down.
      ```

      ```descent
      > train 20
      ```

      The loss is {loss} now, and {train_accuracy} of the training rows are right.

      ## On one's own

      Make it better than that.

      ```check
      loss < loss@2
      else: It was lower before; what would make each step longer?
      ```

      ```hint
      A larger learning rate makes longer steps.
      ```

      ```hint
      `set lr 0.3`, and then go on training.
      ```

      ```solution
      > set lr 0.3
      > train 50
      ```

      More epochs with longer steps end lower {claim: loss < loss@2}.

      ```question
      By how many times was each of these steps longer?
      = 10
      wrong 0.3: That is the learning rate itself.
      ```

      """
  }

  /// The file's name. Error: `bad-name`.
  static func fileName(_ word: Word) throws(Diagnostic) -> String {
    let stem = word.text.hasSuffix(".md") ? String(word.text.dropLast(3)) : word.text
    let isGood = stem.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "-"):
        true
      default: false
      }
    }
    guard isGood, !stem.isEmpty, stem.utf8.count <= 60, stem.utf8.first != UInt8(ascii: "-") else {
      throw Diagnostic(
        id: "bad-name", message: "\(shown(word.text)) is no name of a lesson", range: word.range,
        suggestion: "small letters, digits and `-`, as in `16-my-lesson`")
    }
    return stem + ".md"
  }
}

extension Preparation {
  /// Errors: `bad-name`, `file-exists`, those of `pathToWrite`.
  mutating func newLesson(_ word: Word) throws(Diagnostic) -> Work {
    let file = try LessonScaffold.fileName(word)
    let path = try pathToWrite(file, range: word.range)
    guard !TextFile.exists(path) else {
      throw Diagnostic(
        id: "file-exists", message: "there is a file \(shown(file)) already", range: word.range,
        suggestion: "another name")
    }
    let text = LessonScaffold.text(named: LessonLibrary.name(of: file))
    return Work { performance in
      guard performance.write(path, range: word.range, { Array(text.utf8) }) else { return }
      performance.emit(
        .hint(
          "\(file) is written; `descent lesson check \(file)` goes through it as a learner would."))
    }
  }
}
