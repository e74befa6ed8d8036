// Where in its file each row at hand stands.

/// The rows of both parts, in their order, as the file counts them.
package struct RowOrigins: Equatable, Sendable {
  /// Rows of the file under its header, from 0.
  package internal(set) var training: [Int32]
  package internal(set) var test: [Int32]
  /// On which lines of the file its rows begin.
  let lines: LineNumbers

  /// The line on which each row of the file begins, from 1.
  package var lineOfRow: [Int] { lines.all }
}
