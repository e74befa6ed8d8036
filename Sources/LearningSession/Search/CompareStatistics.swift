// The numbers of a comparison of searchers: what each run had found after each trial, and the spread of that
// over the runs.
import HyperparameterSearch
import NeuralNetwork

extension Study {
  /// The best value after each trial; nil before the first that has one.
  var bestSoFar: [Double?] {
    var best: Double?
    return trials.map { trial in
      if trial.state == .done, let value = trial.value,
        best.map({ direction.isBetter(value, than: $0) }) ?? true
      {
        best = value
      }
      return best
    }
  }
}

/// The value below which so large a share of the values lies, interpolated between neighbors (Hyndman and Fan
/// 1996, type 7, as NumPy does); an infinite neighbor makes it infinite. Nil of none.
func quantile(_ values: [Double], _ share: Double) -> Double? {
  guard let last = values.indices.last else { return nil }
  let sorted = values.sorted()
  let place = share * Double(last)
  let below = min(Int(place), last)
  let rest = place - Double(below)
  guard rest > 0, below < last, sorted[below] != sorted[below + 1] else { return sorted[below] }
  return sorted[below] + rest * (sorted[below + 1] - sorted[below])
}

extension CompareReport.Spread {
  /// Runs without a value count as worse than all others.
  init(_ values: [Double?], _ direction: SearchDirection) {
    let worst = direction == .minimize ? Double.infinity : -Double.infinity
    let numbers = values.map { $0 ?? worst }
    func finite(_ share: Double) -> Double? {
      quantile(numbers, share).flatMap { $0.isFinite ? $0 : nil }
    }
    self.init(low: finite(0.25), median: finite(0.5), high: finite(0.75))
  }
}

extension CompareReport.Row {
  init(
    _ searcher: ComparePlan.Searcher, _ studies: [Study], reference: [Study],
    direction: SearchDirection
  ) {
    let curves = studies.map(\.bestSoFar)
    let bests = curves.map { $0.last ?? nil }
    let others = reference.map { $0.best?.value }
    let target = CompareReport.Spread(others, direction).median
    let reached = curves.map { curve -> Int? in
      guard let target else { return nil }
      return curve.firstIndex { value in
        value.map { !direction.isBetter(target, than: $0) } ?? false
      }.map { $0 + 1 }
    }
    let finite = bests.compactMap(\.self)
    let isWhole = finite.count == bests.count
    let pairs = zip(bests, others)
    self.init(
      searcher: searcher, bests: bests, final: CompareReport.Spread(bests, direction),
      mean: isWhole ? LearningSession.mean(finite) : nil,
      standardError: isWhole ? LearningSession.standardError(of: finite) : nil,
      trialsToReference: reached,
      medianTrialsToReference: quantile(reached.map { $0.map(Double.init) ?? .infinity }, 0.5)
        .flatMap { $0.isFinite ? $0 : nil },
      wins: pairs.count { best, other in
        guard let best else { return false }
        return other.map { direction.isBetter(best, than: $0) } ?? true
      },
      ties: pairs.count { $0 == $1 },
      curve: (0..<(curves.map(\.count).max() ?? 0)).map { place in
        // A grid that has run out of points keeps what it has.
        CompareReport.Spread(
          curves.map { $0.isEmpty ? nil : $0[min(place, $0.count - 1)] }, direction)
      })
  }
}

enum StudentDistribution {
  /// For 1 to 30 degrees of freedom: what |t| exceeds with a chance of 5%.
  private static let critical = [
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
    2.145,
    2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052,
    2.048,
    2.045, 2.042,
  ]

  /// What |t| exceeds with a chance of 5%; from 31 degrees of freedom on that of 30, which is a little more.
  static func critical(freedom: Int) -> Double {
    critical[min(max(freedom, 1), critical.count) - 1]
  }
}
