// The record of a lesson that one user goes through: the commands that led to where it is, each with its time. The same
// commands give the same answers, so that going on and grading need nothing else.
import JSON
import Notebooks

package struct LessonRecord: Sendable, Equatable {
  /// Of which lesson, and with what it was begun.
  package struct Head: Codable, Sendable, Equatable {
    package var lesson: String
    /// Of the lesson's text.
    package var digest: String
    /// Of the program.
    package var version: String
    /// Of the session, for a lesson that has none of its own.
    package var seed: UInt64
    package var explain: String
    /// Whose numbers it gives; absent for those of the lesson.
    package var student: String?

    package init(
      lesson: String, digest: String, version: String, seed: UInt64, explain: String,
      student: String?
    ) {
      (self.lesson, self.digest, self.version) = (lesson, digest, version)
      (self.seed, self.explain, self.student) = (seed, explain, student)
    }
  }

  /// A command, and where in the lesson it led.
  package struct Line: Codable, Sendable, Equatable {
    package var time: RecordTime
    package var command: String
    /// From 1.
    package var step: Int
    package var steps: Int
    package var finished: Bool

    package init(time: RecordTime, command: String, step: Int, steps: Int, finished: Bool) {
      (self.time, self.command) = (time, command)
      (self.step, self.steps, self.finished) = (step, steps, finished)
    }
  }

  package let head: Head
  package private(set) var lines: [Line] = []
  /// As its file has them: the head, then the lines.
  package private(set) var texts: [String]
  /// The first line, from 1, that does not continue those before it; nil where all do.
  package private(set) var brokenLine: Int?
  private var chain = RecordChain()
  /// Of the lines' texts.
  private var byteCount = 0

  package init(_ head: Head) {
    self.head = head
    let text = chain.add(head)
    (texts, byteCount) = ([text], text.utf8.count)
  }

  /// The line as its file has it; what could not be read again is not added. Error: why.
  @discardableResult
  package mutating func add(_ line: Line) throws(RecordFault) -> String {
    try Self.check(line, number: texts.count + 1)
    var chain = chain
    let text = chain.add(line)
    guard byteCount + text.utf8.count <= Self.mostBytes else {
      throw RecordFault(
        line: texts.count + 1, reason: "a record holds at most \(Self.mostBytes) bytes")
    }
    lines.append(line)
    texts.append(text)
    (self.chain, byteCount) = (chain, byteCount + text.utf8.count)
    return text
  }

  package var isFinished: Bool { lines.contains(where: \.finished) }

  /// The commands since the lesson was last begun in it.
  var latest: ArraySlice<String> {
    let commands = lines.map(\.command)
    let begin = commands.lastIndex { LessonBeginning.isReset($0) } ?? 0
    return commands[min(begin + 1, commands.count)...]
  }

  /// What a record may hold, its head with it; a lesson has some dozens of commands.
  package static let mostLines = 10_000
  /// In bytes: an answer may be an essay.
  package static let longestCommand = 64 << 10
  /// Of what is added, so that the file that is handed in has room for what the commands said.
  static let mostBytes = 2 << 20

  private static func check(_ line: Line, number: Int) throws(RecordFault) {
    guard number <= mostLines else {
      throw RecordFault(line: mostLines, reason: "a record holds at most \(mostLines) lines")
    }
    guard line.command.utf8.count <= longestCommand else {
      throw RecordFault(
        line: number, reason: "a record holds no command longer than \(longestCommand) bytes")
    }
  }

  // MARK: Reading

  /// Reads the lines of a record strictly. Error: what is wrong, with the line, from 1.
  package init(reading texts: [String]) throws(RecordFault) {
    guard let first = texts.first else { throw RecordFault(line: 1, reason: "it is empty") }
    self.init(try RecordFault.decoded(first, line: 1))
    chain = RecordChain()
    (self.texts, byteCount) = ([], 0)
    take(first, line: 1)
    for (place, text) in texts.enumerated().dropFirst() {
      let line: Line = try RecordFault.decoded(text, line: place + 1)
      try Self.check(line, number: place + 1)
      lines.append(line)
      take(text, line: place + 1)
    }
  }

  private mutating func take(_ text: String, line: Int) {
    texts.append(text)
    byteCount += text.utf8.count
    if !chain.take(text), brokenLine == nil { brokenLine = line }
  }
}

/// What is wrong with a record.
package struct RecordFault: Error, Sendable, Equatable {
  /// From 1.
  package var line: Int
  package var reason: String

  package init(line: Int, reason: String) { (self.line, self.reason) = (line, reason) }

  package static func decoded<Value: Decodable>(
    _ text: String, line: Int
  ) throws(RecordFault) -> Value {
    do {
      return try StrictJSON(parsing: Array(text.utf8)).decoded(as: Value.self)
    } catch {
      throw RecordFault(line: line, reason: "it is no line of a record")
    }
  }
}
