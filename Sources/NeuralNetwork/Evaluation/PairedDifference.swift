// Whether one network does better than another on the same rows, or whether that may be luck with these
// rows: row by row the one's loss less the other's, their mean and its standard error. As both had the
// same rows, what makes a row hard for both is no part of the error.

package struct PairedDifference: Equatable, Sendable {
  /// Of fewer rows an error says little.
  private static let fewestRows = 10

  package let rows: Int
  /// Above 0 where the second has the lower loss.
  package let mean: Double
  /// Of the mean.
  package let standardError: Double

  /// Nil with fewer than two rows.
  package init?(_ first: [Double], _ second: [Double]) {
    let differences = zip(first, second).map { $0 - $1 }
    guard differences.count > 1 else { return nil }
    rows = differences.count
    let mean = differences.reduce(0, +) / Double(differences.count)
    let squares = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.mean = mean
    standardError = (squares / Double(rows - 1) / Double(rows)).squareRoot()
  }

  /// Whether the second is better by more than two standard errors.
  package var isSecondClearlyBetter: Bool {
    rows >= Self.fewestRows && mean > 2 * standardError
  }
}
