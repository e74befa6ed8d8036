// How many earlier states are kept: a hundred, or as many as fit.
import LearningSession
import NeuralNetwork
import Testing

@Suite struct UndoStackTests {
  private let shape = NetworkShape(inputs: 99, hidden: [], outputs: 100)

  /// 10,000 parameters: 40 kB.
  private func state(_ seed: UInt64) -> SessionState {
    var state = SessionState()
    state.training = TrainingState(shape: shape, seed: seed)
    return state
  }

  @Test func statesThatShareTheirWeightsAreAllKept() throws {
    var stack = UndoStack(byteLimit: 100_000)
    var present = state(1)
    for rate in 1...100 {
      let before = present
      present.settings.training.learningRate = Double(rate)
      stack.remember(before, after: present, command: "set lr \(rate)")
    }
    #expect(try stack.undo(100, state: &present).count == 100)
    #expect(present.settings.training.learningRate == SessionSettings().training.learningRate)
  }

  @Test func weightsOfTheirOwnAreKeptAsFarAsTheyFit() throws {
    var stack = UndoStack(byteLimit: 100_000)
    var present = state(0)
    for seed in 1...10 as ClosedRange<UInt64> {
      let before = present
      present = state(seed)
      stack.remember(before, after: present, command: "reset \(seed)")
    }
    #expect(throws: (any Error).self) { try stack.undo(3, state: &present) }
    #expect(try stack.undo(2, state: &present) == ["reset 10", "reset 9"])
    #expect(present.training == state(8).training)
    #expect(try stack.redo(2, state: &present) == ["reset 9", "reset 10"])
    #expect(present.training == state(10).training)
  }

  /// However large it is.
  @Test func lastStateIsKept() throws {
    var stack = UndoStack(byteLimit: 0)
    var present = state(2)
    stack.remember(state(1), after: present, command: "reset")
    #expect(try stack.undo(1, state: &present) == ["reset"])
    #expect(present.training == state(1).training)
  }
}
