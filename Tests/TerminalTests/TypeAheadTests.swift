// What is shown of keys that are typed while a command runs.
import Terminal
import Testing

struct TypeAheadTests {
  @Test(arguments: [
    ("set lr 0.1", "set lr 0.1"), ("set lr 0.1\ntrain", "set lr 0.1\u{23CE} train"),
    ("a\u{7F}b\u{08}c", "c"), ("\u{7F}x", "x"), ("lost\u{15}kept", "kept"),
    // Keys that print nothing, also those with Alt, Shift and Control.
    ("\u{1B}[A\u{1B}[1;5Cx\u{1B}OP\u{1B}[3~y\u{1B}f", "xy"), ("a\u{01}\u{03}\u{9B}b", "ab"),
    ("tab\there", "tab here"), ("é日本", "é日本"), ("\u{1B}", ""), ("\u{1B}[", ""),
  ])
  func keysAreShownAsText(_ keys: String, _ text: String) {
    #expect(TypeAhead.shown(Array(keys.utf8), isUnicode: true) == text)
  }

  @Test func withoutUnicodeItIsASCII() {
    #expect(TypeAhead.shown(Array("é\n1".utf8), isUnicode: false) == "?; 1")
  }

  @Test func muchIsCutAtItsBeginning() {
    let keys = Array(String(repeating: "x", count: 100_000).utf8) + Array("end".utf8)
    let text = TypeAhead.shown(keys, isUnicode: true)
    #expect(text.hasSuffix("xend") && text.count <= 1000)
  }

  @Test func theLineOfProgressSaysIt() {
    func line(_ typed: String, columns: Int) -> String {
      ProgressLine.line(
        fraction: 0.5, label: "12 of 50 epochs  loss 0.4123", rate: "830 epochs/s", secondsLeft: 12,
        typed: typed, columns: columns)
    }
    #expect(line("set lr", columns: 120).hasSuffix("830 epochs/s  12 s left  typed: set lr"))
    // What is known anyway makes room for it.
    #expect(line("set lr", columns: 84).hasSuffix("loss 0.4123  12 s left  typed: set lr"))
    for columns in 1...120 {
      #expect(line(String(repeating: "long ", count: 99), columns: columns).count < max(2, columns))
    }
    let cut = line(String(repeating: "long ", count: 99), columns: 60)
    #expect(cut.contains("typed: ...long long "))
    #expect(line("", columns: 80) == line("", columns: 80).replacing("typed", with: ""))
  }
}
