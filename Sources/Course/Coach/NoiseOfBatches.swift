// How much of a batch's gradient is noise, at the end of a run.
import Events
import Experiments
import NeuralNetwork

extension CoachNote {
  /// Whether it is worth measuring: not yet at this batch size, or not for as many epochs again.
  static func asksForNoise(
    _ settings: TrainingSettings, epoch: Int, said: CoachMemory.Entry?
  ) -> Bool {
    said.map { $0.about != settings.batchSize.text || epoch >= 4 * $0.epoch } ?? true
  }

  static func gradientNoise(
    _ noise: GradientNoise, _ settings: TrainingSettings, epoch: Int
  ) -> CoachNote {
    let rows: Statement =
      "\(noise.batchRows, "batch_rows") \(noise.batchRows == 1 ? "row" : "rows")"
    let statement: Statement =
      if let scale = noise.scale {
        """
        Gradient noise: Σg² of \(rows) (\(noise.batches, "batches") batches measured) is \
        \(noise.signalSquared, "signal") signal, \(noise.noiseSquared, "noise") noise. With \
        \(noise.batchRows, "batch_rows") × \(noise.noiseSquared, "noise") / \
        \(noise.signalSquared, "signal") = \(scale < 10 ? scale : scale.rounded(), "noise_scale") rows \
        they would be equal.
        """
      } else {
        """
        Gradient noise: Σg² of \(rows) is \(noise.noiseSquared, "noise") noise; of the mean of \
        \(noise.batches, "batches") batches it is \(noise.meanNorm * noise.meanNorm, "mean_square"), \
        not clearly more than chance, \(noise.noiseSquared, "noise") / \(noise.batches, "batches") = \
        \(noise.chance, "chance").
        """
      }
    return CoachNote(
      kind: .gradientNoise, epoch: epoch, statement: statement, about: settings.batchSize.text)
  }
}
