// Which row of its file is in which part, as a table that others can divide the same rows by.

extension PreparedData {
  /// What such a table begins with.
  private static let splitTableHead = "row,line,part\n"

  /// Whether a file is such a table, every line of it.
  package static func isSplitTable(_ bytes: [UInt8]) -> Bool {
    guard bytes.starts(with: splitTableHead.utf8) else { return false }
    let parts = ["train", "validation", "test"].map { Array($0.utf8) }
    return bytes.split(separator: 0x0A).dropFirst().allSatisfy { line in
      let fields = line.split(separator: 0x2C, omittingEmptySubsequences: false)
      return fields.count == 3 && parts.contains(Array(fields[2]))
    }
  }

  /// A line for each row, in the file's order: its number under the header and its line, both from 1, and its
  /// part. Nil of data that are of no file.
  ///
  /// - Parameter validation: the training rows that are kept to validate.
  package func splitTable(validation: [Int]) -> String? {
    guard let origins else { return nil }
    let lines = origins.lineOfRow
    var parts = [String?](repeating: nil, count: lines.count)
    for row in origins.training { parts[Int(row)] = "train" }
    for row in validation { parts[Int(origins.training[row])] = "validation" }
    for row in origins.test { parts[Int(row)] = "test" }
    var text = Self.splitTableHead
    for (row, part) in parts.enumerated() {
      if let part { text += "\(row + 1),\(lines[row]),\(part)\n" }
    }
    return text
  }
}
