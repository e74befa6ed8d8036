// How much of a batch's gradient is noise, at the end of a run.
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
    let head: Statement = """
      Batches of \(noise.batchRows, "batch_rows") \(noise.batchRows == 1 ? "row" : "rows"): the mean gradient of \
      \(noise.batches, "batches") is \(noise.meanNorm, "mean_norm") long, each about \
      \(noise.spread, "spread") off it
      """
    let statement: Statement =
      if let scale = noise.scale {
        """
        \(head). In batches of \(scale < 10 ? scale : scale.rounded(), "noise_scale") rows (the noise \
        scale) noise would equal signal.
        """
      } else {
        "\(head), which chance could explain: more noise than signal."
      }
    return CoachNote(
      kind: .gradientNoise, epoch: epoch, statement: statement, about: settings.batchSize.text)
  }
}
