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

  /// A row for the loss and for each of its parts.
  @Test func figuresOfAnEvaluationAddUp() throws {
    let lines = TerminalText().lines(for: explained(Self.setup + ["train 5", "eval"])).map(\.text)
    func numbers(_ title: String) throws -> [Double] {
      let line = try #require(lines.first { $0.hasPrefix("  \(title)  ") }, "\(title)")
      return line.split(separator: " ").compactMap { Double($0) }
    }
    let loss = try numbers("loss")
    let parts = try ["data loss", "L1 penalty", "L2 penalty"].map(numbers)
    #expect(loss.count == 2)
    for column in 0..<2 {
      let sum = parts.reduce(0) { $0 + $1[column] }
      #expect(abs(sum - loss[column]) < 2e-4 && parts.allSatisfy { $0[column] > 0 })
    }
  }

  @Test func figuresOfAStepAddUp() {
    #expect(!signs("explain step").isEmpty)
  }

  /// One head stands over many rows: with penalties some of them are off by a last digit. It has the parts
  /// that the loss has; without penalties it has none.
  @Test(
    arguments: [
      ([], []), (["set l1 0.01"], ["data +", "L1"]), (["set l2 0.01"], ["data +", "L2"]),
      (["set l1 0.01", "set l2 0.01"], ["data +", "L1 +", "L2"]),
      (["set l2 0.01", "set patience 9"], ["data +", "L2"]), (["set patience 9"], []),
    ] as [([String], [String])])
  func headsNamePartsWhereThereAreAny(settings: [String], parts: [String]) throws {
    let lines = TerminalText().lines(
      for: explained(["data circle n=60", "layer 4 tanh"] + settings + ["train 9"])
    ).map(\.text)
    let head = try #require(lines.first { $0.hasPrefix("  epoch ") })
    #expect(head.contains(" loss ≈ ") == !parts.isEmpty, "\(head)")
    for part in ["data +", "L1", "L1 +", "L2"] {
      #expect(head.contains(part) == parts.contains { $0.hasPrefix(part) }, "\(head)")
    }
    let cells = 4 + parts.count + (settings.contains("set patience 9") ? 1 : 0)
    let rows = lines.filter { line in
      let words = line.split(separator: " ")
      return words.count == cells && Int(words[0]) != nil && Double(words[1]) != nil
    }
    #expect(rows.count == 9, "\(lines)")
  }
}
