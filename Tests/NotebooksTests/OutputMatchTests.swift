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
    // A name is one word, as long as the rest of the line needs.
    ("lr {lr}, end", "lr 0.1, end", true), ("lr {lr} end", "lr a b end", false),
    ("{a}-{b}", "x-y-z", true), ("[..]{a} end", "x y end", true),
    ("{a} = {a}", "0.124 = 0.1240", true), ("{a} = {a}", "0.124 = 0.125", false),
    // Braces that came out are themselves.
    ("{a} {b}", "{a}   {b}", true), ("{}", "{}", true), ("{}", "x", false),
    ("{1..3}", "{1..3}", true), ("{1..3}", "2", false), ("{a b}", "c", false),
  ])
  func lines(expected: String, actual: String, matches: Bool) {
    #expect(OutputMatch.matches([expected], [actual]) == matches)
  }

  /// Seen once, a name stands for the same in every line after it, also after lines that `...` stands for.
  @Test func namesAreTheSameLater() {
    #expect(OutputMatch.matches(["a {x}", "b {x}"], ["a 1", "b 1"]))
    #expect(!OutputMatch.matches(["a {x}", "b {x}"], ["a 1", "b 2"]))
    #expect(OutputMatch.matches(["...", "a {x}", "b {x}"], ["a 1", "b 2", "a 3", "b 3"]))
    var captures = Captures()
    #expect(OutputMatch.matches(["a {x}"], ["a 1"], &captures))
    #expect(!OutputMatch.matches(["{x} {y}"], ["2 3"], &captures))
    #expect(OutputMatch.matches(["{x} {y}"], ["1 3"], &captures))
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
