// A list below the line from which one is chosen: ways to complete a word, or earlier lines. A value: keys move in it,
// and the line shows what is chosen.

package struct Menu: Equatable {
  package enum Kind: Equatable {
    /// Of the part of the line that a choice replaces, in scalars.
    case completion(Range<Int>)
    /// Earlier lines with this in them.
    case history(String)
  }

  package struct Item: Equatable {
    /// What goes into the line.
    package var text: String
    package var description: String
    package var appendsSpace: Bool
    /// As it is shown, where that is not the text: the rows of a command that was continued.
    package var block: [String]

    package init(
      text: String, description: String = "", appendsSpace: Bool = false, block: [String] = []
    ) {
      (self.text, self.description) = (text, description)
      (self.appendsSpace, self.block) = (appendsSpace, block)
    }
  }

  package var kind: Kind
  /// The line as it was before anything was chosen.
  package var base: EditedLine
  package var items: [Item]
  package var chosen: Int?
  /// The item that is shown first.
  private var top = 0

  package init(_ kind: Kind, over base: EditedLine, _ items: [Item], chosen: Int? = nil) {
    (self.kind, self.base, self.items, self.chosen) = (kind, base, items, chosen)
  }

  /// The line with what is chosen in it.
  package var line: EditedLine {
    guard let chosen, items.indices.contains(chosen) else { return base }
    var line = base
    switch kind {
    case .completion(let range): line.replace(range, with: items[chosen].text)
    case .history: line = EditedLine(items[chosen].text)
    }
    return line
  }

  // MARK: Moving

  /// Round, but for lists of earlier lines, which end.
  package mutating func move(by step: Int) {
    guard !items.isEmpty else { return }
    let last = items.count - 1
    switch (chosen, kind) {
    case (nil, _): chosen = step > 0 ? 0 : last
    case (let place?, .completion) where step == 1 || step == -1:
      let next = place + step
      chosen = next < 0 ? last : next > last ? 0 : next
    case (let place?, _): chosen = min(max(0, place + step), last)
    }
  }

  static let page = 10

  // MARK: Rows

  /// The most rows that a menu takes, where the window has them.
  private static let mostRows = 12

  /// So that what is chosen is seen.
  ///
  /// - Parameter room: rows that are left below the line.
  package mutating func scroll(room: Int) {
    let height = listHeight(room)
    guard height > 0 else { return }
    let place = chosen ?? 0
    if place < top { top = place }
    while top < place, items[top...place].reduce(0, { $0 + $1.height }) > height { top += 1 }
  }

  private func listHeight(_ room: Int) -> Int {
    var height = min(room, Self.mostRows)
    if case .history = kind { height -= 1 }
    let all = items.prefix(Self.mostRows + 1).reduce(0) { $0 + $1.height }
    // The row that counts.
    return all > height ? height - 1 : height
  }

  package func rows(columns: Int, room: Int, unicode: Bool) -> [StyledText] {
    guard room > 0 else { return [] }
    let width = columns - 1
    var rows: [StyledText] = []
    if case .history(let pattern) = kind {
      var row = StyledText("search: ", .dim)
      row.append(Terminal.cut(safeForTerminal(pattern), columns: max(0, width - 8)), .bold)
      if items.isEmpty { row.append("  no earlier line has it", .dim) }
      rows.append(row)
    }
    let height = listHeight(room)
    var last = top
    var shown: [StyledText] = []
    while last < items.count, last == top || shown.count + items[last].height <= height {
      // One that is taller than the list alone shows its beginning.
      shown += self.rows(of: last, width: width, unicode: unicode).prefix(max(0, height))
      last += 1
    }
    rows += shown
    if rows.count < room, top > 0 || last < items.count {
      let dash = unicode ? "–" : "-"
      rows.append(StyledText("\(top + 1)\(dash)\(last) of \(items.count)", .dim))
    }
    return rows
  }

  private func rows(of place: Int, width: Int, unicode: Bool) -> [StyledText] {
    let item = items[place]
    let style = place == chosen ? Style(reversed: true) : .plain
    if !item.block.isEmpty {
      return item.block.prefix(Item.mostRows).enumerated().map { row, text in
        StyledText(
          Terminal.cut((row == 0 ? "" : "  ") + oneLine(text), columns: width), style)
      }
    }
    let text = Terminal.cut(oneLine(item.text), columns: width)
    var row = StyledText(text, style)
    let names = items[top...].prefix(Self.mostRows).map { displayColumns(oneLine($0.text)) }
    let gap = max(0, min(width / 2, names.max() ?? 0) - displayColumns(text)) + 2
    let left = width - displayColumns(text) - gap
    if left > 3, !item.description.isEmpty {
      row.append(String(repeating: " ", count: gap))
      row.append(shortened(oneLine(item.description), columns: left, unicode: unicode), .dim)
    }
    return [row]
  }
}

extension Menu.Item {
  /// Of a long command the beginning is enough.
  fileprivate static let mostRows = 4

  fileprivate var height: Int { max(1, min(block.count, Self.mostRows)) }
}
