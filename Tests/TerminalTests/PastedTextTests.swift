import TestSupport
import Testing
import Terminal

struct PastedTextTests {
  @Test(arguments: [
    // Part of a command stays as it is.
    (" test=0.5 ", " test=0.5 "),
    ("data xor # as it is", "data xor # as it is"),
    ("train 5\n", "train 5"),
    // Lines become one.
    ("data xor\nlayer 4\ntrain 5\n", "data xor; layer 4; train 5"),
    ("data xor\r\nlayer 4\r\ntrain 5", "data xor; layer 4; train 5"),
    ("data xor\rlayer 4", "data xor; layer 4"),
    ("a;\n\n  b ;\n# note\nc # note\n;", "a; b; c"),
    ("say \"# no comment\" # one\nx#y", "say \"# no comment\"; x#y"),
    ("say \"a \\\" # b\"\nnext", "say \"a \\\" # b\"; next"),
    ("train \\\n  10 \\\n  until 0.1\neval", "train 10 until 0.1; eval"),
    ("tab\there\n\u{1B}[31mred\u{202E}", "tab here; [31mred"),
    ("```descent\ndata xor\n```\n", "data xor"),
    ("# only\n# comments", ""), ("", ""), ("\n\n", ""),
    // Prompts tell commands from output.
    ("[12] descent> data xor", "data xor"),
    ("[1] descent> data xor\n500 rows\n> not this\n[2] descent> train 5\n", "data xor; train 5"),
    ("descent> eval\nloss 0.5", "eval"),
    ("[3] descent (not saving)> eval\nloss", "eval"),
    ("[7]> train 5\nepoch 5\n[8]> eval", "train 5; eval"),
    ("digits 64-16-10 · ep 120 · 98.0% [7] descent> eval\nloss", "eval"),
    ("digits 64-16-10 | ep 120 | 98.0% [7]> eval\nloss", "eval"),
    ("digits 64-16-10 [7] (not saving)> eval\nloss", "eval"),
    ("98.0% [7]> eval\nloss", "eval"), ("xor [2] descent> eval\nloss", "eval"),
    ("diabetes 10-8-1 · ep 9 · R² 0.512 [7]> layer 4 \\\n    ...> tanh\nout", "layer 4 tanh"),
    ("my data [2].csv 4-8-3 · ep 2 [12] descent> eval\nloss", "eval"),
    ("[1] descent> layer 4 \\\n      ...> tanh\noutput\n", "layer 4 tanh"),
    ("[1] descent> layer 4 \\\n[1]    ... tanh\noutput\n", "layer 4 tanh"),
    (
      "> data xor\n500 rows\n>\n> train 5 \\\n> until 0.1\nepoch 5\n", "data xor; train 5 until 0.1"
    ),
    ("Some prose.\n```descent\n> eval # now\nloss 0.5\n```\n", "eval"),
    ("[1] descent> \nnothing\n", ""),
    // What only looks like a prompt.
    ("[a] descent> x\ny", "[a] descent> x; y"),
    ("a b c [3]> y\nx", "a b c [3]> y; x"), ("x[3]> y\nx", "x[3]> y; x"),
    ("[3] is > y\nx", "[3] is > y; x"),
    ("x >5\ny", "x >5; y"),
  ])
  func aBlockBecomesCommands(_ block: String, _ commands: String) {
    #expect(unwrapPastedTranscript(block) == commands)
  }

  @Test func anyBlockBecomesOneLine() {
    var generator = SeededGenerator(seed: 2)
    let pieces = [
      "\n", "\r", "> ", "[1] descent> ", "#", "\"", "\\", " ", ";", "data", "é", "...> ", "```",
      "\t",
    ]
    for _ in 0..<3000 {
      let count = Int.random(in: 0...12, using: &generator)
      let block = (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
      let line = unwrapPastedTranscript(block)
      #expect(!line.contains { $0.isNewline || $0 == "\t" })
    }
  }
}
