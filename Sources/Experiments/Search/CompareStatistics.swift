// The numbers of a comparison of searchers: what each run had found after each trial, and the spread of that
// over the runs.
import Events
import HyperparameterSearch

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

extension CompareReport.Spread {
  /// Runs without a value count as worse than all others.
  init(_ values: [Double?], _ direction: SearchDirection) {
    let worst = direction == .minimize ? Double.infinity : -Double.infinity
    let numbers = values.map { $0 ?? worst }
    func finite(_ share: Double) -> Double? {
      Statistics.quantile(numbers, share).flatMap { $0.isFinite ? $0 : nil }
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
      mean: isWhole ? Statistics.mean(finite) : nil,
      standardError: isWhole ? Statistics.standardError(of: finite) : nil,
      trialsToReference: reached,
      medianTrialsToReference: Statistics.quantile(
        reached.map { $0.map(Double.init) ?? .infinity }, 0.5
      )
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
