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
}
