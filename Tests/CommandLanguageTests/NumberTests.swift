// Numbers, bounds and search spaces: what they read as, what is said about those that are none, and
// that what is printed reads back.

import CommandLanguage
import TestSupport
import Testing

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
    ("1,5", "not-a-number", "`1.5`"), ("40,000", "not-a-number", "`40000`"),
    ("0,125", "not-a-number", "`0.125`"), ("1,000,000", "not-a-number", "`1000000`"),
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
    ("1,000", "not-whole", "`1000`"), ("1.000", "not-whole", "`1000`"),
    ("-12.500", "not-whole", "`-12500`"), ("1.000.000", "not-whole", "`1000000`"),
    ("0,005", "not-a-number", "`0.005`"), ("2.5", "not-whole", "`2` or `3`"),
    ("-2.5", "not-whole", "`-3` or `-2`"),
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
    var generator = SeededGenerator(seed: 3)
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

  @Test func seedsHaveALargest() throws {
    func seed(_ text: String) throws -> UInt64 {
      try ValueType<UInt64>.seed.parse(Word(text, range: SourceRange(at: 0)))
    }
    #expect(try seed("18446744073709551615") == .max && seed("1e3") == 1000)
    for text in ["18446744073709551616", "1e30", "-1", "1.5"] {
      #expect(throws: Diagnostic.self) { try seed(text) }
    }
    let error = #expect(throws: Diagnostic.self) { try seed("18446744073709551616") }
    #expect(error?.message.contains("at most 18446744073709551615") == true)
  }
}
