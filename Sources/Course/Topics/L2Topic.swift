// L2 penalty (weight decay, ridge).
import Events
import Experiments
import Text

extension Topic {
  static let l2 = Topic(
    name: "l2", aliases: ["ridge", "weight decay", "l2 penalty", "l2 regularization"],
    title: "L2 penalty: large weights cost most",
    group: .regularization, summary: "pulls large ones most",
    seeAlso: ["l1", "regularization", "adamw", "overfitting"],
    idea: [
      """
      An L2 penalty adds half of l2 times the square of every weight to the loss. So it pulls each toward \
      0 with the strength l2 times the weight itself: large weights shrink fast, small ones hardly, and \
      none is drawn all the way to 0.
      """
    ],
    formulas: ["penalty = ½ · l2 · Σp²", "gradient of the penalty = l2 · p"],
    measured: { state, _ in state.l2Now },
    tried: { state, checkStop throws(Stopped) in try state.mending(state.l2Trials, checkStop) })
}

extension SessionState {
  fileprivate var l2Now: [Statement] {
    let settings = settings.training
    guard let training else { return ["l2 is \(settings.l2, "l2", .exact). \(needsStep)"] }
    let sum = PenaltySums(training, settings)
    let counted = settings.penalize == .all ? "weights and biases" : "weights, biases left out,"
    guard settings.l2 > 0 else {
      let trial = 0.01
      return [
        """
        l2 is \(settings.l2, "l2", .exact): there is no L2 penalty. With \(trial, "trial_l2", .exact) it \
        would now add \(0.5, "half", .exact) × \(trial, "trial_l2", .exact) × \(sum.squares, "sum_of_squares") = \
        \(0.5 * trial * sum.squares, "l2_penalty") to the loss, the last number being the sum of the \
        squares of \(sum.count, "count") \(counted) after epoch \(training.epoch, "epoch").
        """
      ]
    }
    var statements: [Statement] = [
      """
      0.5 × l2 × sum of the squares = \(0.5, "half", .exact) × \(settings.l2, "l2", .exact) × \
      \(sum.squares, "sum_of_squares") = \(0.5 * settings.l2 * sum.squares, "l2_penalty"), over \
      \(sum.count, "count") \(counted) after epoch \(training.epoch, "epoch").
      """,
      """
      The largest is \(sum.largest, "largest"). The penalty pulls it with l2 × weight = \
      \(settings.l2 * sum.largest, "largest_l2_gradient").
      """,
    ]
    if let pull = penaltyPull(.l2) { statements.append(pull) }
    return statements
  }

  fileprivate var l2Trials: [TopicReport.Trial] {
    let l2 = settings.training.l2
    let isMost = epochs.last?.penaltyShare.map { $0 > 0.5 } ?? false
    let other = isMost ? nil : Rungs.above(l2)
    let next = l2 == 0 ? 0.01 : other ?? Rungs.below(l2) ?? l2
    let reason = isMost && l2 > 0 ? "penalties are most of the loss; " : ""
    var trials = [
      TopicReport.Trial(
        command: "set l2 \(exactText(next))",
        why: """
          \(reason)\(thenTrain): compare the sum of the squares and \(lossToCompare) with the run \
          before
          """)
    ]
    if l2 > 0 {
      trials.append(.init(command: "unset l2", why: "the same run without it; \(thenTrain)"))
    }
    return trials + [penalizeTrial]
  }
}
