// What a table of trials has in its columns: the trial and its value always, and what else tells its trials
// apart. A search that runs and a list of its trials share them.
import Events
import Text

struct TrialColumns: Sendable {
  private struct Axis {
    var name: String
    /// Columns of the longest of its cells, where that is known.
    var longestCell: Int?
  }

  private let measure: SearchMeasure
  private let axes: [Axis]
  /// Standard errors, which values from several trainings have.
  private let showsErrors: Bool
  private let showsEpochs: Bool
  /// A list has its order; in it no trial is the best so far.
  private let marksBest: Bool

  init(_ plan: SearchPlan) {
    measure = plan.measure
    axes = plan.axes.map { axis in
      var longest: Int?
      if case .choices(let texts) = axis.space.values {
        longest = texts.map { DisplayWidth.columns(of: $0) }.max()
      }
      return Axis(name: axis.space.name, longestCell: longest)
    }
    showsErrors = (plan.training?.runs ?? 1) > 1
    // Where they are an axis they have a column.
    showsEpochs =
      !plan.brackets.isEmpty
      || plan.training?.variesEpochs == true && !plan.axes.contains { $0.space.name == "epochs" }
    marksBest = true
  }

  init(_ list: TrialTable) {
    measure = list.measure
    axes = list.axes.map { name in
      let cells = list.trials.compactMap { $0.trial.param(name)?.cell.text }
      return Axis(name: name, longestCell: cells.map { DisplayWidth.columns(of: $0) }.max())
    }
    showsErrors = list.runs > 1
    showsEpochs = list.variesEpochs
    marksBest = false
  }

  /// Where few axes would remain, first the score goes, then the standard errors and the epochs; then
  /// the last axes.
  var table: Table {
    var value = Column(measure.shortName, .right, .fixed(12))
    value.isMarked = true
    var columns = [Column("trial", .right, .fixed(7)), value]
    if showsErrors {
      var error = Column("± se", .right, .fixed(8), priority: 2)
      error.isFilled = true
      columns.append(error)
    }
    if let score = measure.score {
      var column = Column(score.shortName, .right, .fixed(showsErrors ? 11 : 10), priority: 1)
      column.isFilled = !showsErrors
      columns.append(column)
    }
    if showsEpochs {
      // Where they are an axis, how many there were is another number than how many there could be.
      let name = axes.contains { $0.name == "epochs" } ? "trained" : "epochs"
      columns.append(Column(name, .right, .fixed(8), priority: 3))
    }
    columns += axes.map { axis in
      var column = Column(axis.name, .right, .equal(least: 9, most: 11, wanted: 2))
      column.longestCell = axis.longestCell
      column.isClipped = true
      return column
    }
    var table = Table(columns)
    table.remainder = .count(one: "axis", many: "axes")
    table.elsewhere = "`trial N` shows all"
    (table.indent, table.gap) = (0, 0)
    return table
  }

  func row(_ report: TrialReport) -> Row {
    var value = report.value.map { Cell($0, measure.style) } ?? Cell(report.state.rawValue)
    if marksBest, report.isBestSoFar { value.marks.append(.best) }
    // A value that a trial had when it was cut.
    if report.state == .pruned { value.marks.append(.cut) }
    var cells = [Cell(report.number), value]
    if showsErrors {
      cells.append(report.trial.standardError.map { Cell($0, measure.errorStyle) } ?? "")
    }
    if measure.score != nil {
      cells.append(report.score.map { Cell($0, measure.scoreStyle) } ?? "")
    }
    if showsEpochs { cells.append(report.epochs.map { Cell($0) } ?? "-") }
    return Row(cells + axes.map { report.trial.param($0.name)?.cell ?? "-" })
  }
}
