// What the L1 and the L2 penalty of the settings add to the loss, and which parameters they reach.

import CKernels

extension TrainingSettings {
  /// The flat array's parts that the penalties reach.
  package func penalizedRanges(_ shape: NetworkShape) -> [Range<Int>] {
    switch penalize {
    case .all: [0..<shape.parameterCount]
    case .weights: shape.layers.map(\.weights)
    }
  }

  /// l1·Σ|p| and ½·l2·Σp².
  func penalties(
    _ kernels: descent_kernels, shape: NetworkShape, parameters: UnsafePointer<Float>
  ) -> (l1: Double, l2: Double) {
    var magnitudes = 0.0
    var squares = 0.0
    for range in penalizedRanges(shape) {
      let start = parameters + range.lowerBound
      if l1 != 0 { magnitudes += kernels.sum_of_magnitudes(range.count, start) }
      if l2 != 0 { squares += kernels.sum_of_squares(range.count, start) }
    }
    return (l1 * magnitudes, 0.5 * l2 * squares)
  }
}
