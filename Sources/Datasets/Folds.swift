// Dividing rows into folds, each of which judges once what was trained on the others (cross-validation).
import Numerics

/// Row numbers in `count` folds, ascending in each. Every row is in one fold; the folds' sizes differ by
/// one row at most, in all and within each class.
///
/// The rows of each class are shuffled by the seed and dealt out in turn, a class going on where the one
/// before it ended.
package func foldRows(count: Int, seed: UInt64, of examples: Examples) -> [[Int]] {
  let count = max(1, count)
  var members: [[Int]]
  switch examples.targets {
  case .classes(let classes, let classCount):
    members = [[Int]](repeating: [], count: classCount)
    for (row, label) in classes.enumerated() { members[Int(label)].append(row) }
  case .values(let values): members = [Array(values.indices)]
  }
  var folds = [[Int]](repeating: [], count: count)
  var dealt = 0
  for place in members.indices {
    var random = RandomStream(seed: seed, purpose: .fold, index: UInt64(place))
    for member in random.permutation(of: members[place].count) {
      folds[dealt % count].append(members[place][Int(member)])
      dealt += 1
    }
  }
  return folds.map { $0.sorted() }
}
