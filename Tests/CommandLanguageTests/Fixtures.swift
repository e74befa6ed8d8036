// A small shell's worth of commands in the shapes that occur: keyword forms beside value forms,
// repeated and optional words, text up to the end, open options.

import CommandLanguage

enum Activation: String, Sendable, CaseIterable { case relu, tanh, sigmoid, linear }

enum LayerFixture {
  enum Shape: String { case add, remove }

  static let units = Argument("UNITS", .integer(1...4096), "how many units it has")
  static let activation = Argument.optional(
    "ACTIVATION",
    .choice(
      [
        Choice("relu", Activation.relu, "max(0, z)"), Choice("tanh", .tanh, "from -1 to 1"),
        Choice("sigmoid", .sigmoid, "from 0 to 1", aliases: ["logistic"]),
        Choice("linear", .linear, "z itself"),
      ], label: "an activation"), "what each unit computes")
  static let dropout = Argument.option(
    "dropout", .fraction(.from(0, below: 1)), "the share of units left out of a step")
  static let number = Argument("N", .integer(1...64), "which layer, from 1")

  static let signature = CommandSignature(
    "layer", summary: "adds a hidden layer", area: "network",
    forms: [
      Form(Shape.add, "adds one", positionals: [units, activation], options: [dropout]),
      Form(
        Shape.remove, "takes one out",
        keywords: [Keyword("remove", "takes a layer out", aliases: ["rm"])], positionals: [number]),
    ], examples: [Example("layer 4 tanh", "four units")])
}

enum LayersFixture {
  static let units = Argument.repeated("UNITS", .integer(1...4096), "units of each layer")
  static let none = Keyword("none", "no hidden layers")
  static let signature = CommandSignature(
    "layers", summary: "shows or sets the hidden layers", area: "network",
    forms: [
      Form("show", "shows them"),
      Form("set", "sets them", positionals: [units, LayerFixture.activation]),
      Form("none", "removes them all", keywords: [none]),
    ])
}

enum TrainFixture {
  static let epochs = Argument.optional("EPOCHS", .integer(1...1_000_000), "how many epochs")
  static let condition = Argument.rest("EXPR", .text, "when to stop")
  static let signature = CommandSignature(
    "train", summary: "trains the network", area: "training",
    forms: [
      Form("plain", "trains", positionals: [epochs]),
      Form(
        "until", "trains until something holds", positionals: [epochs],
        then: (Keyword("until", "stops early"), [condition])),
    ])
}

enum SearchFixture {
  enum Sampler: String, Sendable { case grid, random }
  enum Shape: String { case run, resume }
  static let sampler = Argument(
    "SAMPLER",
    .choice([
      Choice("grid", Sampler.grid, "every combination"), Choice("random", .random, "at random"),
    ]), "how points are chosen")
  static let trials = Argument.option("trials", .integer(1...100_000), "how many points are tried")
  static let axes = Argument.open(
    "NAME", .space(of: "setting"), "what to search over", names: "setting")
  static let signature = CommandSignature(
    "search", summary: "looks for good settings", area: "search",
    forms: [
      Form(
        Shape.run, "searches", positionals: [sampler], options: [trials], openOption: axes),
      Form(Shape.resume, "goes on", keywords: [Keyword("resume", "goes on with the last")]),
    ])
}

enum DataFixture {
  static let file = Argument("FILE.csv", .file(extensions: ["csv"]), "a table")
  static let target = Argument.requiredOption("target", .named("column"), "what to predict")
  static let standardize = Argument.option("standardize", .toggle, "bring columns to one scale")
  static let pattern = Argument(
    "PATTERN", .choice([Choice("circle", 1), Choice("xor", 2), Choice("spiral", 3)]), "which")
  static let rows = Argument.option("n", .integer(2...100_000), "how many rows")
  static let noise = Argument.option("noise", .number(.closed(0, 10)), "how far points scatter")
  static let signature = CommandSignature(
    "data", summary: "shows or chooses the data", area: "data",
    forms: [
      Form("describe", "describes it"),
      Form("make", "makes some", positionals: [pattern], options: [rows, noise]),
      Form(
        "load", "reads a file", keywords: [Keyword("load", "reads a table")], positionals: [file],
        options: [target, standardize]),
    ])
}

enum SetFixture {
  static let name = Argument("NAME", .named("setting"), "which setting")
  static let value = Argument("VALUE", .value(of: "setting"), "its value")
  static let signature = CommandSignature(
    "set", summary: "shows or changes settings", area: "settings",
    forms: [
      Form("all", "shows them all"), Form("one", "shows one", positionals: [name]),
      Form("change", "changes one", positionals: [name, value]),
    ])
}

/// With values by their place and by name, as `set` has them in a session.
enum PutFixture {
  static let values = Argument.open(
    "NAME", .value(of: "setting"), "several at once", names: "setting")
  static let signature = CommandSignature(
    "put", summary: "changes settings", area: "settings",
    forms: [
      Form("change", "changes one", positionals: [SetFixture.name, SetFixture.value]),
      Form("assign", "changes several", openOption: values),
    ])
}

enum UseFixture {
  static let number = Argument("N", .integer(0...), "which trial")
  static let signature = CommandSignature(
    "use", aliases: ["apply"], summary: "takes over a trial's settings", area: "search",
    forms: [
      Form("best", "the best one", keywords: [Keyword("best", "the best trial")]),
      Form(
        "trial", "one of them", keywords: [Keyword("trial", "one trial")], positionals: [number]),
    ])
}

let table = CommandTable([
  LayerFixture.signature, LayersFixture.signature, TrainFixture.signature, SearchFixture.signature,
  DataFixture.signature, SetFixture.signature, PutFixture.signature, UseFixture.signature,
  CommandSignature(
    "help", summary: "explains commands", area: "shell",
    forms: [
      Form(
        "help", "helps",
        positionals: [Argument.optional("TOPIC", .named("topic"), "what about")])
    ]),
])

/// What a session would know.
func sessionNames(_ space: NameSpace) -> [Candidate] {
  switch (space.name, space.member) {
  case ("setting", nil):
    [Candidate("lr", "learning rate"), Candidate("optimizer", "the rule of the steps")]
  case ("setting", "optimizer"?): [Candidate("sgd", "plain"), Candidate("adam", "adaptive")]
  case ("column", nil): [Candidate("age", "numbers"), Candidate("my col", "text")]
  case ("topic", nil): [Candidate("layer", "a command"), Candidate("l1", "a penalty")]
  default: []
  }
}

func sessionFiles(_ prefix: String, _ extensions: [String]) -> [Candidate] {
  [
    Candidate("iris.csv", "4 kB", kind: .file), Candidate("my data.csv", "2 kB", kind: .file),
    Candidate("more/", "folder", kind: .file, appendsSpace: false),
  ].filter { $0.text.hasPrefix(prefix) }
}

/// The diagnostic of running one line: syntax, look-up or binding; nil when there is none.
func diagnostic(_ line: String) -> Diagnostic? {
  for result in ScriptParser().parse(line) {
    do throws(Diagnostic) {
      let syntax = try result.get()
      _ = try table.find(syntax.name).bind(syntax)
    } catch {
      return error
    }
  }
  return nil
}

/// The bytes a range stands for.
func part(_ line: String, _ range: SourceRange?) -> String? {
  guard let range, range.start >= 0, range.end <= line.utf8.count else { return nil }
  return String(decoding: Array(line.utf8)[range.start..<range.end], as: UTF8.self)
}

func word(_ text: String) -> Word {
  Word(text, range: SourceRange(start: 0, end: text.utf8.count))
}

func bind(_ line: String) throws -> Arguments {
  let syntax = try only(line)
  return try table.find(syntax.name).bind(syntax)
}

func only(_ line: String) throws -> CommandSyntax {
  let results = ScriptParser().parse(line)
  guard results.count == 1, let first = results.first else {
    throw NotOneCommand(count: results.count)
  }
  return try first.get()
}

struct NotOneCommand: Error { var count: Int }
