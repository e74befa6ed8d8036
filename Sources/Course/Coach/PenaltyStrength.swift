// A penalty too strong for the data: their part of the loss rises under it, or the network ends no
// better than one answer for all rows, and a tenth of the penalty does better.
import Datasets
import Events
import Experiments
import NeuralNetwork
import Text

/// What a run under a penalty that may be too strong came to.
struct PenaltySigns {
  enum Sign {
    /// From its lowest; where it ended is in the last report.
    case rise(from: Double)
    case constant(baseline: Double)
  }

  let sign: Sign
  /// The one that adds more to the loss.
  let penalty: PenaltyKind
  let last: EpochReport

  /// So many epochs at least make a course.
  static let fewestEpochs = 8
  /// Smaller parts of the loss are not to blame for a rise.
  static let leastShare = 0.05
  /// By so much the loss without penalties must be lower with a tenth.
  static let gain = 0.1

  /// - Parameter run: the epochs of one run.
  init?(_ run: [EpochReport], _ settings: TrainingSettings, baseline: Double?) {
    guard let last = run.last, run.count >= Self.fewestEpochs else { return nil }
    let (l1, l2) = (last.training.l1Penalty, last.training.l2Penalty)
    guard last.training.loss.isFinite else { return nil }
    // One that has brought all weights to 0 adds nothing any more.
    penalty = settings.l2 == 0 || l1 > l2 ? .l1 : .l2
    self.last = last
    let losses = run.map(\.training.dataLoss)
    if l1 + l2 >= Self.leastShare * last.training.loss, Self.rises(losses) {
      sign = .rise(from: losses.reduce(.infinity, min))
    } else if let baseline, last.training.dataLoss >= 0.98 * baseline {
      sign = .constant(baseline: baseline)
    } else {
      return nil
    }
  }

  /// Whether a curve of losses goes up by its end: the lowest of its last quarter is clearly above that
  /// of the quarter before, and the end above all of the first three.
  static func rises(_ curve: [Double]) -> Bool {
    guard curve.count >= fewestEpochs, let last = curve.last else { return false }
    let quarter = curve.count / 4
    let late = curve.suffix(quarter).reduce(.infinity, min)
    let before = curve.dropLast(quarter).suffix(quarter).reduce(.infinity, min)
    return late > 1.01 * before && last > 1.02 * curve.dropLast(quarter).reduce(.infinity, min)
  }
}

extension CoachNote {
  /// At the end of a run, once for a strength.
  ///
  /// - Parameter trial: from fresh weights, as long as these were trained.
  static func penaltyTooStrong(
    _ signs: PenaltySigns, _ trial: SideTraining, said: CoachMemory.Entry?, checkStop: StopCheck
  ) throws(Stopped) -> CoachNote? {
    let (penalty, epochs) = (signs.penalty, signs.last.epoch)
    let name = penalty.rawValue
    let strength = trial.settings[penalty]
    let about = "\(name) \(exactText(strength))"
    let weaker = Rungs.all.last { $0 <= strength / 9 }
    guard said?.about != about, let weaker, epochs <= trial.mostEpochs else { return nil }
    var settings = trial.settings
    settings[penalty] = weaker
    guard let trainer = try trial.trained(settings, epochs: epochs, checkStop) else { return nil }
    let loss = try trainer.evaluate(
      trial.examples.sampledForFigures, checkStop: checkStop
    ).dataLoss
    guard loss < (1 - PenaltySigns.gain) * signs.last.training.dataLoss else { return nil }
    let sign: Statement =
      switch signs.sign {
      case .rise(let from):
        """
        The data's part of the loss rose again, from \(from, "lowest") to \
        \(signs.last.training.dataLoss, "data_loss")
        """
      case .constant(let baseline):
        """
        The data's part of the loss is \(signs.last.training.dataLoss, "data_loss"), hardly below what the best \
        single answer for all rows has, \(baseline, "baseline")
        """
      }
    return CoachNote(
      kind: .penaltyTooStrong, epoch: epochs,
      statement: """
        \(sign). \(name) = \(strength, name, .exact) is too strong: in a trial, \
        `set \(name) \(exactText(weaker)); reset; train \(epochs, "epochs")` took that part to \
        \(loss, "weaker_data_loss").
        """, about: about)
  }
}
