// A list below the line: moving in it, what the line becomes, and what of it is seen.
import Testing

import Terminal

struct MenuTests {
  private func menu(_ count: Int, _ kind: Menu.Kind = .completion(4..<5)) -> Menu {
    Menu(
      kind, over: EditedLine("set l"),
      (0..<count).map { Menu.Item(text: "name\($0)", description: "what \($0) is") })
  }

  @Test func theLineShowsWhatIsChosen() {
    var menu = menu(3)
    #expect(menu.line.text == "set l")
    menu.move(by: 1)
    #expect(menu.line.text == "set name0")
    menu.move(by: -1)
    #expect(menu.line.text == "set name2")
    menu.move(by: 1)
    #expect(menu.line.text == "set name0")
    var history = self.menu(3, .history("x"))
    history.move(by: 1)
    history.move(by: 10)
    #expect(history.line.text == "name2")
    history.move(by: 1)
    #expect(history.line.text == "name2")
  }

  @Test(arguments: [0, 1, 2, 5, 14, 40], [20, 80])
  func theChosenOneIsSeenWhereThereIsRoom(_ room: Int, _ columns: Int) {
    var menu = menu(30)
    for _ in 0..<65 {
      menu.move(by: 1)
      menu.scroll(room: room)
      let rows = menu.rows(columns: columns, room: room, unicode: true)
      #expect(rows.count <= room)
      for row in rows { #expect(displayColumns(row.plainText) < columns) }
      guard room > 1, let chosen = menu.chosen else { continue }
      #expect(
        rows.contains {
          $0.spans.first?.style.isReversed == true && $0.plainText.hasPrefix("name\(chosen) ")
        })
    }
  }

  @Test func commandsOfSeveralLinesAreBlocks() {
    var menu = Menu(
      .history("a"), over: EditedLine(),
      [
        Menu.Item(text: "search a=1 b=2", block: ["search a=1 \\", "b=2"]),
        Menu.Item(text: "data\u{1B}x"),
      ], chosen: 0)
    menu.scroll(room: 10)
    let rows = menu.rows(columns: 40, room: 10, unicode: false).map(\.plainText)
    #expect(rows == ["search: a", "search a=1 \\", "  b=2", "data\\ex"])
  }
}
