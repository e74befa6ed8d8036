// Generalization: the score on rows never trained on, and how far chance can have moved it.
import Events
import Experiments

extension Topic {
  static let generalization = Topic(
    name: "generalization", aliases: ["generalize", "test set", "test rows"],
    title: "Generalization: how the network does on rows it never saw",
    group: .data, summary: "how new rows fare",
    seeAlso: ["overfitting", "validation", "noise", "standard-error"],
    idea: [
      """
      What counts is not the rows at hand but new ones of the same kind. Test rows stand in for \
      them: they are never trained on. Being few, they give an estimate only; and whoever \
      chooses by them again and again has, in the end, learned from them as well.
      """
    ],
    formulas: [
      "accuracy a on n test rows has a standard error of √(a · (1 - a) / n)",
      "in about 95 of 100 cases the true one lies within 2 of these",
      "the difference of two such accuracies has √2 times the standard error",
    ],
    now: { $0.generalizationNow },
    tryNext: { $0.generalizationTrials })
}

extension SessionState {
  fileprivate var generalizationNow: [Statement] {
    guard let data else { return ["There is no data yet: `data circle` makes some."] }
    guard data.test != nil || settings.training.watch == .validation else {
      return ["No test rows were kept: `\(dataKeepingTest)` keeps half of them."]
    }
    guard let last = reportOfWeights else { return [division(of: data, in: nil), needsEpoch] }
    guard let (name, figures) = watched(in: last) else {
      return [division(of: data, in: nil), lacksWatchedRows]
    }
    let rows = division(of: data, in: last)
    let loss: Statement = """
      \(afterEpoch(of: last)) the loss is \(last.training.dataLoss, "training_loss") on the \
      training rows and \(figures.dataLoss, "\(name)_loss") on the \(name) rows.
      """
    let seen = notesOnWatchedRows
    guard let accuracy = figures.accuracy else { return [rows, loss] + seen }
    return [rows, loss] + seen + [accuracyStatement(accuracy, name, rows: figures.rows)]
  }

  private func accuracyStatement(_ accuracy: Double, _ name: String, rows: Int) -> Statement {
    let head: Statement = "\(accuracy, "\(name)_accuracy", .percent) of the \(name) rows are right"
    // There the formula gives 0; the rule of three (Hanley and Lippman-Hand, 1983) does not.
    guard accuracy > 0, accuracy < 1 else {
      return """
        \(head), where the formula gives 0: of so few rows, one can only say that the true share is \
        probably within 3 / n = \(3 / Double(rows), "rule_of_three", .percent) of that.
        """
    }
    let error = (accuracy * (1 - accuracy) / Double(rows)).squareRoot()
    return """
      \(head), with a standard error of \(error, "standard_error", .percent): the true share is \
      probably within two of these. Two settings that differ by less than \
      \(2 * 2.0.squareRoot() * error, "clear_difference", .percent) may differ by luck.
      """
  }

  fileprivate var generalizationTrials: [TopicReport.Trial] {
    guard data?.test != nil else {
      return [
        .init(command: dataKeepingTest, why: "half of the rows kept for testing\(layerCost)"),
        .init(command: "data iris", why: "real flowers, a quarter kept for testing\(layerCost)"),
      ]
    }
    return [
      trainTrial, .init(command: "eval", why: "both losses as they are now"),
    ]
  }
}
