// A lesson or transcript as a value: Markdown with YAML front matter and fenced `descent` blocks of
// commands after `> `, each with the output that stood under it.
import Experiments

package struct DocumentError: Error, Equatable, Sendable {
  /// 1-based.
  package var line: Int
  package var message: String

  package init(line: Int, message: String) { (self.line, self.message) = (line, message) }
}

package struct CourseDocument: Sendable, Equatable {
  /// One command and the lines under it.
  package struct Entry: Sendable, Equatable {
    package var command: String
    /// 1-based line of the command's first line.
    package var line: Int
    package var output: [String]
    /// 0-based lines of the output in the file.
    package var outputLines: Range<Int>
  }

  package struct Block: Sendable, Equatable {
    package var flags: Set<FenceFlag>
    /// 1-based line of the opening fence.
    package var line: Int
    /// 0-based lines of it, fences included.
    package var lines: Range<Int>
    package var entries: [Entry]
  }

  package enum Part: Sendable, Equatable {
    /// A heading's level and text.
    case heading(Int, String)
    /// A paragraph, its lines joined.
    case paragraph(String)
    case block(Block)
    /// A block of another language, which means nothing to a transcript.
    case other(Fenced)
  }

  /// A fenced block as it stands.
  package struct Fenced: Sendable, Equatable {
    package var language: String
    package var flags: [String]
    /// 0-based lines of it, fences included.
    package var lines: Range<Int>
  }

  package var title: String?
  package var seed: UInt64?
  package var explain: ExplainLevel?
  package var parts: [Part] = []
  /// 0-based lines of each part.
  package private(set) var places: [Range<Int>] = []
  /// The file's lines without their line ends.
  package var lines: [String]
  /// How each line ends; the last one may have no end.
  private(set) var lineEnds: [String]
  private(set) var hasByteOrderMark: Bool

  /// Where the first line after the front matter is.
  package private(set) var firstLine = 0

  package var blocks: [Block] {
    parts.compactMap { if case .block(let block) = $0 { block } else { nil } }
  }

  package init(_ text: String) throws(DocumentError) {
    // Bytes: "\r\n" is one Character and would not match "\n".
    let mark = "\u{FEFF}".utf8
    hasByteOrderMark = text.utf8.starts(with: mark)
    let bytes = text.utf8.dropFirst(hasByteOrderMark ? mark.count : 0)
    var ended = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let endsWithLineEnd = ended.last?.isEmpty == true
    if endsWithLineEnd { ended.removeLast() }
    let carriageReturn = UInt8(ascii: "\r")
    lines = ended.map {
      String(decoding: $0.last == carriageReturn ? $0.dropLast() : $0, as: UTF8.self)
    }
    lineEnds = ended.map { $0.last == carriageReturn ? "\r\n" : "\n" }
    if !endsWithLineEnd, let last = lineEnds.popLast() {
      lineEnds.append(last == "\n" ? "" : "\r")
    }
    var index = try readFrontMatter()
    firstLine = index
    var paragraph: [String] = []
    func flush(_ document: inout CourseDocument) {
      if !paragraph.isEmpty {
        document.parts.append(.paragraph(paragraph.joined(separator: " ")))
        document.places.append(index - paragraph.count..<index)
      }
      paragraph = []
    }
    while index < lines.count {
      let line = lines[index]
      if let fence = Fence(line) {
        flush(&self)
        let start = index
        index = try readFence(fence, at: index)
        places.append(start..<index)
        continue
      }
      let hashes = line.prefix { $0 == "#" }.count
      if (1...6).contains(hashes), line.dropFirst(hashes).first == " " {
        flush(&self)
        parts.append(.heading(hashes, line.dropFirst(hashes).trimmed))
        places.append(index..<index + 1)
      } else if line.trimmed.isEmpty {
        flush(&self)
      } else {
        paragraph.append(line.trimmed)
      }
      index += 1
    }
    flush(&self)
  }

  /// Reads what stands between two `---` lines at the top; the index of the line after it.
  private mutating func readFrontMatter() throws(DocumentError) -> Int {
    guard lines.first == "---" else { return 0 }
    guard let end = lines.dropFirst().firstIndex(of: "---") else {
      throw DocumentError(line: 1, message: "the front matter has no closing `---`")
    }
    let matter = try FrontMatter(lines[1..<end])
    (title, seed, explain) = (matter.title, matter.seed, matter.explain)
    return end + 1
  }

  /// Reads a fenced block; the index of the line after it.
  private mutating func readFence(_ fence: Fence, at start: Int) throws(DocumentError) -> Int {
    guard let end = lines[(start + 1)...].firstIndex(where: fence.isClosed(by:)) else {
      throw DocumentError(line: start + 1, message: "this block is never closed")
    }
    let place = start..<end + 1
    guard fence.language == "descent" else {
      parts.append(
        .other(Fenced(language: fence.language, flags: fence.flags, lines: place)))
      return end + 1
    }
    var flags: Set<FenceFlag> = []
    for word in fence.flags {
      guard let flag = FenceFlag(rawValue: word) else {
        let possible = FenceFlag.allCases.map(\.rawValue).joined(separator: ", ")
        throw DocumentError(
          line: start + 1, message: "there is no block flag `:\(word)`; there are \(possible)")
      }
      flags.insert(flag)
    }
    let entries = try entries(in: start + 1..<end)
    parts.append(.block(Block(flags: flags, line: start + 1, lines: place, entries: entries)))
    return end + 1
  }

  /// The commands in some lines, 0-based, each with what stands under it.
  package func entries(in range: Range<Int>) throws(DocumentError) -> [Entry] {
    var entries: [Entry] = []
    var index = range.lowerBound
    while index < range.upperBound {
      let line = lines[index]
      if line == ">" || line.hasPrefix("> ") {
        var command = String(line.dropFirst(2))
        let first = index
        while command.hasSuffix("\\"), index + 1 < range.upperBound,
          lines[index + 1].hasPrefix("> ")
        {
          index += 1
          command += "\n" + lines[index].dropFirst(2)
        }
        entries.append(
          Entry(
            command: command, line: first + 1, output: [], outputLines: index + 1..<index + 1))
      } else if entries.isEmpty {
        guard line.trimmed.isEmpty else {
          throw DocumentError(
            line: index + 1, message: "output stands before the first command (`> …`)")
        }
      } else {
        entries[entries.count - 1].output.append(line)
        // Blank lines at the end separate commands and are not part of the output.
        if !line.trimmed.isEmpty {
          let begin = entries[entries.count - 1].outputLines.lowerBound
          entries[entries.count - 1].outputLines = begin..<index + 1
        }
      }
      index += 1
    }
    return entries
  }
}

/// The opening line of a fenced block: three or more backquotes or tildes, then a language.
struct Fence {
  var mark: Character
  var length: Int
  var language: String
  var flags: [String]

  init?(_ line: String) {
    guard let mark = line.first, mark == "`" || mark == "~" else { return nil }
    let length = line.prefix { $0 == mark }.count
    guard length >= 3 else { return nil }
    self.mark = mark
    self.length = length
    let words = line.dropFirst(length).split { $0 == " " || $0 == ":" }
    language = words.first.map(String.init) ?? ""
    flags = words.dropFirst().map(String.init)
  }

  func isClosed(by line: String) -> Bool {
    let text = line.trimmed
    return text.count >= length && text.allSatisfy { $0 == mark }
  }
}

extension StringProtocol {
  /// Without the blanks at both ends.
  package var trimmed: String {
    // Of bytes: to count the characters of every line takes longer than to read them.
    let isBlank: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    var rest = Substring(self).utf8
    while let first = rest.first, isBlank(first) { rest.removeFirst() }
    while let last = rest.last, isBlank(last) { rest.removeLast() }
    return String(decoding: rest, as: UTF8.self)
  }
}
