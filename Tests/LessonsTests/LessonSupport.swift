// Lessons made of a few lines, and what their checker says of them.
import CommandLanguage
import Events
import Experiments
import Lessons
import Notebooks
import Pictures
import SessionSupport
import Sessions
import TestSupport
import Testing

/// A lesson of one step with these lines below its heading.
func step(_ lines: String, seed: Int = 1) -> String {
  "---\ntitle: T\nseed: \(seed)\n---\n\n# T\n\n## One\n\n\(lines)\n"
}

/// A fenced block.
func block(_ name: String, _ lines: String...) -> String {
  "```\(name)\n\(lines.joined(separator: "\n"))\n```\n"
}

func read(_ text: String) throws(LessonFault) -> Lesson { try Lesson(name: "t", text: text) }

/// What its reading refuses; nil where it is taken.
func fault(_ text: String) -> LessonFault? {
  do throws(LessonFault) {
    _ = try read(text)
    return nil
  } catch {
    return error
  }
}

/// The text that a fault marks.
func marked(_ fault: LessonFault?) -> String? {
  guard let fault, let range = fault.diagnostic.range, range.end <= fault.source.bytes.count else {
    return nil
  }
  return String(decoding: fault.source.bytes[range.start..<range.end], as: UTF8.self)
}

func findings(
  _ text: String, seeds: Int = 1, in folder: String = checkout + "/lessons",
  shouldStop: @escaping @Sendable () -> Bool = { false }
) throws -> LessonFindings {
  let notebooks = NotebookKind(
    version: "test",
    commands: { SessionCommands.all + PictureCommands.all + LessonCommands.all() })
  let environment = SessionEnvironment(
    lessonFolders: [checkout + "/lessons"], shouldStop: shouldStop)
  return LessonChecker(notebooks: notebooks, environment: environment, seeds: seeds)
    .check(try read(text), path: folder + "/t.md")
}

/// Line and id of each fault.
func places(_ findings: LessonFindings) -> [String] {
  findings.faults.map { "\($0.line) \($0.diagnostic.id)" }
}

/// A session after some commands, and the states before and after the last of them.
func moments(_ commands: String...) -> Moments {
  let session = RecordedSession()
  var moments = Moments(beginning: session.state)
  for command in commands {
    moments.before = session.state
    session.run(command)
    moments.now = session.state
    moments.command = TypedCommand(command)
  }
  return moments
}

func condition(_ text: String) throws(Diagnostic) -> FactCondition {
  try FactCondition(Word(text, range: SourceRange(start: 0, end: text.utf8.count)))
}

func verdict(_ text: String, _ moments: Moments) throws -> FactVerdict {
  var reader = FactReader(moments)
  return try condition(text).verdict(&reader)
}

/// A session after some commands, and the training loss that its last `eval` said.
struct RecordedFigures {
  var state: SessionState
  var evaluated: Double?

  init(_ commands: [String]) {
    let session = RecordedSession()
    session.run(commands)
    state = session.state
    for case .evaluation(let report) in session.events { evaluated = report.epoch.training.loss }
  }
}
