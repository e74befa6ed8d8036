// The table of a training's epochs. The loss has parts only where there are penalties. What a window has no
// room for is left out: first these parts, then the score on training rows.
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
    var loss = Column(
      start.settings.hasPenalty ? "loss ≈" : "loss", .right, .fixed(10, short: 9))
    loss.bareTitle = "loss"
    var columns = [Column("epoch", .right, .fixed(7)), loss]
    if start.settings.hasPenalty {
      let (l1, l2) = (start.settings.l1 > 0, start.settings.l2 > 0)
      columns.append(part("data +", "data loss", .fixed(10, short: 9)))
      if l1 { columns.append(part(l2 ? "L1 +" : "L1", "L1 penalty", .fixed(9))) }
      if l2 { columns.append(part("L2", "L2 penalty", .fixed(9))) }
    }
    if start.validationRows > 0 { columns.append(Column("valid. loss", .right, .fixed(13))) }
    columns.append(score("train", .fixed(17, short: 12), priority: 2))
    if start.watchesValidation {
      columns.append(score("valid.", .fixed(17, short: 13), priority: nil))
    }
    if start.hasTest { columns.append(score("test", .fixed(15, short: 11), priority: nil)) }
    var table = Table(columns)
    (table.indent, table.gap) = (0, 0)
    table.elsewhere = "`eval` has all figures"
    return table
  }

  /// - Parameter settings: of the penalties in use the table has the parts of the loss.
  func epochRow(_ report: EpochReport, _ settings: TrainingSettings?) -> Row {
    let training = report.training
    var cells = [Cell(report.epoch), Cell(training.loss, .loss)]
    if let settings, settings.hasPenalty {
      cells.append(Cell(training.dataLoss, .loss))
      if settings.l1 > 0 { cells.append(Cell(training.l1Penalty, .loss)) }
      if settings.l2 > 0 { cells.append(Cell(training.l2Penalty, .loss)) }
    }
    if let validation = report.validation { cells.append(Cell(validation.dataLoss, .loss)) }
    cells.append(score(training))
    if report.watch == .validation, let validation = report.validation {
      cells.append(score(validation))
    }
    if let test = report.test { cells.append(score(test)) }
    return Row(cells)
  }

  /// The share of rows that are right, or R².
  func score(_ evaluation: Evaluation) -> Cell {
    if let accuracy = evaluation.accuracy { return Cell(accuracy, .percent) }
    return evaluation.r2.map { Cell($0, .r2) } ?? "-"
  }
}

extension TrainingSettings {
  /// Whether the loss has parts besides the data's.
  var hasPenalty: Bool { l1 > 0 || l2 > 0 }
}

extension TrainingStart {
  var watchesValidation: Bool { settings.watch == .validation && validationRows > 0 }
}
