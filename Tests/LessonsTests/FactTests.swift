// What a lesson can name, what it is in a session, and what is said where it is otherwise than asked.
import CommandLanguage
import Events
import Experiments
import Lessons
import TestSupport
import Testing

@Suite struct FactTests {
  @Test func namesAreUniqueAndHaveASummary() {
    let names = Fact.all.map(\.name)
    #expect(Set(names).count == names.count)
    for fact in Fact.all {
      #expect(Fact(named: fact.name) == fact)
      #expect(Fact(named: fact.name.uppercased()) == fact)
      #expect(!fact.summary.isEmpty && fact.summary != fact.name)
    }
  }

  /// One list with `until` and the settings: whatever is added there can be named here.
  @Test func figuresAndSettingsAreAllThere() {
    for quantity in Quantity.allCases {
      #expect(Fact(named: quantity.rawValue) == .figure(quantity))
    }
    for setting in SettingCatalog().all {
      #expect(Fact.all.contains(.setting(setting.id)), "\(setting.name)")
    }
  }

  @Test func theAuthorsPageListsThemAll() {
    let page = fileText(checkout + "/docs/lessons.md")
    for fact in Fact.all where fact.setting == nil || fact.name == "criterion" {
      #expect(page.contains("`\(fact.name)`"), "\(fact.name)")
    }
  }

  private static let session = moments(
    "data moons n=100 noise=0.1 test=0.4", "layers 4 3 tanh", "set optimizer adam", "set lr 0.05",
    "set batch full", "train 20")

  @Test(
    arguments: [
      "data = moons", "rows = 100", "test_rows = 40", "train_rows = 60", "features = 2",
      "layers = 2", "units = 7", "activation = tanh", "parameters = 31", "epoch = 20", "steps = 20",
      "diverged = no", "optimizer = adam", "lr = 0.05", "batch = full", "patience = off",
      "trials = 0", "zero_weights = 0%", "zero_inputs = 0", "largest_weight > 0", "dropout = 0",
      "loss < loss@before or epoch@before = 0", "lr = lr@before", "criterion = auto", "seed = 1",
      "command train", "command train 20", "test_accuracy > 50% and loss <= 1",
    ])
  func whatHolds(text: String) throws {
    let verdict = try verdict(text, Self.session)
    #expect(verdict.holds, "\(verdict.seen)")
    #expect(!verdict.seen.isEmpty)
  }

  @Test(
    arguments: [
      ("lr = 0.1", "lr is 0.05; the step asks for 0.1"),
      ("optimizer = sgd and lr = 0.05", "optimizer is adam; the step asks for sgd"),
      ("parameters < 20", "parameters is 31; the step asks for less than 20"),
      (
        "epoch >= epoch@2",
        "epoch is 20; the step asks for at least what it was after step 2, which is not known, "
          + "since that step was not taken"
      ),
      (
        "best < 1",
        "best is not known, since nothing was searched yet; the step asks for less than 1"
      ),
      ("command train 50", "the last command was `train 20`; the step asks for `train 50`"),
      ("batch >= 10", "batch is full; the step asks for at least 10"),
    ])
  func whatWasSeen(text: String, seen: String) throws {
    let verdict = try verdict(text, Self.session)
    #expect(!verdict.holds)
    #expect(verdict.seen == [seen])
  }

  /// The figures are those that the epoch printed, and where no epoch is of these weights those of `eval`.
  @Test func figuresAreThoseOfTheWeights() throws {
    var moments = Self.session
    let printed = try #require(moments.now.epochs.last)
    var reader = FactReader(moments)
    let loss = try FactTerm(Assertion.Name(Word("test_loss", range: SourceRange(at: 0))))
    #expect(reader.value(of: loss) == printed.test.map { .number($0.loss) })
    // Another penalty makes another loss, though no epoch has printed it.
    let session = RecordedFigures(["data moons n=60", "layers 2", "train 3", "set l2 1", "eval"])
    moments.now = session.state
    var other = FactReader(moments)
    let total = try FactTerm(Assertion.Name(Word("loss", range: SourceRange(at: 0))))
    #expect(other.value(of: total) == session.evaluated.map { .number($0) })
    #expect(session.evaluated != session.state.epochs.last?.training.loss)
  }

  @Test func nothingIsKnownBeforeAnything() throws {
    let empty = moments()
    for fact in Fact.all where fact.setting == nil {
      var reader = FactReader(empty)
      let word = Word(fact.name, range: SourceRange(at: 0))
      let value = reader.value(of: try FactTerm(Assertion.Name(word)))
      #expect(!value.text(of: fact).isEmpty)
    }
    #expect(try !verdict("loss < 100", empty).holds)
    #expect(try !verdict("command train", empty).holds)
  }

  @Test(
    arguments: [
      ("test_acuracy > 1", "unknown-fact", "test_acuracy", "`test_accuracy`"),
      ("learning_rate = 1", "unknown-fact", "learning_rate", "`lr`"),
      ("loss@befor < 1", "unknown-moment", "befor", "`before`"),
      ("loss@0 < 1", "unknown-moment", "0", nil), ("loss < los", "unknown-fact", "los", "`loss`"),
      ("optimizer = adan", "unknown-optimizer", "adan", "`adam`"),
      ("test_accuracy >= 95", "out-of-range", "95", "`95%`"),
      ("optimizer < adam", "words-have-no-order", "adam", "`optimizer = adam`"),
      ("diverged = maybe", "unknown-answer", "maybe", nil),
      ("data = 3", "not-a-word", "3", "the name of the data, such as spiral"),
    ])
  func whatIsRefused(text: String, id: String, marked: String, suggestion: String?) {
    do throws(Diagnostic) {
      _ = try condition(text)
      Issue.record("`\(text)` was taken")
    } catch {
      let range = error.range ?? SourceRange(at: 0)
      #expect(String(decoding: Array(text.utf8)[range.start..<range.end], as: UTF8.self) == marked)
      if let suggestion { #expect(error.suggestion?.hasPrefix(suggestion) ?? false, "\(error)") }
      #expect(error.id == id || id == "unknown-optimizer", "\(error.id)")
    }
  }

  @Test func aWordGoesBeforeAFactOfItsName() throws {
    let momentum = moments("set optimizer momentum", "set momentum 0.5")
    #expect(try verdict("optimizer = momentum and momentum = 0.5", momentum).holds)
  }

  @Test(
    arguments: [
      ("command set lr=0.1", "set lr 0.1 x=3 lr=0.1", true), ("command set", "set lr 0.1", true),
      ("command set lr 0.1", "SET lr 0.1", true), ("command set lr 0.1", "set lr 0.10", false),
      ("command train", "eval", false), ("command train", "data xor; train 5", true),
    ])
  func commandsAreComparedByTheirWords(text: String, typed: String, holds: Bool) throws {
    var moments = moments()
    moments.command = TypedCommand(typed)
    #expect(try verdict(text, moments).holds == holds)
  }
}
