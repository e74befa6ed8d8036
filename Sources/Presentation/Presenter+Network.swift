// The network, settings and the way back to the start.
import Events
import Text

extension Presenter {
  func blocks(_ report: NetworkReport) -> [Block] {
    guard report.isChosen else {
      return [
        .text(
          """
          No layers yet: `layer 16 relu` adds a hidden layer, `layers none` does without; `train` \
          alone takes `layer 8 tanh`.
          """, .hint)
      ]
    }
    var blocks: [Block] = []
    if report.layers.isEmpty {
      blocks.append(.line("no hidden layers: the inputs go straight to the output"))
    }
    var table = Table([Column("", .left), Column("", .left), Column("")], rows: layerRows(report))
    table.hasHead = false
    blocks.append(.table(table))
    if report.parameterCount == nil {
      blocks.append(
        .text("Sizes follow once there is data: try `data circle` or `data iris`.", .hint))
    }
    if report.epochsLost > 0 {
      blocks.append(
        .text(
          """
          The network has other weights now, so training starts again at epoch 0 \
          \(dropped(report.epochsLost)).
          """, .hint))
    }
    return blocks
  }

  /// "hidden 1", "64 → 32 units, relu", "2080 parameters"; only the middle while sizes are unknown.
  private func layerRows(_ report: NetworkReport) -> [Row] {
    var rows = report.layers.enumerated().map { index, layer in
      let name = layer.isOutput ? "output" : "hidden \(index + 1)"
      let inputs = layer.inputs.map { "\($0) → " } ?? ""
      let kind = layer.isOutput ? report.loss?.rawValue ?? "" : layer.activation.rawValue
      let parameters = layer.parameters.map { counted($0, "parameter") } ?? ""
      let dropout = layer.dropout > 0 ? ", dropout \(NumberText.exact(layer.dropout))" : ""
      return Row([
        Cell(name), Cell("\(inputs)\(counted(layer.units, "unit")), \(kind)\(dropout)"),
        Cell(parameters, layer.parameters.map(Double.init)),
      ])
    }
    if let total = report.parameterCount, rows.count > 1 {
      rows.append(Row(["in all", "", Cell(counted(total, "parameter"), Double(total))]))
    }
    return rows
  }

  func blocks(_ change: SettingChange) -> [Block] {
    let before = change.before == change.after ? "unchanged" : "was \(change.before)"
    return [.line("\(change.name) = \(change.after)   (\(change.title); \(before))")]
      + change.notes.map { .text(Spans($0), .hint, depth: 1) }
  }

  func blocks(_ reports: [SettingReport]) -> [Block] {
    if reports.count == 1, let setting = reports.first {
      let facts: [(Spans, Spans)] = [
        ("what", "\(setting.title): \(setting.meaning)"), ("accepts", Spans(setting.accepts)),
        ("default", Spans(setting.standard)),
      ]
      return [
        .title("\(setting.name) = \(setting.value)", flow: .line), .definitions(facts),
      ]
    }
    let rows = reports.map { report -> (Spans, Spans) in
      ("\(report.name) = \(report.value)", Spans(report.title))
    }
    return [
      .twoColumns(rows),
      .text(
        "`set NAME VALUE` changes one, `set NAME` says more, `status` what was changed.", .hint),
    ]
  }

  func blocks(_ report: ResetReport) -> [Block] {
    let dropped =
      report.epochsDropped > 0 ? " (\(counted(report.epochsDropped, "epoch")) dropped)" : ""
    return [
      report.isNewStart
        ? .line("seed = \(String(report.seed)): new initial weights; epoch 0\(dropped)")
        : .line("the initial weights of seed \(String(report.seed)); epoch 0\(dropped)")
    ]
  }
}
