// docs/json-lines.md as other programs may take it: which kinds of objects there are, which fields each has
// and of which type, and the examples. Sections in italics are parts that other sections name.

struct JSONLinesPage {
  struct Example {
    /// What stands behind `descent --format jsonl`.
    var arguments: String
    var line: String
  }

  indirect enum Form {
    case integer, number, float, string, boolean
    /// An integer, number or string.
    case value
    case list(Form)
    /// Any names, with values of one form.
    case named(Form)
    case object([String: Field])
    case optional(Form)
  }

  struct Field {
    var form: Form
    var mayBeAbsent: Bool
    /// Where it stands in the page: its section and path.
    var place: String
  }

  struct Unreadable: Error, CustomStringConvertible {
    var description: String
  }

  private(set) var kinds: [String: [String: Field]] = [:]
  private(set) var examples: [Example] = []
  /// Where each field of the page stands.
  private(set) var places: Set<String> = []
  private var sections: [String: [Row]] = [:]

  init(_ text: String) throws {
    var names: [String] = []
    var lines = text.split(separator: "\n")[...]
    while let line = lines.popFirst() {
      if line.hasPrefix("### ") {
        names = Self.names(line.dropFirst(4))
        // A kind may have no fields.
        if line.contains("`") { for name in names { sections[name, default: []] += [] } }
      } else if line.hasPrefix("$ descent --format jsonl "), let shown = lines.popFirst() {
        let arguments = line.dropFirst("$ descent --format jsonl ".count)
        examples.append(Example(arguments: String(arguments), line: String(shown)))
      } else if let row = Row(line, section: names.joined(separator: ", ")) {
        for name in names { sections[name, default: []].append(row) }
      }
    }
    for (name, rows) in sections where !name.hasPrefix("*") {
      kinds[name] = try fields(try expanded(rows))
    }
    places = Set(sections.values.joined().filter { $0.part == nil }.map(\.place))
  }

  /// The code of a heading, or its italics with their marks.
  private static func names(_ heading: Substring) -> [String] {
    heading.split(separator: ", ").map { String($0.filter { $0 != "`" }) }
  }

  // MARK: Tables

  private struct Row {
    var path: String
    /// The part whose fields stand here, as `*figures*`.
    var part: String?
    var type: String
    var place: String

    /// Nil for lines that are no row of fields.
    init?(_ line: Substring, section: String) {
      guard line.hasPrefix("| `") || line.hasPrefix("| *") else { return nil }
      let cells = line.split(separator: "|", omittingEmptySubsequences: false)
      let name = cells[1].split(whereSeparator: { $0 == " " || $0 == "`" }).joined(separator: " ")
      if let star = name.firstIndex(of: "*"), name.hasSuffix("*") {
        part = String(name[star...])
        path = name[..<star].filter { $0 != " " }
      } else {
        path = name
      }
      type = cells[2].split(separator: " ").joined(separator: " ")
      place = "\(section): \(path)"
    }
  }

  /// With the fields of parts in place of their names.
  private func expanded(_ rows: [Row]) throws -> [Row] {
    try rows.flatMap { row -> [Row] in
      guard let part = row.part else { return [row] }
      return try expanded(try section(part)).map {
        var inner = $0
        inner.path = row.path + $0.path
        return inner
      }
    }
  }

  private func section(_ name: String) throws -> [Row] {
    guard let rows = sections[name] else { throw Unreadable(description: "no section \(name)") }
    return rows
  }

  private func fields(_ rows: [Row]) throws -> [String: Field] {
    var fields: [String: Field] = [:]
    for row in rows where !row.path.contains(".") {
      let inner = rows.compactMap { other -> Row? in
        for mark in [".", "[]."] where other.path.hasPrefix(row.path + mark) {
          var inner = other
          inner.path = String(other.path.dropFirst((row.path + mark).count))
          return inner
        }
        return nil
      }
      guard fields[row.path] == nil else {
        throw Unreadable(description: "\(row.place) stands twice")
      }
      let mayBeAbsent = row.type.hasSuffix(", or absent")
      let type = mayBeAbsent ? row.type.dropLast(", or absent".count) : row.type[...]
      fields[row.path] = Field(
        form: try form(type, inner), mayBeAbsent: mayBeAbsent, place: row.place)
    }
    return fields
  }

  private func form(_ text: Substring, _ inner: [Row]) throws -> Form {
    if text.hasPrefix("("), text.hasSuffix(")") {
      return try form(text.dropFirst().dropLast(), inner)
    }
    if text.hasSuffix(" or null") { return .optional(try form(text.dropLast(8), inner)) }
    if text.hasPrefix("list of ") { return .list(try form(text.dropFirst(8), inner)) }
    if text.hasPrefix("lists of ") { return .list(try form(text.dropFirst(9), inner)) }
    if text.hasPrefix("object of ") { return .named(try form(text.dropFirst(10), inner)) }
    if text.hasPrefix("*") { return .object(try fields(try expanded(try section(String(text))))) }
    switch text {
    case "integer", "integers": return .integer
    case "number", "numbers": return .number
    case "float": return .float
    case "string", "strings": return .string
    case "boolean": return .boolean
    case "values": return .value
    case "object", "objects": return .object(try fields(inner))
    default: throw Unreadable(description: "no type: \(text)")
    }
  }
}

/// Which fields of the page objects have had, and what of the objects the page does not say.
struct JSONLinesComparison {
  let page: JSONLinesPage
  private(set) var seen: Set<String> = []
  private(set) var problems: Set<String> = []

  init(_ page: JSONLinesPage) { self.page = page }

  mutating func compare(_ object: JSONText) {
    guard case .object(var members) = object, let type = object.type, let fields = page.kinds[type]
    else {
      problems.insert("\(object.type ?? "an object without type") is not in the page")
      return
    }
    members["type"] = nil
    members["cell"] = nil
    compare(members, fields, type)
  }

  private mutating func compare(
    _ members: [String: JSONText], _ fields: [String: JSONLinesPage.Field], _ path: String
  ) {
    for (name, value) in members {
      guard let field = fields[name] else {
        problems.insert("\(path).\(name) is not in the page")
        continue
      }
      seen.insert(field.place)
      compare(value, field.form, "\(path).\(name)")
    }
    for (name, field) in fields where !field.mayBeAbsent && members[name] == nil {
      problems.insert("\(path).\(name) is missing")
    }
  }

  private mutating func compare(_ value: JSONText, _ form: JSONLinesPage.Form, _ path: String) {
    switch (form, value) {
    case (.optional, .null), (.string, .string), (.boolean, .bool), (.value, .string): break
    case (.optional(let form), _): compare(value, form, path)
    case (.list(let form), .array(let values)):
      for value in values { compare(value, form, path + "[]") }
    case (.named(let form), .object(let members)):
      for (name, value) in members { compare(value, form, "\(path).\(name)") }
    case (.object(let fields), .object(let members)): compare(members, fields, path)
    case (.integer, .number(let text)) where Int(text) != nil || UInt64(text) != nil: break
    // In the shortest decimals that read back to the same bits.
    case (.number, .number(let text)) where Double(text)?.description == text: break
    case (.float, .number(let text)) where Float(text)?.description == text: break
    case (.value, .number(let text))
    where Int(text) != nil || Double(text)?.description == text: break
    default: problems.insert("\(path) is not of the type that the page says")
    }
  }
}
