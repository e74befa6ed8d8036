import LearningSession
import NeuralNetwork
import Testing

/// Every number the coach prints is recomputed here, in Double, from the weights before and after.
@Suite struct CoachTests {
  private static let penalties = ["set l1 0.002", "set l2 0.01"]

  @Test(arguments: OptimizerKind.allCases, Penalized.allCases)
  func numbersCanBeRecomputed(optimizer: OptimizerKind, penalize: Penalized) throws {
    let session = RecordedSession()
    session.run("data xor n=80", "layer 4 tanh", "set optimizer \(optimizer.rawValue)")
    for command in Self.penalties + ["set penalize \(penalize.rawValue)", "train 6"] {
      session.run(command)
    }
    let record = try #require(session.state.lastStep)
    let start = initialParameters(shape: record.shape, seed: 1)
    let index = start.indices.max {
      abs(record.after[$0] - start[$0]) < abs(record.after[$1] - start[$1])
    }
    let moved = try #require(index)
    let move = try note(.largestMove, session)
    expect(move["start"], Double(start[moved]))
    expect(move["after"], Double(record.after[moved]))
    expect(move["gradient"], Double(record.gradient[moved]))
    // A difference of two floats is only as exact as the floats are.
    let update = try #require(move["update"])
    let difference = Double(record.after[moved]) - Double(record.before[moved])
    #expect(abs(update - difference) <= 1.2e-7 * abs(Double(record.after[moved])))

    let shape = record.shape
    let penalized = shape.layers.flatMap {
      Array(penalize == .all ? $0.parameters : $0.weights)
    }
    let magnitudes = penalized.reduce(0.0) { $0 + abs(Double(record.before[$1])) }
    let squares = penalized.reduce(0.0) {
      $0 + Double(record.before[$1]) * Double(record.before[$1])
    }
    let l1 = try note(.l1, session)
    expect(l1["sum_of_magnitudes"], magnitudes)
    expect(l1["l1_penalty"], 0.002 * magnitudes)
    let l2 = try note(.l2, session)
    expect(l2["sum_of_squares"], squares)
    expect(l2["l2_penalty"], 0.5 * 0.01 * squares)
    let before = Double(record.before[moved])
    if penalized.contains(moved) {
      expect(l1["l1_gradient"], before > 0 ? 0.002 : -0.002)
      expect(l2["l2_gradient"], 0.01 * before)
      let plain: Set<OptimizerKind> = [.gd, .sgd, .momentum, .nesterov]
      #expect((l1["l1_taken"] != nil) == plain.contains(optimizer))
      if plain.contains(optimizer) {
        let training = session.state.settings.training
        let lr = training.learningRate * (optimizer == .nesterov ? 1 + training.momentum : 1)
        expect(l1["l1_taken"], lr * 0.002)
        expect(l2["l2_taken"], lr * 0.01 * abs(before))
      }
    } else {
      #expect(l1["l1_gradient"] == nil)
      #expect(l2["l2_gradient"] == nil)
    }
  }

  @Test func sgdUpdateIsRateTimesGradient() throws {
    let session = RecordedSession()
    session.run("data circle n=80", "layer 4 tanh", "train 3")
    let move = try note(.largestMove, session)
    let (lr, gradient) = (try #require(move["lr"]), try #require(move["gradient"]))
    expect(move["update"], -lr * gradient)
  }

  @Test func explainOffSaysNothing() {
    let session = RecordedSession(explain: .off)
    session.run("data circle n=80", "layer 4 tanh", "set l2 0.1", "train 3")
    #expect(session.coachNotes.isEmpty)
  }

  @Test func overfittingIsNotSaidOfHealthyRuns() {
    for seed in 1...10 {
      let session = RecordedSession()
      session.run("set seed \(seed)", "data gauss n=200", "layer 4 tanh", "train 30")
      #expect(!session.coachNotes.contains { $0.kind == .overfitting }, "seed \(seed)")
    }
  }

  @Test func overfittingIsSaidWhereItHappens() {
    let session = RecordedSession()
    session.run("data moons n=40 noise=0.6 test=0.5", "layers 64 64 relu", "set optimizer adam")
    session.run("set lr 0.01", "train 100")
    #expect(session.coachNotes.contains { $0.kind == .overfitting })
  }

  private func note(
    _ kind: CoachNote.Kind, _ session: RecordedSession
  ) throws -> [String: Double] {
    let note = try #require(session.coachNotes.first { $0.kind == kind })
    return Dictionary(
      note.statement.values.map { ($0.name, $0.value) }, uniquingKeysWith: { a, _ in a })
  }

  /// Equal to the digits printed: four significant ones.
  private func expect(
    _ value: Double?, _ expected: Double, within tolerance: Double = 1e-5,
    _ location: SourceLocation = #_sourceLocation
  ) {
    guard let value else {
      Issue.record("the number is missing", sourceLocation: location)
      return
    }
    let size = max(abs(expected), 1e-9)
    #expect(abs(value - expected) <= tolerance * size + 1e-9, sourceLocation: location)
  }
}
