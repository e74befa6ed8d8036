// Steps in words, as `explain brief` shows them: no symbol that was not introduced, and every line still
// comes to what its numbers come to.
import Events
import Layouts
import NeuralNetwork
import Presentation
import Testing
import Text

@Suite struct PlainStepTextTests {
  static let commands = ["step", "explain step", "explain weight output 2 1", "explain bias 1 3"]
  static let symbols = [
    "Σ", "√", "m̂", "v̂", "m ←", "v ←", "s ←", "ε", "μ", "δ", "ρ", "β", "gradient g", "·g ", "·w ",
    "u ←",
  ]

  /// `explain brief`, and the same in full.
  private func lines(
    _ optimizer: OptimizerKind, _ penalties: [String], _ command: String, _ level: String
  ) throws -> [String] {
    let events = explained(
      ["data moons n=60", "layer 4 tanh", "set optimizer \(optimizer.rawValue)"] + penalties
        + ["train 3", "set explain \(level)", command], explain: .brief)
    let event = try #require(
      events.first {
        if case .step = $0 { true } else { false }
      })
    return TerminalText().lines(for: event).map(\.text)
  }

  @Test(arguments: OptimizerKind.allCases, StepTextTests.penalties)
  func needsNoSymbols(optimizer: OptimizerKind, penalties: [String]) throws {
    if optimizer == .lion, penalties.contains("set l1mode proximal") { return }
    for command in Self.commands {
      let brief = try lines(optimizer, penalties, command, "brief")
      let text = brief.joined(separator: "\n")
      for symbol in Self.symbols { #expect(!text.contains(symbol), "\(text)") }
      #expect(brief.allSatisfy { DisplayWidth.columns(of: $0) <= 80 }, "\(text)")
      #expect(brief.count <= 25)
      checkSigns(brief)
      // In full it is all there.
      let full = try lines(optimizer, penalties, command, "full").joined(separator: "\n")
      #expect(full.contains("gradient g"))
    }
  }

  /// What stands behind `=` comes to the row's value as printed, behind `≈` it does not.
  private func checkSigns(_ lines: [String]) {
    var value: Double?
    for line in lines.dropFirst() {
      // Numbers too long for their row stand below it.
      if !line.hasPrefix("          ") {
        value = line.split(separator: " ").last.flatMap { Double($0) }
      }
      guard let place = line.firstIndex(where: { "=≈".contains($0) }), let value else { continue }
      let rest = String(line[line.index(after: place)...].drop { $0 == " " })
      let left = rest.firstRange(of: "  ").map { String(rest[..<$0.lowerBound]) } ?? rest
      guard let result = Calculator.value(of: left.filter { $0 != " " }) else { continue }
      let agrees = NumberText.significant(result) == NumberText.significant(value)
      #expect(agrees == (line[place] == "="), "\(line)")
    }
  }

  /// A plain step is told in five lines.
  @Test func aPlainStepIsShort() throws {
    let text = try lines(.sgd, [], "step", "brief")
    #expect(text.count == 6)
    #expect(text[1].contains("mean of 10 rows, before the step"))
    #expect(text[2].contains(", moved most of all"))
    #expect(text[3].contains("how fast the loss grows with it"))
    #expect(text[4].contains("-lr·gradient"))
  }

  /// A student has a window of 24 lines.
  @Test func theGradientIsAScreen() {
    let events = explained(
      [
        "data moons n=60 noise=0.5", "layers 16 8 8 tanh", "set explain brief", "step",
        "explain gradient",
      ], explain: .brief)
    let lines = TerminalText(columns: 80).lines(for: events).map(\.text)
    #expect(lines.contains { $0.contains("The two are furthest apart for") })
    #expect(lines.count <= 22, "\(lines.joined(separator: "\n"))")
  }
}
