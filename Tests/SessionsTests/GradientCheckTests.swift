import SessionSupport
import Testing

/// `explain gradient` finds the engine's gradients right, whatever is trained.
@Suite struct GradientCheckTests {
  @Test(arguments: [
    ["data iris", "layers 6 4 tanh", "set l2 0.01"], ["data circle", "layer 5 sigmoid", "train 3"],
    ["data diabetes", "layer 4 gelu", "set l1 0.001", "step 5"], ["data digits", "layers none"],
  ])
  func gradientsAreSlopes(setup: [String]) throws {
    let session = RecordedSession()
    session.run(setup)
    let before = session.state.training
    #expect(session.run("explain gradient") == .done)
    guard case .gradientCheck(let report)? = session.events.last else {
      Issue.record("no report")
      return
    }
    #expect(report.layers.count == (session.state.hidden?.count ?? 0) + 1)
    for layer in report.layers {
      #expect(layer.compared > 0)
      #expect(layer.worstError < 1e-3, "\(layer)")
    }
    if let before { #expect(session.state.training == before) }
  }

  /// All of a small layer; of a large one it is told how many of how many.
  @Test func smallLayersAreComparedWhole() throws {
    let session = RecordedSession()
    session.run("data circle n=60", "layers 8 8 tanh", "explain gradient")
    guard case .gradientCheck(let report)? = session.events.last else {
      Issue.record("no report")
      return
    }
    #expect(report.layers.map(\.parameters) == [24, 72, 9])
    #expect(report.layers.map { $0.compared + $0.skipped == $0.parameters } == [true, false, true])
  }
}
