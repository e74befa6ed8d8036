// A lesson out of the text of its file: headings of the second level begin steps, blocks are what their names say.
import CommandLanguage
import Notebooks

extension Lesson {
  /// The blocks that mean something.
  enum BlockName: String, CaseIterable {
    case descent, check, question, predict, hint, solution, text
  }

  /// - Parameter name: `digits` of `01-digits.md`.
  package init(name: String, text: String) throws(LessonFault) {
    guard text.utf8.count <= LessonLimits.bytes else {
      throw LessonFault(
        "too-large", "a lesson has at most \(LessonLimits.bytes >> 10) KB",
        LogicalLine(bytes: [], line: 1), suggestion: "two lessons")
    }
    let document: CourseDocument
    do throws(DocumentError) {
      document = try CourseDocument(text)
    } catch {
      throw LessonFault(error, in: text)
    }
    if let long = document.lines.firstIndex(where: { $0.utf8.count > LessonLimits.lineBytes }) {
      throw LessonFault(
        "too-large", "this line is longer than \(LessonLimits.lineBytes) bytes",
        LogicalLine(bytes: [], line: long + 1), suggestion: "several lines of a paragraph")
    }
    let matter = try LessonFrontMatter(document)
    self.init(
      name: name, title: document.title ?? name, seed: document.seed, minutes: matter.minutes,
      needs: matter.needs, about: matter.about, document: document)
    for (part, place) in zip(document.parts, document.places) {
      let source = document.logicalLine(place.lowerBound)
      if case .heading(let level, let heading) = part {
        guard level == 2 else { continue }
        guard steps.count < LessonLimits.steps else {
          throw LessonFault(
            "too-many", "a lesson has at most \(LessonLimits.steps) steps", source,
            suggestion: "two lessons")
        }
        steps.append(Step(heading: heading, source: source))
      } else if let part = try Self.part(part, place, in: document) {
        try add(part, source)
      }
    }
    guard !steps.isEmpty else {
      throw LessonFault(
        "no-steps", "a lesson needs at least one step", document.logicalLine(0),
        suggestion: "a heading `## …`")
    }
    for index in steps.indices { try StepRules(step: steps[index], number: index + 1).check() }
  }

  private mutating func add(_ part: Part, _ source: LogicalLine) throws(LessonFault) {
    guard !steps.isEmpty else {
      if case .prose(let prose) = part {
        introduction.append(prose)
        return
      }
      throw LessonFault(
        "no-step", "a block stands before the first step", source,
        suggestion: "a heading `## …` before it")
    }
    guard steps[steps.count - 1].parts.count < LessonLimits.parts else {
      throw LessonFault(
        "too-many", "a step has at most \(LessonLimits.parts) paragraphs and blocks", source,
        suggestion: "two steps")
    }
    steps[steps.count - 1].parts.append(part)
  }

  private static func part(
    _ part: CourseDocument.Part, _ place: Range<Int>, in document: CourseDocument
  ) throws(LessonFault) -> Part? {
    switch part {
    case .heading: return nil
    case .paragraph: return .prose(try Prose(document.logicalLine(place)))
    case .block(let block):
      return .commands(try Commands(block, document.logicalLine(place.lowerBound)))
    case .other(let block): return try self.part(block, in: document)
    }
  }

  private static func part(
    _ block: CourseDocument.Fenced, in document: CourseDocument
  ) throws(LessonFault) -> Part {
    let fence = document.logicalLine(block.lines.lowerBound)
    let inside = block.lines.lowerBound + 1..<block.lines.upperBound - 1
    if block.language.isEmpty { return .verbatim(Array(document.lines[inside])) }
    guard let name = BlockName(rawValue: block.language) else {
      let word = Word(block.language, range: fence.range(of: block.language))
      throw LessonFault(
        .unknownName(word, kind: "block", among: BlockName.allCases.map(\.rawValue)), fence)
    }
    if let flag = block.flags.first {
      throw LessonFault(
        "no-flag", "a block `\(name.rawValue)` takes no flag `:\(flag)`", fence,
        suggestion: "`\(name.rawValue)` alone behind the fence")
    }
    let reader = BlockReader(block, in: document)
    switch name {
    case .descent, .text: return .verbatim(Array(document.lines[inside]))
    case .check: return .check(try reader.check())
    case .question: return .question(try reader.question())
    case .predict: return .predict(try reader.question())
    case .hint:
      guard !inside.isEmpty, !document.logicalLine(inside).word.trimmed.text.isEmpty else {
        throw LessonFault(
          "empty-block", "this hint says nothing", fence,
          suggestion: "what to look at")
      }
      return .hint(try Prose(document.logicalLine(inside)))
    case .solution:
      let entries: [CourseDocument.Entry]
      do throws(DocumentError) {
        entries = try document.entries(in: inside)
      } catch {
        throw LessonFault(
          "unusable-block", error.message, document.logicalLine(error.line - 1),
          suggestion: "`> ` before each command")
      }
      return .solution(try Commands(entries, manner: .typed, mustFail: false, fence))
    }
  }
}

extension Lesson.Commands {
  fileprivate init(
    _ block: CourseDocument.Block, _ source: LogicalLine
  ) throws(LessonFault) {
    let flags = block.flags
    let manner: Manner =
      flags.contains(.skip)
      ? .skipped : flags.contains(.hide) ? .hidden : flags.contains(.run) ? .run : .typed
    try self.init(block.entries, manner: manner, mustFail: flags.contains(.error), source)
  }

  fileprivate init(
    _ entries: [CourseDocument.Entry], manner: Manner, mustFail: Bool, _ source: LogicalLine
  ) throws(LessonFault) {
    guard !entries.isEmpty else {
      throw LessonFault(
        "empty-block", "there is no command in this block", source, suggestion: "`> train 20`")
    }
    guard entries.count <= LessonLimits.commands else {
      throw LessonFault(
        "too-many", "a block has at most \(LessonLimits.commands) commands", source,
        suggestion: "two blocks")
    }
    self.init(manner: manner, mustFail: mustFail, entries: entries, source: source)
  }
}

extension LessonFault {
  /// What is wrong with the document itself.
  fileprivate init(_ error: DocumentError, in text: String) {
    let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let place = error.line - 1
    let bytes = lines.indices.contains(place) ? Array(lines[place].prefix(4000)) : []
    self.init("unusable-document", error.message, LogicalLine(bytes: bytes, line: error.line))
  }
}
