// `predict FILE.csv`: the first answers, what they are as a whole, and how good they are where the file says what
// is right.
import Events
import NeuralNetwork
import Text

extension Presenter {
  func blocks(_ report: FilePredictionReport) -> [Block] {
    var blocks: [Block] = [.title(heading(report), flow: .line)]
    if report.output == nil {
      blocks.append(.table(firstAnswers(report)))
      let more = report.rows - report.first.count
      if more > 0 {
        blocks.append(
          .text(
            "… \(counted(more, "more row")); \(command: "to=answers.csv") writes all.", .hint,
            depth: 1))
      }
    }
    blocks += [summary(report)] + remarks(report)
    guard let figures = report.figures else { return blocks }
    var table = FigureTable(of: figures).table(score: score)
    table.hasHead = false
    blocks += [
      .text(
        "\(name: report.targetName) is in the file, so the answers can be judged:", .plain, depth: 1
      ),
      .table(table),
    ]
    if let count = report.trainedOn, count > 0 {
      blocks.append(
        .text(
          """
          \(count) of these rows \(count == 1 ? "is equal to a row" : "are equal to rows") trained on: \
          figures on \(count == 1 ? "it" : "them") say nothing about new rows.
          """, .hint, depth: 1))
    }
    if figures.correct == nil {
      blocks.append(
        .text(
          report.isOfLogarithm
            ? """
            MAE and RMSE are in units of \(name: report.targetName), R² is of it; \(command: "eval") has the R² \
            of its logarithm, which was learned.
            """ : "MAE and RMSE are in units of \(name: report.targetName).", .hint, depth: 1))
    }
    return blocks
  }

  private func heading(_ report: FilePredictionReport) -> Spans {
    let rows = counted(report.rows, "row")
    let done: Spans =
      report.output.map { "\(name: report.file): \(rows), answers in \(name: $0)" }
      ?? "\(name: report.file): \(rows)"
    return "\(done), \(words(for: report.place))"
  }

  private func firstAnswers(_ report: FilePredictionReport) -> Table {
    let isClassification = report.spread == nil
    let hasActual = report.first.contains { $0.actual != nil }
    var columns = [Column("row"), Column(report.targetName, isClassification ? .left : .right)]
    if isClassification { columns.append(Column("probability")) }
    if hasActual { columns.append(Column("in the file", isClassification ? .left : .right)) }
    let rows = report.first.map { answer in
      var cells = [Cell(answer.row)]
      cells.append(
        answer.value.map { Cell($0, .significant(5)) } ?? Cell(answer.text ?? "-"))
      if isClassification { cells.append(answer.probability.map { Cell($0, .percent) } ?? "-") }
      if hasActual { cells.append(Cell(answer.actual ?? "-")) }
      return Row(cells)
    }
    return Table(columns, rows: rows)
  }

  private func summary(_ report: FilePredictionReport) -> Block {
    if let spread = report.spread {
      return .line(
        """
        answers from \(spread.lowest, "lowest", .significant(5)) to \
        \(spread.highest, "highest", .significant(5)), mean \(spread.mean, "mean", .significant(5))
        """)
    }
    let shown = report.classes.sorted { $0.rows > $1.rows }.prefix(6).map { taken -> Spans in
      "\(name: taken.name) \(Double(taken.rows), "rows", .whole)"
    }
    let rest = report.classes.count > 6 ? ", …" : ""
    return .text("rows taken for each class: \(shown.joined(separator: ", "))\(rest)", hang: 1)
  }

  private func remarks(_ report: FilePredictionReport) -> [Block] {
    var blocks: [Block] = []
    func hint(_ text: Spans) { blocks.append(.text(text, .hint, depth: 1)) }
    if report.place.step == 0 {
      hint(
        "Nothing has been trained yet, so these answers are worth nothing: \(command: "train") first."
      )
    }
    if report.unanswered > 0 {
      hint(
        "\(counted(report.unanswered, "row")) with missing values: no answer, as by missing=drop.")
    }
    if report.filled > 0 {
      hint(
        """
        \(counted(report.filled, "missing value")) filled in with the training rows' mean or most \
        frequent category.
        """)
    }
    if report.unknown > 0 {
      hint(
        "\(counted(report.unknown, "category", plural: "categories")) that training did not have, taken for none."
      )
    }
    if !report.beyond.isEmpty {
      let columns = report.beyond.map { "\($0.name) in \(counted($0.rows, "row"))" }
      hint(
        """
        Beyond the values trained on: \(name: shortList(columns)). No row trained on speaks for answers there.
        """)
    }
    if let threshold = report.threshold, let second = report.classes.last {
      hint(
        """
        Taken for \(name: second.name) where its probability is \(threshold, "threshold", .exact) or more.
        """)
    }
    if !report.commas.isEmpty {
      hint("Read with decimal commas: \(name: shortList(report.commas)).")
    }
    if !report.unused.isEmpty {
      hint("Not used: \(name: shortList(report.unused)).")
    }
    return blocks
  }
}
