// The table of a training's epochs. What a window has no room for is left out: first the parts of the
// loss, then the score on training rows.
import Events
import NeuralNetwork

extension Presenter {
  /// A score takes up to nine characters, as R² -123.4567 does, and a loss eight.
  func epochTable(_ start: TrainingStart) -> Table {
    func part(_ title: String, _ name: String, _ width: Column.Width) -> Column {
      var column = Column(title, .right, width, priority: 1)
      column.fullName = name
      return column
    }
    func score(_ rows: String, _ width: Column.Width, priority: Int?) -> Column {
      var column = Column(
        "\(rows) \(start.isRegression ? "R²" : "accuracy")", .right, width, priority: priority)
      column.shortTitle = start.isRegression ? nil : "\(rows) acc."
      return column
    }
    // A sum, of which rounding may show in the last digit.
    let isPenalized = start.settings.l1 > 0 || start.settings.l2 > 0
    var loss = Column(isPenalized ? "loss ≈" : "loss =", .right, .fixed(10, short: 9))
    loss.bareTitle = "loss"
    var columns = [
      Column("epoch", .right, .fixed(7)), loss,
      part("data +", "data loss", .fixed(10, short: 9)),
      part("L1 +", "L1 penalty", .fixed(9)), part("L2", "L2 penalty", .fixed(9)),
    ]
    if start.validationRows > 0 { columns.append(Column("valid. loss", .right, .fixed(13))) }
    columns.append(score("train", .fixed(17, short: 12), priority: 2))
    if start.hasTest { columns.append(score("test", .fixed(15, short: 11), priority: nil)) }
    var table = Table(columns)
    (table.indent, table.gap) = (0, 0)
    table.elsewhere = "`eval` has all figures"
    return table
  }

  func epochRow(_ report: EpochReport) -> Row {
    let training = report.training
    var cells = [
      Cell(report.epoch), Cell(training.loss, .loss), Cell(training.dataLoss, .loss),
      Cell(training.l1Penalty, .loss), Cell(training.l2Penalty, .loss),
    ]
    if let validation = report.validation { cells.append(Cell(validation.dataLoss, .loss)) }
    cells.append(score(training))
    if let test = report.test { cells.append(score(test)) }
    return Row(cells)
  }

  /// The share of rows that are right, or R².
  func score(_ evaluation: Evaluation) -> Cell {
    if let accuracy = evaluation.accuracy { return Cell(accuracy, .percent) }
    return evaluation.r2.map { Cell($0, .r2) } ?? "-"
  }
}
