// What the columns of data hold, by the values as they were read: ranges, categories, what is missing, and
// how the values are spread.

package struct ColumnSummary: Equatable, Sendable {
  package enum Role: Equatable, Sendable {
    case input, target
    /// No input, and nothing is known of its values.
    case leftOut(LeftOutColumn.Reason)
  }

  package enum Values: Equatable, Sendable {
    /// How many of them lie in each of equal parts of their range; the last part holds the highest.
    case numbers(low: Double, high: Double, counts: [Int])
    /// The most frequent first, those as frequent in their order.
    case categories([(name: String, count: Int)])
    case unknown

    package static func == (left: Values, right: Values) -> Bool {
      switch (left, right) {
      case (.numbers(let low, let high, let counts), .numbers(let low2, let high2, let counts2)):
        low == low2 && high == high2 && counts == counts2
      case (.categories(let some), .categories(let others)):
        some.elementsEqual(others) { $0 == $1 }
      case (.unknown, .unknown): true
      default: false
      }
    }
  }

  package var name: String
  package var role: Role
  package var values: Values
  /// Rows without a value, those that were left out for it included.
  package var missing: Int

  /// Parts of the range of numbers.
  package static let parts = 10

  /// Where the parts of a range begin, and its end.
  package static func edges(_ low: Double, _ high: Double) -> [Double] {
    (0...parts).map { $0 == parts ? high : low + (high - low) * Double($0) / Double(parts) }
  }

  fileprivate static func spread(_ numbers: [Double]) -> Values {
    let present = numbers.filter { !$0.isNaN }
    guard let low = present.min(), let high = present.max() else { return .unknown }
    var counts = [Int](repeating: 0, count: parts)
    let edges = edges(low, high)
    for number in present {
      counts[edges[1..<parts].lastIndex { $0 <= number } ?? 0] += 1
    }
    return .numbers(low: low, high: high, counts: counts)
  }

  fileprivate static func frequencies(_ rows: [Int32], _ names: [String]) -> Values {
    var counts = [Int](repeating: 0, count: names.count)
    for row in rows where row >= 0 { counts[Int(row)] += 1 }
    let order = names.indices.sorted {
      counts[$0] != counts[$1] ? counts[$0] > counts[$1] : $0 < $1
    }
    return .categories(order.map { (names[$0], counts[$0]) })
  }
}

extension PreparedData {
  /// Of all columns: inputs, the target, and what was left out.
  package var columnSummaries: [ColumnSummary] {
    let readers = [rawRows(of: .training), rawRows(of: .test)].compactMap(\.self)
    var dropped: [String: Int] = [:]
    for case .rowsDropped(_, let fields) in notes {
      for field in fields { dropped[field.column] = field.rows }
    }
    var summaries = columns.enumerated().map { place, column in
      var missing = dropped[column.name] ?? 0
      let values: ColumnSummary.Values
      switch column.kind {
      case .number:
        let numbers = readers.flatMap { $0.numbers(ofColumn: place) }
        missing += numbers.count { $0.isNaN }
        values = ColumnSummary.spread(numbers)
      case .category(let names):
        let rows = readers.flatMap { $0.categories(ofColumn: place) }
        missing += rows.count { $0 < 0 }
        values = ColumnSummary.frequencies(rows, names)
      }
      return ColumnSummary(name: column.name, role: .input, values: values, missing: missing)
    }
    summaries.append(
      ColumnSummary(
        name: targetName, role: .target, values: targetValues(readers),
        missing: dropped[targetName] ?? 0))
    return summaries
      + leftOut.map {
        ColumnSummary(
          name: $0.name, role: .leftOut($0.reason), values: .unknown, missing: dropped[$0.name] ?? 0
        )
      }
  }

  private func targetValues(_ readers: [RawRowReader]) -> ColumnSummary.Values {
    switch task {
    case .regression: return ColumnSummary.spread(readers.flatMap(\.targetNumbers))
    case .classification(let classes):
      let labels = [training, test].compactMap(\.self).flatMap { examples -> [Int32] in
        if case .classes(let labels, _) = examples.targets { labels } else { [] }
      }
      return ColumnSummary.frequencies(labels, classes)
    }
  }
}
