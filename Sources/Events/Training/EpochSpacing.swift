// How those epochs lie that stand for all of a run. A race waits at them and the screen has a row for
// each, so both ask here.

package enum EpochSpacing: Sendable, Equatable {
  /// So many, evenly spread; the last epoch is one of them.
  case parts(Int, of: Int)
  /// 1, 2, 5, 10, …, where nobody knows which epoch will be the last.
  case round

  /// - Parameter done: how many epochs the run has behind it.
  package func contains(_ done: Int) -> Bool {
    switch self {
    case .parts(let count, let total):
      return total <= count || done * count / total != (done - 1) * count / total
    case .round:
      var digits = done
      while digits > 9, digits % 10 == 0 { digits /= 10 }
      return [1, 2, 5].contains(digits)
    }
  }
}
