// How many slips of the keyboard lie between two words, for whoever asks "did you mean".

/// Insertions, deletions, replacements and swaps of neighbors (Damerau–Levenshtein distance as optimal
/// string alignment: no part is edited twice).
@_specialize(where Letter == UInt32)
package func editDistance<Letter: Equatable>(_ first: [Letter], _ second: [Letter]) -> Int {
  if first.isEmpty || second.isEmpty { return max(first.count, second.count) }
  var beforeLast = [Int](repeating: 0, count: second.count + 1)
  var last = Array(0...second.count)
  for i in 1...first.count {
    var row = [Int](repeating: i, count: second.count + 1)
    for j in 1...second.count {
      let cost = first[i - 1] == second[j - 1] ? 0 : 1
      row[j] = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost)
      if i > 1, j > 1, first[i - 1] == second[j - 2], first[i - 2] == second[j - 1] {
        row[j] = min(row[j], beforeLast[j - 2] + 1)
      }
    }
    (beforeLast, last) = (last, row)
  }
  return last[second.count]
}
