import Notebooks
import Testing

/// What a transcript accepts as the output it wrote down.
@Suite struct OutputMatchTests {
  @Test(arguments: [
    ("loss 0.312", "loss 0.31187", true), ("loss 0.312", "loss 0.3126", false),
    ("loss 0.3120", "loss 0.312", true), ("loss 0.3121", "loss 0.312", false),
    ("loss 0.31 ± 0.02", "loss 0.3287", true), ("loss 0.31±0.02", "loss 0.3301", false),
    ("unit x2", "unit x3", false), ("12 rows", "12 rows", true), ("12 rows", "13 rows", false),
    ("a [..] z", "a b c z", true), ("a [..] z", "a b c", false), ("a   b", "a b", true),
    ("1.2e-5", "1.23e-5", true), ("1.2e-5", "1.29e-5", false), ("-0.5", "0.5", false),
  ])
  func lines(expected: String, actual: String, matches: Bool) {
    #expect(OutputMatch.matches([expected], [actual]) == matches)
  }

  @Test func dotsStandForAnyLines() {
    #expect(OutputMatch.matches(["first", "...", "last"], ["first", "a", "b", "last"]))
    #expect(OutputMatch.matches(["first", "...", "last"], ["first", "last"]))
    #expect(OutputMatch.matches(["..."], []))
    #expect(!OutputMatch.matches(["first", "...", "last"], ["first", "a", "b"]))
    #expect(!OutputMatch.matches(["first"], ["first", "second"]))
    #expect(!OutputMatch.matches(["first", "second"], ["first"]))
  }
}
