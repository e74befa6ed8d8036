// Whether exactly one of several choices is right, whatever a run gives.
import CommandLanguage
import Lessons
import TestSupport
import Testing

@Suite struct ChoiceCoverTests {
  private func fault(_ texts: [String], othersAllowed: Bool = false) throws -> ChoiceCover.Fault? {
    var conditions: [FactCondition] = []
    for text in texts { conditions.append(try condition(text)) }
    return ChoiceCover.fault(in: conditions, othersAllowed: othersAllowed)
  }

  @Test(
    arguments: [
      ["loss < loss@start", "loss >= loss@start"], ["loss < 1", "loss = 1", "loss > 1"],
      ["loss < 0.1", "loss >= 0.1 and loss < 0.5", "loss >= 0.5"],
      // Nothing is between 3 and 4 epochs, and no share above all.
      ["epoch <= 3", "epoch >= 4"], ["epoch = 0", "epoch > 0"],
      ["test_accuracy < 100%", "test_accuracy = 100%"],
      ["zero_inputs <= 1", "zero_inputs = 2", "zero_inputs > 2"],
      ["loss < loss@start and loss < 3", "loss >= loss@start or loss >= 3"],
      [
        "loss <= test_loss and loss <= data_loss", "test_loss < loss and test_loss <= data_loss",
        "data_loss < loss and data_loss < test_loss",
      ],
    ])
  func oneIsAlwaysRight(texts: [String]) throws { #expect(try fault(texts) == nil) }

  @Test(
    arguments: [
      (["loss < loss@start", "loss > loss@start"], "loss = loss@start"),
      (["epoch < 3", "epoch > 4"], "epoch = 3"), (["epoch <= 3", "epoch >= 5"], "epoch < 5"),
      (["test_accuracy < 90%", "test_accuracy > 95%"], "test_accuracy = 90%"),
      (["loss < 1", "loss > 2"], "loss > 1 and loss < 2"), (["loss < 1"], "loss = 1"),
      (["optimizer = adam", "optimizer = sgd"], "optimizer is not adam and optimizer is not sgd"),
    ])
  func noneIsRightSomewhere(texts: [String], place: String) throws {
    guard case .none(let world)? = try fault(texts) else {
      Issue.record("taken: \(texts)")
      return
    }
    // What is named is one of the places, whichever comes first.
    #expect(place.split(separator: " and ").contains { world.contains($0) }, "\(world)")
    #expect(try fault(texts, othersAllowed: true) == nil)
  }

  @Test(arguments: [["loss <= 1", "loss >= 1"], ["loss < 1", "loss < 2", "loss >= 2"]])
  func twoAreRightSomewhere(texts: [String]) throws {
    guard case .both(0, 1, _)? = try fault(texts, othersAllowed: true) else {
      Issue.record("taken: \(texts)")
      return
    }
  }

  /// What is decided by trying orders is so for numbers drawn at random.
  @Test func decisionsHoldForNumbersDrawn() throws {
    var random = SeededGenerator(seed: 4)
    let sides = ["loss", "test_loss", "loss@start", "1", "2"]
    var found = 0
    for _ in 0..<300 {
      let texts = (0..<2).map { _ in
        let relation = ["<", "<=", ">", ">=", "="][random.below(5)]
        return "\(sides[random.below(3)]) \(relation) \(sides[random.below(5)])"
      }
      let fault = try fault(texts)
      for _ in 0..<40 {
        let values = (0..<3).map { _ in [0.5, 1, 1.5, 2, 2.5][random.below(5)] } + [1, 2]
        let holding = texts.count { text in
          let words = text.split(separator: " ").map(String.init)
          let relation = Comparison.Relation(rawValue: words[1]) ?? .equal
          return relation.holds(
            values[sides.firstIndex(of: words[0]) ?? 0], values[sides.firstIndex(of: words[2]) ?? 0]
          )
        }
        if holding != 1 {
          found += 1
          #expect(fault != nil, "\(texts) at \(values)")
        }
      }
    }
    #expect(found > 100)
  }

  @Test func tooMuchToTryIsSaid() throws {
    let names = [
      "loss", "test_loss", "data_loss", "l1_penalty", "l2_penalty", "epoch", "steps", "best",
    ]
    let texts = names.enumerated().map { "\($1) < \($0)" }
    #expect(try fault([texts.joined(separator: " and ")]) == .tooMany)
  }
}
