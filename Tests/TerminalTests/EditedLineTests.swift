// What keys do to a line: characters and words, cutting and inserting, taking back.
import TestSupport
import Testing

import Terminal

struct EditedLineTests {
  private func line(_ text: String) -> EditedLine {
    let parts = text.split(separator: "|", omittingEmptySubsequences: false)
    let (before, after) = (EditedLine(String(parts[0])), EditedLine(String(parts[1])))
    return EditedLine(before.scalars + after.scalars, cursor: before.scalars.count)
  }

  private func shown(_ line: EditedLine) -> String {
    line.beforeCursor + "|" + EditedLine.text(of: line.scalars[line.cursor...])
  }

  private func after(_ text: String, _ body: (inout EditedLine) -> Void) -> String {
    var line = line(text)
    body(&line)
    return shown(line)
  }

  /// A letter with an accent, a flag, a family and a skin are one character each.
  @Test(arguments: ["a", "e\u{301}", "日", "🇨🇭", "👨‍👩‍👧", "👍🏽", "1️⃣", "\u{1112}\u{1161}\u{11AB}"])
  func aCharacterIsWhole(_ character: String) {
    #expect(after("x\(character)|y") { $0.deleteBack() } == "x|y")
    #expect(after("x|\(character)y") { $0.deleteOn() } == "x|y")
    #expect(after("x\(character)|y") { $0.moveBack() } == "x|\(character)y")
    #expect(after("x|\(character)y") { $0.moveOn() } == "x\(character)|y")
  }

  @Test func atItsEndsALineStaysAsItIs() {
    #expect(after("|ab") { $0.deleteBack() } == "|ab")
    #expect(after("ab|") { $0.deleteOn() } == "ab|")
    #expect(after("|") { $0.moveOn() } == "|")
  }

  @Test func wordsAreLettersAndNumbers() {
    #expect(after("set lr=0.03|") { $0.cursor = $0.wordStart } == "set lr=|0.03")
    #expect(after("set lr=|0.03") { $0.cursor = $0.wordStart } == "set |lr=0.03")
    #expect(after("|set lr=0.03") { $0.cursor = $0.wordEnd } == "set| lr=0.03")
    #expect(after("a é日b|") { $0.cursor = $0.wordStart } == "a |é日b")
    #expect(
      after("data load a/b.csv x|") { $0.cut($0.blankStart..<$0.cursor) } == "data load a/b.csv |")
    #expect(after("data load a/b.csv |") { $0.cut($0.blankStart..<$0.cursor) } == "data load |")
  }

  @Test(arguments: [
    ("train| 50", "50 train|"), ("train 50|", "50 train|"), ("|train 50", nil),
    ("a, b|, c", "a, c, b|"), ("train|", nil), ("|", nil),
  ])
  func wordsAreExchanged(_ before: String, _ expected: String?) {
    var line = line(before)
    let isDone = line.transposeWords()
    #expect(isDone == (expected != nil))
    #expect(shown(line) == expected ?? before)
  }

  @Test func theLastArgumentEndsALine() {
    #expect(EditedLine.lastArgument(of: "data load a.csv  ") == "a.csv")
    #expect(EditedLine.lastArgument(of: "  ") == nil)
  }

  @Test func changesAreTakenBackWordByWord() {
    var history = EditHistory()
    var line = EditedLine("")
    history.begin(line)
    for scalar in "set lr 0.1".unicodeScalars {
      line.insert([scalar.value])
      history.note(line)
    }
    line.cut(4..<10)
    history.note(line)
    var seen: [String] = []
    while let before = history.undo() { seen.append(before.text) }
    #expect(seen == ["set lr 0.1", "set lr ", "set ", ""])
    seen = []
    while let again = history.redo() { seen.append(again.text) }
    #expect(seen == ["set ", "set lr ", "set lr 0.1", "set "])
  }

  /// What is taken back and made again is what there was, whatever was done.
  @Test(arguments: 0..<20 as Range<UInt64>)
  func takingAllBackAndMakingItAgainChangesNothing(_ seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var history = EditHistory()
    var line = EditedLine("start")
    history.begin(line)
    for _ in 0..<60 {
      switch Int.random(in: 0..<5, using: &generator) {
      case 0: line.deleteBack()
      case 1: line.cursor = Int.random(in: 0...line.scalars.count, using: &generator)
      case 2: line.cut(line.wordStart..<line.cursor)
      default: line.insert([0x61 + UInt32.random(in: 0..<26, using: &generator)])
      }
      history.note(line)
    }
    var first: EditedLine?
    while let before = history.undo() { first = before }
    #expect(first?.text == "start")
    var last: EditedLine?
    while let again = history.redo() { last = again }
    #expect(last?.text == line.text)
  }

  @Test func cutsInARowAddUp() {
    var ring = KillRing()
    func scalars(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }
    ring.add(scalars("c"), .back, goesOn: false)
    ring.add(scalars("b"), .back, goesOn: true)
    ring.add(scalars("d"), .on, goesOn: true)
    ring.add(scalars("x"), .on, goesOn: false)
    #expect(ring.newest().map(EditedLine.text(of:)) == "x")
    #expect(ring.earlier().map(EditedLine.text(of:)) == "bcd")
    #expect(ring.earlier().map(EditedLine.text(of:)) == "x")
    var empty = KillRing()
    #expect(empty.newest() == nil && empty.earlier() == nil)
  }
}
