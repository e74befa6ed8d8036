// The losses of a training as a curve, for whoever watches it end. It is no part of what the training says: its
// table has the same figures, which are what is compared, kept and exported; `plot loss` makes a cell of it.
import Events

package struct TrainingCurve: Sendable {
  private var fromEpoch = 0
  private var training: [Double] = []
  /// Of the rows that are watched, and what they are called.
  private var watched: [Double] = []
  private var rows = ""

  /// Of fewer epochs the table says as much.
  private static let fewestEpochs = 5
  private static let height = 8

  package init() {}

  /// The figure when a training has ended; nil before, and where there is no curve.
  package mutating func receive(_ event: LearningEvent) -> Figure? {
    switch event {
    case .trainingStarted: self = TrainingCurve()
    case .epoch(let report): add(report)
    case .trainingEnded:
      defer { self = TrainingCurve() }
      return figure
    default: break
    }
    return nil
  }

  private mutating func add(_ report: EpochReport) {
    if training.isEmpty { fromEpoch = report.epoch }
    training.append(report.training.loss)
    guard let loss = report.watched?.loss else { return }
    watched.append(loss)
    rows = report.watch == .test ? "test" : "validation"
  }

  private var figure: Figure? {
    guard training.count >= Self.fewestEpochs else { return nil }
    var lines = [Series.curve("training", .series(0), from: fromEpoch, training)]
    if watched.count == training.count {
      lines.append(.curve(rows, .series(1), from: fromEpoch, watched))
    }
    let title = lines.count > 1 ? "loss over epochs" : "training loss over epochs"
    guard
      var figure = Figure.curves(title, x: "epoch", y: "loss", height: Self.height, lines)
    else { return nil }
    // No table has their letters.
    figure.isNamedElsewhere = lines.count == 1
    return figure
  }
}
