// What there is left to learn: what the best answer costs that is the same for all rows, and how much of the
// first error is left.
import Datasets
import Events
import Experiments
import NeuralNetwork
import Numerics

extension Examples {
  /// The mean loss of the best constant answer; nil where it has no simple form.
  func constantLoss(_ loss: Loss) -> Double? {
    let count = Double(self.count)
    switch (targets, loss) {
    case (.classes(_, let classes), _):
      // Each class by what its rows weigh.
      let shares = classCounts(classes).enumerated().map { place, rows in
        Double(rows) * Double(classWeights?[place] ?? 1) / count
      }
      let all = shares.reduce(0, +)
      return shares.reduce(0) { sum, share in
        share == 0 ? sum : sum - share * PortableMath.log(classWeights == nil ? share : share / all)
      }
    case (.values(let values), .squaredError):
      let mean = values.reduce(0) { $0 + Double($1) } / count
      return values.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / count
    case (.values, _): return nil
    }
  }
}

extension EpochHistory {
  /// Whether there is something left to learn: more than a twentieth of the error of always answering
  /// the mean or, of classes, of the first epoch's loss. That counts as no more than 2, about what
  /// guessing costs, since a first epoch may have gone far astray.
  var hasLossLeft: Bool {
    guard let first, let last, last.training.dataLoss > 0.001 else { return false }
    if let r2 = last.training.r2 { return r2 < 0.95 }
    return last.training.dataLoss > 0.05 * Swift.min(2, first.training.dataLoss)
  }
}

extension SessionState {
  /// The rows that training takes: all, or those not kept for validation.
  func trainedExamples(_ data: PreparedData) -> Examples {
    (try? rows(of: data))?.training ?? data.training
  }
}
