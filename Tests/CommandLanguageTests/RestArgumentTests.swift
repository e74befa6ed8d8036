import CommandLanguage
import Testing

/// A text up to the end of a command, and the options of its form before and after it.
@Suite struct RestArgumentTests {
  private static let epochs = Argument.optional("EPOCHS", .integer(1...1000), "how many at most")
  private static let condition = Argument.rest("EXPR", .text, "when to stop")
  private static let stop = Argument.option("stop", .integer(0...1000), "the step to stop at")
  private static let signature = CommandSignature(
    "train", summary: "trains", area: "training",
    forms: [
      Form(
        "until", "trains until something holds", positionals: [epochs],
        then: (Keyword("until", "stops early"), [condition]), options: [stop])
    ])

  private func bind(_ line: String) throws -> Arguments { try Self.signature.bind(only(line)) }

  @Test(arguments: [
    "train 5 stop=20 until loss < 0.1 and epoch=3", "train 5 until loss < 0.1 and epoch=3 stop=20",
    "train 5 until loss < 0.1 and epoch=3  STOP=20",
  ]) func anOptionStandsBeforeOrBehind(_ line: String) throws {
    let arguments = try bind(line)
    #expect(arguments[Self.epochs] == 5 && arguments[Self.stop] == 20)
    #expect(arguments[Self.condition] == "loss < 0.1 and epoch=3")
  }

  @Test(arguments: [
    ("train until x=1 stop=2 stop=3", "repeated-option", "stop=3"),
    ("train stop=2 until x=1 stop=3", "repeated-option", "stop=3"),
    ("train until x=1 stop=2 and y=2", "extra-argument", "and"),
    ("train until stop=2", "missing-argument", ""),
    ("train until x=1 stop=two", "wrong-type", "two"),
  ]) func whatIsWrongIsPointedAt(_ line: String, _ id: String, _ place: String) throws {
    let error = #expect(throws: Diagnostic.self) { try bind(line) }
    #expect(error?.id == id)
    let range = try #require(error?.range)
    let bytes = Array(line.utf8)[range.start..<range.end]
    #expect(String(decoding: bytes, as: UTF8.self) == place)
  }

  @Test(arguments: [
    ("train 5 until x=1 stop=2", "train 5 until x=1 stop=7"),
    ("train 5 stop=2 until x=1", "train 5 stop=7 until x=1"),
    ("train 5 until x=1", "train 5 stop=7 until x=1"),
  ]) func anOptionIsReplacedWhereItStands(_ line: String, _ expected: String) throws {
    let syntax = try only(line)
    let until = syntax.words.first { $0.text == "until" }
    #expect(syntax.with(option: "stop", "7", before: until) == expected)
  }

  @Test(arguments: [(.above(0), nil), (.any, "`0`")] as [(NumberRange, String?)])
  func zeroIsSuggestedWhereItIsTaken(_ range: NumberRange, _ suggestion: String?) throws {
    let number = Argument("X", .number(range), "a number")
    let command = CommandSignature(
      "set", summary: "sets it", area: "settings",
      forms: [Form("number", "sets it", positionals: [number])])
    let error = #expect(throws: Diagnostic.self) { try command.bind(only("set 1e-400")) }
    #expect(error?.id == "number-too-small" && error?.suggestion == suggestion)
  }

  /// Of many alternatives that repeat, the usage shows the name.
  @Test func manyAlternativesThatRepeatAreNamed() {
    let choices = (1...6).map { Choice("c\($0)", $0, "") }
    for (count, usage) in [(6, "[COLOR…]"), (3, "[c1|c2|c3…]")] {
      let color = Argument.repeated(
        "COLOR", .choice(Array(choices.prefix(count))), "which", isOptional: true)
      #expect(color.erased.positionalUsage == usage)
    }
  }
}
