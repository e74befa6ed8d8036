// What keeps the loss of the watched rows down where a run overfits, tried from the initial weights.
import Datasets
import Events
import Experiments
import NeuralNetwork
import Text

/// A line to type after which the watched loss is lower by half of what it had risen by, or more.
struct OverfittingRemedy {
  enum Kind { case penalty, fewerEpochs }

  let kind: Kind
  let line: String
  /// That of the watched rows.
  let loss: Double

  /// So many strengths of a penalty are tried.
  private static let mostRungs = 3

  /// Nil where nothing helps or it takes long.
  init?(
    _ course: WatchedCourse, _ tried: TriedRates, settings: TrainingSettings, on rows: Examples,
    _ checkStop: StopCheck
  ) throws(Stopped) {
    guard tried.isWhole, tried.epochs == course.last.epoch else { return nil }
    let most = course.lastWatched.dataLoss - course.rise / 2
    // A run with L1 alone stays one.
    let penalty: PenaltyKind = settings.l1 > 0 && settings.l2 == 0 ? .l1 : .l2
    var strength: Double? = settings[penalty] > 0 ? Rungs.above(settings[penalty]) : 0.01
    for _ in 0..<Self.mostRungs {
      guard let value = strength else { break }
      let found = try tried.evaluation({ $0[penalty] = value }, on: rows, checkStop)
      if let loss = found?.dataLoss, loss <= most {
        kind = .penalty
        line = "set \(penalty.rawValue) \(exactText(value)); reset; train \(tried.epochs)"
        self.loss = loss
        return
      }
      strength = Rungs.above(value)
    }
    let best = course.best.epoch
    let found = try tried.evaluation({ _ in }, epochs: best, on: rows, checkStop)
    guard let loss = found?.dataLoss, loss <= most else { return nil }
    kind = .fewerEpochs
    line = "reset; train \(best)"
    self.loss = loss
  }

  func statement(_ course: WatchedCourse) -> Statement {
    """
    In a trial, `\(line)` ended with a \(course.rowsName) loss of \
    \(loss, "tried_\(course.rowsName)_loss").
    """
  }
}

extension SessionState {
  /// The rows whose loss is watched, weighing as in the loss that is shown; nil where none is.
  func watchedExamples(_ data: PreparedData) -> Examples? { (try? rows(of: data))?.watched }
}
