// How many threads a network can use.

extension NetworkShape {
  /// Of this many threads, those that are worth their coordination in passes over so many rows.
  package func usefulThreads(_ threads: Int, rows: Int) -> Int {
    let work = layers.reduce(0) { $0 + $1.weights.count } * rows
    return max(1, min(threads, work / 1_000_000))
  }
}
