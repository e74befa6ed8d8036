// Rows in a file that a network is to answer for: columns are found by name, values go the way of the rows
// trained on, and what cannot go it is refused with its place. Rows are read block by block, so that a file
// may be larger than the memory.
import Text

/// A file whose rows have all been seen to fit; reading it again gives them.
package struct RowFile {
  /// What becomes of a category that the training rows did not have.
  package enum UnknownCategories: Sendable {
    case refuse
    /// None of the column's inputs is 1.
    case base
  }

  /// What was found of the rows as a whole.
  package struct Counts: Equatable, Sendable {
    package var rows = 0
    /// Rows that miss a value which nothing stands for: they have no answer.
    package var unanswered = 0
    /// Values that were missing and filled in.
    package var filled = 0
    /// Unknown categories that were taken for none.
    package var unknown = 0
    /// For each of the data's columns, how many numbers lie beyond all that were trained on.
    package var beyond: [Int] = []
  }

  package let path: String
  /// The header's names.
  package let names: [String]
  /// Those of them that are neither inputs nor the target.
  package let unused: [String]
  package let hasTarget: Bool
  package private(set) var counts = Counts()
  @Boxed private var data: PreparedData
  private let plan: RowColumns
  private let limits: CSVOptions.Limits
  /// Of each of the data's columns, and last of the target.
  private var formats: [NumberFormat]
  private let version: FileVersion

  /// Goes through the whole file.
  ///
  /// - Parameter decimal: what divides decimals where a column's numbers can be read both ways; nil to read them as
  ///   those trained on, or if they cannot be, to go by the file.
  /// Errors: those of `loadCSV` about files, records and encodings; `csv-duplicate-column`,
  /// `csv-missing-column`, `csv-no-rows`, `csv-ambiguous-numbers`, `csv-missing-values`, `csv-not-a-number`,
  /// `csv-number-out-of-range`, `csv-unknown-category`, `csv-unknown-class`.
  package init(
    path: String, for data: PreparedData, unknown: UnknownCategories = .refuse,
    decimal: NumberFormat.Mark? = nil, limits: CSVOptions.Limits = CSVOptions.Limits(),
    progress: (Int, Int) -> Bool
  ) throws(DataError) {
    let reader = try CSVReader(path: path, limits: limits)
    guard try reader.advance(progress: progress) else { throw CSVTableReader.emptyFile(reader) }
    let (names, plan) = try RowColumns.plan(reader, data, unknown)
    let used = Set(plan.places + [plan.target].compactMap(\.self))
    (self.names, self.plan) = (names, plan)
    unused = names.indices.filter { !used.contains($0) }.map { names[$0] }
    hasTarget = plan.target != nil
    (self.path, self.data, self.limits, version) = (path, data, limits, reader.version)
    formats = (data.columns.map(\.name) + [data.targetName]).map(data.numberFormat(of:))
    if decimal == nil, let found = try countsAsTrained(progress) {
      counts = found
      return
    }
    // Where numbers are not written as those trained on, how they are shows in all of them.
    formats = try plan.formats(
      CSVRows(path: path, limits: limits, version: version), wish: decimal,
      trained: formats, progress)
    counts = try forEachBlock(progress: progress) { _ throws(DataError) in }
  }

  private var isUnchanged: Bool {
    (try? DataFile(path: path))?.version == version
  }

  /// The names of columns whose numbers are read with a decimal comma.
  package var columnsWithCommas: [String] {
    zip(data.columns.map(\.name) + (hasTarget ? [data.targetName] : []), formats)
      .filter { $1.decimal == .comma }.map { $0.0 }
  }

  /// Nil where some numbers are not written as those trained on.
  private func countsAsTrained(
    _ progress: (Int, Int) -> Bool
  ) throws(DataError) -> Counts? {
    do throws(DataError) {
      return try forEachBlock(progress: progress) { _ throws(DataError) in }
    } catch {
      guard error.id == "csv-not-a-number" else { throw error }
      return nil
    }
  }

  /// Reads the rows again, a block at a time.
  ///
  /// - Parameter copied: the places of fields that blocks are to carry as they stand in the file; nil for none.
  /// Error: `csv-changed` where the file is not what it was.
  @discardableResult
  package func forEachBlock(
    copying copied: [Int]? = nil, progress: (Int, Int) -> Bool,
    _ body: (borrowing RowBlock) throws(DataError) -> Void
  ) throws(DataError) -> Counts {
    let rows = CSVRows(path: path, limits: limits, version: version)
    let reader = try CSVReader(path: path, limits: limits)
    guard reader.version == version, try reader.advance(progress: progress) else {
      throw rows.changed
    }
    var block = RowBlock(plan, data, formats, copying: copied)
    do throws(DataError) {
      while try reader.advance(progress: progress) {
        guard reader.fieldCount == names.count else {
          throw raggedRow(reader, expected: names.count)
        }
        try block.take(reader)
        guard block.isFull else { continue }
        try body(block)
        block.clear()
      }
    } catch {
      // A file that is being written to has errors that it will not have.
      guard error.id == DataError.stoppedID || isUnchanged else { throw rows.changed }
      throw error
    }
    guard isUnchanged else { throw rows.changed }
    if block.count > 0 { try body(block) }
    guard block.counts.rows > 0 else {
      throw reader.error(
        "csv-no-rows", "the file has a header but no rows", at: nil,
        suggestion: "one line a row under the header")
    }
    return block.counts
  }
}
