// How many earlier states are kept: a hundred, or as many as fit.
import Events
import Experiments
import HyperparameterSearch
import NeuralNetwork
import SessionSupport
import Sessions
import TestSupport
import Testing

@Suite struct UndoStackTests {
  private let shape = NetworkShape(inputs: 99, hidden: [], outputs: 100)

  /// 10,000 parameters: 40 kB.
  private func state(_ seed: UInt64) -> SessionState {
    var state = SessionState()
    state.network?.training = TrainingState(shape: shape, seed: seed)
    return state
  }

  private func execution(_ source: String) -> Execution { Execution(serial: 1, source: source) }

  @Test func statesThatShareTheirWeightsAreAllKept() throws {
    var stack = UndoStack(byteLimit: 100_000)
    var present = state(1)
    for rate in 1...100 {
      let before = present
      present.settings.training.learningRate = Double(rate)
      stack.remember(before, after: present, execution: execution("set lr \(rate)"))
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
      stack.remember(before, after: present, execution: execution("reset \(seed)"))
    }
    #expect(throws: (any Error).self) { try stack.undo(3, state: &present) }
    #expect(try stack.undo(2, state: &present).map(\.source) == ["reset 10", "reset 9"])
    #expect(present.training == state(8).training)
    #expect(try stack.redo(2, state: &present).map(\.source) == ["reset 9", "reset 10"])
    #expect(present.training == state(10).training)
  }

  /// However large it is.
  @Test func lastStateIsKept() throws {
    var stack = UndoStack(byteLimit: 0)
    var present = state(2)
    stack.remember(state(1), after: present, execution: execution("reset"))
    #expect(try stack.undo(1, state: &present).map(\.source) == ["reset"])
    #expect(present.training == state(1).training)
  }

  /// A race keeps each racer's weights and those before its first step; a `train` those it began with.
  @Test func racesAndRunsCountToo() {
    let session = RecordedSession(explain: .off)
    session.run("data circle n=20", "layers 99 99 tanh", "set lr 0.03")
    var parameterBytes = 0
    func added(by command: String) -> Int {
      let before = session.state
      #expect(session.run(command) == .done)
      parameterBytes = 4 * (session.state.training?.parameters.count ?? 0)
      return session.state.ownBytes(besides: before)
    }
    let trained = added(by: "train 1")
    #expect(parameterBytes == 4 * (2 * 99 + 99 + 99 * 99 + 99 + 99 + 1))
    // The weights before and after and the parts of the last step.
    #expect(trained >= 4 * parameterBytes && trained < 8 * parameterBytes)
    let raced = added(by: "race sgd adam lr=0.01,0.1 epochs=1")
    // Four racers, two of them with two memories of Adam each.
    #expect(raced >= 4 * 4 * parameterBytes && raced < 4 * 12 * parameterBytes)
    #expect(added(by: "set lr 0.1") == 0)
    // What the race kept goes with other data; the state before holds all of it.
    let withRace = session.state
    session.run("data circle n=30")
    #expect(withRace.ownBytes(besides: session.state) >= raced + trained)
  }

  @Test func tablesOfResultsCountToo() throws {
    let folder = TemporaryFolder()
    let path = folder.path + "/t.csv"
    let rows = (0..<2000).map { "\($0),\($0 % 7),\($0 * 37 % 1000)\n" }
    try write("a,b,loss\n" + rows.joined(), to: path)
    let session = RecordedSession(explain: .off)
    #expect(session.run("objective table \(path) target=loss") == .done)
    let withTable = session.state
    #expect(session.run("objective training") == .done)
    // Of each point the value and its places among those of the two columns, several times.
    let bytes = withTable.ownBytes(besides: session.state)
    #expect(bytes >= 2000 * 3 * 8 && bytes < 2000 * 50 * 8)
    #expect(withTable.ownBytes(besides: withTable) == 0)
  }

  @Test func trialsCountToo() throws {
    let session = RecordedSession(explain: .off)
    session.run("data circle n=20", "layers none", "search random trials=3 epochs=40 lr=0.01..1")
    let withSearch = session.state
    let trials = try #require(withSearch.search).study.trials
    let points = trials.reduce(0) { $0 + $1.curve.count }
    #expect(trials.count == 3 && points > 0)
    session.session.update { $0.search = nil }
    let bytes = withSearch.ownBytes(besides: session.state)
    #expect(
      bytes >= 3 * MemoryLayout<Trial>.stride + points * MemoryLayout<CurvePoint>.stride)
    session.session.update { $0.search = withSearch.search }
    #expect(withSearch.ownBytes(besides: session.state) == 0)
  }

  /// Thousands of epochs are in every state since, but only once in memory.
  @Test func aLongHistoryIsShared() throws {
    let session = RecordedSession(explain: .off)
    session.run("data circle n=8", "layers none", "train 3000")
    let before = session.state
    session.run("train 1")
    #expect(session.state.epochs.map(\.epoch) == Array(1...3001))
    #expect(Array(before.epochs) == Array(session.state.epochs.dropLast()))
    #expect(session.state.ownBytes(besides: before) < 60_000)
    #expect(before.ownBytes(besides: session.state) < 60_000)
    session.run("reset", "train 1")
    #expect(before.ownBytes(besides: session.state) > 3000 * 60)
  }

  @Test func theBeginOfTheLastTrainCounts() {
    let session = RecordedSession(explain: .off)
    session.run("data circle n=20", "layers 99 99 tanh", "train 1")
    let before = session.state
    session.session.update { $0.lastTrain = nil }
    #expect(before.ownBytes(besides: session.state) >= 4 * 9900)
  }
}
