// Evaluating a point by looking it up: a table says what came of it, so that a search costs what its
// sampler costs and how far it is from the best is known.
import CommandLanguage
import Datasets
import Events
import HyperparameterSearch
import NeuralNetwork
import Text

/// The points of a table with their results. Rows of the same point count as one with their mean; where one
/// of them is not finite the point has diverged, as a trial with several seeds has.
package struct TableObjective: Sendable {
  package let setup: TableSetup
  package let measure: SearchMeasure
  /// Of each column that has more than one value: numbers in order, texts as choices.
  package let axes: [Axis]
  package let rowCount: Int
  package let rowsLeftOut: Int
  /// Nil for a point that diverged. In the order of their first rows.
  private let values: [Double?]
  /// The places of the points' values on the axes.
  private let codes: [[Int]]
  private let places: [[Int]: Int]
  private let valuePlaces: [[ParameterValue: Int]]
  /// Finite values, the best first.
  private let ranked: [Double]

  /// Errors: `table-constant` and `table-unprintable`.
  package init(_ table: ResultTable, _ setup: TableSetup) throws(DataError) {
    var known = setup
    known.fingerprint = table.fingerprint.description
    self.setup = known
    measure = SearchMeasure(setup)
    rowCount = table.results.count
    rowsLeftOut = table.rowsLeftOut
    let varying = table.columns.filter { $0.values.count > 1 }
    guard !varying.isEmpty else {
      throw DataError(
        id: "table-constant", message: "every column but the target has the same value in all rows",
        suggestion: "a table in which something varies")
    }
    try Self.checkPrintable([setup.target] + varying.map(\.name))
    axes = try varying.map { (column) throws(DataError) in
      Axis(name: column.name, domain: try Self.domain(column))
    }
    valuePlaces = axes.map { axis in
      Dictionary(
        uniqueKeysWithValues: axis.domain.gridValues(count: .max).enumerated().map { ($1, $0) })
    }
    var places: [[Int]: Int] = [:]
    var codes: [[Int]] = []
    var sums: [(sum: Double, count: Int)] = []
    for row in table.results.indices {
      let code = varying.map { $0.codes[row] }
      if let place = places[code] {
        sums[place] = (sums[place].sum + table.results[row], sums[place].count + 1)
      } else {
        places[code] = codes.count
        codes.append(code)
        sums.append((table.results[row], 1))
      }
    }
    self.places = places
    self.codes = codes
    values = sums.map { sum, count in
      let mean = sum / Double(count)
      return mean.isFinite ? mean : nil
    }
    ranked = values.compactMap(\.self).sorted { setup.direction.isBetter($0, than: $1) }
  }

  private static func domain(_ column: ResultTable.Column) throws(DataError) -> Domain {
    switch column.values {
    case .texts(let texts):
      try checkPrintable(texts)
      return .choices(texts.map(ParameterValue.choice))
    case .numbers(let numbers):
      let isWhole = numbers.allSatisfy { Int(exactly: $0) != nil }
      return .levels(numbers.map { isWhole ? .integer(Int($0)) : .number($0) })
    }
  }

  /// Names and values are typed and shown as they are.
  private static func checkPrintable(_ texts: [String]) throws(DataError) {
    guard let text = texts.first(where: { escapedForDisplay($0) != $0 }) else { return }
    throw DataError(
      id: "table-unprintable", message: "\(shown(text)) has characters that cannot be shown",
      suggestion: "plain text in names and values, or ignore= that column")
  }

  // MARK: What there is

  package var pointCount: Int { values.count }
  package var divergedCount: Int { values.count - ranked.count }
  package var best: Double? { ranked.first }
  package var worst: Double? { ranked.last }
  package var medianValue: Double? { Statistics.median(ranked) }

  /// How many combinations of the columns' values are no point; nil where there are more than can be counted.
  package var missingCount: Int? {
    var all = 1
    for places in valuePlaces {
      let (product, overflow) = all.multipliedReportingOverflow(by: places.count)
      if overflow { return nil }
      all = product
    }
    return all - pointCount
  }

  /// How many points are better than this value.
  package func better(than value: Double) -> Int {
    // Sorted, so halve the interval that holds the first one not better.
    var (low, high) = (0, ranked.count)
    while low < high {
      let middle = (low + high) / 2
      if setup.direction.isBetter(ranked[middle], than: value) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }

  /// How far a value is from the table's best: 0 for that one.
  package func regret(_ value: Double) -> Double { best.map { abs($0 - value) } ?? 0 }

  // MARK: Looking up

  /// The outcome at a point, or at the nearest one that the table has.
  func evaluate(_ params: [ParameterAssignment]) -> TrialOutcome {
    var wanted: [Int] = []
    for (axis, places) in zip(axes, valuePlaces) {
      guard let value = params.first(where: { $0.name == axis.name })?.value,
        let place = places[value]
      else {
        return .failed(
          Diagnostic(
            id: "not-in-table", message: "the table has no such value of \(shown(axis.name))"))
      }
      wanted.append(place)
    }
    let place = places[wanted] ?? nearest(to: wanted)
    guard let value = values[place] else { return TrialOutcome(state: .diverged) }
    return TrialOutcome(state: .done, value: value)
  }

  /// The nearest point, of equally near ones that which stands first in the file. Values of a column are as
  /// far apart as their places among all of them; different texts are as far apart as can be.
  private func nearest(to wanted: [Int]) -> Int {
    let scales = axes.indices.map { axis -> Double in
      if case .choices = axes[axis].domain { return 0 }
      return 1 / Double(valuePlaces[axis].count - 1)
    }
    var (best, least) = (0, Double.infinity)
    for (place, code) in codes.enumerated() {
      var distance = 0.0
      for axis in code.indices where code[axis] != wanted[axis] {
        let gap = Double(code[axis] - wanted[axis]) * scales[axis]
        distance += scales[axis] == 0 ? 1 : gap * gap
      }
      if distance < least { (best, least) = (place, distance) }
    }
    return best
  }
}

extension TableObjective {
  /// Where it lies in memory, and about how many bytes it takes.
  var footprint: LargeArray {
    // An array begins with 32 bytes of its own, and a dictionary's key here is such an array.
    let code = MemoryLayout<[Int]>.stride + 32 + axes.count * MemoryLayout<Int>.stride
    let entry = MemoryLayout<[Int]>.stride + MemoryLayout<Int>.stride
    let point = MemoryLayout<Double?>.stride + MemoryLayout<Double>.stride + code
    var bytes = pointCount * point + places.capacity * entry
    for axis in valuePlaces {
      bytes += axis.capacity * (MemoryLayout<ParameterValue>.stride + MemoryLayout<Int>.stride)
    }
    return LargeArray(values, bytes: bytes)
  }
}
