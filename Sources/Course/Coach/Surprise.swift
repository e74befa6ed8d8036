// What `why` points at: the first rise, plateau or rule of the penalties in a training, by the same
// measures by which the coach speaks of them; and where there is none, steps that the loss's bend has
// robbed of most of what they promised, and how much of that is due to batches.
import Events
import Experiments
import NeuralNetwork

extension WhyReport.Surprise {
  package init?(
    _ outcome: LossLedger.Outcome, _ settings: TrainingSettings
  ) {
    let epochs = outcome.epochs
    var seen = outcome.earlier
    for (place, stretch) in epochs.enumerated() where epochs.count > 1 {
      guard stretch.to.rowsDone == 0 else { break }
      seen.append(outcome.history[seen.endIndex], trainedWith: settings)
      if let rise = Self.rise(stretch, seen) { self = rise; return }
      if let note = CoachNote.penaltyHalf(seen, said: nil) {
        self = Self.penalty(note, stretch)
        return
      }
      if let signs = PlateauSigns(seen, settings, said: nil) {
        self = Self.plateau(signs, epochs[...place])
        return
      }
    }
    guard let bend = Self.bend(outcome.report.whole, outcome.tried) else { return nil }
    self = bend
  }

  /// By more than the 2% that count as a rise elsewhere.
  private static func rise(
    _ stretch: WhyReport.Stretch, _ seen: EpochHistory
  ) -> WhyReport.Surprise? {
    guard stretch.lossAfter > 1.02 * stretch.lossBefore, seen.hasLossLeft else { return nil }
    let epoch = stretch.to.epoch
    return WhyReport.Surprise(
      kind: .rise, epoch: epoch,
      statement: """
        In epoch \(epoch, "epoch") the loss rose, from \(stretch.lossBefore, "loss_before") to \
        \(stretch.lossAfter, "loss_after"): the slopes promised \
        \(stretch.promised, "promised", .signed), curvature brought \
        \(stretch.curvature, "curvature", .signed). \(look(at: epoch))
        """)
  }

  private static func penalty(
    _ note: CoachNote, _ stretch: WhyReport.Stretch
  ) -> WhyReport.Surprise {
    WhyReport.Surprise(
      kind: .penalty, epoch: stretch.to.epoch,
      statement: """
        At the end of epoch \(stretch.to.epoch, "epoch") penalties are \
        \(note.measure, "share", .percent) of the loss, \(stretch.lossAfter, "loss_after"): more than \
        errors are. \(look(at: stretch.to.epoch))
        """)
  }

  private static func plateau(
    _ signs: PlateauSigns, _ epochs: ArraySlice<WhyReport.Stretch>
  ) -> WhyReport.Surprise {
    let flat = epochs.suffix(signs.window)
    let promised = flat.reduce(0) { $0 + $1.promised }
    let change = flat.reduce(0) { $0 + $1.change }
    return WhyReport.Surprise(
      kind: .plateau, epoch: signs.epoch,
      statement: """
        In the \(flat.count, "epochs") epochs to \(signs.epoch, "epoch") the loss stood about still, \
        \(change, "change", .signed): the slopes promised \(promised, "promised", .signed), curvature \
        brought \(change - promised, "curvature", .signed). \(look(at: signs.epoch))
        """)
  }

  /// Where it took back more than half of what the slopes promised.
  private static func bend(
    _ whole: WhyReport.Stretch, _ tried: LossAccount.StepsTried
  ) -> WhyReport.Surprise? {
    guard whole.promised < 0, whole.curvature > -0.5 * whole.promised,
      // Of steps so short the loss shows rounding, in 32 bits, and no curvature.
      -whole.promised > 1e-6 * abs(whole.lossBefore)
    else { return nil }
    let share = whole.curvature / -whole.promised
    let taken: Statement = """
      Of the \(-whole.promised, "promised") that the slopes promised, curvature took \
      \(whole.curvature, "curvature") back, \(share, "share", .percent)\(share > 10 ? " as much" : "")
      """
    return WhyReport.Surprise(
      kind: .bend, epoch: nil, statement: "\(taken)\(cause(tried) ?? bendOfSteps)")
  }

  private static let bendOfSteps: Statement = ": slopes change much within such steps."

  /// How much of it is what single batches cost; nil where each step takes all rows, or none of those
  /// looked at lost anything.
  private static func cause(_ tried: LossAccount.StepsTried) -> Statement? {
    guard tried.count > 0, tried.curvature > 0 else { return nil }
    let share = max(0, tried.curvatureOfAllRows) / tried.curvature
    let trial: Statement = """
      At \(Double(tried.count), "steps_tried", .integer) of the steps the one of all rows, from the same \
      weights at the same lr, was tried as well: curvature took \
      \(share, "share_of_all_rows", .percent) as much.
      """
    // Thirds, as which steps were looked at decides a little.
    if share < 1 / 3.0 {
      return """
        . Most of it is what batches cost, as a step of few rows goes partly aside. \(trial) With \
        `set batch full` steps are of all rows.
        """
    }
    return share > 2 / 3.0
      ? ". Batches are not why. \(trial) Slopes change much within such steps."
      : ". \(trial) The rest is what batches cost, as a step of few rows goes partly aside."
  }

  private static func look(at epoch: Int) -> Statement {
    "`why \(String(epoch))` looks at it alone."
  }
}
