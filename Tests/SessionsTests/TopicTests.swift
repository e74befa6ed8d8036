// Every number that a topic prints, recomputed in Double from the session's state: gradients by a
// second backpropagation, optimizer steps from the memory before them. And every command that a
// topic recommends, run in the very state in which it is recommended.
import Course
import Events
import Experiments
import NeuralNetwork
import SessionSupport
import Sessions
import Testing
import Text

// MARK: Sessions

/// A session brought about by lines; one of them may be stopped after some of its batches.
struct Situation: Sendable, CustomTestStringConvertible {
  var lines: [String]
  /// After how many questions whether to stop the last line is stopped.
  var stopAfter: Int?
  var testDescription: String { lines.joined(separator: "; ") }

  init(_ lines: String..., stopAfter: Int? = nil) {
    self.lines = lines
    self.stopAfter = stopAfter
  }

  func session() -> RecordedSession {
    let session = RecordedSession()
    for (number, line) in lines.enumerated() {
      guard let stopAfter, number == lines.count - 1 else {
        #expect(session.run(line) == .done, "\(line)")
        continue
      }
      #expect(session.run(line, stoppingAfter: stopAfter) == .interrupted, "\(line)")
    }
    return session
  }

  static let penalized = "set l1 0.003; set l2 0.02"
  static let all: [Situation] = [
    Situation(),
    Situation("set optimizer gd; set lr 100000; set batch full; set l1 1e6"),
    Situation("layers 4 3 tanh; set lr 1e-12; set optimizer adam"),
    Situation("data circle n=60"),
    Situation("data circle n=10 test=0.8"),
    Situation("data xor n=40; layers none", "set optimizer momentum"),
    Situation("data circle n=40; layer 3 tanh; eval"),
    Situation("data circle n=90 noise=0.3", "layers 4 relu 3 tanh", penalized, "train 4"),
    Situation("data xor n=90; layer 5; set penalize weights", penalized, "train 2; step 2"),
    // One row moves the output's bias most, which the penalties leave alone; biases are still small.
    Situation(
      "data sine n=40; layer 3 sigmoid; set batch 1; set penalize weights",
      "set l1 0.1; set l2 0.2; set lr 0.1", "step; set l1 1"),
    Situation("data moons n=62; layer 5 gelu; set optimizer gd; set l2 0.01", "train 6"),
    Situation("data moons n=60; layer 5 gelu; set optimizer gd; set lr 30", "train 3; step"),
    Situation(
      "data gauss n=66; set batch 7; set optimizer momentum; set momentum 0.8", penalized,
      "set penalize weights; layer 4 sigmoid", "train 3"),
    Situation("data xor n=60; layer 4 relu; set optimizer adam; set l1 0.01", "train 3"),
    Situation("data iris; layer 6 tanh; set optimizer adam; set lr 0.01", "train 2"),
    Situation(
      "data xor n=60; layer 4 tanh; set optimizer nesterov; set l1 0.01; set l2 0.1", "train 3"),
    Situation("data moons n=60; layer 4 tanh; set optimizer adagrad; set l2 0.1", "train 3"),
    Situation("data iris; layer 4 tanh; set optimizer rmsprop; set lr 0.01; set l1 0.1", "train 2"),
    Situation(
      "data xor n=60; layer 4 tanh; set optimizer adamw; set decay 0.1; set l2 0.1", "train 3"),
    Situation("data xor n=60; layer 4 tanh; set optimizer adamw; set penalize weights", "step 3"),
    Situation(
      "data moons n=60; layer 4 tanh; set optimizer amsgrad; set beta2 0.9; set l2 0.1", "train 3"),
    Situation("data xor n=60; layer 4 tanh; set optimizer amsgrad; set lr 0.01", "train 1; step"),
    Situation(
      "data xor n=60; layer 4 tanh; set optimizer lion; set l1 0.01; set decay 0.1", "train 3"),
    Situation("data moons n=60; layer 4 tanh; set optimizer lion; set penalize weights", "step 3"),
    Situation(
      "data xor n=60; set optimizer lion; set lr 0.001; set beta2 0.9", "train 2",
      "set optimizer amsgrad"),
    Situation(
      "data xor n=60; layer 4 tanh; set l1 0.2; set l1mode proximal; set lr 0.1", "train 3"),
    Situation("data iris; layer 9 relu; set l1 0.1; set l1mode proximal; set lr 0.1", "train 2"),
    Situation(
      "data xor n=60; set optimizer adam; set l1 0.1; set l1mode proximal; set penalize weights",
      "train 3"),
    Situation("data xor n=60; layer 4 tanh; set clip 0.1; set l1 0.02; set l2 0.1", "train 3"),
    Situation("data xor n=60; layer 4 tanh; set clip 0.1; set optimizer gd", "train 3"),
    Situation("data iris; layer 4 tanh; set schedule cosine; set optimizer adam", "train 3"),
    Situation("data hills n=80; layer 6 sigmoid; set batch full", "train 5"),
    Situation("data sine n=50 test=0; layers 6 leakyrelu 4 linear; set batch 1", "step 3"),
    Situation("data diabetes; layers none; set optimizer adam", "train 2"),
    Situation("data plane n=40; layers 5 4 3 2 3 tanh", "train 2; set optimizer momentum"),
    Situation("data circle n=80; layer 3 tanh", "train 1", "train 8", stopAfter: 6),
    Situation("data circle n=80; layer 3 tanh", "train 8", stopAfter: 2),
    Situation("data circle n=80; set optimizer momentum", "train 3", "train 2", "undo"),
    Situation("data circle n=80; layer 3", "train 2", "undo"),
    Situation("data circle n=80; layer 3", "train 2", "undo", "redo"),
    Situation("data xor n=60; set optimizer adam; train 2", "set optimizer sgd; set lr 0.5"),
    Situation("data xor n=60; set optimizer momentum; train 2", "set optimizer adam; set l2 1"),
    Situation("data xor n=60; set optimizer momentum; train 2", "set optimizer gd"),
    Situation(
      "data moons n=40 noise=0.6; layers 12 relu", "set optimizer adam; set lr 0.03", "train 60"),
    Situation("set optimizer gd; set lr 0.001", "data xor n=60; layer 3", "train 2"),
    Situation("data xor n=60; layer 3; search random trials=2 epochs=1 lr=0.01..1", "use best"),
    Situation("data plane n=60; layer 4 linear; set lr 1e30", "train 5"),
    Situation("data circle n=60; layer 3 tanh; train 2", "reset"),
    Situation("data xor n=60; layer 6 relu dropout=0.2; layer 4 tanh dropout=0.5; eval"),
    Situation("data sine n=60; layer 4 tanh; set loss huber; set batch 1", "train 2"),
    Situation("data sine n=60; layer 4 tanh; set loss absolute; set schedule step", "train 4"),
    Situation("data iris; layer 4 sigmoid; set schedule warmup", "train 2"),
    Situation(
      "data xor n=80; layer 3",
      "search random trials=9 epochs=9 lr=1e-3..1:log units=2..9 batch=1..5"),
    Situation(
      "data plane n=60; layer 3", "search grid lr=0.01,0.1 activation=relu|tanh l2=0..1 epochs=2"),
    Situation("data gauss n=40; layer 4 tanh; set lr 0.3", "train 12"),
    Situation(
      "data xor n=60; layer 3", "search halving trials=9 epochs=9 lr=1e-3..1:log units=2..9"),
    Situation("data xor n=60; layer 3", "search bayes trials=9 epochs=2 lr=1e-3..1:log l2=0..1"),
    Situation("data xor n=60; layer 4 tanh; train 2", "race sgd momentum nesterov adam epochs=3"),
  ]
}

/// What `explain NAME` says in a session.
private func report(on topic: String, in situation: Situation) -> (TopicReport?, SessionState) {
  let session = situation.session()
  #expect(session.run("explain \(topic)") == .done)
  return (session.topic, session.state)
}

extension Statement {
  /// With every number as wide as most are.
  fileprivate var roughText: String {
    parts.map {
      switch $0 {
      case .text(let text): text
      case .number(let value, _, let format):
        format == .exact || format == .integer || value == 0 ? exactText(value) : "0.01234"
      }
    }.joined()
  }
}

@Suite struct TopicTests {
  static let names = TopicCatalog().all.map(\.name)

  @Test func catalogIsConsistent() {
    let topics = TopicCatalog().all
    let words = topics.flatMap { [$0.name] + $0.aliases }
    #expect(words.count == Set(words).count)
    for activation in Activation.allCases { #expect(words.contains(activation.rawValue)) }
    for optimizer in OptimizerKind.allCases { #expect(Self.names.contains(optimizer.rawValue)) }
    for setting in SettingCatalog().all {
      if let topic = setting.topic { #expect(Self.names.contains(topic), "\(setting.name)") }
    }
    for topic in topics {
      #expect(!topic.seeAlso.isEmpty && !topic.seeAlso.contains(topic.name))
      for other in topic.seeAlso { #expect(Self.names.contains(other), "\(topic.name): \(other)") }
      for word in [topic.name] + topic.aliases {
        #expect(report(on: word, in: Situation()).0?.name == topic.name, "\(word)")
      }
    }
  }

  /// From every topic one can come to every other by `see also`.
  @Test func topicsLeadToEachOther() {
    var next: [String: [String]] = [:]
    for topic in TopicCatalog().all { next[topic.name] = topic.seeAlso }
    for start in Self.names {
      var (reached, left): (Set<String>, [String]) = ([start], [start])
      while let name = left.popLast() {
        for other in next[name] ?? [] where reached.insert(other).inserted { left.append(other) }
      }
      #expect(reached.count == Self.names.count, "\(start)")
    }
  }

  @Test(arguments: Situation.all) func everyNumberIsRight(_ situation: Situation) throws {
    let session = situation.session()
    for topic in Self.names {
      let expected = Expectation(session.state).values(of: topic)
      // What brief leaves out is said in full, and what it says is the same.
      for level in ["brief", "full"] {
        session.run("set explain \(level)", "explain \(topic)")
        let report = try #require(session.topic)
        var seen: Set<String> = []
        for (name, value) in report.now.flatMap(\.values) {
          seen.insert(name)
          guard let right = expected[name] else {
            Issue.record("\(topic): \(name) = \(value) is not expected")
            continue
          }
          let isNear = abs(value - right) <= 2e-4 * abs(right) + 1e-6
          #expect(isNear, "\(topic): \(name) is \(value), not \(right)")
        }
        let certain = Set(expected.keys).subtracting(Expectation.conditional[topic] ?? [])
        if level == "full" { #expect(certain.isSubset(of: seen), "\(topic)") }
        #expect(report.name == topic && !report.now.isEmpty)
      }
    }
  }

  /// With patience, the topics on rows tell those that judge from those that are trained on.
  @Test(arguments: ["train 8", "step"]) func patienceKeepsRows(_ line: String) throws {
    let situation = Situation(
      "data moons n=80 noise=0.6; layer 9 tanh; set patience 2; set lr 1", line)
    let (stopping, state) = report(on: "early-stopping", in: situation)
    let expected = Expectation(state).values(of: "early-stopping")
    var seen: Set<String> = []
    for (name, value) in try #require(stopping).now.flatMap(\.values) {
      seen.insert(name)
      #expect(abs(value - (expected[name] ?? .nan)) < 1e-6, "\(name)")
    }
    #expect(seen == Set(expected.keys) && seen.contains("patience"))
    let (rows, _) = report(on: "validation", in: situation)
    let values = try #require(rows).now.flatMap(\.values)
    #expect(values.contains { $0.name == "rows" && $0.value == 40 })
    #expect(values.contains { $0.name == "trained_rows" && $0.value == 30 })
  }

  /// Mean and population standard deviation of all 442 ages and progressions in the file.
  @Test func scalesAreThoseOfTheFile() throws {
    let (found, _) = report(on: "standardization", in: Situation("data diabetes test=0"))
    var values: [String: Double] = [:]
    for (name, value) in try #require(found).now.flatMap(\.values) { values[name] = value }
    let known = ["mean": 48.5181, "sd": 13.0942, "target_mean": 152.1335, "target_sd": 77.0057]
    for (name, right) in known { #expect(abs((values[name] ?? 0) - right) < 1e-4, "\(name)") }
    // The file's first row is of someone aged 59.
    #expect(abs((values["value"] ?? 0) - 59) < 1e-4)
  }

  @Test(arguments: Situation.all) func everythingToTypeRuns(_ situation: Situation) throws {
    var tried: Set<[String]> = []
    func run(_ commands: [String], _ topic: String) {
      guard tried.insert(commands).inserted else { return }
      let session = situation.session()
      for command in commands {
        #expect(session.run(command) == .done, "\(topic): \(commands)")
      }
    }
    for topic in Self.names {
      let report = try #require(report(on: topic, in: situation).0)
      #expect((2...3).contains(report.tryNext.count), "\(topic)")
      #expect(Set(report.tryNext.map(\.command)).count == report.tryNext.count)
      // What follows a command in its reason is typed after it.
      for trial in report.tryNext { run([trial.command] + quoted(trial.why), topic) }
      for text in (report.now + report.idea).map(\.roughText) {
        for command in quoted(text) { run([command], topic) }
      }
    }
  }

  @Test(arguments: Situation.all) func everyTopicIsAScreen(_ situation: Situation) throws {
    for topic in Self.names {
      let report = try #require(report(on: topic, in: situation).0)
      let texts = (report.idea + report.now).map(\.roughText)
      var lines = 5 + report.formulas.count
      for text in texts { lines += wrappedLines(text, width: 78) }
      let names = min(24, report.tryNext.map(\.command.count).max() ?? 0)
      for trial in report.tryNext {
        lines += wrappedLines(trial.why, width: 76 - names) + (trial.command.count > names ? 1 : 0)
      }
      #expect(lines <= 24, "\(topic)")
      for formula in report.formulas { #expect(formula.count <= 76, "\(topic)") }
      for text in texts { #expect(!text.contains("!") && !text.contains("  "), "\(text)") }
    }
  }

  /// Formulas, and the signs that only they need, are for those who want all of it.
  @Test(arguments: Situation.all) func signsBelongToFull(_ situation: Situation) throws {
    let signs: Set<Unicode.Scalar> = [
      "Σ", "√", "σ", "μ", "½", "‖", "Φ", "λ", "′", "ᵀ", "β", "δ", "ε", "ρ", "∂", "\u{302}",
    ]
    let session = situation.session()
    for topic in Self.names {
      session.run("explain \(topic)")
      let report = try #require(session.topic)
      #expect(report.name == topic && report.formulas.isEmpty)
      for text in (report.idea + report.now).map(\.roughText) + report.tryNext.map(\.why) {
        #expect(signs.isDisjoint(with: text.unicodeScalars), "\(topic): \(text)")
        #expect(!text.contains("sign("), "\(topic): \(text)")
      }
    }
    session.run("set explain full", "explain loss")
    #expect(session.topic?.formulas.isEmpty == false)
  }

  /// What stands between backticks.
  private func quoted(_ text: String) -> [String] {
    text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map { String($0.element) }
  }

  private func wrappedLines(_ text: String, width: Int) -> Int {
    var lines = 1
    var column = 0
    for word in text.split(separator: " ") {
      if column > 0, column + 1 + word.count > width {
        lines += 1
        column = 2
      }
      column += (column > 0 ? 1 : 0) + word.count
    }
    return lines
  }
}
