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

  /// A name may have commas of its own: the longest piece of the list that is one is taken.
  private static func places(
    of list: String, in names: [String], path: String
  ) throws(DataError) -> [Int] {
    let pieces = list.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    var places: [Int] = []
    var first = 0
    while first < pieces.count {
      var found: (place: Int, next: Int)?
      for next in stride(from: pieces.count, to: first, by: -1) where found == nil {
        let name = trimmed(pieces[first..<next].joined(separator: ","))
        found = names.firstIndex(of: name).map { ($0, next) }
      }
      guard let found else {
        let name = trimmed(pieces[first])
        throw DataError(
          id: "csv-unknown-column",
          message: name.isEmpty
            ? "a column's name is missing beside a comma"
            : "there is no column \(quotedForMessage(name))", file: path,
          suggestion: suggestedName(
            for: name, among: names,
            otherwise: "the columns are \(listedForMessage(names))"))
      }
      places.append(found.place)
      first = found.next
    }
    return places
  }

  private static func trimmed(_ text: String) -> String {
    let start = text.drop { $0 == " " || $0 == "\t" }
    let length = start.reversed().drop { $0 == " " || $0 == "\t" }.count
    return String(start.prefix(length))
  }
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
