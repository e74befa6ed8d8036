// What the painter sends makes a terminal show the line, whatever was on it before: held against a terminal's screen.
import TestSupport
import Testing

import Terminal

struct LinePainterTests {
  /// A line as it is to be seen: its rows, and where the cursor is.
  private func frame(
    _ line: EditedLine, prompt: String, columns: Int, ghost: String = "", below: [String] = []
  ) -> LineFrame {
    var frame = LineFrame(columns: columns)
    frame.add(prompt)
    for (place, scalar) in line.scalars.enumerated() {
      if place == line.cursor { frame.markCursor() }
      frame.add(scalar, place % 3 == 0 ? .bold : .plain)
    }
    if line.isAtEnd { frame.markCursor() }
    frame.add(cut(ghost, columns: frame.room - 1), .dim)
    for row in below { frame.addRow(StyledText(cut(row, columns: columns - 1))) }
    return frame
  }

  private func rows(_ frame: LineFrame) -> [String] {
    frame.rows.map { row in
      var text = row.map(\.text).joined()
      while text.last == " " { text.removeLast() }
      return text
    }
  }

  private static let pieces = [
    "a", "b", "b", " ", "0", ".", "é", "e\u{301}", "日", "本", "👍", "👍🏽", "👨‍👩‍👧", "=", "\u{1}",
  ]

  /// One random change of a line.
  private func change(_ line: inout EditedLine, _ generator: inout SeededGenerator) {
    switch Int.random(in: 0..<16, using: &generator) {
    case 0: line.deleteBack()
    case 1: line.deleteOn()
    case 2: line.moveBack()
    case 3: line.moveOn()
    case 4: line.cursor = 0
    case 5: line.cursor = line.scalars.count
    case 6: line.cursor = line.wordStart
    case 7: line.cut(line.wordStart..<line.cursor)
    case 8 where line.scalars.count > 150: line.cut(0..<line.cursor)
    case 9:
      let long = Self.pieces.shuffled(using: &generator).joined()
      line.insert(long.unicodeScalars.map(\.value))
    default:
      let piece = Self.pieces.randomElement(using: &generator) ?? "a"
      line.insert(piece.unicodeScalars.map(\.value))
    }
  }

  @Test(arguments: [10, 40, 60, 80])
  func theScreenShowsTheLineAfterAnyEdits(_ columns: Int) {
    var generator = SeededGenerator(seed: UInt64(columns))
    var screen = TerminalScreen(rows: 24, columns: columns)
    screen.feed(Array("something before\r\n".utf8))
    var painter = LinePainter(color: true)
    var line = EditedLine()
    var first = 1
    for _ in 0..<10_000 {
      change(&line, &generator)
      var wanted = frame(
        line, prompt: "[12] descent> ", columns: columns,
        ghost: Bool.random(using: &generator) ? "a suggestion" : "",
        below: (0..<Int.random(in: 0..<4, using: &generator)).map { "row \($0) below" })
      wanted.fit(rows: 24)
      screen.feed(Array(painter.paint(wanted, columns: columns).utf8))
      first = screen.cursor.row - wanted.cursor.row
      let shown = screen.lines[first...].prefix(wanted.rows.count)
      guard Array(shown) == rows(wanted), screen.cursor.column == wanted.cursor.column,
        screen.lines[(first + wanted.rows.count)...].allSatisfy(\.isEmpty)
      else {
        #expect(Array(shown) == rows(wanted))
        #expect(screen.cursor.column == wanted.cursor.column)
        return
      }
    }
    // What stood above is there still, or has scrolled away.
    let above = screen.scrolledOff + screen.lines[..<first]
    #expect(above.contains { $0.hasPrefix("something") })
    screen.feed(Array(painter.erase().utf8))
    let below = screen.lines[first...].filter { !$0.isEmpty }
    #expect(below.isEmpty)
  }

  /// A character at the end of the line is all that is sent for it.
  @Test func typingCostsNoMoreThanTheCharacter() {
    var painter = LinePainter(color: true)
    _ = painter.paint(frame(EditedLine("trai"), prompt: "> ", columns: 80), columns: 80)
    // The third is bold here, the fifth is not.
    #expect(
      painter.paint(frame(EditedLine("train"), prompt: "> ", columns: 80), columns: 80) == "n")
    #expect(
      painter.paint(frame(EditedLine("train"), prompt: "> ", columns: 80), columns: 80).isEmpty)
  }

  @Test(arguments: [true, false], [40, 60, 100])
  func anotherWidthLeavesNoSecondLine(_ wraps: Bool, _ columns: Int) {
    var screen = TerminalScreen(rows: 24, columns: 70)
    screen.feed(Array("above\r\n".utf8))
    var painter = LinePainter(color: true)
    let line = EditedLine(String(repeating: "0123456789", count: 9) + "end")
    screen.feed(
      Array(
        painter.paint(frame(line, prompt: "> ", columns: 70, below: ["hint"]), columns: 70).utf8))
    screen.resize(rows: 24, columns: columns, wraps: wraps)
    screen.feed(Array(painter.leave(for: columns, wraps: wraps).utf8))
    let wanted = frame(line, prompt: "> ", columns: columns, below: ["hint"])
    screen.feed(Array(painter.paint(wanted, columns: columns).utf8))
    #expect(screen.lines.filter { !$0.isEmpty } == ["above"] + rows(wanted))
  }

  @Test func aLineTallerThanTheWindowShowsTheCursor() {
    let line = EditedLine(
      (0..<300).map { String($0 % 10) }.joined().unicodeScalars.map(\.value), cursor: 150)
    var tall = frame(line, prompt: "> ", columns: 20)
    tall.fit(rows: 5)
    #expect(tall.rows.count == 5 && (0..<5).contains(tall.cursor.row))
    let column = tall.cursor.column
    #expect(tall.rows[tall.cursor.row][column].text == "0")
  }

  /// Nothing of a line that came from a file steers the terminal.
  @Test func controlsAreShown() {
    var painter = LinePainter(color: false)
    let text = painter.paint(
      frame(EditedLine("a\u{1B}[2Jb\u{9B}c\u{202E}d"), prompt: "> ", columns: 80), columns: 80)
    #expect(text.contains("a^[[2Jb\u{FFFD}c\u{FFFD}d"))
  }
}
