// Columns that name rows, as ids do, rather than measure something.

enum ColumnIdentity {
  /// With fewer rows than these, different whole numbers may as well be measurements.
  private static let fewestRows = 50

  /// Whether a column is called as ids are: `id`, `user_id`, `RowID`.
  static func isName(_ name: String) -> Bool {
    let lowered = name.lowercased()
    return ["id", "uuid", "guid", "index", "key"].contains(lowered)
      || ["_id", "-id", " id", ".id"].contains { lowered.hasSuffix($0) }
      || name.hasSuffix("ID") || name.hasSuffix("Id")
  }

  /// Whether the numbers of all rows are whole and differ.
  static func areIdentifiers(_ numbers: [Double], name: String) -> Bool {
    guard isName(name) || numbers.count >= fewestRows,
      numbers.allSatisfy({ $0 == $0.rounded() })
    else { return false }
    var seen: Set<Double> = []
    return numbers.allSatisfy { seen.insert($0).inserted }
  }
}
