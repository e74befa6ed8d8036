// The loss at the end of the network and the penalties beside it, as calls of the kernels.

import CKernels
import Datasets

/// The rows' targets as the kernels take them; one of the two is there.
struct TargetPointers {
  var labels: UnsafePointer<Int32>?
  var values: UnsafePointer<Float>?
  /// What rows of each class weigh; nil where all weigh 1.
  var classWeights: UnsafePointer<Float>?

  func advanced(by rows: Int) -> TargetPointers {
    TargetPointers(
      labels: labels.map { $0 + rows }, values: values.map { $0 + rows },
      classWeights: classWeights)
  }
}

/// Inputs and targets where they lie.
struct ExamplePointers {
  let inputs: InputPointers
  let targets: TargetPointers
}

extension Examples {
  func withPointers<Result, Failure: Error>(
    _ body: (ExamplePointers) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try storage.withPointers { inputs throws(Failure) in
      try withTargetPointers { targets throws(Failure) in
        try body(ExamplePointers(inputs: inputs, targets: targets))
      }
    }
  }

  /// The targets alone, with what they weigh.
  func withTargetPointers<Result, Failure: Error>(
    _ body: (TargetPointers) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try targets.withPointers { targets throws(Failure) in
      guard let classWeights else { return try body(targets) }
      return try classWeights.withUnsafeBufferPointer { weights throws(Failure) in
        var targets = targets
        targets.classWeights = weights.baseAddress
        return try body(targets)
      }
    }
  }
}

extension Examples.Targets {
  func withPointers<Result, Failure: Error>(
    _ body: (TargetPointers) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    switch self {
    case .classes(let classes, _):
      try classes.withUnsafeBufferPointer { labels throws(Failure) in
        try body(TargetPointers(labels: labels.baseAddress))
      }
    case .values(let values):
      try values.withUnsafeBufferPointer { values throws(Failure) in
        try body(TargetPointers(values: values.baseAddress))
      }
    }
  }
}

extension Loss {
  /// Each row's loss, times the weight of its class where classes have weights.
  ///
  /// - Parameters:
  ///   - logits: rows × outputs.
  ///   - gradient: receives the gradient of the mean over `meanOver` rows; may be the logits; nil for
  ///     the losses alone.
  ///   - losses: receives one number a row.
  func write(
    _ kernels: descent_kernels, rows: Int, outputs: Int, logits: UnsafePointer<Float>,
    targets: TargetPointers, meanOver: Int, gradient: UnsafeMutablePointer<Float>?,
    losses: UnsafeMutablePointer<Double>
  ) {
    let share = 1 / Double(meanOver)
    switch self {
    case .logistic:
      kernels.logistic_loss(rows, logits, targets.labels, Float(share), gradient, losses)
    case .softmaxCrossEntropy:
      kernels.softmax_loss(rows, outputs, logits, targets.labels, Float(share), gradient, losses)
    case .squaredError:
      let twice = Float(2 / Double(meanOver))
      kernels.squared_loss(rows, logits, targets.values, twice, gradient, losses)
    case .absoluteError:
      kernels.absolute_loss(rows, logits, targets.values, Float(share), gradient, losses)
    case .huber:
      kernels.huber_loss(rows, logits, targets.values, Float(share), gradient, losses)
    }
    guard let labels = targets.labels, let weights = targets.classWeights else { return }
    for row in 0..<rows {
      let weight = weights[Int(labels[row])]
      losses[row] *= Double(weight)
      guard let gradient else { continue }
      for place in row * outputs..<(row + 1) * outputs { gradient[place] *= weight }
    }
  }

  /// Logits to what users see: probabilities, or the predicted number as it is.
  func squash(
    _ kernels: descent_kernels, rows: Int, outputs: Int, logits: UnsafeMutablePointer<Float>
  ) {
    switch self {
    case .logistic:
      kernels.activate(Activation.sigmoid.kernelCode, rows * outputs, logits, nil)
    case .softmaxCrossEntropy:
      kernels.softmax(rows, outputs, logits)
    case .squaredError, .absoluteError, .huber:
      break
    }
  }

  /// Whether the network's outputs and the targets are such as this loss works on.
  func fits(_ targets: Examples.Targets, shape: NetworkShape) -> Bool {
    guard shape.outputs == outputs(for: targets) else { return false }
    switch (self, targets) {
    case (.logistic, .classes(let labels, let count)):
      return count == 2 && labels.allSatisfy { $0 == 0 || $0 == 1 }
    case (.softmaxCrossEntropy, .classes(let labels, let count)):
      return labels.allSatisfy { $0 >= 0 && $0 < count }
    case (.squaredError, .values), (.absoluteError, .values), (.huber, .values):
      return true
    default:
      return false
    }
  }
}
