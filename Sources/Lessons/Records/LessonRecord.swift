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

  package init(_ head: Head) {
    self.head = head
    texts = [chain.add(head)]
  }

  /// The line as its file has it.
  @discardableResult
  package mutating func add(_ line: Line) -> String {
    lines.append(line)
    let text = chain.add(line)
    texts.append(text)
    return text
  }

  package var isFinished: Bool { lines.contains(where: \.finished) }

  /// The commands since the lesson was last begun in it.
  var latest: ArraySlice<String> {
    let commands = lines.map(\.command)
    let begin = commands.lastIndex { LessonBeginning.isReset($0) } ?? 0
    return commands[min(begin + 1, commands.count)...]
  }

  // MARK: Reading

  /// What a record may hold; a lesson has some dozens of commands.
  package static let mostLines = 10_000
  package static let longestCommand = 4000

  /// Reads the lines of a record strictly. Error: what is wrong, with the line, from 1.
  package init(reading texts: [String]) throws(RecordFault) {
    guard let first = texts.first else { throw RecordFault(line: 1, reason: "it is empty") }
    guard texts.count <= Self.mostLines else {
      throw RecordFault(line: Self.mostLines, reason: "it has more than \(Self.mostLines) lines")
    }
    self.init(try RecordFault.decoded(first, line: 1))
    chain = RecordChain()
    self.texts = []
    take(first, line: 1)
    for (place, text) in texts.enumerated().dropFirst() {
      let line: Line = try RecordFault.decoded(text, line: place + 1)
      guard line.command.utf8.count <= Self.longestCommand else {
        throw RecordFault(line: place + 1, reason: "its command is too long")
      }
      lines.append(line)
      take(text, line: place + 1)
    }
  }

  private mutating func take(_ text: String, line: Int) {
    texts.append(text)
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
