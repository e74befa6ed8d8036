// Regression trees on the trials of a study, each kept as what it does to the space: a division into
// boxes with one predicted value each. That is all that functional ANOVA needs.

import Numerics

/// Trials as a table: a column of places on the unit interval for each axis, and a target.
struct TrialTable {
  struct Column {
    /// Of choices, at most 64; nil for an axis with an order, as more choices are taken to have.
    let choices: Int?
    let units: [Double]
    /// Of each row, the place of its unit among the different ones.
    fileprivate let ranks: [Int]

    init(units: [Double], choices: Int?) {
      self.units = units
      self.choices = choices.flatMap { $0 <= 64 ? $0 : nil }
      if let count = self.choices {
        ranks = units.map { min(Int($0 * Double(count)), count - 1) }
        return
      }
      var ranks = [Int](repeating: 0, count: units.count)
      var rank = -1
      var last = -1.0
      for row in units.indices.sorted(by: { units[$0] < units[$1] }) {
        // A box narrower than this has no size worth dividing by.
        if units[row] - last > 1e-9 { (rank, last) = (rank + 1, units[row]) }
        ranks[row] = rank
      }
      self.ranks = ranks
    }
  }

  let columns: [Column]
  let targets: [Double]
}

/// What a box covers of one axis.
enum Extent: Equatable {
  case interval(lower: Double, upper: Double)
  /// One bit for each of `count` choices.
  case subset(UInt64, count: Int)

  /// Its share of the axis.
  var size: Double {
    switch self {
    case .interval(let lower, let upper): upper - lower
    case .subset(let bits, let count): Double(bits.nonzeroBitCount) / Double(count)
    }
  }
}

/// A regression tree (CART: Breiman et al., 1984), grown until the rows of a leaf have equal targets or
/// cannot be told apart. Choices are divided into any two sets, ordered by their mean target, which
/// finds the best of all divisions; those no row of a box has go with the larger part.
struct RegressionTree {
  struct Leaf {
    var extents: [Extent]
    var value: Double
  }

  private(set) var leaves: [Leaf] = []

  /// - Parameter rows: may hold a row several times, as a bootstrap sample does.
  init(table: TrialTable, rows: [Int]) {
    let whole = table.columns.map { column -> Extent in
      guard let count = column.choices else { return .interval(lower: 0, upper: 1) }
      return .subset(UInt64.max >> UInt64(64 - count), count: count)
    }
    // A stack of its own: a tree may be as deep as there are rows.
    var open = [(rows: rows, extents: whole)]
    while let (rows, extents) = open.popLast() {
      guard let split = Split.best(of: rows, in: table, extents) else {
        let sum = rows.reduce(0) { $0 + table.targets[$1] }
        leaves.append(Leaf(extents: extents, value: sum / Double(rows.count)))
        continue
      }
      let left = rows.filter { split.isLeft($0, in: table) }
      let right = rows.filter { !split.isLeft($0, in: table) }
      var (leftExtents, rightExtents) = (extents, extents)
      (leftExtents[split.column], rightExtents[split.column]) = (split.left, split.right)
      open.append((right, rightExtents))
      open.append((left, leftExtents))
    }
  }
}

/// A division of a box in two.
private struct Split {
  var column: Int
  var left: Extent
  var right: Extent

  func isLeft(_ row: Int, in table: TrialTable) -> Bool {
    switch left {
    case .interval(_, let upper): table.columns[column].units[row] < upper
    case .subset(let bits, _): bits >> UInt64(table.columns[column].ranks[row]) & 1 == 1
    }
  }

  /// The one with the smallest squared error, the first of equals; nil when the rows have equal targets
  /// or none tells them apart.
  static func best(of rows: [Int], in table: TrialTable, _ extents: [Extent]) -> Split? {
    let targets = table.targets
    let first = targets[rows[0]]
    guard rows.contains(where: { targets[$0] != first }) else { return nil }
    let total = rows.reduce(0) { $0 + targets[$1] }
    var best: (score: Double, split: Split)?
    for (index, column) in table.columns.enumerated() {
      // Groups of rows that stay together, in the order in which they may be divided.
      let groups = groups(of: rows, column, targets)
      var (count, sum) = (0, 0.0)
      for place in groups.indices.dropLast() {
        count += groups[place].count
        sum += groups[place].sum
        let rest = total - sum
        // The smaller the squared error, the larger Σ sum²/count.
        let score = sum * sum / Double(count) + rest * rest / Double(rows.count - count)
        if score > best?.score ?? -.infinity {
          let (left, right) = divide(
            extents[index], groups, after: place, column, isLeftLarger: 2 * count >= rows.count)
          best = (score, Split(column: index, left: left, right: right))
        }
      }
    }
    return best?.split
  }

  private struct Group {
    var rank: Int
    var row: Int
    var count = 0
    var sum = 0.0
  }

  private static func groups(
    of rows: [Int], _ column: TrialTable.Column, _ targets: [Double]
  ) -> [Group] {
    // Rank and row in one number: the fastest thing to sort.
    let keys = rows.map { UInt64(column.ranks[$0]) << 32 | UInt64($0) }.sorted()
    var groups: [Group] = []
    for key in keys {
      let (rank, row) = (Int(key >> 32), Int(key & 0xffff_ffff))
      if groups.last?.rank != rank { groups.append(Group(rank: rank, row: row)) }
      groups[groups.count - 1].count += 1
      groups[groups.count - 1].sum += targets[row]
    }
    guard column.choices != nil else { return groups }
    return groups.sorted { left, right in
      let (a, b) = (left.sum / Double(left.count), right.sum / Double(right.count))
      return a != b ? a < b : left.rank < right.rank
    }
  }

  private static func divide(
    _ extent: Extent, _ groups: [Group], after place: Int, _ column: TrialTable.Column,
    isLeftLarger: Bool
  ) -> (Extent, Extent) {
    switch extent {
    case .interval(let lower, let upper):
      let (a, b) = (column.units[groups[place].row], column.units[groups[place + 1].row])
      let middle = a + (b - a) / 2
      return (.interval(lower: lower, upper: middle), .interval(lower: middle, upper: upper))
    case .subset(let bits, let count):
      func union(_ groups: ArraySlice<Group>) -> UInt64 {
        groups.reduce(0) { $0 | 1 << UInt64($1.rank) }
      }
      let smaller = union(isLeftLarger ? groups[(place + 1)...] : groups[...place])
      let larger = Extent.subset(bits & ~smaller, count: count)
      let rest = Extent.subset(smaller, count: count)
      return isLeftLarger ? (larger, rest) : (rest, larger)
    }
  }
}

/// Trees on bootstrap samples of the same table (Breiman, 2001), each split over all axes.
struct RandomForest {
  let trees: [RegressionTree]

  init(table: TrialTable, trees count: Int, seed: UInt64) {
    let rows = table.targets.count
    trees = (0..<count).map { tree in
      var random = RandomStream(
        seed: seed, purpose: .search, index: SearchStream.forest.index(UInt64(tree)))
      return RegressionTree(table: table, rows: (0..<rows).map { _ in random.below(rows) })
    }
  }
}
