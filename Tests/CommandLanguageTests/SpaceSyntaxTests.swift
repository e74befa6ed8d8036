// Spaces and axes as typed: what is read, what is refused and where, and that text reads back.

import CommandLanguage
import TestSupport
import Testing

@Suite struct SpaceSyntaxTests {
  @Test(arguments: [
    ("1..8", SpaceSyntax.range(low: 1, high: 8, log: false, step: nil, integers: false)),
    ("1..8:int", .range(low: 1, high: 8, log: false, step: nil, integers: true)),
    ("1e-4..1:log", .range(low: 1e-4, high: 1, log: true, step: nil, integers: false)),
    ("0..1:step=0.1", .range(low: 0, high: 1, log: false, step: 0.1, integers: false)),
    ("0..10:int:step=5", .range(low: 0, high: 10, log: false, step: 5, integers: true)),
    ("0..10:STEP=5:Int", .range(low: 0, high: 10, log: false, step: 5, integers: true)),
    ("1.0..8", .range(low: 1, high: 8, log: false, step: nil, integers: false)),
    ("-1..1", .range(low: -1, high: 1, log: false, step: nil, integers: false)),
    (".1...5", .range(low: 0.1, high: 0.5, log: false, step: nil, integers: false)),
    ("0%..50%", .range(low: 0, high: 0.5, log: false, step: nil, integers: false)),
    ("1..64:LOG:int", .range(low: 1, high: 64, log: true, step: nil, integers: true)),
    ("1e2..1e3:int", .range(low: 100, high: 1000, log: false, step: nil, integers: true)),
    ("relu|tanh", .choices(["relu", "tanh"])), ("16,8|32", .choices(["16,8", "32"])),
    ("4:3|16:9", .choices(["4:3", "16:9"])), ("a:b|c", .choices(["a:b", "c"])),
    ("0.01,0.1,1", .list(["0.01", "0.1", "1"])), ("8,16", .list(["8", "16"])),
    ("adam", .fixed("adam")), ("0.1", .fixed("0.1")), ("../data", .fixed("../data")),
  ]) func reads(_ text: String, _ expected: SpaceSyntax) throws {
    #expect(try SpaceSyntax(word(text)) == expected)
  }

  @Test(arguments: [
    ("", "empty-space", 0, 0, nil),
    ("0..1:log", "log-needs-positive", 0, 1, "`1e-6..1:log`"),
    ("0..64:log", "log-needs-positive", 0, 1, "`1..64:log`"),
    ("0..1:int:log", "log-needs-positive", 0, 1, nil),
    ("0..9:int:log", "log-needs-positive", 0, 1, "`1..9:int:log`"),
    ("0..1e-8:log", "log-needs-positive", 0, 1, "`1e-14..1e-8:log`"),
    ("-2..-1:log", "log-needs-positive", 0, 2, nil),
    ("8..1", "reversed-range", 0, 4, "`1..8`"),
    ("8..1:log", "reversed-range", 0, 4, "`1..8:log`"),
    ("3..3", "empty-range", 0, 4, "`3`"),
    ("1..", "bad-range", 3, 3, nil), ("..8", "bad-range", 0, 0, nil),
    ("1...8", "bad-range", 1, 4, "`1..8`"),
    ("1:8", "bad-range", 0, 3, "`1..8`"),
    ("1..x", "not-a-number", 3, 4, nil), ("x..1", "not-a-number", 0, 1, nil),
    ("1..nan", "not-a-number", 3, 6, nil), ("0..-inf", "not-a-number", 3, 7, nil),
    ("0x1..8", "not-a-number", 0, 3, "`1`"), ("1..1e400", "number-too-large", 3, 8, nil),
    ("0..1:step=0", "bad-step", 5, 11, nil), ("0..1:step=2", "bad-step", 4, 11, nil),
    ("0..1:step=x", "not-a-number", 10, 11, nil), ("0..1:step=", "not-a-number", 10, 10, nil),
    ("1..8:0.1", "unknown-range-part", 5, 8, "`step=0.1`"),
    ("1..8:lgo", "unknown-range-part", 5, 8, "`log`"),
    ("1..8:integer", "unknown-range-part", 5, 12, "`int`"),
    ("1..8:", "unknown-range-part", 5, 5, nil),
    ("1..8:log:step=2", "log-with-step", 4, 15, "`1..8:log`"),
    ("1..8:int:log:step=2", "log-with-step", 4, 19, "`1..8:int:log`"),
    ("1..8:log:LOG", "repeated-range-part", 9, 12, nil),
    ("0..1:step=0.1:step=0.2", "repeated-range-part", 14, 22, nil),
    ("0.5..4:int", "not-whole", 0, 3, "`0` or `1`"),
    ("1..4.5:int", "not-whole", 3, 6, "`4` or `5`"),
    ("1..400%:int", "not-whole", 3, 7, nil),
    ("1..8:int:step=0.5", "not-whole", 14, 17, "`0` or `1`"),
    ("1..1e30:int", "number-too-large", 3, 7, nil),
    ("relu|tanh:log", "ending-without-range", 9, 13, nil),
    ("a:int|b", "ending-without-range", 1, 5, nil),
    ("0.1,1:step=2", "ending-without-range", 5, 12, nil),
    ("adam:log", "ending-without-range", 4, 8, nil),
    ("a||b", "empty-part", 2, 2, nil), ("1,2,", "empty-part", 4, 4, nil),
    ("a|b|a", "repeated-value", 4, 5, nil), ("1..8|16", "mixed-space", 0, 4, nil),
    ("1,2..3", "not-a-number", 0, 3, "`1.2`"),
    ("-1e308..1e308", "number-too-large", 0, 13, nil),
  ]) func refuses(_ text: String, _ id: String, _ start: Int, _ end: Int, _ suggestion: String?) {
    #expect {
      try SpaceSyntax(word(text))
    } throws: { error in
      guard let error = error as? Diagnostic else { return false }
      return error.id == id && error.range == SourceRange(start: start, end: end)
        && error.suggestion == suggestion
    }
  }

  @Test func errorsInsideQuotesPointAtTheWholeWord() throws {
    let quoted = Word("8..x", range: SourceRange(start: 10, end: 16), isQuoted: true)
    #expect {
      try SpaceSyntax(quoted)
    } throws: {
      ($0 as? Diagnostic)?.range == quoted.range
    }
  }

  @Test(arguments: [
    ("1..8:log", ["1", "8"]), ("relu|tanh", ["relu", "tanh"]), ("1,2,30", ["1", "2", "30"]),
    ("adam", ["adam"]), ("16,8|32", ["16,8", "32"]),
  ]) func singleValuesAreFoundWhereTheyStand(_ text: String, _ expected: [String]) {
    let line = "lr=" + text
    let values = SpaceSyntax.values(
      of: Word(text, range: SourceRange(start: 3, end: line.utf8.count)))
    #expect(values.map(\.text) == expected)
    #expect(values.map { part(line, $0.range) } == expected)
  }

  @Test func spacesReadBackAsPrinted() throws {
    var generator = SeededGenerator(seed: 5)
    func end(_ isWhole: Bool) -> Double {
      isWhole
        ? Double(Int.random(in: -1000...1000, using: &generator))
        : Double.random(in: -10...10, using: &generator)
          * (Bool.random(using: &generator) ? 1 : 1e20)
    }
    for _ in 0..<5000 {
      let isWhole = Bool.random(using: &generator)
      let ends = [end(isWhole), end(isWhole)].sorted()
      guard ends[0] < ends[1] else { continue }
      let log = ends[0] > 0 && Bool.random(using: &generator)
      let width = ends[1] - ends[0]
      let step = !log && Bool.random(using: &generator) ? (isWhole ? width : width / 4) : nil
      let space = SpaceSyntax.range(
        low: ends[0], high: ends[1], log: log, step: step,
        integers: isWhole && Bool.random(using: &generator))
      #expect(try SpaceSyntax(word(space.text)) == space, "\(space.text)")
    }
    for space in [SpaceSyntax.choices(["a", "b"]), .list(["1", "2"]), .fixed("x")] {
      #expect(try SpaceSyntax(word(space.text)) == space)
    }
  }

  // MARK: Axes

  @Test(arguments: [
    "4..64:each", "relu|tanh:each", "0.5..0.99:if=optimizer=momentum|nesterov",
    "4..64:log:each:if=layers=2|3", "8,16:if=batch=full", "0.1:if=kind=a", "1..8",
    "1..8:int:step=2:each",
  ]) func axesReadBackAsPrinted(_ text: String) throws {
    let axis = try AxisSyntax(word(text))
    #expect(axis.text == text)
    #expect((axis.each != nil) == text.contains(":each"))
    #expect((axis.condition != nil) == text.contains(":if="))
  }

  @Test func conditionsKnowWhereTheirPartsStand() throws {
    let line = "momentum=0.5..0.99:IF=optimizer=momentum,nesterov"
    let axis = try AxisSyntax(
      Word(String(line.dropFirst(9)), range: SourceRange(start: 9, end: line.utf8.count)))
    #expect(axis.space == .range(low: 0.5, high: 0.99, log: false, step: nil, integers: false))
    #expect(part(line, axis.spaceWord.range) == "0.5..0.99")
    #expect(part(line, axis.condition?.name.range) == "optimizer")
    #expect(axis.condition?.values.map { part(line, $0.range) } == ["momentum", "nesterov"])
  }

  @Test(arguments: [
    ("4..64:eahc", "unknown-range-part", "eahc", "`each`"),
    ("4..64:each:each", "repeated-axis-part", "each", nil),
    ("4..64:each:log", "misplaced-range-part", "log", "`4..64:log:each`"),
    ("4..64:each:ecah", "unknown-axis-part", "ecah", "`each`"),
    ("4..64:each:", "unknown-axis-part", "", nil),
    ("4..64:if", "bad-condition", "if", nil), ("4..64:if=", "bad-condition", "if=", nil),
    ("4..64:if=a", "bad-condition", "if=a", nil), ("4..64:if=a=", "bad-condition", "", nil),
    ("4..64:if==b", "bad-condition", "", nil),
    ("4..64:if=layers>=2", "bad-condition", "layers>", nil),
    ("4..64:if=a==b", "bad-condition", "b", nil),
    ("4..64:if=a=b||c", "bad-condition", "", nil),
    ("4..64:if=a=b|b", "repeated-value", "b", nil),
    ("4..64:if=a=b:if=c=d", "repeated-axis-part", "if=c=d", nil),
    (":each", "empty-space", "", nil), ("8..4:each", "reversed-range", "8..4", "`4..8`"),
    ("x|y:log:each", "ending-without-range", ":log", nil),
  ]) func axesThatAreNone(_ text: String, _ id: String, _ caret: String, _ suggestion: String?) {
    let error = #expect(throws: Diagnostic.self) { try AxisSyntax(word(text)) }
    #expect(error?.id == id)
    #expect(part(text, error?.range) == caret)
    #expect(error?.suggestion == suggestion)
  }

  @Test func manyNamedValues() throws {
    let text = "x=0..1 lr=\"1e-4..1:log\"\n kind=a|b;n=3 # and no more=1"
    let pairs = try namedValues(text)
    #expect(pairs.map(\.name.text) == ["x", "lr", "kind", "n"])
    #expect(pairs.map(\.value.text) == ["0..1", "1e-4..1:log", "a|b", "3"])
    #expect(pairs.map { part(text, $0.name.range) } == ["x", "lr", "kind", "n"])
  }

  @Test(arguments: [
    ("x", "not-named", "x"), ("x=1 =2", "not-named", "=2"), ("1x=2", "not-named", "1x=2"),
    ("x=1 x=2", "repeated-option", "x"), ("x= 3", "missing-value", ""),
    ("x=\"1", "unclosed-quote", "\""),
  ]) func namedValuesThatAreNone(_ text: String, _ id: String, _ caret: String) {
    let error = #expect(throws: Diagnostic.self) { try namedValues(text) }
    #expect(error?.id == id)
    #expect(part(text, error?.range) == caret)
  }
}
