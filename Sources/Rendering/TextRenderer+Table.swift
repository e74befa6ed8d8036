// Tables in the window there is: columns that it has no room for are left out, and a line says which.
import LearningSession

extension TextRenderer {
  /// - Parameters:
  ///   - heads: how many of the rows are its head.
  ///   - spared: columns that may be left out, the least important first.
  func table(
    _ rows: [[String]], heads: Int = 1, leftColumns: Int = 1, gap: Int = 2,
    sparing spared: [Int] = []
  ) -> [RenderedLine] {
    var hidden: Set<Int> = []
    var lines = TextLayout.table(rows, leftColumns: leftColumns, gap: gap)
    for column in spared {
      guard lines.contains(where: { displayWidth($0) > width }) else { break }
      hidden.insert(column)
      let kept = rows.map { row in
        row.indices.filter { !hidden.contains($0) }.map { row[$0] }
      }
      let flushLeft = (0..<leftColumns).filter { !hidden.contains($0) }.count
      lines = TextLayout.table(kept, leftColumns: flushLeft, gap: gap)
    }
    var titles = hidden.sorted().map { column in
      rows.prefix(heads).compactMap { column < $0.count ? $0[column] : nil }
        .filter { !$0.isEmpty }.joined(separator: " ")
    }
    let isOne = titles.count == 1
    if let first = titles.first { titles[0] = "the column\(isOne ? "" : "s") \(first)" }
    return leftOut(titles, elsewhere: "a wider window has \(isOne ? "it" : "them")")
      + lines.enumerated().map { RenderedLine($1, $0 < heads ? .heading : .plain) }
  }

  /// What a table does not show, and where it is to be found.
  func leftOut(_ titles: [String], elsewhere: String) -> [RenderedLine] {
    guard let last = titles.last else { return [] }
    let others = titles.dropLast().joined(separator: ", ")
    return paragraph(
      "The table has no room for \(others.isEmpty ? last : "\(others) and \(last)"); \(elsewhere).",
      .hint, indent: 2)
  }

  /// The head of a table that grows row by row, of the event that begins it.
  func tableHead(for event: LearningEvent) -> [RenderedLine] {
    switch event {
    case .trainingStarted(let start): head(start)
    case .searchStarted(let plan): head(layout(plan))
    case .raceStarted(let plan): names(plan) + head(plan)
    default: []
    }
  }
}
