import SessionSupport
import Testing

/// `explain l1` has the formula of what is set.
@Suite struct L1TopicTests {
  @Test(arguments: [
    ("sgd", "l1 · lr"), ("gd", "l1 · lr"), ("momentum", "l1 · lr/(1-μ)"),
    ("adam", "l1 · lr/(√v̂+ε)"), ("rmsprop", "l1 · lr/(√s+ε)"),
  ])
  func proximalHasItsThreshold(optimizer: String, threshold: String) throws {
    let session = coached([
      "data xor n=60", "set optimizer \(optimizer)", "set l1mode proximal", "set explain full",
    ])
    session.run("explain l1")
    let formulas = try #require(session.topic).formulas
    #expect(formulas.last?.hasSuffix("t = \(threshold)") == true)
    #expect(!formulas.contains { $0.contains("subgradient") })
    session.run("set l1mode subgradient", "explain l1")
    let others = try #require(session.topic).formulas
    #expect(others.last?.contains("l1 · sign(p)") == true)
    #expect(!others.contains { $0.contains("t =") })
  }

  /// Full batches pull alike in every step, so none pulls harder than all rows do.
  @Test func onlyBatchesPushWeightsOff() throws {
    let setup = ["data cancer", "layers none", "set l1 0.05", "set l1mode proximal", "train 20"]
    func values(_ commands: [String]) throws -> [String: Double] {
      let session = coached(commands)
      session.run("explain l1")
      let numbers = try #require(session.topic).now.flatMap(\.values)
      return Dictionary(numbers.map { ($0.name, $0.value) }) { $1 }
    }
    let batches = try values(setup)
    #expect((batches["pushed"] ?? 0) > 0 && batches["of_count"] == 31)
    let full = try values(["set batch full"] + setup)
    #expect(full["pushed"] == nil && full["weak"] != nil)
  }
}
