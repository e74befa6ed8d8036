// The parts of a course's YAML as values, and what is wrong with them, at their lines.
import CommandLanguage
import Notebooks

struct CourseReader {
  private let text: String
  private let lines: [Substring]

  init(_ text: String) {
    self.text = text
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
  }

  /// What a course may hold: a few lessons, and a thousand students.
  private static var limits: YAMLLimits {
    var limits = YAMLLimits()
    (limits.bytes, limits.nodes, limits.textBytes) = (512 << 10, 20_000, 1 << 10)
    return limits
  }

  /// Nil where there is nothing in it.
  func root() throws(LessonFault) -> YAMLNode? {
    do throws(YAMLError) {
      return try YAMLNode(parsing: Array(text.utf8), limits: Self.limits)
    } catch {
      let reason =
        switch error.problem {
        case .malformed: "this is no YAML"
        case .alias: "it refers to a value by `*`; write the value itself"
        case .tooLarge: "a course has at most \(Self.limits.bytes >> 10) KB"
        case .tooDeep: "it has too many lists within each other"
        case .longText: "this value is too long"
        case .tooManyNodes: "it has more than \(Self.limits.nodes) names and values"
        }
      throw LessonFault("unusable-course", reason, line(error.line))
    }
  }

  func fault(
    _ node: YAMLNode, _ id: String, _ message: String, _ suggestion: String
  ) -> LessonFault {
    let source = line(node.line)
    let range = source.range(of: node.text ?? "")
    return LessonFault(
      Diagnostic(id: id, message: message, range: range, suggestion: suggestion), source)
  }

  private func line(_ number: Int) -> LogicalLine {
    let bytes = lines.indices.contains(number - 1) ? Array(lines[number - 1].utf8.prefix(4000)) : []
    return LogicalLine(bytes: bytes, line: number)
  }

  /// The members of a mapping, all of whose names are known.
  func members(
    of node: YAMLNode, _ what: String, _ names: [String]
  ) throws(LessonFault) -> [(String, YAMLNode)] {
    guard case .mapping(let members) = node.content else {
      throw fault(
        node, "bad-value", "\(what) is written in names and values", "`\(names[0]): …`")
    }
    var found: [(String, YAMLNode)] = []
    for member in members {
      let name = member.name.text ?? ""
      guard names.contains(name) else {
        let source = line(member.name.line)
        throw LessonFault(
          .unknownName(Word(name, range: source.range(of: name)), kind: "name", among: names),
          source)
      }
      found.append((name, member.value))
    }
    return found
  }

  func list(_ node: YAMLNode, _ example: String) throws(LessonFault) -> [YAMLNode] {
    guard case .list(let nodes) = node.content else {
      throw fault(node, "bad-value", "a list is wanted here", example)
    }
    return nodes
  }

  func text(_ node: YAMLNode, _ example: String) throws(LessonFault) -> String {
    guard let text = node.text, !text.isEmpty else {
      throw fault(node, "bad-value", "a text is wanted here", example)
    }
    return text
  }

  func number(
    _ node: YAMLNode, _ range: ClosedRange<Int>, _ example: String
  ) throws(LessonFault) -> Int {
    guard let number = node.text.flatMap({ Int($0) }), range.contains(number) else {
      throw fault(
        node, "bad-value",
        "a whole number from \(range.lowerBound) to \(range.upperBound) is wanted",
        example)
    }
    return number
  }
}

/// A class in a table of its own: the first line names the columns, in any order; others than known ones mean nothing.
struct StudentList {
  var students: [CourseFile.Student] = []

  /// Nil where no column is one of names.
  init?(_ text: String) {
    let text = text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
    let first = text.prefix { $0 != "\n" && $0 != "\r\n" }
    // As spreadsheets write them where the comma is a decimal sign.
    let separator =
      first.contains(";") && !first.contains(",") ? UInt8(ascii: ";") : UInt8(ascii: ",")
    var rows = Self.rows(text, separator)[...]
    guard let head = rows.popFirst() else { return nil }
    let names = head.map { name in
      let name = name.trimmed.lowercased()
      return Self.known[name] ?? name
    }
    guard names.contains("name") || names.contains("last") else { return nil }
    for row in rows {
      var student = CourseFile.Student()
      var parts = (first: "", last: "")
      for (name, value) in zip(names, row.map(\.trimmed)) {
        switch name {
        case "first": parts.first = value
        case "last": parts.last = value
        default: student.set(name, value)
        }
      }
      if student.name.isEmpty { student.name = (parts.first + " " + parts.last).trimmed }
      // Canvas has a row that is no student's.
      if !student.name.isEmpty, !student.name.hasPrefix("Points Possible") {
        students.append(student)
      }
    }
  }

  /// The columns that Canvas and Moodle write.
  private static let known = [
    "student": "name", "sis user id": "user", "sis login id": "login", "username": "login",
    "email address": "email", "id number": "id", "first name": "first", "last name": "last",
    "surname": "last",
  ]

  /// RFC 4180: a field in quotes may hold commas, line ends and, doubled, quotes.
  private static func rows(_ text: String, _ separator: UInt8) -> [[String]] {
    var (rows, row, field): ([[String]], [String], [UInt8]) = ([], [], [])
    var isQuoted = false
    let bytes = Array(text.utf8)
    var index = 0
    func ended(_ field: [UInt8]) -> String { String(decoding: field, as: UTF8.self) }
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\"") where isQuoted && index < bytes.count && bytes[index] == byte:
        field.append(byte)
        index += 1
      case UInt8(ascii: "\""): isQuoted.toggle()
      case separator where !isQuoted:
        row.append(ended(field))
        field = []
      case UInt8(ascii: "\r") where !isQuoted: continue
      case UInt8(ascii: "\n") where !isQuoted:
        rows.append(row + [ended(field)])
        (row, field) = ([], [])
      default: field.append(byte)
      }
    }
    if !field.isEmpty || !row.isEmpty { rows.append(row + [ended(field)]) }
    return rows
  }
}
