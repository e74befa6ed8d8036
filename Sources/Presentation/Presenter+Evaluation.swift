// `eval`: the figures of the weights as they are, and what their numbers are in.
import Events
import NeuralNetwork
import Text

extension Presenter {
  func blocks(_ report: EvaluationReport) -> [Block] {
    let epoch = report.epoch
    var rows = rows("train", epoch.training)
    if let validation = epoch.validation {
      rows += self.rows("validation", validation, watched: true)
    }
    if let test = epoch.test { rows += self.rows("test", test) }
    return [.title(Spans(words(for: report.place)), flow: .line), .definitions(rows)]
      + remarks(on: report)
  }

  private func remarks(on report: EvaluationReport) -> [Block] {
    var blocks: [Block] = []
    if report.isTargetStandardized || report.isTargetLogarithm {
      let score = report.isTargetLogarithm ? "; R² is of logarithms too" : ""
      blocks.append(.text("Losses are in \(lossUnit(report))\(score).", .hint, depth: 1))
    }
    if let test = report.epoch.test, report.testRowsSeenBefore > 0 {
      let count = report.testRowsSeenBefore
      blocks.append(
        .text(
          """
          \(count) of the \(counted(test.rows, "test row")) \(count == 1 ? "was" : "were") trained \
          on before these weights were loaded: figures on them say nothing about new rows.
          """, .hint, depth: 1))
    }
    return blocks
  }

  /// - Parameter watched: of rows that say when to stop, the loss counts without penalties.
  private func rows(
    _ name: String, _ evaluation: Evaluation, watched: Bool = false
  ) -> [(Spans, Spans)] {
    let loss: Spans =
      watched
      ? "\(evaluation.dataLoss, "\(name)_data_loss", .loss), without penalties"
      : lossSum(
        evaluation.loss, evaluation.dataLoss, evaluation.l1Penalty, evaluation.l2Penalty)
    let count =
      evaluation.correct.map { "\($0) of \(evaluation.rows)" } ?? counted(evaluation.rows, "row")
    let scoreName = evaluation.accuracy == nil ? "R²" : "accuracy"
    let score = score(evaluation)
    let shown = Span(
      score.text, number: score.value.map { .init(name: "\(name)_score", value: $0) })
    var rows: [(Spans, Spans)] = [
      ("\(name) \(scoreName)", "\(Spans(spans: [shown])) (\(count))"), ("\(name) loss", loss),
    ]
    if let error = evaluation.meanAbsoluteError {
      rows.append(
        (
          "\(name) MAE",
          """
          \(error, "\(name)_mae", .loss) (mean of |prediction - target|, in the target's own units)
          """
        ))
    }
    return rows
  }

  /// A loss and its parts: `=` where these, as printed, add up to it.
  func lossSum(_ loss: Double, _ data: Double, _ l1: Double, _ l2: Double) -> Spans {
    let sum = [data, l1, l2].reduce(0) { $0 + (Double(NumberText.loss($1)) ?? .nan) }
    let sign = NumberText.loss(sum) == NumberText.loss(loss) ? "=" : "≈"
    return """
      \(loss, "loss", .loss) \(sign) data \(data, "data_loss", .loss) + L1 \
      \(l1, "l1_penalty", .loss) + L2 \(l2, "l2_penalty", .loss)
      """
  }
}

/// What the losses of numbers are in.
package func lossUnit(_ report: EvaluationReport) -> String {
  let target = report.isTargetLogarithm ? "the target's logarithm" : "the target"
  let unit = "\(report.isTargetStandardized ? "standard deviations" : "units") of \(target)"
  return switch report.loss {
  case .absoluteError: unit
  case .huber: "\(unit), squared where they are small"
  case .squaredError, .logistic, .softmaxCrossEntropy: "squared \(unit)"
  }
}
