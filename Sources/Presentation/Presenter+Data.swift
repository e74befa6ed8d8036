// `data` and `predict`.
import Events

extension Presenter {
  func blocks(_ report: DataReport) -> [Block] {
    var blocks: [Block] = [.title("\(name: report.name): \(name: report.title)")]
    blocks.append(.definitions(summaryRows(report)))
    blocks += report.notes.map { .text($0.words, depth: 1) }
    if report.isDescription { blocks += columnTable(report) }
    if report.epochsLost > 0 {
      blocks.append(
        .text("Training starts again at epoch 0 on this data \(dropped(report.epochsLost)).", .hint)
      )
    }
    return blocks
  }

  private func summaryRows(_ report: DataReport) -> [(Spans, Spans)] {
    var summary: [(Spans, Spans)] = [("rows", rowText(report))]
    let names = report.columns.map(\.name)
    let scaling =
      !report.standardized
      ? ""
      : report.isPreparedByModel
        ? "; numbers standardized by the mean and sd of the rows the loaded model was trained on"
        : "; numbers standardized by the "
          + (report.scaledBy.map { "\($0) training rows not kept for validation" }
            ?? "training rows") + " to mean 0, sd 1"
    if let features = report.features {
      let sources = names.enumerated().map { $1 == "x\($0 + 1)" ? $1 : "\($1) (x\($0 + 1))" }
        .joined(separator: " and ")
      summary.append(
        (
          "inputs",
          "\(report.inputCount): \(shortList(features, atMost: 7)), made of \(name: sources)\(scaling)"
        ))
    } else {
      summary.append(("inputs", "\(report.inputCount): \(name: shortList(names))\(scaling)"))
    }
    summary.append(("target", targetText(report)))
    if !report.source.isEmpty { summary.append(("source", Spans(name: report.source))) }
    return summary
  }

  private func rowText(_ report: DataReport) -> Spans {
    let rows = report.trainingRows + report.validationRows + report.testRows
    var parts: [String] = []
    if report.validationRows + report.testRows == 0 {
      parts = ["all to train on"]
    } else {
      parts.append("\(report.trainingRows) to train on")
      if report.validationRows > 0 { parts.append("\(report.validationRows) to validate") }
    }
    parts.append(report.testRows == 0 ? "none to test on" : "\(report.testRows) to test on")
    let text = "\(rows): \(parts.joined(separator: ", "))"
    return switch report.rule {
    case .drawn: "\(text)"
    case .parts(let column): "\(text), as the column \(name: column) says"
    case .groups(let column):
      "\(text); rows with the same \(name: column) stay on one side"
    case .order(let column): "\(text), ordered by \(name: column), the last to test on"
    }
  }

  private func targetText(_ report: DataReport) -> Spans {
    let name = report.targetName
    if report.classes.isEmpty {
      let isLog = report.transform == .log
      let learned: Spans =
        isLog ? "; the network learns \(name: report.transform.name(of: name))" : ""
      guard let mean = report.targetMean, let deviation = report.targetDeviation else {
        return "\(name: name), a number\(learned)"
      }
      return """
        \(name: name), a number\(learned); standardized too (mean \(mean, "target_mean"), \
        sd \(deviation, "target_deviation")), so losses are in squared sd\(isLog ? " of it" : "")
        """
    }
    let classes = shortList(
      report.classes.map { "\($0.name) (\($0.training + $0.validation + $0.test))" }, atMost: 12)
    return "\(name: name), \(report.classes.count) classes: \(name: classes)"
  }

  private func columnTable(_ report: DataReport) -> [Block] {
    let hasNumbers = report.columns.contains { $0.mean != nil }
    // Pixels by the hundred say nothing one by one.
    let most = 100
    let rows = report.columns.prefix(report.columns.count > most ? 4 : most).map { column in
      let name = Cell(column.name)
      if let categories = column.categories {
        return Row([name, Cell("one of \(shortList(categories))")])
      }
      guard let mean = column.mean, let deviation = column.deviation else {
        return Row([name, "number"])
      }
      return Row([name, Cell(mean, .significant(4)), Cell(deviation, .significant(4))])
    }
    let columns =
      hasNumbers
      ? [Column("column", .left), Column("mean"), Column("sd")]
      : [Column("column", .left), Column("kind", .left)]
    let table = Block.table(Table(columns, rows: rows))
    guard report.columns.count > most else { return [table] }
    return [table, .line("… and \(report.columns.count - 4) more", depth: 1)]
  }

  func blocks(_ report: PredictionReport) -> [Block] {
    // Whose weights answer is only said where one would think of others.
    let place =
      report.place.weightsEpoch == nil
      ? [] : [Block.text("\(words(for: report.place))", .hint, depth: 1)]
    let beyond =
      report.beyond.isEmpty
      ? []
      : [
        Block.text(
          """
          Beyond the values trained on: \(name: shortList(report.beyond)). No row trained on speaks for an \
          answer there.
          """, .hint, depth: 1)
      ]
    guard let predicted = report.predictedClass else {
      return report.outputs.map { .line("\(name: $0.name) = \($0.value, "prediction")") } + beyond
        + place
    }
    let shares = report.outputs.sorted { $0.value > $1.value }.prefix(5).map { output -> Spans in
      "\(name: output.name) \(output.value, "probability", .percent)"
    }
    return [.text("class \(name: predicted): \(shares.joined(separator: ", "))", hang: 1)]
      + beyond + place
  }
}
