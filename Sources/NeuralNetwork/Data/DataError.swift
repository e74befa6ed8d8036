// What can go wrong while data are made ready, as a value: an id for programs, a sentence for
// people, the place in the file, and what would have been right. The cases are made where they are
// found.

/// A refusal to use some data.
package struct DataError: Error, Equatable, Sendable {
  /// Stable and kebab-case, such as `csv-ragged-row`; for programs.
  package var id: String
  /// One sentence with a lower-case start and no final period.
  package var message: String
  /// The file as its user named it; nil for data typed by hand.
  package var file: String?
  /// The physical line in the file, from 1. A quoted field may span several lines; this is the line
  /// on which the trouble (or the field that has it) begins.
  package var line: Int?
  /// Where in that line, counted in characters (Unicode scalars) from 1. For an example typed by
  /// hand (`PreparedData.encode`) it is the number of the field, from 1.
  package var column: Int?
  /// What would have been right, or what to type instead.
  package var suggestion: String?
  /// The option of the command that chose the data which mends it.
  package var option: Option?

  package struct Option: Equatable, Sendable {
    package enum Name: String, Sendable { case target, task, missing, drop }
    package var name: Name
    /// As they are typed, with commas between them.
    package var values: [String]
  }

  package init(
    id: String, message: String, file: String? = nil, line: Int? = nil, column: Int? = nil,
    suggestion: String? = nil, option: Option? = nil
  ) {
    self.id = id
    self.message = message
    self.file = file
    self.line = line
    self.column = column
    self.suggestion = suggestion
    self.option = option
  }

  /// The id of the error thrown when a progress closure asked the loading to stop.
  package static let stoppedID = "load-stopped"
}

/// Text from a file as it may stand in a message: short, on one line, between backquotes.
func quotedForMessage(_ text: String, limit: Int = 40) -> String {
  var shown = ""
  var count = 0
  for scalar in text.unicodeScalars {
    if count == limit { return "`\(shown)…`" }
    if let escaped = escape(of: scalar) {
      shown += escaped
    } else {
      shown.unicodeScalars.append(scalar)
    }
    count += 1
  }
  return "`\(shown)`"
}

/// A control character as it is shown everywhere, those that can be typed as they are typed.
private func escape(of scalar: Unicode.Scalar) -> String? {
  let digits = String(scalar.value, radix: 16, uppercase: true)
  return switch scalar.value {
  case 0x09: "\\t"
  case 0x0A: "\\n"
  case 0x0D: "\\r"
  case 0x1B: "\\e"
  case 0..<0x20, 0x7F: "\\x" + (digits.count == 1 ? "0" : "") + digits
  case 0x80...0x9F: "\\u{\(digits)}"
  default: nil
  }
}

/// A path as it may stand in a message: whole, unless it is absurdly long.
package func quotedPath(_ path: String) -> String { quotedForMessage(path, limit: 1024) }

/// "1 row", "2 rows": a number and its noun.
func counted(_ count: Int, _ noun: String) -> String {
  "\(count) \(noun)\(count == 1 ? "" : "s")"
}

/// The names joined for a message, at most `limit` of them.
func listedForMessage(_ names: [String], limit: Int = 12) -> String {
  let shown = names.prefix(limit).map { quotedForMessage($0) }.joined(separator: ", ")
  return names.count > limit ? shown + " and \(names.count - limit) more" : shown
}
