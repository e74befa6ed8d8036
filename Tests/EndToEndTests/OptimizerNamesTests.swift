// What distinguishes one optimizer from another stands in its own file and its own topic: nothing else
// in the program asks which one it is.
import TestSupport
import Testing

@Suite struct OptimizerNamesTests {
  /// The cases of `OptimizerKind`.
  private static let names: Set<String> = {
    let file = fileText(checkout + "/Sources/NeuralNetwork/Optimizers/OptimizerKind.swift")
    let cases = file.split(separator: "\n").filter { $0.hasPrefix("  case ") }
    return Set(cases.flatMap { $0.dropFirst(7).split { ", ".contains($0) }.map(String.init) })
  }()

  @Test func noneIsAskedForByName() {
    let files = swiftFiles(under: checkout + "/Sources")
      .filter { !$0.contains("/NeuralNetwork/Optimizers/") }
    #expect(files.count > 300 && Self.names.count >= 10)
    for file in files {
      let text = fileText(file)
      let isTopic = file.contains("/Course/Topics/")
      for line in text.split(separator: "\n") {
        for name in Self.asked(line) where !(isTopic && text.contains("    name: \"\(name)\",")) {
          Issue.record("\(file) asks whether an optimizer is \(name): \(line)")
        }
      }
    }
  }

  @Test(arguments: [
    ("if settings.optimizer == .gd {", ["gd"]), ("guard .lion != kind else {", ["lion"]),
    ("case .adam, .amsgrad: 1", ["adam", "amsgrad"]), ("isOf([.sgd].contains(kind))", ["sgd"]),
    ("if case .adamw = kind {", ["adamw"]),
  ])
  func aComparisonIsFound(line: String, names: [String]) {
    #expect(Self.asked(line[...]) == names)
  }

  @Test(arguments: [
    "settings.optimizer = .gd", "trials(.lion, against: .adamw)", "case .momentum(let bound):",
    "case .momentum: 1", "OptimizerKind.adam.rule", "if kind == .adamant {",
  ])
  func otherUsesOfTheWordsAreNot(line: String) { #expect(Self.asked(line[...]).isEmpty) }

  /// The optimizers that stand in a comparison, a pattern or a list that is searched.
  private static func asked(_ line: Substring) -> [String] {
    let isAsking = ["==", "!=", ".contains(", "case "].contains { line.contains($0) }
    // The curvature of a divergence has a case of that name.
    guard isAsking, !line.contains("case .momentum") else { return [] }
    // A key path begins with a backslash.
    let words = line.split { !$0.isLetter && !$0.isNumber && !#"._\"#.contains($0) }
    return words.filter { $0.hasPrefix(".") }.map { String($0.dropFirst()) }
      .filter(names.contains)
  }
}
