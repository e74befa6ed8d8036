// Any text at any cursor has marks in order, and what is marked as wrong is what Enter would refuse.
import CommandLanguage
import Experiments
import SessionSupport
import Sessions
import TestSupport
import Testing

@Suite struct LineFuzzTests {
  private static let lines: [String] = [
    "layer 4 tanh dropout=0.1 # é", "data load \"my é data.csv\" target=\"a\\\"b\" ; tr",
    "search random lr=1e-4..1:log optimizer=sgd|adam 👩‍👧", "set \"opti\\", "?; ?x y?; = =a a= \"",
    "train \\\n 5 until \u{FEFF}\u{A0}x", "日本=\"", "a\u{0}b", "\"\\\"\\", "layers 4 x \"q",
    "learning rate 0.1; set batch size 32; what is adam", "answer a; b \"c", "lr=0.1", "lr = 0.1",
    "train 5 epochs until test_accuracy > 95% or epoch = 30", "race none l1=0.01 l2=0.01 epochs=5",
    "search halving trials=27 units=4..64:log:each activation=relu|tanh:if=layers=1|2",
    "\u{FEFF}train 5", "train\r\nset lr 0.1\r\n", "history set lr=0.1", "undo 2 commands",
  ]

  private func garbled(_ line: String, by generator: inout SeededGenerator) -> String {
    var characters = Array(line)
    let pieces = Array(" ;\"\\#=|.,1aé\n:?").map { $0 }
    for _ in 0..<generator.below(4) where !characters.isEmpty {
      let place = generator.below(characters.count)
      switch generator.below(4) {
      case 0: characters.remove(at: place)
      case 1: characters.insert(pieces[generator.below(pieces.count)], at: place)
      case 2: characters.swapAt(place, generator.below(characters.count))
      default: characters = Array(characters.prefix(place + 1))
      }
    }
    return String(characters)
  }

  @Test func everyTextHasAnAnswer() {
    let session = RecordedSession()
    session.run("data circle n=24", "layers 3 tanh")
    let examples = session.session.catalog.commands.flatMap { $0.signature.examples.map(\.command) }
    let all = Self.lines + examples
    var generator = SeededGenerator(seed: 16)
    for _ in 0..<600 {
      let text = garbled(all[generator.below(all.count)], by: &generator)
      let cursor = generator.below(text.utf8.count + 3) - 1
      let knowledge = session.knowledge
      let checked = knowledge.checked(text, cursor: cursor)
      var end = 0
      for mark in checked.marks {
        #expect(mark.range.start >= end && mark.range.end > mark.range.start, "\(text)")
        end = mark.range.end
      }
      #expect(end <= text.utf8.count, "\(text)")
      if let fault = checked.fault?.range {
        #expect(fault.start >= 0 && fault.end <= text.utf8.count, "\(text)")
      }
      // These may answer anything, and must answer.
      _ = knowledge.hint(of: text, at: cursor)
      _ = knowledge.topic(of: text, at: cursor)
      _ = knowledge.suggestion(for: text)
      _ = knowledge.completion(of: text, at: cursor)
    }
  }

  /// Against the reading that Enter begins with.
  @Test func faultsAreWhatEnterRefuses() throws {
    let session = RecordedSession()
    session.run("data circle n=24", "layers 3 tanh")
    let (catalog, settings) = (session.session.catalog, SettingCatalog())
    var generator = SeededGenerator(seed: 17)
    let lines = catalog.commands.flatMap { $0.signature.examples.map(\.command) } + Self.lines
    var (refused, accepted) = (0, 0)
    for _ in 0..<600 {
      let text = garbled(lines[generator.below(lines.count)], by: &generator)
      let isRefused = ScriptParser().parse(text).contains { result in
        guard let syntax = try? result.get() else { return true }
        return (try? catalog.read(syntax, settings: settings)) == nil
      }
      let fault = session.knowledge.checked(text, cursor: nil).fault
      if isRefused {
        refused += 1
        #expect(fault != nil, "\(text)")
        // At an earlier place nothing of it is being typed, unless the text begins with it.
        if let fault, fault.range.start > 0, fault.diagnostic.id != "unclosed-quote" {
          #expect(session.knowledge.checked(text, cursor: 0).fault == fault, "\(text)")
        }
      } else if fault == nil {
        accepted += 1
      }
    }
    #expect(refused > 100 && accepted > 100)
  }
}
