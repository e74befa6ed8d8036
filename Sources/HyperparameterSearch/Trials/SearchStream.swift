// Keeps the random streams of a search apart: all share the purpose `search` and are told apart by the
// high bits of their index. A random point of trial t has index t, a trial's own seed 2⁶³ + t.

/// Who draws. The raw values are part of the reproducibility promise: never renumber them.
enum SearchStream: UInt64 {
  case treeParzen = 1
  case forest = 2
  case sobol = 3
  case acquisition = 4
  case covariance = 5

  /// The stream's index for a number below 2⁶⁰.
  func index(_ number: UInt64) -> UInt64 {
    rawValue << 60 | (number & (1 << 60 - 1))
  }
}
