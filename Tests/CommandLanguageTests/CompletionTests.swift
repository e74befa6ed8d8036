// What is offered at the cursor, and that every cursor position of any line has an answer.

import CommandLanguage
import Testing

/// The completion at the `¦` of a line.
private func complete(_ marked: String) -> (line: String, result: CompletionResult) {
  let parts = marked.split(separator: "¦", maxSplits: 1, omittingEmptySubsequences: false)
  let line = parts.joined()
  return (
    line,
    Completion.complete(
      line: line, cursorByte: parts[0].utf8.count, table: table, names: sessionNames,
      files: sessionFiles)
  )
}

@Suite struct CompletionTests {
  // `¦` is the cursor; then the candidates and the text they replace.
  @Test(
    arguments: [
      ("lay¦", ["layer", "layers"], "lay"),
      ("¦", ["layer", "layers", "train", "search", "data", "set", "put", "use", "help"], ""),
      ("LAY¦", ["layer", "layers"], "LAY"),
      ("app¦", ["apply"], "app"),
      ("data xor; tr¦", ["train"], "tr"),
      ("data xor;tr¦", ["train"], "tr"),
      ("zz¦", [], "zz"), ("zz ¦", [], ""),
      ("?lay¦", ["?layer", "?layers"], "?lay"), ("? lay¦", ["layer"], "lay"),
      ("layer ¦", ["remove", "dropout="], ""),
      ("layer 4 ¦", ["relu", "tanh", "sigmoid", "linear", "dropout="], ""),
      ("layer 4 ta¦", ["tanh"], "ta"),
      ("layer 4 TA¦", ["tanh"], "TA"),
      ("layer 4 tanh ¦", ["dropout="], ""),
      ("layer 4 dropout=0.1 ¦", ["relu", "tanh", "sigmoid", "linear"], ""),
      ("layer 4 ¦ dropout=0.1", ["relu", "tanh", "sigmoid", "linear"], ""),
      ("layer 4 tanh 5 ¦", [], ""),
      ("layer remove ¦", [], ""),
      ("layers 16 8 ¦", ["relu", "tanh", "sigmoid", "linear"], ""),
      ("layers ¦", ["none"], ""),
      ("train ¦", ["until"], ""), ("train 5 ¦", ["until"], ""), ("train until ¦", [], ""),
      ("search ¦", ["grid", "random", "resume", "trials=", "lr=", "optimizer="], ""),
      ("search random l¦", ["lr="], "l"),
      ("search random lr=0..1 ¦", ["trials=", "optimizer="], ""),
      ("search random optimizer=¦", ["sgd", "adam"], ""),
      ("search random optimizer=sgd|a¦", ["sgd|adam"], "sgd|a"),
      ("search random optimizer=sgd|¦", ["sgd|adam"], "sgd|"),
      ("search resume ¦", [], ""),
      ("set ¦", ["lr", "optimizer"], ""), ("set o¦", ["optimizer"], "o"),
      ("set optimizer ¦", ["sgd", "adam"], ""), ("set optimizer a¦", ["adam"], "a"),
      ("set lr ¦", [], ""),
      ("data ¦", ["circle", "xor", "spiral", "load", "n=", "noise="], ""),
      ("data xor ¦", ["n=", "noise="], ""), ("data xor n¦", ["n=", "noise="], "n"),
      ("data load i¦", ["iris.csv", "target=", "standardize="].filter { $0.hasPrefix("i") }, "i"),
      ("data load my¦", ["\"my data.csv\""], "my"),
      ("data load \"my¦", ["\"my data.csv\""], "\"my"),
      ("data load \"my data¦", ["\"my data.csv\""], "\"my data"),
      ("data load mo¦", ["more/"], "mo"), ("data load \"mo¦", ["\"more/"], "\"mo"),
      ("data load iris.csv target=¦", ["\"age\"", "\"my col\""], ""),
      ("data load iris.csv target=a¦", ["age"], "a"),
      ("data load iris.csv target=\"my¦", ["\"my col\""], "\"my"),
      ("data load iris.csv target=age standardize=o¦", ["on", "off"], "o"),
      ("data load iris.csv ta¦", ["target="], "ta"),
      ("layer 4 # ta¦", [], ""), ("layer 4 ta\u{1}¦", [], ""),
      ("lr=¦", [], ""), ("use ¦", ["best", "trial"], ""), ("use best ¦", [], ""),
      ("é; lay¦", ["layer", "layers"], "lay"),
    ] as [(String, [String], String)])
  func offers(_ marked: String, _ expected: [String], _ replaced: String) {
    let (line, result) = complete(marked)
    #expect(result.candidates.map(\.text) == expected)
    #expect(part(line, result.replace) == replaced)
    for candidate in result.candidates {
      #expect(!candidate.description.isEmpty && !candidate.description.contains("\n"))
    }
  }

  /// What nobody asked for is seen, and Tab does not insert it.
  @Test(
    arguments: [
      ("train ¦", true), ("train 5 ¦", true), ("layer 4 tanh ¦", true),
      ("search resume¦", false), ("layer re¦", false), ("train un¦", false), ("use t¦", false),
      ("set optimizer a¦", false), ("data load my¦", false),
    ])
  func insertsNothingUnasked(_ marked: String, _ isShownOnly: Bool) {
    let result = complete(marked).result
    #expect(result.candidates.map(\.isShownOnly) == [isShownOnly])
    if isShownOnly { #expect(result.commonPrefix == "") }
  }

  @Test func aSettingIsOfferedOnceByItselfAndBehindAnotherWithItsSign() {
    #expect(complete("put ¦").result.candidates.map(\.text) == ["lr", "optimizer"])
    #expect(complete("put l¦").result.candidates.map(\.text) == ["lr"])
    #expect(complete("put l¦").result.commonPrefix == "lr")
    #expect(complete("put lr=1 ¦").result.candidates.map(\.text) == ["optimizer="])
  }

  @Test func aCommandGoesOnInTheNextLine() {
    #expect(complete("layer 4 \\\n ta¦").result.candidates.map(\.text) == ["tanh"])
    #expect(complete("data xor \\\n n=5 \\\nno¦").result.candidates.map(\.text) == ["noise="])
    #expect(
      complete("data load \"my \\\ndat¦").result.candidates.map(\.text) == ["\"my data.csv\""])
  }

  @Test func aMistypedCommandIsTheOneThatEnterWouldName() {
    let (line, result) = complete("serach¦")
    #expect(result.candidates.map(\.text) == ["search"])
    #expect(part(line, result.replace) == "serach")
    #expect(complete("trian¦").result.candidates.map(\.text) == ["train"])
    #expect(complete("TR¦").result.candidates.map(\.text) == ["train"])
    #expect(complete("qqqq¦").result.candidates.isEmpty)
  }

  @Test func kindsAndBlanks() {
    func one(_ marked: String) -> Candidate? { complete(marked).result.candidates.first }
    #expect(one("tr¦") == Candidate("train", "trains the network", kind: .command))
    #expect(one("layer re¦") == Candidate("remove", "takes a layer out", kind: .keyword))
    #expect(one("data xor noi¦")?.kind == .option)
    #expect(one("data xor noi¦")?.appendsSpace == false)
    #expect(one("layer 4 ta¦") == Candidate("tanh", "from -1 to 1"))
    #expect(one("data load mo¦")?.appendsSpace == false)
    #expect(one("layer 4 ta¦ dropout=0.1")?.appendsSpace == false)
  }

  @Test func theCommonPrefixIsNeverShorterThanWhatWasTyped() {
    #expect(complete("lay¦").result.commonPrefix == "layer")
    #expect(complete("data load iris.csv target=age standardize=¦").result.commonPrefix == "o")
    #expect(complete("zz¦").result.commonPrefix == "zz")
    #expect(complete("data xor n¦").result.commonPrefix == "n")
  }

  @Test func whatIsOfferedIsUnderstood() {
    for line in [
      "layer 4 ¦", "search random optimizer=¦", "data load ¦", "set ¦", "set optimizer ¦",
      "data ¦", "use ¦", "data load a.csv target=¦",
    ] {
      let (text, result) = complete(line)
      #expect(!result.candidates.isEmpty)
      for candidate in result.candidates where candidate.appendsSpace {
        let head = Array(text.utf8)[..<result.replace.start]
        let id = diagnostic(String(decoding: head, as: UTF8.self) + candidate.text)?.id
        #expect(id == nil || id == "missing-argument" || id == "missing-option", "\(candidate)")
      }
    }
  }

  @Test func everyCursorPositionHasAnAnswer() {
    let lines = [
      "layer 4 tanh dropout=0.1 # é", "data load \"my é data.csv\" target=\"a\\\"b\" ; tr",
      "search random lr=1e-4..1:log optimizer=sgd|adam 👩‍👧", "set \"opti\\", "?; ?x y?; = =a a= \"",
      "train \\\n 5 until \u{FEFF}\u{A0}x", "日本=\"", "a\u{0}b", "\"\\\"\\", "layers 4 x \"q",
    ]
    for line in lines {
      for cursor in -1...(line.utf8.count + 1) {
        let result = Completion.complete(
          line: line, cursorByte: cursor, table: table, names: sessionNames, files: sessionFiles)
        let typed = part(line, result.replace)
        #expect(typed != nil && result.replace.end <= max(cursor, 0))
        if let typed, !result.candidates.isEmpty {
          #expect(result.commonPrefix.utf8.count >= typed.utf8.count)
          // Nothing was cut inside a character.
          #expect(!typed.unicodeScalars.contains("\u{FFFD}"))
        }
      }
    }
  }
}
