// What topics say of the rows that are watched: how the data are divided, which epoch's weights there are,
// and what to type where figures are missing.
import Datasets
import Events
import Experiments
import NeuralNetwork

extension SessionState {
  /// How the rows are divided, or were in a report's epoch.
  func division(of data: PreparedData, in report: EpochReport?) -> Statement {
    let all = data.training.count
    let kept =
      report.map { $0.validation?.rows ?? 0 } ?? (trainedRowCount.map { all - $0 } ?? 0)
    var rows: Statement = "\(all - kept, "rows") rows to train on"
    if kept > 0 { rows = "\(rows), \(kept, "validation_rows") for validation" }
    return data.test.map { "\(rows), \($0.count, "test_rows") to test." } ?? "\(rows)."
  }

  /// "After epoch 6", or of weights that were taken back "After epoch 4 (its weights are back)".
  func afterEpoch(of report: EpochReport, named name: String = "epoch") -> Statement {
    let back = training?.weightsEpoch == nil ? "" : " (its weights are back)"
    return "After epoch \(report.epoch, name)\(back)"
  }

  /// Why the figures that a topic is on are missing, and what shows them.
  var lacksWatchedRows: Statement {
    let watch = settings.training.watch
    guard watch != .none, watch != .test || data?.test != nil else {
      return """
        None but training rows are watched: `set watch validation`, then `train`, shows others.
        """
    }
    return "The last epoch did not look at the \(watch.rawValue) rows: `train` shows their figures."
  }

  /// What a trial of a penalty is to be compared by.
  var lossToCompare: String {
    let watch = settings.training.watch
    return watch == .none ? "the losses that `eval` shows" : "the \(watch.rawValue) loss"
  }

  /// The command that takes the data again with half of the rows for testing.
  var dataKeepingTest: String {
    guard let again = DataCommandAgain(dataCommands) else { return "data circle test=0.5" }
    let fromHere = again.reading(from: recipe.first?.folder)
    return DataCommandAgain([fromHere])?.with([("test", "0.5")]) ?? "data circle test=0.5"
  }
}
