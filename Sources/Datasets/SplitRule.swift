// Who decides which rows train, validate and test: chance, or a column of the file that names the parts,
// the groups or the order.
import Text

package enum SplitRule: Equatable, Sendable {
  /// Chance, class by class.
  case drawn
  /// A column says of each row whether it trains, validates or tests.
  case parts(column: String)
  /// Rows with the same value in a column stay together.
  case groups(column: String)
  /// The last rows by a column test, and the last of the others validate.
  case order(column: String)

  /// Nil where chance decides alone.
  package var column: String? {
    switch self {
    case .drawn: nil
    case .parts(let column), .groups(let column), .order(let column): column
    }
  }

  /// What it is called in commands and in results.
  package var name: String {
    switch self {
    case .drawn: "drawn"
    case .parts: "split"
    case .groups: "group"
    case .order: "order"
    }
  }

  /// Where its column stands; nil without one.
  ///
  /// Errors: `csv-split-column`, `csv-split-target`, `csv-split-input`.
  func place(
    in names: [String], target: Int, selection: ColumnSelection, path: String
  ) throws(DataError) -> Int? {
    guard let column else { return nil }
    guard let place = names.firstIndex(of: column) else {
      throw DataError(
        id: "csv-split-column", message: "there is no column \(quotedForMessage(column))",
        file: path,
        suggestion: suggestedName(
          for: column, among: names, otherwise: "the columns are \(listedForMessage(names))"))
    }
    guard place != target else {
      throw DataError(
        id: "csv-split-target",
        message: "\(quotedForMessage(column)) is the target, which cannot divide the rows too",
        file: path, suggestion: "\(name)= names another column")
    }
    if case .order = self { return place }
    if case .only = selection, try selection.names(place, in: names, path: path) {
      throw DataError(
        id: "csv-split-input",
        message: "\(quotedForMessage(column)) divides the rows and is no input", file: path,
        suggestion: "leave it out of the columns to learn from")
    }
    return place
  }
}

/// What dividing the training rows once more has to heed.
package enum TrainingDivision: Equatable, Sendable {
  case drawn
  /// Which training rows validate.
  case given([Bool])
  /// The number of each training row's group.
  case groups([Int32])
  /// Earlier rows stand before later ones.
  case ordered

  /// The same of some of the rows, in the given order. Rows that are told apart no more are drawn.
  func subset(_ rows: [Int]) -> TrainingDivision {
    switch self {
    case .drawn, .ordered: self
    case .groups(let groups): .groups(rows.map { groups[$0] })
    case .given(let validates):
      rows.contains { validates[$0] } ? .given(rows.map { validates[$0] }) : .drawn
    }
  }

  /// Whether the data say themselves which rows validate.
  package var isGiven: Bool { if case .given = self { true } else { false } }
}

/// A column of the file that is no input.
package struct LeftOutColumn: Equatable, Sendable {
  package enum Reason: String, Sendable {
    case dropped
    /// It names the parts, the groups or the order of the rows.
    case split, group, order
  }

  package var name: String
  package var reason: Reason
}
