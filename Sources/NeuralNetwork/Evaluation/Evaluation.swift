// How good a network is on a set of examples, and what it predicts.

import CKernels
import Datasets
import Numerics

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
  /// The mean of |z - y|, in the target's own units where these were told; nil for classification or without
  /// rows.
  package let meanAbsoluteError: Double?
  /// Those that were asked for.
  package let figures: QualityFigures?

  package init(
    rows: Int, dataLoss: Double, l1Penalty: Double, l2Penalty: Double, correct: Int?, r2: Double?,
    meanAbsoluteError: Double? = nil, figures: QualityFigures? = nil
  ) {
    self.rows = rows
    self.dataLoss = dataLoss
    self.l1Penalty = l1Penalty
    self.l2Penalty = l2Penalty
    self.correct = correct
    self.r2 = r2
    self.meanAbsoluteError = meanAbsoluteError
    self.figures = figures
  }

  /// Data loss and penalties.
  package var loss: Double { dataLoss + l1Penalty + l2Penalty }
  /// The share of correct rows; nil for regression or without rows.
  package var accuracy: Double? {
    guard let correct, rows > 0 else { return nil }
    return Double(correct) / Double(rows)
  }
}

/// What of an evaluation is computed only where it is asked for.
package struct EvaluationWishes: Sendable {
  /// Makes a target in its own units of one on the network's scale; nil where they are the same.
  package var original: (@Sendable (Float) -> Double)?
  /// Whether there shall be figures beside loss and score.
  package var figures: Bool

  package init(original: (@Sendable (Float) -> Double)? = nil, figures: Bool = false) {
    self.original = original
    self.figures = figures
  }
}

/// Evaluates networks of one shape, in buffers kept between calls. Memory does not grow with the
/// number of rows. Blocks of rows are shared out over the threads, and their sums are added in the
/// order of the rows. Before each block `checkStop` is asked; what it throws ends the work.
package final class Evaluator {
  private let shape: NetworkShape
  private let loss: Loss
  private let kernels: descent_kernels
  private let team: ThreadTeam
  /// One a thread.
  private let workers: [BlockEvaluation]
  private var run: Run?

  /// What the threads work on.
  private struct Run {
    let examples: ExamplePointers
    let rows: Int
    let parameters: UnsafePointer<Float>
    /// The first thread's block; the next thread takes the next.
    let firstBlock: Int
  }

  /// - Parameters:
  ///   - kernels: must be supported by this CPU.
  ///   - team: whose threads share the work; no evaluation may run while they do other work.
  package init(
    shape: NetworkShape, loss: Loss, kernels: KernelSet = .best,
    team: ThreadTeam = ThreadTeam(members: 1)
  ) {
    guard let table = kernels.table else { preconditionFailure("kernel set not supported") }
    self.shape = shape
    self.loss = loss
    self.kernels = table
    self.team = team
    workers = (0..<team.members).map { _ in
      BlockEvaluation(shape: shape, loss: loss, kernels: table)
    }
  }

  /// - Parameters:
  ///   - settings: says which penalties to add.
  ///   - wishes: what errors are told in, and whether there are figures beside the loss.
  package func evaluate<Failure: Error>(
    _ examples: Examples, parameters: [Float], settings: TrainingSettings,
    wishes: EvaluationWishes = EvaluationWishes(), checkStop: () throws(Failure) -> Void
  ) throws(Failure) -> Evaluation {
    precondition(parameters.count == shape.parameterCount, "parameters do not fit the shape")
    return try parameters.withUnsafeBufferPointer { buffer throws(Failure) in
      guard let start = buffer.baseAddress else { preconditionFailure("no parameters") }
      return try evaluate(
        examples, parameters: start, settings: settings, wishes: wishes, checkStop: checkStop)
    }
  }

  func evaluate<Failure: Error>(
    _ examples: Examples, parameters: UnsafePointer<Float>, settings: TrainingSettings,
    wishes: EvaluationWishes, checkStop: () throws(Failure) -> Void
  ) throws(Failure) -> Evaluation {
    precondition(loss.fits(examples.targets, shape: shape), "targets do not fit the loss")
    precondition(examples.inputCount == shape.inputs, "inputs do not fit the shape")
    var total = 0.0
    var correct = 0
    var squares = 0.0
    var own = (squares: 0.0, magnitudes: 0.0)
    var tally: ClassTally?
    if wishes.figures, case .classes(_, let count) = examples.targets {
      tally = ClassTally(classes: count)
    }
    try examples.withPointers { pointers throws(Failure) in
      try forEachBlock(
        pointers, rows: examples.count, parameters, checkStop: checkStop
      ) { block in
        for row in 0..<block.rows.count { total += block.weighedLoss(row: row) }
        correct += block.correct
        if let labels = pointers.targets.labels {
          tally?.add(block, labels + block.rows.lowerBound)
        }
        guard let values = pointers.targets.values else { return }
        for row in 0..<block.rows.count {
          let (answer, wanted) = (block.logits[row], values[block.rows.lowerBound + row])
          let error = Double(answer) - Double(wanted)
          squares += error * error
          let ownError = wishes.original.map { $0(answer) - $0(wanted) } ?? error
          own.squares += ownError * ownError
          own.magnitudes += ownError.magnitude
        }
      }
    }
    let count = examples.count
    var figures = tally?.figures(rows: count)
    if wishes.figures, !loss.isClassification {
      figures = QualityFigures()
      if count > 0 { figures?[.rmse] = (own.squares / Double(count)).squareRoot() }
    }
    let penalties = settings.penalties(kernels, shape: shape, parameters: parameters)
    return Evaluation(
      rows: count, dataLoss: count > 0 ? total / Double(count) : 0,
      l1Penalty: penalties.l1, l2Penalty: penalties.l2,
      correct: loss.isClassification ? correct : nil,
      r2: r2(examples.targets, residuals: squares),
      meanAbsoluteError: loss.isClassification || count == 0 ? nil : own.magnitudes / Double(count),
      figures: figures)
  }

  /// The data loss of each row, times the weight of its class where classes have weights.
  package func rowLosses<Failure: Error>(
    _ examples: Examples, parameters: [Float], checkStop: () throws(Failure) -> Void
  ) throws(Failure) -> [Double] {
    precondition(parameters.count == shape.parameterCount, "parameters do not fit the shape")
    precondition(loss.fits(examples.targets, shape: shape), "targets do not fit the loss")
    var losses: [Double] = []
    losses.reserveCapacity(examples.count)
    try parameters.withUnsafeBufferPointer { parameters throws(Failure) in
      guard let start = parameters.baseAddress else { return }
      try examples.withPointers { pointers throws(Failure) in
        try forEachBlock(pointers, rows: examples.count, start, checkStop: checkStop) { block in
          for row in 0..<block.rows.count { losses.append(block.weighedLoss(row: row)) }
        }
      }
    }
    return losses
  }

  /// What the network answers, row after row: the probability of each class (of the second alone
  /// under the logistic loss), or the predicted number.
  package func outputs<Failure: Error>(
    inputs: [Float], parameters: [Float], checkStop: () throws(Failure) -> Void
  ) throws(Failure) -> [Float] {
    var outputs: [Float] = []
    try InputStorage.numbers(inputs).withPointers { pointers throws(Failure) in
      try forEachBlockOfOutputs(
        ExamplePointers(inputs: pointers, targets: TargetPointers()),
        rows: inputs.count / shape.inputs, parameters, checkStop: checkStop
      ) { _, _, values in outputs += values }
    }
    return outputs
  }

  /// What the network answers to rows of classes: their outputs, which class each is taken for, and the data loss of
  /// each as in `rowLosses`.
  package struct ClassAnswers: Sendable {
    package fileprivate(set) var outputs: [Float] = []
    package fileprivate(set) var taken: [Int] = []
    package fileprivate(set) var losses: [Double] = []
  }

  package func classAnswers<Failure: Error>(
    _ examples: Examples, parameters: [Float], checkStop: () throws(Failure) -> Void
  ) throws(Failure) -> ClassAnswers {
    precondition(loss.fits(examples.targets, shape: shape), "targets do not fit the loss")
    var answers = ClassAnswers()
    try examples.withPointers { pointers throws(Failure) in
      try forEachBlockOfOutputs(
        pointers, rows: examples.count, parameters, checkStop: checkStop
      ) { block, taken, values in
        answers.outputs += values
        answers.taken += taken
        for row in 0..<block.rows.count { answers.losses.append(block.weighedLoss(row: row)) }
      }
    }
    return answers
  }

  private func forEachBlockOfOutputs<Failure: Error>(
    _ examples: ExamplePointers, rows: Int, _ parameters: [Float],
    checkStop: () throws(Failure) -> Void,
    _ body: (BlockEvaluation, _ taken: [Int], UnsafeBufferPointer<Float>) -> Void
  ) throws(Failure) {
    precondition(parameters.count == shape.parameterCount, "parameters do not fit the shape")
    try parameters.withUnsafeBufferPointer { parameters throws(Failure) in
      guard let start = parameters.baseAddress else { return }
      try forEachBlock(examples, rows: rows, start, checkStop: checkStop) { block in
        // Squashed, different outputs may become the same.
        let taken =
          loss.isClassification ? (0..<block.rows.count).map { block.predictedClass(row: $0) } : []
        block.squash()
        body(
          block, taken,
          UnsafeBufferPointer(start: block.logits, count: block.rows.count * shape.outputs))
      }
    }
  }

  /// How often each class was taken for each: [actual][predicted]. Empty for regression.
  package func confusionCounts<Failure: Error>(
    _ examples: Examples, parameters: [Float], checkStop: () throws(Failure) -> Void
  ) throws(Failure) -> [[Int]] {
    guard case .classes(let labels, let classes) = examples.targets else { return [] }
    precondition(loss.fits(examples.targets, shape: shape), "targets do not fit the loss")
    precondition(parameters.count == shape.parameterCount, "parameters do not fit the shape")
    var counts = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
    try parameters.withUnsafeBufferPointer { parameters throws(Failure) in
      guard let start = parameters.baseAddress else { return }
      try examples.withPointers { pointers throws(Failure) in
        try forEachBlock(pointers, rows: examples.count, start, checkStop: checkStop) { block in
          for row in 0..<block.rows.count {
            let label = Int(labels[block.rows.lowerBound + row])
            counts[label][block.predictedClass(row: row)] += 1
          }
        }
      }
    }
    return counts
  }

  /// Passes the rows forward and hands over their blocks in order.
  func forEachBlock<Failure: Error>(
    _ examples: ExamplePointers, rows: Int, _ parameters: UnsafePointer<Float>,
    checkStop: () throws(Failure) -> Void, _ body: (BlockEvaluation) -> Void
  ) throws(Failure) {
    defer { run = nil }
    let blockRows = workers[0].blockRows
    let blocks = (rows + blockRows - 1) / blockRows
    for firstBlock in stride(from: 0, to: blocks, by: workers.count) {
      try checkStop()
      run = Run(examples: examples, rows: rows, parameters: parameters, firstBlock: firstBlock)
      team.run(self) { context, member in
        guard let context else { return }
        Unmanaged<Evaluator>.fromOpaque(context).takeUnretainedValue().evaluateBlock(of: member)
      }
      for block in workers where !block.rows.isEmpty { body(block) }
    }
  }

  private func evaluateBlock(of member: Int) {
    guard let run else { return }
    let worker = workers[member]
    let first = min(run.rows, (run.firstBlock + member) * worker.blockRows)
    worker.evaluate(
      first..<min(run.rows, first + worker.blockRows), of: run.examples, parameters: run.parameters)
  }

  private func r2(_ targets: Examples.Targets, residuals: Double) -> Double? {
    guard case .values(let values) = targets, !values.isEmpty else { return nil }
    let mean = values.reduce(0) { $0 + Double($1) } / Double(values.count)
    let spread = values.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    return spread > 0 ? 1 - residuals / spread : nil
  }
}

/// A network's outputs for one row as a probability for each class: one logistic output is that of the second.
package func classProbabilities(_ outputs: some Collection<Float>) -> [Double] {
  let values = outputs.map(Double.init)
  return values.count == 1 ? [1 - values[0], values[0]] : values
}

/// The loss, penalties and score of a network on a set of examples.
package func evaluate(
  examples: Examples, shape: NetworkShape, parameters: [Float], loss: Loss,
  settings: TrainingSettings, kernels: KernelSet = .best
) -> Evaluation {
  Evaluator(shape: shape, loss: loss, kernels: kernels)
    .evaluate(
      examples, parameters: parameters, settings: settings, checkStop: neverStops)
}

/// What a network answers to rows of inputs, row after row: the probability of each class (of the
/// second alone under the logistic loss), or the predicted number.
package func predictOutputs(
  inputs: [Float], shape: NetworkShape, parameters: [Float], loss: Loss,
  kernels: KernelSet = .best
) -> [Float] {
  Evaluator(shape: shape, loss: loss, kernels: kernels)
    .outputs(inputs: inputs, parameters: parameters, checkStop: neverStops)
}

/// How often each class was taken for each: [actual][predicted]. Empty for regression.
package func confusionCounts(
  examples: Examples, shape: NetworkShape, parameters: [Float], loss: Loss,
  kernels: KernelSet = .best
) -> [[Int]] {
  Evaluator(shape: shape, loss: loss, kernels: kernels)
    .confusionCounts(examples, parameters: parameters, checkStop: neverStops)
}
