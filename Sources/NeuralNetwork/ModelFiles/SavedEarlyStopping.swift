// Early stopping in a model file: counts and the lowest loss as metadata, the weights and the
// optimizer's memory of the best epoch as tensors that begin with `best.`.
import Text

/// What a file's metadata says of a run that is watched; its tensors are read with the network's.
struct SavedEarlyStopping {
  struct Best {
    var loss: Double
    var epoch: Int
    var counts: SavedCounts
  }

  static let prefix = "best."

  let patience: Int
  let epochsSinceBest: Int
  let best: Best?

  /// Nil when the file has none. Error: `model-bad-header`.
  init?(_ header: SafetensorsHeader) throws(ModelFileError) {
    guard let patience = try ModelDescription.count("stopping_patience", in: header) else {
      return nil
    }
    guard patience > 0 else { throw .header("its stopping_patience is 0, not a count from 1") }
    self.patience = patience
    epochsSinceBest = try ModelDescription.count("epochs_since_best", in: header) ?? 0
    guard let text = header.text("best_loss") else {
      best = nil
      return
    }
    guard let loss = Double(text), loss.isFinite,
      let epoch = try ModelDescription.count("best_epoch", in: header)
    else {
      throw .header("its best_loss \(quotedForMessage(text)) is no finite number with a best_epoch")
    }
    best = Best(loss: loss, epoch: epoch, counts: try SavedCounts(header, prefix: "best_"))
  }

  /// In the order the file has it.
  static func metadata(of watch: EarlyStopping) -> [(name: String, text: String)] {
    let counts = [
      ("stopping_patience", String(watch.patience)),
      ("epochs_since_best", String(watch.epochsSinceBest)),
    ]
    guard let best = watch.best else { return counts }
    return counts + [
      // The shortest text that reads back as the same Double.
      ("best_loss", best.loss.description), ("best_epoch", String(best.epoch)),
    ] + SavedCounts(best.optimizer).metadata(prefix: "best_")
  }
}
