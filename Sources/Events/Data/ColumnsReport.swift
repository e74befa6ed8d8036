// What `data columns` says of the columns of the rows at hand.
import Datasets

package struct ColumnsReport: Sendable, Equatable {
  package var name: String
  package var rows: Int
  package var columns: [ColumnSummary]
  /// Rows that were left out since values are missing.
  package var dropped = 0

  package init(_ data: PreparedData) {
    name = data.name
    rows = data.training.count + (data.test?.count ?? 0)
    columns = data.columnSummaries
    for case .rowsDropped(let count, _) in data.notes { dropped = count }
  }
}
