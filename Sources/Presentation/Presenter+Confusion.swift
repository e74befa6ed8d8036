// `confusion`: the counts and each class's scores.
import Events
import NeuralNetwork
import Text

extension Presenter {
  func blocks(_ report: ConfusionReport) -> [Block] {
    var heading: Spans = "\(report.rowsName) rows, \(words(for: report.place))"
    if let threshold = report.threshold, let second = report.classes.last {
      heading =
        "\(heading), \(name: second) from a probability of \(threshold, "threshold", .exact) on"
    }
    var blocks: [Block] = [
      .title(heading, flow: .line), .table(counts(report)), .table(scores(report)),
    ]
    blocks += undefined(report) + (report.accuracy.map { [accuracy($0, report)] } ?? [])
    return blocks + thresholds(report)
  }

  /// What the second of two classes gains and loses with another threshold.
  private func thresholds(_ report: ConfusionReport) -> [Block] {
    guard !report.thresholds.isEmpty, let second = report.classes.last else { return [] }
    func cell(_ score: Double?) -> Cell { score.map { Cell($0, .percent) } ?? "-" }
    let rows = report.thresholds.map { row in
      Row(
        [Cell(row.threshold, .exact), Cell(row.predicted)]
          + [row.scores.precision, row.scores.recall, row.scores.f1].map(cell))
    }
    var table = Table(
      [
        Column("threshold"), Column("predicted"), Column("precision"), Column("recall"),
        Column("F1"),
      ], rows: rows)
    table.narrowGap = 1
    table.caption = [
      .text("\(name: second) where it is predicted from other probabilities on:", depth: 1)
    ]
    return [.table(table)]
  }

  private static let name = Column.Width.content(most: 20, narrowMost: 13)

  private func counts(_ report: ConfusionReport) -> Table {
    let columns = [Column("actual \\ predicted", .left, Self.name)]
    let rows = zip(report.classes, report.counts).map { name, counts in
      Row([Cell(name)] + counts.map { Cell($0) })
    }
    var table = Table(columns + report.classes.map { Column($0, .right, Self.name) }, rows: rows)
    table.overflow = .split
    table.gap = report.classes.count > 8 ? 1 : 2
    table.narrowGap = 1
    return table
  }

  private func scores(_ report: ConfusionReport) -> Table {
    func row(_ name: String, _ scores: ClassScores) -> Row {
      Row(
        [Cell(name), Cell(scores.support)]
          + [scores.precision, scores.recall, scores.f1].map { score in
            score.map { Cell($0, .percent) } ?? "-"
          })
    }
    var rows = zip(report.classes, report.scores).map(row)
    if let mean = report.macroAverage { rows.append(row("macro average", mean)) }
    let columns = [
      Column("class", .left, Self.name), Column("rows", priority: 1), Column("precision"),
      Column("recall"), Column("F1"),
    ]
    var table = Table(columns, rows: rows)
    table.narrowGap = 1
    return table
  }

  /// Why a score has no number, and what the mean takes for it.
  private func undefined(_ report: ConfusionReport) -> [Block] {
    func names(_ score: (ClassScores) -> Double?) -> String? {
      let names = zip(report.classes, report.scores)
        .filter { $0.1.f1 != nil && score($0.1) == nil }.map(\.0)
      guard names.count <= 4 else { return "\(names.count) classes" }
      return names.isEmpty ? nil : names.joined(separator: ", ")
    }
    let reasons = [
      names(\.precision).map { "Never predicted: \($0)." },
      names(\.recall).map { "No rows: \($0)." },
    ].compactMap(\.self)
    guard !reasons.isEmpty, report.macroAverage != nil else { return [] }
    return [
      .text("\(reasons.joined(separator: " ")) The macro average counts `-` there as 0.", depth: 1)
    ]
  }

  private func accuracy(_ share: Double, _ report: ConfusionReport) -> Block {
    let rows = "\(report.correct) of \(counted(report.rows, "row"))"
    return .text("accuracy \(share, "accuracy", .percent): \(rows) right", depth: 1)
  }
}

// `calibration`: what was predicted and what came true.
extension Presenter {
  func blocks(_ report: CalibrationReport) -> [Block] {
    let calibration = report.calibration
    let event: Spans = report.secondClass.map { "\(name: $0)" } ?? "its answer"
    let rows = calibration.bins.filter { $0.rows > 0 }.map { bin in
      Row([
        Cell("\(NumberText.fixed(100 * bin.low, 0))–\(NumberText.fixed(100 * bin.high, 0))%"),
        Cell(bin.predicted, .percent), Cell(bin.observed, .percent),
        bin.standardError.map { Cell($0, .percent) } ?? "-", Cell(bin.rows),
      ])
    }
    var table = Table(
      [
        Column("predicted"), Column("mean"), Column("came true"), Column("±"), Column("rows"),
      ], rows: rows)
    table.narrowGap = 1
    let points = NumberText.fixed(100 * calibration.error, 1)
    return [
      .title(
        "probability of \(event), \(report.rowsName) rows, \(words(for: report.place))", flow: .line
      ),
      .table(table),
      .text(
        """
        expected calibration error \(points) percentage points: how far mean and share are apart, on \
        average over \(counted(calibration.rows, "row"))
        """, depth: 1),
    ]
  }
}
