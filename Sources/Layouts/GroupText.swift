// Groups as text: names and a few words each stand in two columns where the window has room for them.
import CommandLanguage
import Presentation

extension TerminalText {
  func groupLines(_ group: Group) -> [TextLine] {
    let title = group.title.map { lines($0, .heading, .line) } ?? []
    guard group.isTwoColumns else { return title + lines(of: group.blocks) }
    return title + fitted(columnLines(group.blocks))
  }

  /// In two columns about equally long where there is room, if need be for names cut short.
  private func columnLines(_ groups: [Block]) -> [TextLine] {
    guard width >= 80 else { return column(groups).map { TextLine($0) } }
    return twoColumns(groups) ?? twoColumns(groups, widestName: 20)
      ?? column(groups).map { TextLine($0) }
  }

  private func twoColumns(_ groups: [Block], widestName: Int = .max) -> [TextLine]? {
    let heights = groups.map { column([$0]).count }
    let all = heights.reduce(0, +)
    func rows(_ leftGroups: Int) -> Int {
      let left = heights.prefix(leftGroups).reduce(0, +)
      return max(left, all - left)
    }
    let leftGroups = (0...groups.count).min { rows($0) < rows($1) } ?? 0
    let left = column(Array(groups.prefix(leftGroups)), widestName)
    let right = column(Array(groups.dropFirst(leftGroups)), widestName)
    func widest(_ column: [String]) -> Int { column.map { displayWidth($0) }.max() ?? 0 }
    // From the middle on, or from where both have room.
    let start = max(widest(left) + 1, min(width / 2, width - widest(right)))
    guard start + widest(right) <= width else { return nil }
    return (0..<max(left.count, right.count)).map { row in
      let line = row < left.count ? left[row] : ""
      guard row < right.count else { return TextLine(line) }
      return TextLine(TextWrap.padded(line, to: start) + right[row])
    }
  }

  /// Groups of names and meanings, one below the other, their meanings aligned.
  private func column(_ groups: [Block], _ widestName: Int = .max) -> [String] {
    let parts = groups.compactMap { block -> (title: Spans?, entries: [Definitions.Entry])? in
      guard case .group(let group) = block else { return nil }
      return (group.title, group.blocks.flatMap(\.entries))
    }
    func name(_ entry: Definitions.Entry) -> String {
      widestName < .max ? clipped(entry.name.text, to: widestName) : entry.name.text
    }
    let nameWidth = parts.flatMap(\.entries).map { displayWidth(name($0)) }.max() ?? 0
    return parts.flatMap { title, entries in
      (title.map { [$0.text] } ?? [])
        + entries.map { "  \(TextWrap.padded(name($0), to: nameWidth))  \($0.text.text)" }
    }
  }
}

extension Block {
  fileprivate var entries: [Definitions.Entry] {
    if case .definitions(let definitions) = self { definitions.entries } else { [] }
  }
}
