// A course out of its YAML, each member by a rule of its own; what is wrong is named with its line.
import CommandLanguage
import Files
import Notebooks

extension CourseFile {
  /// The course of a file, with its list of students.
  package static func read(_ path: String) throws -> CourseFile {
    var course = try CourseFile(reading: try TextFile.read(path))
    if let file = course.studentsFile {
      let folder = TextFile.folder(of: path) ?? ""
      let place = file.hasPrefix("/") ? file : folder + file
      guard let list = StudentList(try TextFile.read(place)) else {
        throw FileError(
          path: place,
          message:
            "its first line names no column `name`, `student`, or `first name` and `last name`")
      }
      course.students += list.students
    }
    return course
  }

  package init(reading text: String) throws(LessonFault) {
    self.init()
    let reader = CourseReader(text)
    guard let root = try reader.root() else {
      throw LessonFault(
        "no-lessons", "the course has no lessons", LogicalLine(bytes: [], line: 1),
        suggestion: "`lessons: [first-steps]`")
    }
    for (name, value) in try reader.members(of: root, "the course", Self.names) {
      try take(name, value, reader)
    }
    guard !lessons.isEmpty else {
      throw reader.fault(
        root, "no-lessons", "the course has no lessons", "`lessons: [first-steps]`")
    }
  }

  private static let names = [
    "title", "lessons", "attempt", "late", "variants", "seconds", "students",
  ]

  private mutating func take(
    _ name: String, _ value: YAMLNode, _ reader: CourseReader
  ) throws(LessonFault) {
    switch name {
    case "title": title = try reader.text(value, "`title: Tuning networks`")
    case "lessons":
      for node in try reader.list(value, "`lessons: [first-steps, rates]`") {
        let entry = try Entry(node, reader)
        guard !lessons.contains(where: { $0.name == entry.name }) else {
          throw reader.fault(node, "twice", "\(shown(entry.name)) stands twice", "each lesson once")
        }
        lessons.append(entry)
      }
    case "attempt":
      guard let attempt = Attempt(rawValue: value.text ?? "") else {
        throw reader.fault(
          value, "bad-value", "`attempt` is best, first or last", "`attempt: best`")
      }
      self.attempt = attempt
    case "late": late = try Late(value, reader)
    case "variants":
      guard let word = value.text, ["true", "false", "yes", "no"].contains(word) else {
        throw reader.fault(value, "bad-value", "`variants` is true or false", "`variants: true`")
      }
      variants = word == "true" || word == "yes"
    case "seconds": seconds = try reader.number(value, 1...3600, "`seconds: 30`")
    default:
      if let file = value.text {
        studentsFile = file
        return
      }
      for node in try reader.list(value, "`students: students.csv`, or a list") {
        students.append(try Student(node, reader))
      }
    }
  }
}

extension CourseFile.Entry {
  private static let names = ["name", "deadline", "weight", "locks"]

  fileprivate init(_ node: YAMLNode, _ reader: CourseReader) throws(LessonFault) {
    line = node.line
    if let name = node.text {
      self.name = name
      return
    }
    name = ""
    for (member, value) in try reader.members(of: node, "a lesson", Self.names) {
      switch member {
      case "name": name = try reader.text(value, "`name: first-steps`")
      case "weight":
        guard let weight = value.text.flatMap(Double.init), weight >= 0, weight <= 1e6 else {
          throw reader.fault(value, "bad-value", "`weight` is a number from 0", "`weight: 2`")
        }
        self.weight = weight
      case "locks":
        for word in try reader.list(value, "`locks: [adam]`") {
          locks.append(try reader.text(word, "`locks: [adam]`"))
        }
      default:
        guard let time = value.text.flatMap({ RecordTime(deadline: $0) }) else {
          throw reader.fault(
            value, "bad-value", "`deadline` is a day, or a day and a time",
            "`deadline: 2026-03-01 18:00 +01:00`")
        }
        deadline = time
      }
    }
    guard !name.isEmpty else {
      throw reader.fault(node, "no-name", "this lesson has no name", "`name: first-steps`")
    }
  }
}

extension CourseFile.Late {
  fileprivate init(_ node: YAMLNode, _ reader: CourseReader) throws(LessonFault) {
    self.init()
    for (name, value) in try reader.members(of: node, "`late`", ["penalty", "days"]) {
      if name == "days" {
        days = try reader.number(value, 0...10_000, "`days: 5`")
        continue
      }
      let text = value.text ?? ""
      guard text.hasSuffix("%"), let percent = Double(text.dropLast()), (0...100).contains(percent)
      else {
        throw reader.fault(
          value, "bad-value", "`penalty` is a share of the points for each day", "`penalty: 10%`")
      }
      penalty = percent / 100
    }
  }
}

extension CourseFile.Student {
  static let names = ["name", "id", "user", "login", "section", "email"]

  fileprivate init(_ node: YAMLNode, _ reader: CourseReader) throws(LessonFault) {
    self.init()
    if let name = node.text {
      self.name = name
      return
    }
    for (name, value) in try reader.members(of: node, "a student", Self.names) {
      set(name, try reader.text(value, "`name: Ada Lovelace`"))
    }
    guard !name.isEmpty else {
      throw reader.fault(node, "no-name", "this student has no name", "`name: Ada Lovelace`")
    }
  }

  mutating func set(_ member: String, _ value: String) {
    switch member {
    case "name": name = value
    case "id": id = value
    case "user": user = value
    case "login": login = value
    case "section": section = value
    case "email": email = value
    default: break
    }
  }
}

extension RecordTime {
  /// `2026-03-01`, which is its end, `2026-03-01 18:00` in UTC, or with how far a clock is ahead of that behind it:
  /// `2026-03-01 18:00 +01:00`.
  package init?(deadline text: String) {
    let words = text.split(separator: " ")
    guard (1...3).contains(words.count),
      let day = RecordTime("\(words[0])T00:00:00Z")
    else { return nil }
    guard words.count > 1 else {
      self.init(seconds: day.seconds + 86_399)
      return
    }
    guard let clock = Self.minutes(words[1]), clock < 24 * 60 else { return nil }
    var ahead = 0
    if words.count == 3, words[2] != "Z", words[2] != "UTC" {
      guard let sign = words[2].first, sign == "+" || sign == "-",
        let minutes = Self.minutes(words[2].dropFirst()), minutes <= 14 * 60
      else { return nil }
      ahead = sign == "+" ? minutes : -minutes
    }
    self.init(seconds: day.seconds + (clock - ahead) * 60)
  }

  /// Of `18:00`.
  private static func minutes(_ text: Substring) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }),
      let hours = Int(parts[0]), let minutes = Int(parts[1]), (0..<60).contains(minutes), hours >= 0
    else { return nil }
    return hours * 60 + minutes
  }
}
