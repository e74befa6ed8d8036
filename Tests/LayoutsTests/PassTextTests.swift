// Passes as text: every equation worked out again from the numbers printed.
import CommandLanguage
import Layouts
import Testing
import Text

@Suite struct PassTextTests {
  @Test(arguments: [
    ["data circle n=60", "layer 4 tanh", "train 1"], ["data xor n=60", "layers 9 7 sigmoid"],
    ["data iris", "layers 12 relu 5 gelu", "train 2"], ["data digits", "layer 16 leakyrelu"],
    ["data diabetes", "layers none", "train 1"], ["data sine n=40", "set loss absolute"],
    ["data sine n=40", "set loss huber", "layer 5 linear", "train 1"],
    ["data moons n=40", "set loss cross-entropy", "layer 2 tanh dropout=0.5", "train 2"],
  ])
  func equationsHoldAsPrinted(setup: [String]) throws {
    var checked = 0
    for command in ["explain forward 3", "explain backward 3", "explain forward test 2"] {
      let lines = TerminalText().lines(for: explained(setup + [command])).map(\.text)
      #expect(lines.allSatisfy { DisplayWidth.columns(of: $0) <= 80 })
      let text = lines.map { $0.split(separator: " ").joined(separator: " ") }
        .joined(separator: " ")
      checked += checkEquations(in: text)
    }
    #expect(checked >= 4, "only \(checked) equations were found")
  }

  /// Works out what stands before each `=` or `≈` that is followed by a number.
  private func checkEquations(in text: String) -> Int {
    var tokens = text.split(separator: " ").map(String.init)
    // The sources in brackets say nothing to a calculator.
    var kept: [String] = []
    var isBracket = false
    for token in tokens {
      if token.hasPrefix("[") { isBracket = true }
      if !isBracket { kept.append(token) }
      if token.contains("]") { isBracket = false }
    }
    tokens = kept
    var checked = 0
    for place in tokens.indices where tokens[place] == "=" || tokens[place] == "≈" {
      guard place + 1 < tokens.count else { continue }
      let right = tokens[place + 1].filter { !",;".contains($0) }
      guard let value = Double(right) else { continue }
      var start = place
      while start > 0, isArithmetic(tokens[start - 1]) { start -= 1 }
      let left = tokens[start..<place].joined()
      guard left.contains(where: { "×+".contains($0) }) || left.dropFirst().contains("-"),
        let result = Calculator.value(of: left)
      else { continue }
      checked += 1
      let size = abs(value) * 5.01e-4 + 1e-12
      if tokens[place] == "=" { #expect(abs(result - value) <= size, "\(left) = \(right)") }
      #expect(abs(result - value) <= max(100 * size, 2e-3), "\(left) ≈ \(right)")
    }
    return checked
  }

  private func isArithmetic(_ token: String) -> Bool {
    token.allSatisfy { "0123456789.e+-×()".contains($0) }
  }

  /// What a sum names of the layer before, or behind, is among what is shown of it.
  @Test(arguments: ["explain forward 3", "explain backward 3"])
  func sumsNameWhatIsShown(command: String) throws {
    let event = try #require(explained(["data digits", "layers 12 9 tanh", command]).first)
    var shown: Set<String> = []
    switch event {
    case .forward(let report):
      shown = Set(report.inputs.shown.map(\.name))
      #expect(shown.count == 6 && report.inputs.others == 58)
      for layer in report.layers {
        for unit in layer.shown {
          #expect(unit.terms.shown.allSatisfy { shown.contains($0.name) })
          let products = unit.terms.shown.reduce(Double(unit.bias)) { $0 + $1.product }
          #expect(abs(products + unit.terms.othersSum - Double(unit.z)) < 1e-5)
        }
        shown = Set(layer.shown.map(\.name))
      }
    case .backward(let report):
      shown = Set(report.outputs.shown.map(\.name))
      for layer in report.layers {
        for unit in layer.units.shown {
          #expect(unit.terms.shown.allSatisfy { shown.contains($0.name) })
          let products = unit.terms.shown.reduce(0) { $0 + $1.product }
          #expect(abs(products + unit.terms.othersSum - unit.sum) < 1e-9)
        }
        shown = Set(layer.units.shown.map(\.name))
      }
    default: Issue.record("no pass")
    }
  }
}
