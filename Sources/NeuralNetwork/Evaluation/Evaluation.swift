// How good a network is on a set of examples, and what it predicts.

import CKernels

/// The loss and the score on a set of examples.
package struct Evaluation: Equatable, Sendable {
  package let rows: Int
  /// The mean over the rows; 0 if there are none.
  package let dataLoss: Double
  package let l1Penalty: Double
  package let l2Penalty: Double
  /// Rows whose most probable class is the right one; nil for regression.
  package let correct: Int?
  /// 1 - Σ(z - y)² / Σ(y - mean)²; nil for classification, and where the targets are all alike.
  package let r2: Double?
  /// The mean of |z - y|; nil for classification or without rows.
  package let meanAbsoluteError: Double?

  package init(
    rows: Int, dataLoss: Double, l1Penalty: Double, l2Penalty: Double, correct: Int?, r2: Double?,
    meanAbsoluteError: Double? = nil
  ) {
    self.rows = rows
    self.dataLoss = dataLoss
    self.l1Penalty = l1Penalty
    self.l2Penalty = l2Penalty
    self.correct = correct
    self.r2 = r2
    self.meanAbsoluteError = meanAbsoluteError
  }

  /// Data loss and penalties.
  package var loss: Double { dataLoss + l1Penalty + l2Penalty }
  /// The share of correct rows; nil for regression or without rows.
  package var accuracy: Double? {
    guard let correct, rows > 0 else { return nil }
    return Double(correct) / Double(rows)
  }
}

/// Evaluates networks of one shape, in buffers kept between calls. Memory does not grow with the
/// number of rows.
package final class Evaluator {
  private let shape: NetworkShape
  private let loss: Loss
  private let passes: NetworkPasses
  /// A block of inputs that are kept as bytes.
  private lazy var scratch = FloatBuffer(count: passes.blockRows * shape.inputs)

  /// - Parameter kernels: must be supported by this CPU.
  package init(shape: NetworkShape, loss: Loss, kernels: KernelSet = .best) {
    guard let table = kernels.table else { preconditionFailure("kernel set not supported") }
    self.shape = shape
    self.loss = loss
    passes = NetworkPasses(shape: shape, kernels: table, rows: .max, training: false)
  }

  /// - Parameter settings: says which penalties to add.
  package func evaluate(
    _ examples: Examples, parameters: [Float], settings: TrainingSettings
  ) -> Evaluation {
    precondition(parameters.count == shape.parameterCount, "parameters do not fit the shape")
    return parameters.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { preconditionFailure("no parameters") }
      return evaluate(examples, parameters: start, settings: settings)
    }
  }

  func evaluate(
    _ examples: Examples, parameters: UnsafePointer<Float>, settings: TrainingSettings
  ) -> Evaluation {
    precondition(loss.fits(examples.targets, shape: shape), "targets do not fit the loss")
    var total = 0.0
    var correct = 0
    var errors = (squares: 0.0, magnitudes: 0.0)
    examples.targets.withPointers { targets in
      forEachBlock(examples.storage, rows: examples.count, parameters) { logits, first, rows in
        total = loss.sum(
          passes.kernels, rows: rows, outputs: shape.outputs, logits: logits,
          targets: targets.advanced(by: first), meanOver: examples.count, gradient: nil,
          onto: total)
        if let values = targets.values {
          for row in 0..<rows {
            let error = Double(logits[row]) - Double(values[first + row])
            errors.squares += error * error
            errors.magnitudes += error.magnitude
          }
        }
        guard let labels = targets.labels else { return }
        for row in 0..<rows where predictedClass(logits, row: row) == Int(labels[first + row]) {
          correct += 1
        }
      }
    }
    let penalties = settings.penalties(passes.kernels, shape: shape, parameters: parameters)
    return Evaluation(
      rows: examples.count, dataLoss: examples.count > 0 ? total / Double(examples.count) : 0,
      l1Penalty: penalties.l1, l2Penalty: penalties.l2,
      correct: loss.isClassification ? correct : nil,
      r2: r2(examples.targets, residuals: errors.squares),
      meanAbsoluteError: loss.isClassification || examples.count == 0
        ? nil : errors.magnitudes / Double(examples.count))
  }

  /// What the network answers, row after row: the probability of each class (of the second alone
  /// under the logistic loss), or the predicted number.
  package func outputs(inputs: [Float], parameters: [Float]) -> [Float] {
    precondition(parameters.count == shape.parameterCount, "parameters do not fit the shape")
    let rows = inputs.count / shape.inputs
    return [Float](unsafeUninitializedCapacity: rows * shape.outputs) { buffer, count in
      parameters.withUnsafeBufferPointer { parameters in
        guard let start = parameters.baseAddress, let out = buffer.baseAddress else { return }
        forEachBlock(.numbers(inputs), rows: rows, start) { logits, first, rows in
          loss.squash(passes.kernels, rows: rows, outputs: shape.outputs, logits: logits)
          (out + first * shape.outputs).initialize(from: logits, count: rows * shape.outputs)
        }
      }
      count = rows * shape.outputs
    }
  }

  /// How often each class was taken for each: [actual][predicted]. Empty for regression.
  package func confusionCounts(_ examples: Examples, parameters: [Float]) -> [[Int]] {
    guard case .classes(let labels, let classes) = examples.targets else { return [] }
    precondition(loss.fits(examples.targets, shape: shape), "targets do not fit the loss")
    precondition(parameters.count == shape.parameterCount, "parameters do not fit the shape")
    var counts = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
    parameters.withUnsafeBufferPointer { parameters in
      guard let start = parameters.baseAddress else { return }
      forEachBlock(examples.storage, rows: examples.count, start) { logits, first, rows in
        for row in 0..<rows {
          counts[Int(labels[first + row])][predictedClass(logits, row: row)] += 1
        }
      }
    }
    return counts
  }

  private func forEachBlock(
    _ inputs: InputStorage, rows: Int, _ parameters: UnsafePointer<Float>,
    _ body: (_ logits: UnsafeMutablePointer<Float>, _ first: Int, _ rows: Int) -> Void
  ) {
    precondition(inputs.count == rows * shape.inputs, "inputs do not fit the shape")
    for first in stride(from: 0, to: rows, by: passes.blockRows) {
      let count = min(passes.blockRows, rows - first)
      inputs.withRows(
        first, count: count, width: shape.inputs, order: nil, scratch: scratch.start
      ) { block in
        let logits = passes.forward(inputs: block, rows: count, parameters: parameters)
        body(logits, first, count)
      }
    }
  }

  /// The most probable class; the first of those that tie.
  private func predictedClass(_ logits: UnsafePointer<Float>, row: Int) -> Int {
    if loss == .logistic { return logits[row] > 0 ? 1 : 0 }
    let start = logits + row * shape.outputs
    var best = 0
    for j in 1..<max(1, shape.outputs) where start[j] > start[best] { best = j }
    return best
  }

  private func r2(_ targets: Examples.Targets, residuals: Double) -> Double? {
    guard case .values(let values) = targets, !values.isEmpty else { return nil }
    let mean = values.reduce(0) { $0 + Double($1) } / Double(values.count)
    let spread = values.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    return spread > 0 ? 1 - residuals / spread : nil
  }
}

/// The loss, penalties and score of a network on a set of examples.
package func evaluate(
  examples: Examples, shape: NetworkShape, parameters: [Float], loss: Loss,
  settings: TrainingSettings, kernels: KernelSet = .best
) -> Evaluation {
  Evaluator(shape: shape, loss: loss, kernels: kernels)
    .evaluate(examples, parameters: parameters, settings: settings)
}

/// What a network answers to rows of inputs, row after row: the probability of each class (of the
/// second alone under the logistic loss), or the predicted number.
package func predictOutputs(
  inputs: [Float], shape: NetworkShape, parameters: [Float], loss: Loss,
  kernels: KernelSet = .best
) -> [Float] {
  Evaluator(shape: shape, loss: loss, kernels: kernels)
    .outputs(inputs: inputs, parameters: parameters)
}

/// How often each class was taken for each: [actual][predicted]. Empty for regression.
package func confusionCounts(
  examples: Examples, shape: NetworkShape, parameters: [Float], loss: Loss,
  kernels: KernelSet = .best
) -> [[Int]] {
  Evaluator(shape: shape, loss: loss, kernels: kernels)
    .confusionCounts(examples, parameters: parameters)
}
