// Setting rows aside: for testing when data are loaded, for validation when settings are searched.
// Classes keep their shares in both parts, and both parts keep the rows' order.
import Numerics

/// How data are divided and scaled once they are read.
package struct SplitOptions: Equatable, Sendable {
  /// The share of the rows set aside for testing, from 0 (none) to below 1.
  package var testFraction: Double
  package var seed: UInt64
  /// Whether numbers are brought to mean 0 and deviation 1.
  package var standardize: Bool

  package init(testFraction: Double = 0.25, seed: UInt64, standardize: Bool = true) {
    self.testFraction = testFraction
    self.seed = seed
    self.standardize = standardize
  }
}

/// Row numbers; ascending in both parts unless a column orders the rows.
struct RowSplit: Equatable {
  var kept: [Int]
  var setAside: [Int]
}

func splitRows(
  of examples: Examples, fraction: Double, seed: UInt64, purpose: RandomPurpose
) -> RowSplit {
  switch examples.targets {
  case .classes(let classes, let count):
    splitRows(strata: classes, count: count, fraction: fraction, seed: seed, purpose: purpose)
  case .values(let values):
    splitRows(
      strata: [Int32](repeating: 0, count: values.count), count: 1, fraction: fraction, seed: seed,
      purpose: purpose)
  }
}

/// Divides rows so that each stratum (a class; for regression there is only one) is divided in the
/// same ratio. Which rows of stratum `s` are set aside depends on the seed, the purpose and `s`
/// only.
func splitRows(
  strata: [Int32], count: Int, fraction: Double, seed: UInt64, purpose: RandomPurpose
) -> RowSplit {
  var members = [[Int]](repeating: [], count: count)
  for (row, stratum) in strata.enumerated() { members[Int(stratum)].append(row) }
  let quotas = setAsideCounts(of: members.map(\.count), fraction: fraction)
  var isSetAside = [Bool](repeating: false, count: strata.count)
  for (stratum, quota) in quotas.enumerated() where quota > 0 {
    var random = RandomStream(seed: seed, purpose: purpose, index: UInt64(stratum))
    var rows = members[stratum]
    for position in 0..<quota {
      rows.swapAt(position, position + random.below(rows.count - position))
      isSetAside[rows[position]] = true
    }
  }
  return RowSplit(
    kept: strata.indices.filter { !isSetAside[$0] },
    setAside: strata.indices.filter { isSetAside[$0] })
}

/// How many rows of each stratum to set aside: the whole rows of each exact share first, then the
/// rows still due in all to the largest remainders (the lower stratum on a tie). The last row of a
/// stratum is never taken, and still no stratum is off its exact share by a whole row.
func setAsideCounts(of sizes: [Int], fraction: Double) -> [Int] {
  let total = sizes.reduce(0, +)
  guard fraction > 0, total >= 2 else { return sizes.map { _ in 0 } }
  let share = min(fraction, 1)
  let exact = sizes.map { Double($0) * share }
  var counts = zip(sizes, exact).map { size, exact in
    min(Int(exact.rounded(.down)), max(size - 1, 0))
  }
  var due = max(1, Int((Double(total) * share).rounded())) - counts.reduce(0, +)
  let byRemainder = sizes.indices.sorted { left, right in
    let leftRest = exact[left] - exact[left].rounded(.down)
    let rightRest = exact[right] - exact[right].rounded(.down)
    return leftRest != rightRest ? leftRest > rightRest : left < right
  }
  for stratum in byRemainder where due > 0 {
    let hasRest = exact[stratum] > Double(counts[stratum])
    if hasRest, counts[stratum] < sizes[stratum] - 1 {
      counts[stratum] += 1
      due -= 1
    }
  }
  return counts
}

extension Examples {
  /// With more rows than this the figures of an epoch are of a sample.
  package static let mostRowsForFigures = 20_000
  /// How many rows that sample has.
  package static let sampledRows = 10_000

  /// The rows that figures are of where they are wanted after every epoch: all, or of more than 20,000 a
  /// sample of 10,000, in order. It is a function of the number of rows alone, so no seed changes it.
  package var sampledForFigures: Examples {
    guard count > Self.mostRowsForFigures else { return self }
    var rows = Array(0..<count)
    var random = RandomStream(seed: 0, purpose: .figures, index: UInt64(count))
    for place in 0..<Self.sampledRows { rows.swapAt(place, place + random.below(count - place)) }
    return subset(rows.prefix(Self.sampledRows).sorted())
  }
}
