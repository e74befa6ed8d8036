// Whether what the network calls so many percent comes true so often.

/// Rows by the probability they were given, in ten bins of equal width, each with its upper end but not its
/// lower one: scikit-learn's `calibration_curve` with ten uniform bins.
package struct Calibration: Equatable, Sendable {
  package struct Bin: Equatable, Sendable {
    package let low: Double
    package let high: Double
    package fileprivate(set) var rows = 0
    /// Rows of which it was true.
    package fileprivate(set) var hits = 0
    fileprivate var sum = 0.0

    /// The mean probability.
    package var predicted: Double { sum / Double(max(1, rows)) }
    /// The share of which it was true.
    package var observed: Double { Double(hits) / Double(max(1, rows)) }
    /// √(share·(1 - share) / rows): how far chance takes a share of so many rows. Nil where all or none came
    /// true: it would be 0, as if that were certain.
    package var standardError: Double? {
      hits > 0 && hits < rows ? (observed * (1 - observed) / Double(rows)).squareRoot() : nil
    }
  }

  package private(set) var bins = (0..<10).map {
    Bin(low: Double($0) / 10, high: Double($0 + 1) / 10)
  }

  package init() {}

  /// What is no probability is left out.
  package mutating func add(_ probability: Double, isTrue: Bool) {
    guard (0...1).contains(probability) else { return }
    // As numpy's linspace has the edges: 3·0.1 is a little above 0.3.
    let place = (1..<bins.count).count { Double($0) * 0.1 < probability }
    bins[place].rows += 1
    bins[place].hits += isTrue ? 1 : 0
    bins[place].sum += probability
  }

  package var rows: Int { bins.reduce(0) { $0 + $1.rows } }

  /// How far probability and share are apart, each bin counting by its rows: the expected calibration
  /// error.
  package var error: Double {
    bins.reduce(0) { $0 + Double($1.rows) * abs($1.predicted - $1.observed) }
      / Double(max(1, rows))
  }

  /// By how much it promises more than comes true; negative for less.
  package var excess: Double {
    bins.reduce(0) { $0 + $1.sum - Double($1.hits) } / Double(max(1, rows))
  }
}
