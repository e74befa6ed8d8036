// Tables as text: heads and rows in the columns there is room for.
import CommandLanguage
import Presentation

extension TerminalText {
  /// In the columns that prose has where they are enough, else in all there are.
  ///
  /// - Parameter rows: those that are there; of a table that is open, none.
  func layout(_ table: Table, _ rows: [Row]) -> TableLayout {
    let usual = TableLayout(table, rows, width: width, isWide: false)
    guard columns > width, !usual.isWhole else { return usual }
    let wide = TableLayout(table, rows, width: columns, isWide: true)
    // The same columns under short titles again would only stand further apart.
    return wide.hasShortTitles && wide.leftOut == usual.leftOut ? usual : wide
  }

  func tableLines(_ table: Table) -> [TextLine] {
    let layout = layout(table, table.rows)
    if table.overflow == .split { return splitLines(table, layout) }
    let before = legendLines(table, layout) + lines(of: table.caption) + headLines(table, layout)
    return before
      + table.entries.flatMap { entry -> [TextLine] in
        switch entry {
        case .row(let row): [TextLine(rowLine(row, table, layout))]
        case .remark(let block): lines(of: block)
        }
      }
  }

  /// Who is who, where the columns have room for short titles only.
  func legendLines(_ table: Table, _ layout: TableLayout) -> [TextLine] {
    guard table.hasHead, layout.hasShortTitles, let legend = table.legend else { return [] }
    return definitionLines(legend)
  }

  /// What is left out, and the titles of what is not.
  func headLines(_ table: Table, _ layout: TableLayout) -> [TextLine] {
    guard table.hasHead else { return [] }
    let heads = (0..<table.headRows).map { row in
      let cells = layout.placed.map { placed in
        aligned(row < placed.titles.count ? placed.titles[row] : "", placed)
      }
      return TextLine(line(cells, table, layout), .heading)
    }
    return leftOutLines(table, layout) + heads
  }

  private func leftOutLines(_ table: Table, _ layout: TableLayout) -> [TextLine] {
    guard !layout.leftOut.isEmpty else { return [] }
    let text = table.withoutRoom(for: layout.leftOut)
    return TextWrap.wrapped(text, width: width, indent: 2).map { TextLine($0, .hint) }
  }

  func rowLine(_ row: Row, _ table: Table, _ layout: TableLayout) -> String {
    let cells = layout.placed.map { placed -> String in
      guard placed.index < row.cells.count else { return aligned("", placed) }
      let cell = row.cells[placed.index]
      if case .bar(let longest) = placed.column.width {
        return bar(cell, longest: max(0, min(longest, layout.roomForBars)))
      }
      let drawn = drawing == .blocks ? cell.drawn : nil
      let text = drawn ?? layout.text(cell, in: placed)
      if placed.column.isMarked {
        let mark = cell.marks.contains(.best) ? "*" : " "
        return " " + mark + TextWrap.rightAligned(text, to: placed.width - 2)
      }
      if let sign = placed.column.sign {
        return " " + sign + TextWrap.rightAligned(text, to: placed.width - 2)
      }
      return aligned(text, placed)
    }
    return line(cells, table, layout)
  }

  private func bar(_ cell: Cell, longest: Int) -> String {
    let length = Int(((cell.share?.value ?? 0) * Double(longest)).rounded())
    return length > 0 ? "  " + String(repeating: "#", count: length) : ""
  }

  private func aligned(_ text: String, _ placed: TableLayout.Placed) -> String {
    if case .bar = placed.column.width { return text.isEmpty ? "" : "  " + text }
    if placed.column.alignment == .left { return TextWrap.padded(text, to: placed.width) }
    // Where the blanks are part of its width, never do two cells touch.
    var width = placed.width
    if case .fixed = placed.column.width { width = max(width, displayWidth(text) + 1) }
    if case .equal = placed.column.width { width = max(width, displayWidth(text) + 1) }
    return TextWrap.rightAligned(text, to: width)
  }

  private func line(_ cells: [String], _ table: Table, _ layout: TableLayout) -> String {
    TextWrap.trimmed(
      TextWrap.spaces(table.indent) + cells.joined(separator: TextWrap.spaces(layout.gap)))
  }

  /// As many tables as the width asks for, the first column in each.
  private func splitLines(_ table: Table, _ layout: TableLayout) -> [TextLine] {
    guard let stub = layout.placed.first else { return [] }
    var parts: [[Column]] = []
    var places: [[Int]] = []
    var used = Int.max
    for placed in layout.placed.dropFirst() {
      let needed = layout.gap + placed.width
      if used > layout.width - needed {
        parts.append([table.columns[stub.index]])
        places.append([stub.index])
        used = table.indent + stub.width
      }
      parts[parts.count - 1].append(table.columns[placed.index])
      places[places.count - 1].append(placed.index)
      used += needed
    }
    return zip(parts, places).flatMap { columns, places in
      var part = table
      part.overflow = .leaveOut
      part.columns = columns
      part.entries = table.rows.map { row in
        .row(Row(places.compactMap { $0 < row.cells.count ? row.cells[$0] : nil }))
      }
      return tableLines(part)
    }
  }
}
