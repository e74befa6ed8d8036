// How much of a batch's gradient is noise: what one batch's gradient differs from another's, held
// against what they have in common (McCandlish, Kaplan, Amodei and others, "An empirical model of
// large-batch training", 2018).
import Datasets

/// The data loss's gradients over several batches, at one set of weights.
package struct GradientNoise: Equatable, Sendable {
  package let batches: Int
  package let batchRows: Int
  /// √ of the length² of the batches' mean gradient.
  package let meanNorm: Double
  /// √ of Σ|g - mean|² / (batches - 1): how far a batch's gradient is from the mean.
  package let spread: Double

  /// The length² of what a batch's gradient differs from the mean by.
  package var noiseSquared: Double { spread * spread }
  /// How much of the mean's length² is left of that noise.
  package var chance: Double { noiseSquared / Double(batches) }
  /// An unbiased estimate of the true gradient's length²; not above 0 where noise hides it.
  package var signalSquared: Double { meanNorm * meanNorm - chance }
  /// The simple noise scale tr(Σ)/|G|², in rows: in a batch of as many, noise equals signal. Nil where
  /// the signal is less than a quarter of what chance alone adds to the mean's length²: so few batches
  /// cannot tell it from none.
  package var scale: Double? {
    guard signalSquared > 0.25 * chance else { return nil }
    return Double(batchRows) * noiseSquared / signalSquared
  }
}

/// Measures on the first whole batches of the coming epoch, at weights that stay as they are. Dropout,
/// penalties and clipping are left out.
///
/// - Parameter checkStop: asked before each batch, and within those too large for one block.
/// - Returns: nil if an epoch has fewer than four whole batches, or a gradient is not finite.
package func measureGradientNoise<Failure: Error>(
  examples: Examples, loss: Loss, settings: TrainingSettings, state: TrainingState,
  kernels: KernelSet = .best, checkStop: () throws(Failure) -> Void
) throws(Failure) -> GradientNoise? {
  let rows = settings.batchSize.rows(of: examples.count)
  let batches = min(8, examples.count / rows)
  guard !settings.optimizer.rule.takesAllRows, batches >= 4 else { return nil }
  let trainer = stillTrainer(
    examples: examples, loss: loss, settings: settings, state: state, kernels: kernels)
  var sum = [Double](repeating: 0, count: state.parameters.count)
  var squares = 0.0
  for _ in 0..<batches {
    guard case .done(let record) = try trainer.step(tracing: true, checkStop: checkStop) else {
      return nil
    }
    for (place, value) in record.dataGradient.enumerated() {
      sum[place] += Double(value)
      squares += Double(value) * Double(value)
    }
  }
  let count = Double(batches)
  let meanSquare = sum.reduce(0) { $0 + $1 * $1 } / (count * count)
  let spreadSquare = max(0, squares - count * meanSquare) / (count - 1)
  guard meanSquare.isFinite, spreadSquare.isFinite else { return nil }
  return GradientNoise(
    batches: batches, batchRows: rows, meanNorm: meanSquare.squareRoot(),
    spread: spreadSquare.squareRoot())
}
