// The gradient of the data loss over fixed rows, at whatever weights it is asked for.
import Datasets

/// Gradients of the data loss over all of some rows, without penalties, dropout and clipping.
package struct FullGradient {
  let examples: Examples
  let loss: Loss
  let shape: NetworkShape
  let kernels: KernelSet
  let threads: Int

  /// - Parameters:
  ///   - shape: its dropout is left out.
  ///   - threads: how many may share the work; it changes no result.
  package init(
    examples: Examples, loss: Loss, shape: NetworkShape, kernels: KernelSet, threads: Int = 1
  ) {
    self.examples = examples
    self.loss = loss
    self.shape = shape.withoutDropout
    self.kernels = kernels
    self.threads = shape.usefulThreads(threads, rows: examples.count)
  }

  /// - Parameter checkStop: asked before each pass, and within those too large for one block.
  /// - Returns: nil if a value is not finite.
  package func gradient<Failure: Error>(
    at parameters: [Float], _ checkStop: () throws(Failure) -> Void
  ) throws(Failure) -> [Float]? {
    // A step of length 0: only its record is wanted.
    let settings = TrainingSettings(optimizer: .gd, learningRate: 0)
    let trainer = Trainer(
      examples: examples, loss: loss, settings: settings,
      state: TrainingState(shape: shape, parameters: parameters), kernels: kernels,
      threads: threads)
    guard case .done(let record) = try trainer.step(tracing: true, checkStop: checkStop) else {
      return nil
    }
    return record.gradientNorm.isFinite ? record.gradient : nil
  }
}
