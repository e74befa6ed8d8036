// `eval`: the figures of the weights as they are, and what their numbers are in.
import Events
import NeuralNetwork
import Text

extension Presenter {
  func blocks(_ report: EvaluationReport) -> [Block] {
    [
      .title(Spans(words(for: report.place)), flow: .line),
      .table(FigureTable(report).table(score: score)),
    ] + remarks(on: report)
  }

  private func remarks(on report: EvaluationReport) -> [Block] {
    var blocks: [Block] = []
    func hint(_ text: Spans) { blocks.append(.text(text, .hint, depth: 1)) }
    if !report.loss.isClassification {
      let losses: Spans =
        report.isTargetStandardized || report.isTargetLogarithm
        ? "; losses are in \(lossUnit(report))" : ""
      let score = report.isTargetLogarithm ? "; R² is of logarithms too" : ""
      hint("MAE and RMSE are in units of \(name: report.targetName)\(losses)\(score).")
    }
    if let second = report.secondClass {
      hint("F1, AUC and average precision are of \(name: second).")
    }
    if report.isWeighted {
      hint("Losses are weighted by class_weight; all else counts every row alike.")
    }
    if let test = report.epoch.test, report.testRowsSeenBefore > 0 {
      let count = report.testRowsSeenBefore
      hint(
        """
        \(count) of the \(counted(test.rows, "test row")) \(count == 1 ? "was" : "were") trained \
        on before these weights were loaded: figures on them say nothing about new rows.
        """)
    }
    return blocks
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

/// The figures of `eval`, a row each, by the rows that they are of.
struct FigureTable {
  private let columns: [(name: String, figures: Evaluation)]
  private let isWeighted: Bool
  private var hasLosses = true

  /// Figures of a file's rows, whose log loss is the only loss of interest.
  init(of figures: Evaluation) {
    columns = [("", figures)]
    (isWeighted, hasLosses) = (true, false)
  }

  init(_ report: EvaluationReport) {
    let epoch = report.epoch
    columns =
      [("train", epoch.training)] + (epoch.validation.map { [("validation", $0)] } ?? [])
      + (epoch.test.map { [("test", $0)] } ?? [])
    isWeighted = report.isWeighted
  }

  func table(score: (Evaluation) -> Cell) -> Table {
    let isClassification = columns[0].figures.correct != nil
    var rows = [
      row("rows") { Cell($0.rows) }, row(isClassification ? "accuracy" : "R²", score),
    ]
    if !isClassification { rows += [row("MAE", \.meanAbsoluteError, .significant(4))] }
    rows += QualityFigure.allCases.compactMap { figure in
      // Without weights it is the data loss.
      if figure == .logLoss, !isWeighted { return nil }
      return columns.contains { $0.figures.figures?[figure] != nil }
        ? row(figure.title, { $0.figures?[figure] }, figure.style) : nil
    }
    let table = Table(
      [Column("", .left)] + columns.map { Column($0.name) },
      rows: rows + (hasLosses ? lossRows : []))
    return table
  }

  /// The loss; its parts where there are penalties, without which that of validation rows counts.
  private var lossRows: [Row] {
    let hasPenalty = columns[0].figures.l1Penalty > 0 || columns[0].figures.l2Penalty > 0
    guard hasPenalty else { return [row("loss", \.dataLoss, .loss)] }
    var rows = [row("loss", \.loss, .loss), row("data loss", \.dataLoss, .loss)]
    if columns[0].figures.l1Penalty > 0 { rows.append(row("L1 penalty", \.l1Penalty, .loss)) }
    if columns[0].figures.l2Penalty > 0 { rows.append(row("L2 penalty", \.l2Penalty, .loss)) }
    return rows
  }

  private func row(_ title: String, _ cell: (Evaluation) -> Cell) -> Row {
    Row([Cell(title)] + columns.map { cell($0.figures) })
  }

  private func row(
    _ title: String, _ value: (Evaluation) -> Double?, _ style: NumberStyle
  ) -> Row {
    row(title) { figures in value(figures).map { Cell($0, style) } ?? "-" }
  }
}

extension QualityFigure {
  package var style: NumberStyle {
    switch self {
    case .logLoss: .loss
    case .balancedAccuracy, .macroF1, .f1: .percent
    case .auc, .averagePrecision: .decimals(4)
    case .rmse: .significant(4)
    }
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
