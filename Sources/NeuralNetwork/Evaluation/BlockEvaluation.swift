// What one thread of an evaluation works in and finds out.

import CKernels

/// Takes one block of rows after the other forward. Each thread has its own.
final class BlockEvaluation {
  /// The rows of the last block.
  private(set) var rows = 0..<0
  /// Their outputs before the loss's own squashing: rows × outputs.
  private(set) var logits: UnsafeMutablePointer<Float>
  /// Their losses, every row counting alike; none where the examples had no targets.
  let losses: UnsafeMutablePointer<Double>
  private var targets = TargetPointers()
  /// How many were given their class.
  private(set) var correct = 0
  private let shape: NetworkShape
  private let loss: Loss
  private let passes: NetworkPasses
  private let empty: FloatBuffer
  /// A block of inputs that are kept as bytes.
  private lazy var scratch = FloatBuffer(count: blockRows * shape.inputs)

  init(shape: NetworkShape, loss: Loss, kernels: descent_kernels) {
    self.shape = shape
    self.loss = loss
    passes = NetworkPasses(shape: shape, kernels: kernels, rows: .max, training: false)
    losses = .allocate(capacity: passes.blockRows)
    losses.initialize(repeating: 0, count: passes.blockRows)
    empty = FloatBuffer(count: 0)
    logits = empty.start
  }

  deinit {
    losses.deallocate()
  }

  var blockRows: Int { passes.blockRows }

  func evaluate(
    _ rows: Range<Int>, of examples: ExamplePointers, parameters: UnsafePointer<Float>
  ) {
    self.rows = rows
    correct = 0
    guard !rows.isEmpty else { return }
    logits = passes.forward(
      inputs: inputs(rows, of: examples.inputs), rows: 0..<rows.count, parameters: parameters)
    var targets = examples.targets.advanced(by: rows.lowerBound)
    self.targets = targets
    targets.classWeights = nil
    guard targets.labels != nil || targets.values != nil else { return }
    loss.write(
      passes.kernels, rows: rows.count, outputs: shape.outputs, logits: logits, targets: targets,
      meanOver: 1, gradient: nil, losses: losses)
    guard let labels = targets.labels else { return }
    for row in 0..<rows.count where predictedClass(row: row) == Int(labels[row]) { correct += 1 }
  }

  /// The loss of a row, times the weight of its class.
  func weighedLoss(row: Int) -> Double {
    guard let labels = targets.labels, let weights = targets.classWeights else {
      return losses[row]
    }
    return losses[row] * Double(weights[Int(labels[row])])
  }

  /// Makes probabilities of the logits, which are then gone.
  func squash() {
    loss.squash(passes.kernels, rows: rows.count, outputs: shape.outputs, logits: logits)
  }

  /// The probability of a class, of the second where there is one output; to be asked once they are squashed.
  func probability(row: Int, of place: Int) -> Float {
    shape.outputs == 1 ? logits[row] : logits[row * shape.outputs + place]
  }

  /// The most probable class of a row of the block; the first of those that tie.
  func predictedClass(row: Int) -> Int {
    if loss == .logistic { return logits[row] > 0 ? 1 : 0 }
    let start = logits + row * shape.outputs
    var best = 0
    for j in 1..<max(1, shape.outputs) where start[j] > start[best] { best = j }
    return best
  }

  private func inputs(_ rows: Range<Int>, of inputs: InputPointers) -> UnsafePointer<Float> {
    if let inPlace = inputs.inPlace(rows.lowerBound, width: shape.inputs) { return inPlace }
    inputs.gather(
      rows.lowerBound, count: rows.count, width: shape.inputs, order: nil, to: scratch.start)
    return UnsafePointer(scratch.start)
  }
}
