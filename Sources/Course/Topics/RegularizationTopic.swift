// Regularization as a whole: which kinds are at work, and what the penalties add to the loss.
// Goodfellow, Bengio and Courville, Deep Learning (2016), chapter 7.
import Events
import Experiments
import Text

extension Topic {
  static let regularization = Topic(
    name: "regularization",
    aliases: ["regularize", "regularizer", "penalty", "penalties", "penalize", "shrinkage"],
    title: "Regularization: a worse fit for better answers",
    group: .regularization, summary: "simpler on purpose",
    seeAlso: ["l1", "l2", "dropout", "early-stopping", "overfitting"],
    idea: [
      """
      A network that fits its training rows as closely as it can also learns their chance errors. \
      Regularization is whatever holds it back, in the hope that it does better on new rows: a price for \
      large weights (the penalties L1 and L2), units switched off by chance (dropout), stopping early. \
      Too much of it, and the network does not even learn its training rows.
      """
    ],
    formulas: ["loss = mean loss of the rows + l1 · Σ|p| + ½ · l2 · Σp²"],
    measured: { state, _ in state.regularizationNow },
    tried: { state, checkStop throws(Stopped) in
      try state.mending(state.regularizationTrials, checkStop)
    })
}

extension SessionState {
  fileprivate var regularizationNow: [Statement] {
    let training = settings.training
    let dropped = (hidden ?? []).count { $0.dropout > 0 }
    let counted = training.penalize == .all ? "weights and biases" : "weights, not biases"
    var statements: [Statement] = [
      """
      l1 is \(training.l1, "l1", .exact) and l2 \(training.l2, "l2", .exact), over \(counted). Hidden \
      layers with dropout: \(dropped, "dropout_layers").
      """
    ]
    guard let last = reportOfWeights else { return statements + [needsEpoch] }
    statements.append(
      """
      \(afterEpoch(of: last)) the loss was \(last.training.loss, "loss") = \
      \(last.training.dataLoss, "data_loss") from the data + \
      \(last.training.l1Penalty, "l1_penalty") from L1 + \(last.training.l2Penalty, "l2_penalty") \
      from L2.
      """)
    return statements
  }

  fileprivate var regularizationTrials: [TopicReport.Trial] {
    let training = settings.training
    // A run with L1 alone stays one.
    let penalty: PenaltyKind = training.l1 > 0 && training.l2 == 0 ? .l1 : .l2
    let strength = training[penalty]
    let more = strength == 0 ? 0.01 : Rungs.above(strength)
    let next = more ?? Rungs.below(strength) ?? strength
    return [
      .init(
        command: "set \(penalty.rawValue) \(exactText(next))",
        why: "hold weights down \(more == nil ? "less" : "more"); \(thenTrain)"),
      dropoutTrial, penalizeTrial,
    ]
  }

  /// Dropout for the first hidden layer, or a layer that has it.
  var dropoutTrial: TopicReport.Trial {
    guard let first = hidden?.first else {
      return .init(command: "layer 16 relu dropout=0.2", why: "units dropped by chance\(layerCost)")
    }
    if let place = hidden?.firstIndex(where: { $0.dropout > 0 }), let layer = hidden?[place] {
      return .init(
        command: "layer edit \(place + 1) \(layer.units) dropout=0",
        why: "all units in every step\(layerCost)")
    }
    return .init(
      command: "layer edit 1 \(first.units) dropout=0.2",
      why: "units dropped by chance\(layerCost)")
  }
}
