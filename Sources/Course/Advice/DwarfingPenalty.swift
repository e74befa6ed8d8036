// A penalty beside which what the rows say no longer counts, and a weaker one that was tried.
import Events
import Experiments
import NeuralNetwork
import Text

struct DwarfingPenalty {
  let penalty: PenaltyKind
  let strength: Double
  /// What the last epoch's loss was made of.
  let size: Double
  let dataLoss: Double
  /// A line to type, and the loss with which it ended in a trial.
  let line: String
  let loss: Double

  /// So many times more than the rows' loss, and than that of the best single answer for all of them, the
  /// penalties are then.
  private static let share = 10.0

  /// Nil where no penalty is so large, or where no weaker one does better.
  init?(
    _ last: EpochReport, _ tried: TriedRates, baseline: Double?, _ checkStop: StopCheck
  ) throws(Stopped) {
    let figures = last.training
    size = figures.l1Penalty + figures.l2Penalty
    dataLoss = figures.dataLoss
    guard let baseline, baseline > 0, size.isFinite, size > Self.share * max(baseline, dataLoss)
    else { return nil }
    let penalty: PenaltyKind = figures.l1Penalty > figures.l2Penalty ? .l1 : .l2
    self.penalty = penalty
    let strength = tried.settings[penalty]
    self.strength = strength
    let other: PenaltyKind = penalty == .l1 ? .l2 : .l1
    var changes: [(text: String, weaker: Double, other: Double)] =
      [0.01, 1e-4].filter { $0 < strength }.map {
        ("set \(penalty.rawValue) \(exactText($0))", $0, tried.settings[other])
      }
    changes.append(("unset \(penalty.rawValue)", 0, tried.settings[other]))
    if tried.settings[other] > 0 { changes.append(("unset l1; unset l2", 0, 0)) }
    for change in changes where strength > 0 {
      let found = try tried.evaluation(
        { ($0[penalty], $0[other]) = (change.weaker, change.other) }, checkStop)
      if let found, found.loss < min(2 * baseline, 0.5 * figures.loss), found.dataLoss <= dataLoss {
        line = "\(change.text); reset; train \(tried.epochs)"
        loss = found.loss
        return
      }
    }
    return nil
  }

  /// Names it, so that it is said once.
  var about: String { "\(penalty.rawValue) \(exactText(strength))" }
}

extension CoachNote {
  /// At the end of a run, once for a strength.
  static func penaltyDwarfs(_ found: DwarfingPenalty, epoch: Int) -> CoachNote {
    let name = found.penalty.rawValue
    return CoachNote(
      kind: .penaltyTooStrong, epoch: epoch,
      statement: """
        \(name) = \(found.strength, name, .exact) is too strong: the penalties are \
        \(found.size, "penalties"), what the rows add to the loss \(found.dataLoss, "data_loss"). In a \
        trial, `\(found.line)` ended at \(found.loss, "tried_loss").
        """, about: found.about)
  }
}

extension SessionState {
  /// That of the weights there are, if their penalties are of such a size.
  func dwarfingPenalty(_ checkStop: StopCheck) throws(Stopped) -> DwarfingPenalty? {
    guard !isBroken, let data, let last = epochs.last, let tried = TriedRates(self) else {
      return nil
    }
    return try DwarfingPenalty(
      last, tried,
      baseline: trainedExamples(data).constantLoss(data.loss(settings.training)), checkStop)
  }
}
