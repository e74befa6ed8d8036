// Losses as sums: `=` only where the figures as printed add up.
import Layouts
import Presentation
import Testing

@Suite struct LossSumTextTests {
  private static let setup = ["data circle n=60", "layer 4 tanh", "set l2 0.03", "set l1 0.003"]

  /// The signs before "data", each checked by adding up what follows it.
  private func signs(_ command: String) -> Set<String> {
    var signs: Set<String> = []
    for epochs in [1, 5, 20] {
      let lines = TerminalText().lines(
        for: explained(Self.setup + ["train \(epochs)", command]))
      for line in lines {
        let words = line.text.split(separator: " ").map(String.init)
        guard let data = words.firstIndex(of: "data"), data > 1, data + 7 < words.count else {
          continue
        }
        let terms = [1, 4, 7].compactMap { Double(words[data + $0]) }
        #expect(terms.count == 3, "\(line.text)")
        let agrees = NumberText.loss(terms.reduce(0, +)) == words[data - 2]
        #expect(words[data - 1] == (agrees ? "=" : "≈"), "\(line.text)")
        signs.insert(words[data - 1])
      }
    }
    return signs
  }

  @Test func figuresOfAnEvaluationAddUp() {
    #expect(signs("eval") == ["=", "≈"])
  }

  @Test func figuresOfAStepAddUp() {
    #expect(!signs("explain step").isEmpty)
  }

  static let heads: [([String], String)] = [
    ([], "loss ="), (["set l1 0.01"], "loss ≈"), (["set l2 0.01"], "loss ≈"),
    (["set l2 0.01", "set patience 9"], "loss ≈"),
  ]

  /// One head stands over many rows: with penalties some of them are off by a last digit.
  @Test(arguments: heads)
  func headsSayWhetherRowsAddUp(settings: [String], title: String) throws {
    let lines = TerminalText().lines(
      for: explained(["data circle n=60", "layer 4 tanh"] + settings + ["train 9"])
    ).map(\.text)
    let head = try #require(lines.first { $0.hasPrefix("  epoch ") })
    #expect(head.contains(" \(title) "), "\(head)")
    var checked = 0
    for line in lines {
      let words = line.split(separator: " ").map(String.init)
      guard words.count > 5, Int(words[0]) != nil, Double(words[1]) != nil else { continue }
      checked += 1
      let terms = words[2...4].compactMap { Double($0) }
      if title == "loss =" { #expect(NumberText.loss(terms.reduce(0, +)) == words[1], "\(line)") }
    }
    #expect(checked == 9)
  }
}
