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
      A network underfits when its loss stays high on the rows it was trained on: it is too small or \
      too strongly penalized, or was trained too short or with the wrong lr. Its test loss is then \
      high as well. To tell how high is \
      high, compare it with the best answer that is the same for all rows.
      """
    ],
    formulas: [
      "classes         always answering their shares q costs -Σ q · log q",
      "squared error   always answering the mean costs the variance of y",
    ],
    now: { $0.underfittingNow },
    tryNext: { $0.underfittingTrials })
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
    guard let last = epochs.last else { return statements + [needsEpoch] }
    statements.append(
      """
      After epoch \(last.epoch, "epoch") the network's training loss, without penalties, is \
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

  fileprivate var underfittingTrials: [TopicReport.Trial] {
    var trials = [trainTrial]
    if let higher = Rungs.above(settings.training.learningRate), divergence == nil {
      trials.append(
        .init(command: "set lr \(exactText(higher))", why: "longer steps; \(thenTrain)"))
    }
    if let penalty = PenaltyKind.allCases.last(where: { settings.training[$0] > 0 }) {
      trials.append(
        .init(command: "unset \(penalty.rawValue)", why: "let the weights grow; \(thenTrain)"))
    } else {
      trials.append(.init(command: "layer 8 tanh", why: "one more hidden layer\(layerCost)"))
    }
    return trials
  }
}
