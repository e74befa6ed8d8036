// What a run came to, in words that need no course: how the loss went, and whether it goes on falling.
import Events
import Experiments
import NeuralNetwork

/// Which way a loss goes by the end of its epochs.
enum LossCourse {
  case falling
  /// Up and down between these in its last epochs.
  case zigzag(epochs: Int, lowest: Double, highest: Double)
  case still

  /// Fewer epochs have no trend.
  static let fewest = 9

  /// It falls where every later epoch has lowered it, by a hundredth in all, or where the mean of the last
  /// quarter (of few epochs, of the last third) lies below that before by that and by more than twice its
  /// standard error.
  init?(_ losses: [Double]) {
    guard losses.count >= Self.fewest, let last = losses.last, last.isFinite else { return nil }
    let part = losses.count < 12 ? losses.count / 3 : losses.count / 4
    let late = Array(losses.suffix(2 * part))
    let steps = zip(late, late.dropFirst())
    let (before, after) = (Spread(late.prefix(part)), Spread(late.suffix(part)))
    let fall = before.mean - after.mean
    let error = ((before.variance + after.variance) / Double(part)).squareRoot()
    if steps.allSatisfy({ $1 < $0 }), last < 0.99 * late[0] {
      self = .falling
    } else if fall > 2 * error, fall > 0.01 * before.mean {
      self = .falling
    } else if steps.count(where: { $1 > 1.02 * $0 }) >= 2 {
      self = .zigzag(
        epochs: late.count, lowest: late.reduce(.infinity, min), highest: late.reduce(0, max))
    } else if let highest = late.max(), let lowest = late.min(), highest <= 1.05 * lowest {
      self = .still
    } else {
      // It moves, and nobody can tell where to.
      return nil
    }
  }

  private struct Spread {
    let mean: Double
    let variance: Double

    init(_ values: ArraySlice<Double>) {
      let mean = values.reduce(0, +) / Double(values.count)
      self.mean = mean
      variance =
        values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, values.count - 1))
    }
  }
}

extension EpochHistory {
  /// That of the data's part in a run's epochs, or in more before them with the same settings.
  func trend(ofRun epochs: Int) -> LossCourse? {
    LossCourse(steady.suffix(Swift.max(epochs, 20)).map(\.training.dataLoss))
  }
}

extension CoachNote {
  /// Of a run of several epochs; nil for one epoch, of which its line says all.
  static func summary(
    _ epochs: EpochHistory, since start: TrainingState, _ settings: TrainingSettings
  ) -> CoachNote? {
    guard let last = epochs.last, last.epoch - start.epoch > 1 else { return nil }
    let run = epochs.suffix(last.epoch - start.epoch)
    guard let first = run.first else { return nil }
    let isFirst = start.stepCount == 0
    let lower = lowerBefore(run)
    let penalties = settings.l1 > 0 || settings.l2 > 0 ? ", penalties apart," : ""
    let span: Statement = """
      \(first.epoch, "first_epoch") to \(last.epoch, "epoch")
      """
    let head: Statement =
      isFirst
      ? "The loss says how wrong the answers are: from epoch \(span) it"
      : "From epoch \(span) the loss"
    return CoachNote(
      kind: .summary, epoch: last.epoch,
      statement: """
        \(head)\(way(first, last, penalties)).\(lower.map(lowest) ?? "")\(isFirst ? tested(last) : "")\
        \(outlook(epochs.trend(ofRun: run.count), endsLow: lower == nil))
        """)
  }

  private static func way(
    _ first: EpochReport, _ last: EpochReport, _ penalties: String
  ) -> Statement {
    let (before, now) = (first.training.dataLoss, last.training.dataLoss)
    // Less would not be seen in the numbers.
    guard abs(now - before) > 0.0005 * before else {
      return " stayed\(penalties) at \(now, "loss")"
    }
    return """
       \(now < before ? "fell" : "rose")\(penalties) from \(before, "first_loss") to \(now, "loss")
      """
  }

  /// The epoch at which it was lowest, where that is clearly lower than it ended.
  private static func lowerBefore(_ run: Slice<EpochHistory>) -> EpochReport? {
    guard let last = run.last,
      let lowest = run.min(by: { $0.training.dataLoss < $1.training.dataLoss }),
      last.training.dataLoss > 1.02 * lowest.training.dataLoss
    else { return nil }
    return lowest
  }

  private static func lowest(_ lowest: EpochReport) -> Statement {
    """
     It was lowest after epoch \(lowest.epoch, "lowest_epoch"), \
    \(lowest.training.dataLoss, "lowest_loss").
    """
  }

  /// How it does on rows that are not trained on.
  private static func tested(_ last: EpochReport) -> Statement {
    guard let watched = last.watched, let accuracy = watched.accuracy else { return "" }
    let name = last.watch.rawValue
    return """
       Of the \(watched.rows, "\(name)_rows") \(name) rows, which it never trains on, it has \
      \(accuracy, "\(name)_accuracy", .percent) right.
      """
  }

  private static func outlook(_ trend: LossCourse?, endsLow: Bool) -> Statement {
    switch trend {
    case .falling:
      endsLow
        ? " It is still falling: `train` goes on from here."
        : " On the whole it is still falling: `train` goes on from here."
    case .zigzag(let epochs, let lowest, let highest):
      """
       It zigzags: in the last \(epochs, "zigzag_epochs") epochs between \(lowest, "zigzag_lowest") and \
      \(highest, "zigzag_highest"), on the whole no lower.
      """
    case .still: " By now it hardly falls."
    case nil: ""
    }
  }
}
