// Which columns of a file are wanted, as its user lists them.
import Text

/// The columns that are to become inputs; the target is always among those that are read.
package enum ColumnSelection: Equatable, Sendable {
  case all
  /// Names divided by commas.
  case only(String)
  case except(String)

  /// The places of the columns to read, in the file's order.
  ///
  /// - Parameter key: the column that divides the rows; no input unless the columns to learn from name it.
  /// Errors: `csv-unknown-column`, `csv-target-dropped`, `csv-no-inputs`.
  func places(
    in names: [String], target: Int, key: Int?, path: String
  ) throws(DataError) -> [Int] {
    var chosen: [Int]
    switch self {
    case .all: chosen = names.indices.filter { $0 != key }
    case .only(let list): chosen = try Self.places(of: list, in: names, path: path) + [target]
    case .except(let list):
      let dropped = try Self.places(of: list, in: names, path: path)
      guard !dropped.contains(target) else {
        throw DataError(
          id: "csv-target-dropped",
          message: "\(quotedForMessage(names[target])) is the target, which cannot be left out",
          file: path, suggestion: "drop other columns, or choose another target")
      }
      chosen = names.indices.filter { !dropped.contains($0) && $0 != key }
    }
    chosen = names.indices.filter { chosen.contains($0) }
    guard chosen.count > 1 else {
      let others = names.indices.filter { $0 != target && $0 != key }.map { names[$0] }
      throw DataError(
        id: "csv-no-inputs",
        message: "beside the target \(quotedForMessage(names[target])) no column is left",
        file: path,
        suggestion: others.isEmpty
          ? "there has to be a column more, to learn from"
          : "keep one of \(listedForMessage(others))")
    }
    return chosen
  }

  /// Whether a column is among those that are named.
  func names(_ place: Int, in names: [String], path: String) throws(DataError) -> Bool {
    switch self {
    case .all: false
    case .only(let list), .except(let list):
      try Self.places(of: list, in: names, path: path).contains(place)
    }
  }

  private static func places(
    of list: String, in names: [String], path: String
  ) throws(DataError) -> [Int] {
    var places: [Int] = []
    for part in longestNames(in: list, { names.firstIndex(of: trimmed($0)) }) {
      guard let place = part.meaning else {
        let name = trimmed(part.text)
        throw DataError(
          id: "csv-unknown-column",
          message: name.isEmpty
            ? "a column's name is missing beside a comma"
            : "there is no column \(quotedForMessage(name))", file: path,
          suggestion: suggestedName(
            for: name, among: names,
            otherwise: "the columns are \(listedForMessage(names))"))
      }
      places.append(place)
    }
    return places
  }

  private static func trimmed(_ text: String) -> String {
    let start = text.drop { $0 == " " || $0 == "\t" }
    let length = start.reversed().drop { $0 == " " || $0 == "\t" }.count
    return String(start.prefix(length))
  }
}

/// The names in a list with commas between them, and what they mean; nil of what means nothing. A name may have
/// commas of its own: the longest part that means something is taken.
func longestNames<Meaning>(
  in list: String, _ meaning: (String) -> Meaning?
) -> [(text: String, meaning: Meaning?)] {
  let pieces = list.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  var parts: [(text: String, meaning: Meaning?)] = []
  var first = 0
  while first < pieces.count {
    var (text, found, end) = (pieces[first], Meaning?.none, pieces.count)
    while end > first, found == nil {
      let part = pieces[first..<end].joined(separator: ",")
      found = meaning(part)
      if found != nil { text = part } else { end -= 1 }
    }
    parts.append((text, found))
    first = max(end, first + 1)
  }
  return parts
}

/// An option with a list of columns as it is to be typed, such as `drop="first name",age`.
package func columnOption(_ option: String, _ columns: [String]) -> String {
  let list = columns.map { name in
    let isBare = name.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || "0123456789_.-".unicodeScalars.contains($0)
    }
    guard !isBare || name.isEmpty else { return name }
    var quoted = "\""
    for scalar in name.unicodeScalars {
      switch scalar {
      case "\"", "\\":
        quoted.unicodeScalars.append("\\")
        quoted.unicodeScalars.append(scalar)
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
  return "\(option)=\(list.joined(separator: ","))"
}
