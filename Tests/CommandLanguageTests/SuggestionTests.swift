// Did-you-mean and edit distances.

import CommandLanguage
import TestSupport
import Testing
import Text

@Suite struct SuggestionTests {
  private let settings = [
    "lr", "batch", "optimizer", "momentum", "beta1", "beta2", "eps", "decay", "l1", "l2",
    "penalize",
    "l1mode", "loss", "init", "seed", "shuffle", "schedule", "clip", "patience", "threads",
    "explain",
  ]
  private let synonyms = ["learning_rate": "lr", "weight_decay": "decay", "batch_size": "batch"]

  @Test(arguments: [
    ("lerning_rate", "lr"), ("learning-rate", "lr"), ("batchsize", "batch"),
    ("optimiser", "optimizer"),
    ("momentun", "momentum"), ("mometnum", "momentum"), ("optim", "optimizer"),
    ("sched", "schedule"),
    ("shufle", "shuffle"), ("l1_mode", "l1mode"), ("Batch", "batch"), ("rl", "lr"),
    ("weightdecay", "decay"), ("explian", "explain"), ("pateince", "patience"),
  ]) func theNearestComesFirst(_ text: String, _ expected: String) {
    #expect(suggestions(for: text, among: settings, synonyms: synonyms).first == expected)
  }

  @Test(arguments: ["", "zebra", "q", "xyzzy", "tree"]) func farWordsSuggestNothing(_ text: String)
  {
    #expect(suggestions(for: text, among: settings, synonyms: synonyms).isEmpty)
  }

  @Test func neverMoreThanAsked() {
    #expect(suggestions(for: "beta", among: settings, limit: 1).count == 1)
    #expect(suggestions(for: "beta", among: settings) == ["beta1", "beta2"])
    #expect(suggestions(for: "x", among: ["a", "a"], synonyms: ["x": "gone"]).isEmpty)
  }

  /// The textbook recursion with memory, against the two-row form.
  @Test func distancesAgreeWithTheirDefinition() {
    func reference(_ a: [Character], _ b: [Character]) -> Int {
      var table = [[Int]](
        repeating: [Int](repeating: 0, count: b.count + 1), count: a.count + 1)
      for i in 0...a.count {
        for j in 0...b.count {
          if i == 0 || j == 0 {
            table[i][j] = i + j
            continue
          }
          var best = table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
          best = min(best, table[i - 1][j] + 1, table[i][j - 1] + 1)
          if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
            best = min(best, table[i - 2][j - 2] + 1)
          }
          table[i][j] = best
        }
      }
      return table[a.count][b.count]
    }
    var generator = SeededGenerator(seed: 31)
    func text() -> [Character] {
      (0..<Int.random(in: 0...7, using: &generator)).map { _ in
        "abc".randomElement(using: &generator) ?? "a"
      }
    }
    for _ in 0..<3000 {
      let (a, b) = (text(), text())
      let distance = editDistance(a, b)
      #expect(distance == reference(a, b))
      #expect(distance == editDistance(b, a))
      #expect((distance == 0) == (a == b))
    }
    #expect(editDistance(Array("ca"), Array("abc")) == 3)
  }

  @Test func unknownNamesOfferTheNearOrTheAll() {
    let word = Word("lerning_rate", range: SourceRange(start: 4, end: 16))
    let near = Diagnostic.unknownName(word, kind: "setting", among: settings, synonyms: synonyms)
    #expect(near.id == "unknown-setting" && near.suggestion == "`lr`" && near.notes.isEmpty)
    #expect(near.message == "there is no setting `lerning_rate`" && near.range == word.range)
    let far = Diagnostic.unknownName(
      Word("zebra", range: word.range), kind: "data column", among: ["a", "b"])
    #expect(far.id == "unknown-data-column" && far.suggestion == nil)
    #expect(far.notes == ["possible: a, b"])
  }

  @Test func listsReadAsSentences() {
    #expect(joinedByOr([]) == "" && joinedByOr(["a"]) == "a" && joinedByOr(["a", "b"]) == "a or b")
    #expect(joinedByOr(["a", "b", "c"]) == "a, b or c")
    #expect(listing(["a", "b", "c"], limit: 2) == "a, b, and 1 more")
  }
}
