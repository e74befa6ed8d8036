// Numbers, bounds and search spaces: what they read as, what is said about those that are none, and
// that what is printed reads back.

import CommandLanguage
import Testing

private func word(_ text: String) -> Word {
  Word(text, range: SourceRange(start: 0, end: text.utf8.count))
}

@Suite struct NumberTests {
  @Test(arguments: [
    ("3", 3), ("0.03", 0.03), ("3e-2", 0.03), ("25%", 0.25), ("-1", -1), (".5", 0.5), ("5.", 5),
    ("+2", 2), ("1E3", 1000), ("-.5e+1", -5), ("0", 0), ("0e9999999999999999999", 0),
    ("0.1%", 0.001),
    ("7%", 0.07), ("1e-2%", 0.0001), ("-12.5%", -0.125), ("1e308", 1e308),
    ("5e-324", .leastNonzeroMagnitude),
    ("0.1000000000000000055511151231257827", 0.1),
  ]) func reads(_ text: String, _ expected: Double) throws {
    #expect(try NumberSyntax.number(word(text)) == expected)
  }

  @Test(arguments: [
    ("", "not-a-number", nil), ("nan", "not-a-number", nil), ("inf", "not-a-number", nil),
    ("-Infinity", "not-a-number", nil), ("1e400", "number-too-large", nil),
    ("-1e400", "number-too-large", nil), ("1e-400", "number-too-small", "`0`"),
    ("0x10", "not-a-number", "`16`"), ("-0x1F", "not-a-number", "`-31`"),
    ("0b101", "not-a-number", "`5`"), ("1_000", "not-a-number", "`1000`"),
    ("1,5", "not-a-number", "`1.5`"), ("1,000,000", "not-a-number", "`1000000`"),
    ("1,234.5", "not-a-number", "`1234.5`"), ("\u{2212}3", "not-a-number", "`-3`"),
    ("10^-3", "not-a-number", "`1e-3`"), ("2*10^-3", "not-a-number", "`2e-3`"),
    ("10**4", "not-a-number", "`1e4`"), ("1e", "not-a-number", nil), ("e5", "not-a-number", nil),
    (".", "not-a-number", nil), ("-", "not-a-number", nil), ("%", "not-a-number", nil),
    ("1%%", "not-a-number", nil), ("1e5.5", "not-a-number", nil), ("--1", "not-a-number", nil),
    ("1 2", "not-a-number", nil), ("٣", "not-a-number", nil), ("1e+", "not-a-number", nil),
  ]) func refuses(_ text: String, _ id: String, _ suggestion: String?) {
    #expect {
      try NumberSyntax.number(word(text))
    } throws: { error in
      guard let error = error as? Diagnostic else { return false }
      return error.id == id && error.suggestion == suggestion
        && error.range == SourceRange(start: 0, end: text.utf8.count)
    }
  }

  @Test(arguments: [
    ("3", 3), ("3e2", 300), ("4.0", 4), ("-7", -7), ("+7", 7), ("007", 7),
    ("9223372036854775807", Int.max), ("-9223372036854775808", Int.min),
    ("9007199254740993", 9_007_199_254_740_993),
  ]) func readsWholeNumbers(_ text: String, _ expected: Int) throws {
    #expect(try NumberSyntax.integer(word(text)) == expected)
  }

  @Test(arguments: [
    ("2.5", "not-whole", "`2` or `3`"), ("-2.5", "not-whole", "`-3` or `-2`"),
    ("50%", "not-whole", nil), ("100%", "not-whole", nil), ("1e30", "number-too-large", nil),
    ("9223372036854775808", "number-too-large", nil),
    ("9007199254740993.0", "number-too-large", nil), ("x", "not-a-number", nil),
  ]) func refusesParts(_ text: String, _ id: String, _ suggestion: String?) {
    #expect {
      try NumberSyntax.integer(word(text))
    } throws: { error in
      (error as? Diagnostic)?.id == id && (error as? Diagnostic)?.suggestion == suggestion
    }
  }

  @Test func numbersReadBackAsPrinted() throws {
    var generator = SeededGenerator(state: 3)
    var cases: [Double] = [
      0, 1, -1, 0.1, 1e-5, 1e16, 1.5e300, .leastNonzeroMagnitude, .greatestFiniteMagnitude,
    ]
    for _ in 0..<20_000 {
      cases.append(Double(bitPattern: generator.next()))
      cases.append(Double(Int.random(in: -100_000...100_000, using: &generator)) / 1000)
    }
    for value in cases where value.isFinite {
      let text = NumberSyntax.text(of: value)
      #expect(
        try NumberSyntax.number(word(text)).bitPattern == value.bitPattern || value == 0, "\(text)")
    }
  }

  @Test(arguments: [
    (3.0, "3"), (0.03, "0.03"), (1e-5, "1e-5"), (1.5e-7, "1.5e-7"), (1e20, "1e20"), (-0.5, "-0.5"),
    (1e100, "1e100"), (250000.0, "250000"),
  ]) func printsShort(_ value: Double, _ expected: String) {
    #expect(NumberSyntax.text(of: value) == expected)
  }

  @Test func percentagesAreRoundedOnce() throws {
    for thousandths in 1...2000 {
      // The decimal text is the independent source: 12.3% is what 0.123 reads as.
      let percent = "\(thousandths / 10).\(thousandths % 10)%"
      let digits = String(thousandths)
      let decimals = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
      let plain = "\(decimals.dropLast(3)).\(decimals.suffix(3))"
      #expect(try NumberSyntax.number(word(percent)) == Double(plain))
    }
  }

  @Test(arguments: [
    (NumberRange.any, "", [1e300, -1e300], [Double.infinity, .nan]),
    (.closed(0, 1), " from 0 to 1", [0, 1], [-0.1, 1.1]),
    (.from(0, below: 1), " from 0 up to but not including 1", [0, 0.99], [1, -1]),
    (.above(0, through: 1), " above 0 and at most 1", [1, 1e-300], [0, 1.1]),
    (.between(0, 1), " between 0 and 1, both excluded", [0.5], [0, 1]),
    (.atLeast(2), " of at least 2", [2, 3], [1.9]), (.above(2), " above 2", [2.1], [2]),
    (.atMost(2), " of at most 2", [2, -3], [2.1]), (.below(2), " below 2", [1.9], [2]),
  ]) func boundsHold(
    _ range: NumberRange, _ label: String, _ inside: [Double], _ outside: [Double]
  ) {
    #expect(range.label == label)
    #expect(inside.allSatisfy(range.contains))
    #expect(!outside.contains(where: range.contains))
  }
}

@Suite struct SpaceSyntaxTests {
  @Test(arguments: [
    ("1..8", SpaceSyntax.range(low: 1, high: 8, log: false, step: nil, bothIntegers: true)),
    ("1e-4..1:log", .range(low: 1e-4, high: 1, log: true, step: nil, bothIntegers: false)),
    ("0..1:step=0.1", .range(low: 0, high: 1, log: false, step: 0.1, bothIntegers: false)),
    ("0..10:step=5", .range(low: 0, high: 10, log: false, step: 5, bothIntegers: true)),
    ("1.0..8", .range(low: 1, high: 8, log: false, step: nil, bothIntegers: false)),
    ("-1..1", .range(low: -1, high: 1, log: false, step: nil, bothIntegers: true)),
    (".1...5", .range(low: 0.1, high: 0.5, log: false, step: nil, bothIntegers: false)),
    ("0%..50%", .range(low: 0, high: 0.5, log: false, step: nil, bothIntegers: false)),
    ("1..64:LOG", .range(low: 1, high: 64, log: true, step: nil, bothIntegers: true)),
    ("relu|tanh", .choices(["relu", "tanh"])), ("16,8|32", .choices(["16,8", "32"])),
    ("0.01,0.1,1", .list(["0.01", "0.1", "1"])), ("8,16", .list(["8", "16"])),
    ("adam", .fixed("adam")), ("0.1", .fixed("0.1")), ("../data", .fixed("../data")),
  ]) func reads(_ text: String, _ expected: SpaceSyntax) throws {
    #expect(try SpaceSyntax(word(text)) == expected)
  }

  @Test(arguments: [
    ("", "empty-space", 0, 0, nil),
    ("0..1:log", "log-needs-positive", 0, 1, "`1e-6..1:log`"),
    ("0..64:log", "log-needs-positive", 0, 1, "`1..64:log`"),
    ("0..1e-8:log", "log-needs-positive", 0, 1, "`1e-14..1e-8:log`"),
    ("-2..-1:log", "log-needs-positive", 0, 2, nil),
    ("8..1", "reversed-range", 0, 4, "`1..8`"),
    ("8..1:log", "reversed-range", 0, 4, "`1..8:log`"),
    ("3..3", "empty-range", 0, 4, "`3`"),
    ("1..", "bad-range", 3, 3, nil), ("..8", "bad-range", 0, 0, nil),
    ("1...8", "bad-range", 1, 4, "`1..8`"),
    ("1:8", "bad-range", 0, 3, "`1..8`"),
    ("1..x", "not-a-number", 3, 4, nil), ("x..1", "not-a-number", 0, 1, nil),
    ("1..1e400", "number-too-large", 3, 8, nil),
    ("0..1:step=0", "bad-step", 5, 11, nil), ("0..1:step=2", "bad-step", 4, 11, nil),
    ("0..1:step=x", "not-a-number", 10, 11, nil),
    ("1..8:0.1", "unknown-range-part", 5, 8, "`step=0.1`"),
    ("1..8:lgo", "unknown-range-part", 5, 8, "`log`"),
    ("1..8:log:step=2", "log-with-step", 4, 15, "`1..8:log`"),
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

  @Test func spacesReadBackAsPrinted() throws {
    var generator = SeededGenerator(state: 5)
    func end(_ isWhole: Bool) -> Double {
      isWhole
        ? Double(Int.random(in: -1000...1000, using: &generator))
        : Double.random(in: -10...10, using: &generator)
          * (Bool.random(using: &generator) ? 1 : 1e20)
    }
    for _ in 0..<5000 {
      let (isWhole, isRounded) = (Bool.random(using: &generator), Bool.random(using: &generator))
      let ends = [end(isWhole), end(isWhole)].map { isRounded ? $0.rounded() : $0 }.sorted()
      guard ends[0] < ends[1] else { continue }
      let log = ends[0] > 0 && Bool.random(using: &generator)
      let step = !log && Bool.random(using: &generator) ? (ends[1] - ends[0]) / 4 : nil
      let areWhole = (ends + (step.map { [$0] } ?? [])).allSatisfy {
        $0 == $0.rounded() && abs($0) < 0x1p53
      }
      let space = SpaceSyntax.range(
        low: ends[0], high: ends[1], log: log, step: step,
        bothIntegers: areWhole && Bool.random(using: &generator))
      #expect(try SpaceSyntax(word(space.text)) == space, "\(space.text)")
    }
    for space in [SpaceSyntax.choices(["a", "b"]), .list(["1", "2"]), .fixed("x")] {
      #expect(try SpaceSyntax(word(space.text)) == space)
    }
  }
}
