// What the probabilities that a network gives to rows of known classes are worth: rows ranked by them, and
// how often they come true.
import Datasets

extension Evaluator {
  /// Each row's probability of the second class; none where there are not two.
  package func rankedRows<Failure: Error>(
    _ examples: Examples, parameters: [Float], checkStop: () throws(Failure) -> Void
  ) throws(Failure) -> RankedRows {
    var ranked = RankedRows()
    guard case .classes(_, 2) = examples.targets else { return ranked }
    try forEachAnswer(examples, parameters, checkStop: checkStop) { label, _, second in
      ranked.add(second, label: label)
    }
    return ranked
  }

  /// Of two classes by the probability of the second, of more by that of the class a row is taken for.
  package func calibration<Failure: Error>(
    _ examples: Examples, parameters: [Float], checkStop: () throws(Failure) -> Void
  ) throws(Failure) -> Calibration {
    var calibration = Calibration()
    guard case .classes(_, let classes) = examples.targets else { return calibration }
    try forEachAnswer(examples, parameters, checkStop: checkStop) { label, taken, probability in
      calibration.add(
        Double(probability), isTrue: classes == 2 ? label == 1 : Int(label) == taken)
    }
    return calibration
  }

  /// - Parameter body: is given each row's class, the one it is taken for, and the probability of the second
  ///   class of two, or else of the one it is taken for.
  private func forEachAnswer<Failure: Error>(
    _ examples: Examples, _ parameters: [Float], checkStop: () throws(Failure) -> Void,
    _ body: (Int32, Int, Float) -> Void
  ) throws(Failure) {
    guard case .classes(let labels, let classes) = examples.targets else { return }
    try parameters.withUnsafeBufferPointer { parameters throws(Failure) in
      guard let start = parameters.baseAddress else { return }
      try examples.withPointers { pointers throws(Failure) in
        try forEachBlock(pointers, rows: examples.count, start, checkStop: checkStop) { block in
          let taken = (0..<block.rows.count).map(block.predictedClass)
          block.squash()
          for (row, place) in taken.enumerated() {
            let probability = block.probability(row: row, of: classes == 2 ? 1 : place)
            body(labels[block.rows.lowerBound + row], place, probability)
          }
        }
      }
    }
  }
}
