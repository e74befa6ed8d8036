import DoubleNetwork
import Events
import Experiments
import NeuralNetwork
import SessionSupport
import Testing

/// What the coach says a penalty did: what the same run without it does not do.
@Suite struct PenaltyEffectTests {
  private static let moons = ["data moons n=60 noise=0.3", "layers 8 tanh", "set lr 0.1"]

  private func end(_ commands: [String]) throws -> [Float] {
    try #require(coached(commands, explain: .off).state.training).parameters
  }

  private func effect(_ session: RecordedSession) -> CoachNote? {
    session.coachNotes.first { $0.kind == .penaltyEffect }
  }

  private func values(_ note: CoachNote) -> [String: Double] {
    Dictionary(note.statement.values.map { ($0.name, $0.value) }) { $1 }
  }

  /// The parameter that is held back most: its name, where it ends and where it would.
  private func heldMost(
    _ session: RecordedSession, without: [Float]
  ) throws -> (name: String, after: Float, without: Float) {
    let state = try #require(session.state.training)
    let data = try #require(session.state.data)
    let flags = DoubleNetwork.penalized(state.shape, session.state.settings.training)
    func held(_ place: Int) -> Double {
      let (end, other) = (Double(state.parameters[place]), Double(without[place]))
      return end * other < 0 ? 0 : abs(other) - abs(end)
    }
    let most = try #require(
      without.indices.filter { flags[$0] }.max { held($0) < held($1) })
    let names = ParameterNames(data: data, shape: state.shape)
    return (
      names.text(state.shape.parameter(at: most)), state.parameters[most], without[most]
    )
  }

  // MARK: The same run without it

  @Test(arguments: [
    "set l2 0.01", "set l1 0.005", "set l1 0.005; set l1mode proximal",
    "set l2 0.01; set penalize weights", "set l2 0.01; set optimizer momentum; set lr 0.02",
    "set l2 0.01; set optimizer adam", "set l2 0.01; set schedule cosine",
    "set l2 0.01; set patience 1000",
  ])
  func itIsComparedWithTheSameRunWithoutIt(settings: String) throws {
    let setup = Self.moons + [settings]
    let session = coached(setup + ["train 30"])
    let note = try #require(effect(session))
    let kind = settings.contains("l1") ? "L1" : "L2"
    let most = try heldMost(
      session, without: end(setup + ["set \(kind.lowercased()) 0", "train 30"]))
    #expect(note.statement.plain.hasPrefix("\(kind) held \(most.name) back most: "))
    #expect(values(note)["after"] == Double(most.after))
    #expect(values(note)["without"] == Double(most.without))
    #expect(values(note)["epochs"] == 30)
  }

  /// Each against the run that has only the other.
  @Test func ofTwoPenaltiesEachHasItsPart() throws {
    let setup = Self.moons + ["set l1 0.003", "set l2 0.01"]
    let session = coached(setup + ["train 30"])
    let note = try #require(effect(session))
    for kind in ["l1", "l2"] {
      let most = try heldMost(session, without: end(setup + ["set \(kind) 0", "train 30"]))
      #expect(values(note)["\(kind)_without"] == Double(most.without))
      #expect(note.statement.plain.contains("\(kind.uppercased()) held \(most.name) back most"))
    }
  }

  /// Only this run is compared, from the weights it began with.
  @Test func aLaterRunIsComparedFromWhereItBegan() throws {
    let setup = Self.moons + ["train 5", "set l2 0.01"]
    let session = coached(setup)
    session.run("train 20")
    let note = try #require(effect(session))
    let most = try heldMost(session, without: end(setup + ["set l2 0", "train 20"]))
    #expect(values(note)["without"] == Double(most.without))
    #expect(values(note)["epochs"] == 20)
  }

  // MARK: Nothing to say

  /// Too weak to matter; in a hundred epochs of Adam the two runs part all the same.
  @Test(arguments: ["1e-6", "1e-9", "1e-12"])
  func aPenaltyThatDidNextToNothingIsNotBlamed(strength: String) {
    let session = coached([
      "data moons n=200 noise=0.3", "layers 16 16 tanh", "set optimizer adam",
      "set l2 \(strength)", "train 100",
    ])
    #expect(effect(session) == nil)
  }

  /// It made these weights larger, not smaller.
  @Test func aPenaltyThatBlowsWeightsUpTookNothing() {
    let session = coached([
      "data circle", "layers 8 8 tanh", "set batch 30", "set l2 10", "set lr 0.3", "train 10",
    ])
    #expect(effect(session) == nil)
  }

  // MARK: Runs too dear to be trained twice

  /// Then it is what the penalty took in the run's own steps.
  @Test(arguments: ["all", "weights"])
  func inALargeRunItIsTheSumOverTheSteps(penalize: String) throws {
    let setup = [
      "data digits", "layer 256 relu", "set l2 0.01", "set lr 0.1", "set penalize \(penalize)",
    ]
    let session = coached(setup + ["train 2"])
    let note = try #require(effect(session))
    let ends = [try end(setup + ["train 1"]), try #require(session.state.training).parameters]
    let data = try #require(session.state.data)
    let steps = (data.training.count + 9) / 10
    let sums = ends[0].indices.map { place in
      ends.reduce(0.0) { $0 + Double(steps) * abs(Double($1[place])) }
    }
    let shape = try #require(session.state.shape)
    let places = shape.layers.flatMap { penalize == "all" ? $0.parameters : $0.weights }
    let most = try #require(places.max { sums[$0] < sums[$1] })
    expect(values(note)["steps"], Double(2 * steps))
    expect(values(note)["taken"], 0.1 * 0.01 * sums[most])
    #expect(values(note)["after"] == Double(ends[1][most]))
  }
}

extension Statement {
  /// Its words, without its numbers.
  fileprivate var plain: String {
    parts.map { if case .text(let text) = $0 { text } else { "" } }.joined()
  }
}
