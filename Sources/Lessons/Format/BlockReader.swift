// The blocks of a lesson that are no commands, from their lines: here checks, questions beside it.
import CommandLanguage
import Notebooks

struct BlockReader {
  /// The block's first line, with its fence.
  let fence: LogicalLine
  /// The lines inside.
  let lines: [LogicalLine]

  init(_ block: CourseDocument.Fenced, in document: CourseDocument) {
    fence = document.logicalLine(block.lines.lowerBound)
    lines = block.lines.dropFirst().dropLast().map { document.logicalLine($0) }
  }

  func check() throws(LessonFault) -> Lesson.Check {
    var checks: [Lesson.Check.Line] = []
    for line in lines where !line.word.trimmed.text.isEmpty {
      if let text = line.word.trimmed.after("else:") {
        guard !checks.isEmpty, checks[checks.count - 1].otherwise == nil else {
          throw LessonFault(
            "no-condition", "this `else:` follows no condition", line,
            suggestion: "a condition such as `test_accuracy >= 90%` on the line before")
        }
        checks[checks.count - 1].otherwise = try prose(text, line)
        continue
      }
      guard checks.count < LessonLimits.conditions else {
        throw LessonFault(
          "too-many", "a check has at most \(LessonLimits.conditions) conditions", line,
          suggestion: "a second block `check`")
      }
      let condition: FactCondition
      do throws(Diagnostic) {
        condition = try FactCondition(line.word.trimmed)
      } catch {
        throw LessonFault(error, line)
      }
      checks.append(.init(condition: condition, source: line))
    }
    guard !checks.isEmpty else {
      throw LessonFault(
        "empty-block", "this check asks for nothing", fence,
        suggestion: "a condition such as `test_accuracy >= 90%` on a line of its own")
    }
    return Lesson.Check(lines: checks, source: fence)
  }

  func prose(_ word: Word, _ line: LogicalLine) throws(LessonFault) -> Prose {
    try Prose(line, word.range.start..<word.range.end)
  }

  func proseOrDiagnostic(_ word: Word, _ line: LogicalLine) throws(Diagnostic) -> Prose {
    do { return try prose(word, line) } catch { throw error.diagnostic }
  }
}

extension Word {
  /// What stands behind a beginning; nil where it does not begin so.
  func after(_ beginning: String) -> Word? {
    guard text.utf8.starts(with: beginning.utf8) else { return nil }
    return part(beginning.utf8.count..<text.utf8.count).trimmed
  }

  /// What stands before and behind a mark.
  func divided(at mark: String) -> (Word, Word?) {
    let (bytes, mark) = (Array(text.utf8), Array(mark.utf8))
    let place = bytes.indices.first { bytes[$0...].starts(with: mark) }
    guard let place else { return (trimmed, nil) }
    return (part(0..<place).trimmed, part(place + mark.count..<bytes.count).trimmed)
  }
}
