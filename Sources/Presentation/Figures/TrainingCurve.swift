// The losses of a training as a curve, for whoever watches it end. It is no part of what the training says: its
// table has the same figures, which are what is compared, kept and exported; `plot loss` makes a cell of it.
import Events

package struct TrainingCurve: Sendable {
  private var training = ThinnedCurve()
  /// Of the rows that are watched, and what they are called.
  private var watched = ThinnedCurve()
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
    training.add(Double(report.epoch), report.training.loss)
    guard let loss = report.watched?.loss else { return }
    watched.add(Double(report.epoch), loss)
    rows = report.watch == .test ? "test" : "validation"
  }

  private var figure: Figure? {
    guard training.x.count >= Self.fewestEpochs else { return nil }
    var lines = [training.series("training", .series(0))]
    if watched.x.count > 1 { lines.append(watched.series(rows, .series(1))) }
    let title = lines.count > 1 ? "loss over epochs" : "training loss over epochs"
    guard
      var figure = Figure.curves(title, x: "epoch", y: "loss", height: Self.height, lines)
    else { return nil }
    // No table has their letters.
    figure.isNamedElsewhere = lines.count == 1
    return figure
  }
}

/// A curve of however many values in the memory of a few thousand: of each four neighbors the lowest and the
/// highest stay whenever there are too many.
private struct ThinnedCurve {
  private(set) var x: [Double] = []
  private var y: [Double] = []
  private static let most = 4096

  mutating func add(_ x: Double, _ y: Double) {
    if self.x.count >= Self.most { thin() }
    self.x.append(x)
    self.y.append(y)
  }

  private mutating func thin() {
    var kept = [0]
    for start in stride(from: 1, to: x.count, by: 4) {
      let part = start..<min(start + 4, x.count)
      guard let lowest = part.min(by: { y[$0] < y[$1] }),
        let highest = part.max(by: { y[$0] < y[$1] })
      else { continue }
      kept += lowest == highest ? [lowest] : [min(lowest, highest), max(lowest, highest)]
    }
    (x, y) = (kept.map { x[$0] }, kept.map { y[$0] })
  }

  func series(_ name: String, _ role: Role) -> Series { Series(name, role, x: x, y: y) }
}
