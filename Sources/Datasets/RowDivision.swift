// Dividing the training rows once more, for validation or into folds, as the data want it: by chance, class
// by class; whole groups; the last rows; or the rows that a column names.
import Numerics

/// Numbers of training rows: those to train on and those to judge by.
package struct RowDivision: Equatable, Sendable {
  package var kept: [Int]
  package var validation: [Int]

  package init(kept: [Int], validation: [Int]) {
    (self.kept, self.validation) = (kept, validation)
  }
}

extension PreparedData {
  /// The share of the training rows that judges a search's trials and says when to stop.
  package static let validationFraction = 0.25

  /// The training rows divided into those to train on and those to validate by. Where no row can be spared,
  /// none is.
  package func division(validationFraction fraction: Double, seed: UInt64) -> RowDivision {
    let rows = training.count
    switch division {
    case .drawn:
      return RowDivision(
        splitRows(of: training, fraction: fraction, seed: seed, purpose: .validation))
    case .given(let validates):
      return RowDivision(
        kept: validates.indices.filter { !validates[$0] },
        validation: validates.indices.filter { validates[$0] })
    case .groups(let groups):
      return RowDivision(
        splitGroups(groups, fraction: fraction, seed: seed, purpose: .validation))
    case .ordered:
      return RowDivision(splitLast(of: rows, fraction: fraction))
    }
  }

  /// The training rows alone, divided into training and test rows, filled and scaled by what the former show.
  package func testing(on rows: RowDivision) -> PreparedData {
    var data = self
    let (kept, tested) = (rows.kept, rows.validation)
    data.division = division.subset(kept)
    if let origins {
      data.origins?.training = kept.map { origins.training[$0] }
      data.origins?.test = tested.map { origins.training[$0] }
    }
    data.features = features.map {
      ChosenFeatures(
        features: $0.features, plainTraining: $0.plainTraining.subset(kept),
        plainTest: $0.plainTraining.subset(tested))
    }
    data.training = training.subset(kept)
    data.test = training.subset(tested)
    data.rawTraining = rawTraining?.subset(kept)
    data.rawTest = rawTraining?.subset(tested)
    data.scaledWithout = nil
    return data.scaled(by: data.rowsMeasured(without: nil))
  }

  /// How many folds there can be at most.
  package var mostFolds: Int {
    switch division {
    case .drawn: training.count
    case .given: 1
    case .groups(let groups): Set(groups).count
    case .ordered: training.count - 1
    }
  }

  /// Each fold judges once what was trained on rows of the others: of ordered rows, what was trained on those
  /// before it. There are at most `mostFolds`.
  package func folds(_ count: Int, seed: UInt64) -> [RowDivision] {
    let all = training.count
    switch division {
    case .drawn, .given:
      return foldRows(count: count, seed: seed, of: training).map { RowDivision(fold: $0, of: all) }
    case .groups(let groups):
      return groupFolds(groups, count: count, seed: seed).map { RowDivision(fold: $0, of: all) }
    case .ordered:
      let size = all / (count + 1)
      return (0..<count).map { fold in
        let start = all - (count - fold) * size
        return RowDivision(kept: Array(0..<start), validation: Array(start..<start + size))
      }
    }
  }
}

extension RowDivision {
  fileprivate init(_ split: RowSplit) {
    self.init(kept: split.kept, validation: split.setAside)
  }

  fileprivate init(fold: [Int], of count: Int) {
    var isKept = [Bool](repeating: true, count: count)
    for row in fold { isKept[row] = false }
    self.init(kept: isKept.indices.filter { isKept[$0] }, validation: fold)
  }
}

/// Sets the last rows aside, as many as the fraction asks for.
func splitLast(of count: Int, fraction: Double) -> RowSplit {
  let kept = count - setAsideCounts(of: [count], fraction: fraction)[0]
  return RowSplit(kept: Array(0..<kept), setAside: Array(kept..<count))
}

/// Sets whole groups aside: in an order that the seed draws, each that brings the number of rows nearer to
/// the fraction; at least one of several, and never all.
func splitGroups(
  _ groups: [Int32], fraction: Double, seed: UInt64, purpose: RandomPurpose
) -> RowSplit {
  let sizes = groupSizes(groups)
  var left = sizes.count { $0 > 0 }
  var isSetAside = [Bool](repeating: false, count: sizes.count)
  if fraction > 0, left > 1 {
    let due = max(1, Int((Double(groups.count) * min(fraction, 1)).rounded()))
    var random = RandomStream(seed: seed, purpose: purpose, index: 0)
    let order = random.permutation(of: sizes.count).map { Int($0) }.filter { sizes[$0] > 0 }
    var taken = 0
    for group in order
    where left > 1 && abs(taken + sizes[group] - due) < abs(taken - due) {
      isSetAside[group] = true
      taken += sizes[group]
      left -= 1
    }
    if taken == 0, let least = order.min(by: { sizes[$0] < sizes[$1] }) {
      isSetAside[least] = true
    }
  }
  return RowSplit(
    kept: groups.indices.filter { !isSetAside[Int(groups[$0])] },
    setAside: groups.indices.filter { isSetAside[Int(groups[$0])] })
}

/// Whole groups in folds: the largest first, those of one size in an order that the seed draws, each to the
/// fold with the fewest rows.
private func groupFolds(_ groups: [Int32], count: Int, seed: UInt64) -> [[Int]] {
  let sizes = groupSizes(groups)
  var random = RandomStream(seed: seed, purpose: .fold, index: 0)
  let drawn = random.permutation(of: sizes.count).map { Int($0) }
  let order = drawn.indices.sorted { left, right in
    let (leftSize, rightSize) = (sizes[drawn[left]], sizes[drawn[right]])
    return leftSize != rightSize ? leftSize > rightSize : left < right
  }
  var loads = [Int](repeating: 0, count: count)
  var foldOfGroup = [Int](repeating: 0, count: sizes.count)
  for place in order {
    let fold = loads.indices.min { loads[$0] < loads[$1] } ?? 0
    foldOfGroup[drawn[place]] = fold
    loads[fold] += sizes[drawn[place]]
  }
  var folds = [[Int]](repeating: [], count: count)
  for (row, group) in groups.enumerated() { folds[foldOfGroup[Int(group)]].append(row) }
  return folds
}

private func groupSizes(_ groups: [Int32]) -> [Int] {
  var sizes = [Int](repeating: 0, count: Int(groups.max() ?? -1) + 1)
  for group in groups { sizes[Int(group)] += 1 }
  return sizes
}
