// Commands bound to their signatures: the values of good ones and, for bad ones, the diagnostic
// with its very bytes.

import CommandLanguage
import TestSupport
import Testing

@Suite struct BindingTests {
  @Test func valuesAreReadByTheirKeys() throws {
    let arguments = try bind("layer 4 TANH Dropout=25%")
    #expect(try arguments.form(LayerFixture.Shape.self) == .add)
    #expect(arguments[LayerFixture.units] == 4)
    #expect(arguments[LayerFixture.activation] == .tanh)
    #expect(arguments[LayerFixture.dropout] == 0.25)
    #expect(arguments[LayerFixture.number] == nil)
    #expect(part("layer 4 TANH Dropout=25%", arguments.range(of: LayerFixture.dropout)) == "25%")
    #expect(arguments.word(of: LayerFixture.activation)?.text == "TANH")
  }

  @Test func leftOutArgumentsAreNil() throws {
    let arguments = try bind("layer 4")
    #expect(arguments[LayerFixture.activation] == nil)
    #expect(arguments[LayerFixture.dropout, default: 0.5] == 0.5)
    #expect(!arguments.isGiven(LayerFixture.dropout) && arguments.isGiven(LayerFixture.units))
    #expect(try arguments.require(LayerFixture.units) == 4)
    #expect(throws: Diagnostic.self) { try arguments.require(LayerFixture.dropout) }
  }

  @Test func keywordFormsGoFirst() throws {
    #expect(try bind("layer remove 2").form(LayerFixture.Shape.self) == .remove)
    #expect(try bind("LAYER RM 2")[LayerFixture.number] == 2)
    #expect(try bind("layers none").formID == "none")
    #expect(try bind("layers").formID == "show")
    #expect(try bind("use best").formID == "best")
  }

  @Test func quotedWordsAreNoKeywords() throws {
    #expect(diagnostic("use \"best\"")?.id == "unknown-keyword")
    let arguments = try bind("set \"lr\" \"0.1\"")
    #expect(arguments[SetFixture.name] == "lr" && arguments[SetFixture.value] == "0.1")
  }

  /// `"target=first name"`, as it is written in other shells.
  @Test func optionsQuotedAsAWholeAreOptions() throws {
    let file = Argument("FILE", ValueType<String>.text, "a file")
    let target = Argument.requiredOption("target", ValueType<String>.text, "a column")
    let command = CommandSignature(
      "load", summary: "", area: "",
      forms: [Form("f", "", positionals: [file], options: [target])])
    let arguments = try command.bind(only("load a.csv \"Target=first name\""))
    #expect(arguments[target] == "first name" && arguments[file] == "a.csv")
    #expect(try command.bind(only("load \"target=a.csv\" target=y"))[file] == "target=a.csv")
    #expect(throws: Diagnostic.self) { try command.bind(only("load a.csv target=y \"target=z\"")) }
    #expect(throws: Diagnostic.self) { try command.bind(only("load a.csv target=y \"other=z\"")) }
  }

  /// A keyword alone is a value of another form only where that knows its values.
  @Test func aKeywordAloneAsksForWhatIsBehindIt() throws {
    let number = Argument("N", ValueType<Int>.integer, "which one")
    let open = Argument("NAME", ValueType<String>.named("racer"), "a name")
    let closed = Argument("NAME", ValueType<String>.choice([Choice("trial", "t", "")]), "a name")
    func command(_ plain: Argument<String>) -> CommandSignature {
      CommandSignature(
        "use", summary: "", area: "",
        forms: [
          Form("trial", "", keywords: [Keyword("trial", "")], positionals: [number]),
          Form("plain", "", positionals: [plain]),
        ])
    }
    let error = #expect(throws: Diagnostic.self) { try command(open).bind(only("use trial")) }
    #expect(error?.id == "missing-argument" && error?.message.contains("which one") == true)
    #expect(try command(open).bind(only("use trial 3")).formID == "trial")
    #expect(try command(open).bind(only("use other")).formID == "plain")
    #expect(try command(closed).bind(only("use trial")).formID == "plain")
  }

  @Test func repeatedWordsLeaveTheRestToWhatFollows() throws {
    let arguments = try bind("layers 16 8 4 tanh")
    #expect(arguments.values(LayersFixture.units) == [16, 8, 4])
    #expect(arguments.words(of: LayersFixture.units).map(\.text) == ["16", "8", "4"])
    #expect(arguments[LayerFixture.activation] == .tanh)
    #expect(try bind("layers 16").values(LayersFixture.units) == [16])
  }

  @Test func repeatedWordsLeaveOneForEachRequiredWord() throws {
    let many = Argument.repeated("A", ValueType<String>.text, "many")
    let one = Argument("B", ValueType<String>.text, "one")
    let command = CommandSignature(
      "c", summary: "", area: "", forms: [Form("f", "", positionals: [many, one])])
    let arguments = try command.bind(only("c 1 2 3"))
    #expect(arguments.values(many) == ["1", "2"] && arguments[one] == "3")
    #expect(throws: Diagnostic.self) { try command.bind(only("c 1")) }
  }

  @Test func optionalWordsThatDoNotFitAreSkipped() throws {
    #expect(try bind("train").formID == "plain")
    #expect(try bind("train 5")[TrainFixture.epochs] == 5)
    let line = "train until loss<0.1"
    #expect(try bind(line)[TrainFixture.epochs] == nil)
    #expect(try bind(line)[TrainFixture.condition] == "loss<0.1")
  }

  @Test func theRestIsOneText() throws {
    let line = "train 5 until loss  <= 0.1 and x=3 \"q\" # c"
    let arguments = try bind(line)
    #expect(arguments[TrainFixture.epochs] == 5)
    #expect(arguments[TrainFixture.condition] == "loss  <= 0.1 and x=3 \"q\"")
    #expect(
      part(line, arguments.range(of: TrainFixture.condition)) == arguments[TrainFixture.condition])
    #expect(try bind("train 5 until loss=0.1")[TrainFixture.epochs] == 5)
    #expect(try bind("train 5 until loss=0.1")[TrainFixture.condition] == "loss=0.1")
    #expect(try bind("train until \"a b\"")[TrainFixture.condition] == "a b")
    let second = try #require(ScriptParser().parse("é; train until  x = 1 ; a").dropFirst().first)
    #expect(try table.signatures[2].bind(second.get())[TrainFixture.condition] == "x = 1")
  }

  @Test func openOptionsKeepTheirNamesAndOrder() throws {
    let line = "search random trials=30 lr=1e-4..1:log units=8,16 act=relu|tanh"
    let arguments = try bind(line)
    #expect(arguments[SearchFixture.sampler] == .random && arguments[SearchFixture.trials] == 30)
    let axes = arguments.openOptions(SearchFixture.axes)
    #expect(axes.map(\.name.text) == ["lr", "units", "act"])
    #expect(axes[1].value == .list(["8", "16"]))
    #expect(axes.map { part(line, $0.word.range) } == ["1e-4..1:log", "8,16", "relu|tanh"])
  }

  @Test func usageSaysEveryForm() {
    #expect(
      LayerFixture.signature.usage == [
        "layer UNITS [relu|tanh|sigmoid|linear] [dropout=P]", "layer remove N",
      ])
    #expect(
      SearchFixture.signature.usage == [
        "search grid|random [trials=N] NAME=SPACE…", "search resume",
      ])
    #expect(TrainFixture.signature.usage[1] == "train [EPOCHS] until EXPR")
    #expect(
      DataFixture.signature.usage[2] == "data load FILE.csv target=COLUMN [standardize=on|off]")
    #expect(LayersFixture.signature.usage[1] == "layers UNITS… [relu|tanh|sigmoid|linear]")
  }

  // The line, the diagnostic's id, the bytes it points at, its suggestion. An empty part is the
  // line's end.
  @Test(
    arguments: [
      ("layer", "missing-argument", "", nil),
      ("layer remove", "missing-argument", "", nil),
      ("use", "missing-argument", "", nil),
      ("train 5 until", "missing-argument", "", nil),
      ("search random", "missing-option", "", nil),
      ("data load a.csv", "missing-option", "", nil),
      ("data n=5", "missing-argument", "", nil),
      ("layer four", "wrong-type", "four", nil),
      ("layer 1_000", "not-a-number", "1_000", "`1000`"),
      ("layer 2.5", "not-whole", "2.5", "`2` or `3`"),
      ("layer 5000", "out-of-range", "5000", nil),
      ("layer \"\"", "wrong-type", "\"\"", nil),
      ("layer 4 tnh", "wrong-type", "tnh", "`tanh`"),
      ("layer 4 logistc", "wrong-type", "logistc", "`sigmoid`"),
      ("layer 4 zzz", "wrong-type", "zzz", nil),
      ("layer 4 tanh 5", "extra-argument", "5", nil),
      ("layer 4 tanh dropuot=0.1", "unknown-option", "dropuot", "`dropout=`"),
      ("layer units=4", "unknown-option", "units", "`4`"),
      ("layer remove 2 dropout=0.1", "unknown-option", "dropout", nil),
      ("layer 4 dropout=1", "out-of-range", "1", nil),
      ("layer 4 dropout=20", "out-of-range", "20", "`20%`"),
      ("layer 4 dropout=", "missing-value", "", nil),
      ("layer 4 dropout=0.1 DROPOUT=0.2", "repeated-option", "DROPOUT=0.2", nil),
      ("layer 4 dropout 0.1", "option-without-equals", "dropout", "`dropout=0.1`"),
      ("layer 4 --dropout 0.1", "option-without-equals", "--dropout", "`dropout=0.1`"),
      ("layer 4 dropout = 0.1", "option-without-equals", "dropout", "`dropout=0.1`"),
      ("search random lr 0..1", "option-without-equals", "lr", "`lr=0..1`"),
      ("layer remov 2", "unknown-keyword", "remov", "`layer remove 2`"),
      ("use bset", "unknown-keyword", "bset", "`use best`"),
      ("use zzzzzz", "unknown-keyword", "zzzzzz", nil),
      ("data xr", "unknown-keyword", "xr", "`data xor`"),
      ("data zzzzzz", "wrong-type", "zzzzzz", nil),
      ("data lod a.csv", "unknown-keyword", "lod", "`data load a.csv`"),
      ("data xor noise=11", "out-of-range", "11", nil),
      ("data load a.csv target=b standardize=maybe", "wrong-type", "maybe", nil),
      ("layers 4 x8", "wrong-type", "x8", nil),
      ("layers 4 tanh 8", "extra-argument", "8", nil),
      ("layers none 3", "extra-argument", "3", nil),
      ("train 5 untl loss", "unknown-keyword", "untl", "`until`"),
      ("train five", "wrong-type", "five", nil),
      ("set lr 0.1 0.2", "extra-argument", "0.2", nil),
      ("search rndom lr=0..1", "unknown-keyword", "rndom", "`search random`"),
      ("search random lr=1..0", "reversed-range", "1..0", "`0..1`"),
      ("search random lr=0..1:log", "log-needs-positive", "0", "`1e-6..1:log`"),
      ("search random lr=0..1 lr=1..2", "repeated-option", "lr=1..2", nil),
      ("lyer 4", "unknown-command", "lyer", "`layer` or `layers`"),
      ("zzzzzz", "unknown-command", "zzzzzz", nil),
      ("l 4", "ambiguous-command", "l", nil),
      ("s", "ambiguous-command", "s", nil),
      ("lr=0.1", "unknown-command", "lr=0.1", nil),
    ] as [(String, String, String, String?)])
  func errorsPointAtTheirBytes(
    _ line: String, _ id: String, _ place: String, _ suggestion: String?
  ) throws {
    for prefix in ["", "  ", "# é 日\n", "help; "] {
      let text = prefix + line
      let error = try #require(diagnostic(text))
      #expect(error.id == id && error.suggestion == suggestion, "\(error)")
      #expect(part(text, error.range) == place, "\(error)")
      if place.isEmpty { #expect(error.range == SourceRange(at: text.utf8.count)) }
      let first = error.message.first
      #expect(first?.isUppercase == false && error.message.last != ".", "\(error.message)")
    }
  }

  @Test func errorsThatListTheirChoices() {
    #expect(diagnostic("layer 4 zzz")?.notes.contains { $0.contains("sigmoid") } == true)
    #expect(diagnostic("data xor q=1")?.notes == ["possible: n=, noise="])
    #expect(diagnostic("layer remove 2 dropout=0.1")?.notes.first?.contains("layer UNITS") == true)
    #expect(diagnostic("layer")?.notes.first?.hasPrefix("usage: layer UNITS") == true)
    #expect(diagnostic("layer four")?.notes == LayerFixture.signature.usage.map { "usage: " + $0 })
    #expect(diagnostic("s")?.message == "`s` could be `search` or `set`")
    #expect(diagnostic("layer 4 'my")?.notes.contains { $0.contains("double quotes") } == true)
    #expect(
      diagnostic("layer 4 tanh \\ ")?.notes.contains { $0.contains("last character") } == true)
  }

  @Test func messagesNeverCarryControlCharactersOrEndlessText() throws {
    let long = String(repeating: "x", count: 5000)
    #expect(try #require(diagnostic("layer \(long)")).message.count < 200)
    #expect(try #require(diagnostic("layer \"\\n\u{202E}\"")).message.contains("\\n\\u{202E}"))
  }

  @Test func anyWordsAreBoundOrRefusedWithARangeInside() {
    var generator = SeededGenerator(seed: 21)
    let pool = [
      "layer", "layers", "train", "search", "data", "set", "use", "help", "4", "tanh", "remove",
      "until", "random", "resume", "load", "x.csv", "target=a", "lr=0..1", "dropout=0.1", "=", "é",
      "trials=3", "\"q r\"", "n=", "best", "none", ";", "1e-4..1:log", "-", "--n", "?",
    ]
    for _ in 0..<20_000 {
      let count = Int.random(in: 1...7, using: &generator)
      let line = (0..<count).map { _ in pool.randomElement(using: &generator) ?? "" }
        .joined(separator: " ")
      guard let range = diagnostic(line)?.range else { continue }
      #expect(part(line, range) != nil, "\(line)")
    }
  }
}

@Suite struct CommandTableTests {
  private func find(_ text: String) throws -> String {
    try table.find(Word(text, range: SourceRange(start: 0, end: text.utf8.count))).name
  }

  @Test(
    arguments: [
      ("layer", "layer"), ("LAYERS", "layers"), ("apply", "use"), ("tr", "train"), ("d", "data"),
      ("app", "use"), ("se", nil), ("sea", "search"),
    ] as [(String, String?)]) func namesAliasesAndPrefixes(_ text: String, _ expected: String?)
  {
    #expect((try? find(text)) == expected)
  }

  @Test func synonymsAreSuggested() {
    #expect {
      try table.find(Word("fit", range: SourceRange(start: 0, end: 3)), synonyms: ["fit": "train"])
    } throws: {
      ($0 as? Diagnostic)?.suggestion == "`train`"
    }
  }
}

@Suite struct ValueTypeTests {
  @Test func toggles() throws {
    let on = try ["on", "TRUE", "yes"].map { try ValueType<Bool>.toggle.parse(word($0)) }
    let off = try ["off", "False", "no"].map { try ValueType<Bool>.toggle.parse(word($0)) }
    #expect(on == [true, true, true] && off == [false, false, false])
  }

  @Test func numbersOrWords() throws {
    enum Whole { case full }
    let type = ValueType.integerOr([Choice("full", Whole.full, "all rows")], 1...100)
    #expect(type.label == "a whole number from 1 to 100 or `full`")
    #expect(try type.parse(word("FULL")) == .choice(.full))
    #expect(try type.parse(word("32")) == .integer(32))
    #expect(throws: Diagnostic.self) { try type.parse(word("0")) }
    #expect {
      try type.parse(word("fll"))
    } throws: { ($0 as? Diagnostic)?.suggestion == "`full`" }
  }

  @Test func seedsUseAllSixtyFourBits() throws {
    #expect(try ValueType.seed.parse(word("18446744073709551615")) == .max)
    #expect(try ValueType.seed.parse(word("1e3")) == 1000)
    #expect(throws: Diagnostic.self) { try ValueType.seed.parse(word("-1")) }
  }

  @Test func strictFilesNeedTheirExtension() throws {
    let type = ValueType<String>.file(extensions: ["svg"], isStrict: true)
    #expect(try type.parse(word("a/b.SVG")) == "a/b.SVG")
    for (text, suggestion) in [("p.png", "`p.svg`"), ("p", "`p.svg`"), ("my p", "`\"my p.svg\"`")] {
      #expect {
        try type.parse(word(text))
      } throws: { ($0 as? Diagnostic)?.suggestion == suggestion }
    }
    #expect(pathExtension(of: "a.b/.hidden") == nil && pathExtension(of: "a.tar.gz") == "gz")
  }

  @Test func mappedTypesKeepLabelAndErrors() throws {
    let even = ValueType.integer(0...10).map { (value, word) throws(Diagnostic) -> Int in
      guard value % 2 == 0 else { throw .wrongType(word, expected: "an even number") }
      return value / 2
    }
    #expect(even.label == "a whole number from 0 to 10")
    #expect(try even.parse(word("8")) == 4)
    #expect(throws: Diagnostic.self) { try even.parse(word("7")) }
    #expect(throws: Diagnostic.self) { try even.parse(word("12")) }
  }
}
