// What the best answer costs that is the same for all rows.
import Datasets
import NeuralNetwork
import Numerics

extension Examples {
  /// The mean loss of the best constant answer; nil where it has no simple form.
  func constantLoss(_ loss: Loss) -> Double? {
    let count = Double(self.count)
    switch (targets, loss) {
    case (.classes(_, let classes), _):
      return classCounts(classes).reduce(0) { sum, rows in
        rows == 0 ? sum : sum - Double(rows) / count * PortableMath.log(Double(rows) / count)
      }
    case (.values(let values), .squaredError):
      let mean = values.reduce(0) { $0 + Double($1) } / count
      return values.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / count
    case (.values, _): return nil
    }
  }
}
