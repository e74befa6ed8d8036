// What rows of each class weigh in the loss: as it is asked for, and as the numbers that come of it.
//
// A row's loss is multiplied by its class's weight, and the mean is over the rows as before: Σ w·loss / n.
// So a row's part in the gradient does not depend on which other rows are in its batch. PyTorch's weighted
// cross_entropy with reduction='mean' divides by Σ w instead.
import Datasets

package enum ClassWeighting: Equatable, Sendable {
  case none
  /// n / (k · rows of the class), n rows being trained on, of k classes: every class weighs n / k in all.
  case balanced
  /// Classes that are not named weigh 1.
  case named([Named])

  package struct Named: Equatable, Sendable {
    package let name: String
    package let weight: Double

    package init(name: String, weight: Double) {
      self.name = name
      self.weight = weight
    }
  }

  /// The weight of each class; nil where every row counts alike.
  ///
  /// - Parameters:
  ///   - classes: their names by their numbers; none where a number is to be predicted.
  ///   - rows: those trained on. Of a class that has none of them a row weighs 1.
  package func weights(of classes: [String], over rows: Examples.Targets) -> [Float]? {
    let weights: [Float]
    switch (self, rows) {
    case (.none, _), (_, .values): return nil
    case (.balanced, .classes(let labels, let count)):
      var counts = [Int](repeating: 0, count: count)
      for label in labels { counts[Int(label)] += 1 }
      let present = counts.count { $0 > 0 }
      weights = counts.map {
        $0 > 0 ? Float(Double(labels.count) / (Double(present) * Double($0))) : 1
      }
    case (.named(let named), .classes):
      weights = classes.map { name in
        Float(named.first { $0.name == name }?.weight ?? 1)
      }
    }
    return weights.allSatisfy { $0 == 1 } ? nil : weights
  }
}

extension Examples {
  /// These rows with what their classes weigh.
  package func weighing(_ weights: [Float]?) -> Examples {
    var examples = self
    examples.classWeights = weights
    return examples
  }
}
