// What is handed in of a lesson: a Markdown file with the commands and what they said, for a person, and at its end a block
// with the record, for a program.
import JSON
import Notebooks

package struct HandIn: Sendable {
  /// The block's first line: what is handed in, and by whom.
  package struct Head: Codable, Sendable, Equatable {
    package var lesson: String
    package var digest: String
    package var version: String
    package var student: String?

    package init(lesson: String, digest: String, version: String, student: String?) {
      (self.lesson, self.digest) = (lesson, digest)
      (self.version, self.student) = (version, student)
    }
  }

  package static let fence = "hand-in"
  /// A larger file is no lesson's.
  package static let largest = 4 << 20

  package let head: Head
  package let record: LessonRecord
  /// The file.
  package let document: CourseDocument
  /// The line of the file, from 1, in which the record begins.
  package let firstLine: Int

  // MARK: Writing

  /// - Parameter notebook: the lesson's cells in Markdown.
  static func text(_ head: Head, _ record: LessonRecord, notebook: String) -> String {
    let first = (try? JSONValue(encoding: head).text) ?? ""
    let block = (["```" + fence, first] + record.texts + ["```"]).joined(separator: "\n")
    return notebook + "\n" + block + "\n"
  }

  /// `rates-Ada-Lovelace.md`: of letters and digits, so that it is a file's name everywhere.
  static func fileName(_ lesson: String, _ student: String?) -> String {
    let words = (student ?? "").split { !$0.isLetter && !$0.isNumber }.map(String.init)
    return ([lesson] + (words.isEmpty ? [] : [words.joined(separator: "-")])).joined(separator: "-")
      + ".md"
  }

  // MARK: Reading

  /// Reads a file strictly. Error: what is wrong, with the line of the file.
  package init(reading text: String) throws(RecordFault) {
    do throws(DocumentError) {
      document = try CourseDocument(text)
    } catch {
      throw RecordFault(line: error.line, reason: error.message)
    }
    var blocks: [Range<Int>] = []
    for case .other(let block) in document.parts where block.language == Self.fence {
      blocks.append(block.lines)
    }
    guard let block = blocks.first, blocks.count == 1 else {
      throw RecordFault(
        line: blocks.last.map { $0.lowerBound + 1 } ?? 1,
        reason: blocks.isEmpty
          ? "there is no block `\(Self.fence)`" : "there are several blocks `\(Self.fence)`")
    }
    let lines = Array(document.lines[block].dropFirst().dropLast())
    firstLine = block.lowerBound + 3
    guard lines.count > 2 else {
      throw RecordFault(line: block.lowerBound + 1, reason: "nothing was recorded")
    }
    head = try RecordFault.decoded(lines[0], line: block.lowerBound + 2)
    do throws(RecordFault) {
      record = try LessonRecord(reading: Array(lines.dropFirst()))
    } catch {
      throw RecordFault(line: firstLine + error.line - 1, reason: error.reason)
    }
    guard record.head.lesson == head.lesson, record.head.digest == head.digest else {
      throw RecordFault(line: firstLine, reason: "its record is of another lesson")
    }
  }
}

extension HandIn {
  /// A command of a notebook and what stands under it.
  package struct Entry: Sendable, Equatable {
    package var command: String
    package var output: [String]
    /// Of the command, from 1.
    package var line: Int
    /// Where what it says begins.
    package var outputLine: Int
    /// Whether what it says depends on what outlives a session.
    package var looksOutside = false
  }

  /// Those that are to be compared: what failed is no part of the record.
  package static func entries(of document: CourseDocument) -> [Entry] {
    document.blocks.filter { $0.flags.isDisjoint(with: [.error, .skip]) }.flatMap(\.entries).map {
      var output = $0.output
      while let last = output.last, last.allSatisfy({ $0 == " " }) { output.removeLast() }
      return Entry(
        command: $0.command, output: output, line: $0.line,
        outputLine: $0.outputLines.lowerBound + 1)
    }
  }

  /// The same of a notebook in which a record was run.
  package static func entries(of notebook: Notebook) -> [Entry] {
    let cells = LessonCells(all: notebook.listed)
    guard let document = try? CourseDocument(cells.markdown(notebook.origin)) else { return [] }
    let outside = cells.commandsThatLookOutside
    return entries(of: document).map { entry in
      var entry = entry
      entry.looksOutside = outside.contains(entry.command)
      return entry
    }
  }
}
