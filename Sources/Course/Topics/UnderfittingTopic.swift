// Underfitting: the training loss beside that of the best answer that never looks at the inputs.
import Events
import Experiments
import Text

extension Topic {
  static let underfitting = Topic(
    name: "underfitting", aliases: ["underfit", "high bias", "baseline"],
    title: "Underfitting: not even the training rows are learned",
    group: .data, summary: "too little learned",
    seeAlso: ["overfitting", "layers", "lr"],
    idea: [
      """
      A network underfits when its loss stays high even on the rows it is trained on; new rows then \
      fare no better. It may be too small, held back by a penalty, trained too short, or trained with the \
      wrong learning rate. How high is high? Compare with the best answer that is the same for all \
      rows, whatever their inputs: a network that has learned something is well below.
      """
    ],
    formulas: [
      "classes         always answering their shares q costs -Σ q · log q",
      "squared error   always answering the mean costs the variance of y",
    ],
    measured: { state, _ in state.underfittingNow },
    tried: { state, checkStop throws(Stopped) in try state.underfittingTrials(checkStop) })
}

extension SessionState {
  fileprivate var underfittingNow: [Statement] {
    guard let data else { return ["There is no data yet: `data circle` makes some."] }
    var statements: [Statement] = []
    if let baseline = trainedExamples(data).constantLoss(data.loss(settings.training)) {
      statements.append(
        """
        The best answer that is the same for all \(trainedExamples(data).count, "rows") training rows has a \
        loss of \(baseline, "baseline_loss").
        """)
    }
    guard let last = reportOfWeights else { return statements + [needsEpoch] }
    statements.append(
      """
      \(afterEpoch(of: last)) the network's training loss, without penalties, is \
      \(last.training.dataLoss, "training_loss").
      """)
    if let accuracy = last.training.accuracy {
      statements.append(
        "It is right on \(accuracy, "training_accuracy", .percent) of its training rows.")
    } else if let r2 = last.training.r2 {
      statements.append("Its R² on them is \(r2, "training_r2"): 0 is no better than the mean.")
    }
    return statements
  }

  fileprivate func underfittingTrials(
    _ checkStop: StopCheck
  ) throws(Stopped) -> [TopicReport.Trial] {
    var trials = try standingTrials(checkStop)
    if let free = try withoutPenalty(checkStop) { trials.insert(free, at: trials.isEmpty ? 0 : 1) }
    let layer = TopicReport.Trial(
      command: "layer 8 tanh", why: "one more hidden layer\(layerCost)")
    if !trials.contains(where: { $0.command == layer.command }) { trials.append(layer) }
    if trials.count < 2 {
      trials.append(.init(command: "explain lr", why: "how far each step goes"))
    }
    return trials
  }

  /// Where L2 keeps the data loss up by a tenth, which was tried.
  private func withoutPenalty(_ checkStop: StopCheck) throws(Stopped) -> TopicReport.Trial? {
    guard settings.training.l2 > 0, divergence == nil, let tried = TriedRates(self),
      let with = try tried.evaluation({ _ in }, checkStop),
      let without = try tried.evaluation({ $0.l2 = 0 }, checkStop),
      without.dataLoss < 0.9 * with.dataLoss,
      without.dataLoss < epochs.last?.training.dataLoss ?? .infinity
    else { return nil }
    return .init(
      command: "unset l2; reset; train \(tried.epochs)",
      why: "a lower loss without the penalty, in a trial")
  }
}
