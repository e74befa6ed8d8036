// The loss: the present network's on one row, in full, and over all rows. Huber 1964 for his.
import Datasets
import Events
import Experiments
import NeuralNetwork
import Numerics

extension Topic {
  static let loss = Topic(
    name: "loss",
    aliases: [
      "losses", "cross-entropy", "logistic", "logistic loss", "log loss", "likelihood",
      "squared error", "mean squared error", "mse", "absolute error", "absolute", "mae", "huber",
      "objective", "cost", "error",
    ],
    title: "Loss: one number for how wrong the answers are",
    group: .training, summary: "what is made small",
    seeAlso: ["why", "gradient", "regularization", "underfitting", "accuracy", "r2", "softmax"],
    idea: [
      """
      The loss says how wrong the answers are. Each row has one; training moves the weights so that \
      the mean over all training rows gets smaller. It is 0 where everything is right. For classes it counts which \
      probability the network gives to the right class: nearly 1 costs next to nothing, one half 0.69, one \
      tenth 2.3, nearly 0 without limit. For numbers it counts how far off the answer is.
      """
    ],
    formulas: [
      "for classes: -log p, p the probability of the right class; log is natural",
      "logistic        log(1 + exp(z)) - y·z        y is 0 or 1, z the sum",
      "cross-entropy   log Σ exp(zⱼ) - z of the right class, p = exp(z) / Σ exp(zⱼ)",
      "squared         (z - y)²                     absolute  |z - y|",
      "huber           ½(z - y)² where |z - y| ≤ 1, else |z - y| - ½",
    ],
    now: { $0.lossNow },
    tryNext: { $0.lossTrials })
}

extension SessionState {
  fileprivate var lossNow: [Statement] {
    guard let data else {
      return [
        """
        There is no data yet to measure it on: `data circle`. The setting loss is \
        \(settings.training.loss.rawValue).
        """
      ]
    }
    let loss = data.loss(settings.training)
    var head: Statement = "The loss here is \(loss.rawValue)."
    if loss.isClassification {
      let classes = data.classNames.count
      head = """
        \(head) Giving each of \(classes, "classes") classes the same probability costs \
        \(PortableMath.log(Double(classes)), "even_loss") a row: what knowing nothing costs.
        """
    } else {
      head = "\(head) \(Self.costOfDistance(loss))"
    }
    guard let training else { return [head, needsStep] }
    return [head, rowStatement(data, loss, training)] + meanStatements
  }

  private static func costOfDistance(_ loss: Loss) -> String {
    switch loss {
    case .absoluteError: "It is the distance itself: twice as far off costs twice as much."
    case .huber:
      """
      A small error costs half its square, one beyond 1 only in proportion: rows far off (outliers) pull \
      less.
      """
    default: "It is the square of the distance: twice as far off costs four times as much."
    }
  }

  /// The first training row, as it stands in the file or was made.
  private func rowStatement(
    _ data: PreparedData, _ loss: Loss, _ training: TrainingState
  ) -> Statement {
    let row = trainedExamples(data).subset([0]).weighing(nil)
    let cost = evaluate(
      examples: row, shape: training.shape, parameters: training.parameters, loss: loss,
      settings: settings.training
    ).dataLoss
    guard cost.isFinite else {
      return "For training row 1 the network's answer has grown beyond all numbers: `reset`."
    }
    let outputs = predictOutputs(
      inputs: row.inputs, shape: training.shape, parameters: training.parameters, loss: loss)
    switch row.targets {
    case .classes(let labels, _):
      let label = Int(labels[0])
      let right =
        loss == .logistic
        ? (label == 1 ? Double(outputs[0]) : 1 - Double(outputs[0])) : Double(outputs[label])
      return """
        Training row 1 is of class \(data.classNames[label]), to which the network gives the probability \
        \(right, "row_probability"): that costs \(cost, "row_loss").
        """
    case .values(let values):
      let scale =
        (data.transform == .log ? ", as logarithms" : "")
        + (data.standardization == nil ? "" : ", in standard deviations")
      return """
        For training row 1 the network says \(outputs[0], "row_output") where \
        \(values[0], "row_target") is right\(scale): that costs \(cost, "row_loss").
        """
    }
  }

  private var meanStatements: [Statement] {
    guard let last = epochs.last else { return [] }
    let weighted: Statement =
      (epochs.stretches.last?.settings.classWeight ?? ClassWeighting.none) == ClassWeighting.none
      ? "" : ", each row times the weight of its class,"
    return [
      """
      The mean over \(figureRows(last.training))\(weighted) was \
      \(last.training.dataLoss, "mean_loss") after epoch \(last.epoch, "epoch").
      """
    ]
  }

  fileprivate var lossTrials: [TopicReport.Trial] {
    guard let data else {
      return [
        .init(command: "data circle", why: "two classes: logistic loss"),
        .init(command: "data sine", why: "a number: squared error"),
      ]
    }
    guard data.isRegression else {
      return [
        .init(command: "eval", why: "the loss over all rows, and accuracy beside it"),
        .init(command: "confusion", why: "which classes are taken for which"),
      ]
    }
    let now = settings.training.loss
    return [
      now == .huber
        ? .init(command: "set loss absolute", why: "all errors pull alike; \(thenTrain)")
        : .init(command: "set loss huber", why: "large errors pull less; \(thenTrain)"),
      .init(command: "eval", why: "the loss over all rows, and R² beside it"),
    ]
  }
}
