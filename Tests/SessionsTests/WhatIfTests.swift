import SessionSupport
import Testing

/// Of the two runs of `what if`, one is the last `train` to the bit and the other what it would have been.
@Suite struct WhatIfTests {
  struct Task: Sendable {
    var setup: [String]
    var train: String
    var change: String
    /// Said to a fresh session between setup and `train`.
    var instead: [String]
  }

  static let tasks = [
    Task(
      setup: ["data circle n=60", "layer 4 tanh"], train: "train 5", change: "lr=0.3",
      instead: ["set lr 0.3"]),
    // From the middle of an epoch, with the optimizer's memory.
    Task(
      setup: ["data iris", "layer 4 relu", "set optimizer adam", "train 3", "step 2"],
      train: "train 4", change: "optimizer=momentum l2=0.01",
      instead: ["set optimizer momentum", "set l2 0.01"]),
    Task(
      setup: ["data sine n=60 noise=0.5", "layer 6 tanh", "set patience 3", "set schedule cosine"],
      train: "train 60", change: "lr=0.3", instead: ["set lr 0.3"]),
    Task(
      setup: ["data xor n=60", "layer 4 tanh"], train: "train until loss < 0.66",
      change: "batch=5 seed=4", instead: ["set batch 5", "set seed 4"]),
    Task(
      setup: ["data circle n=60", "layer 4 tanh"], train: "train 3", change: "activation=relu",
      instead: ["layers 4 relu"]),
    Task(
      setup: ["data diabetes", "layers none"], train: "train 30", change: "lr=100",
      instead: ["set lr 100"]),
  ]

  @Test(arguments: tasks.indices)
  func bothSides(index: Int) throws {
    let task = Self.tasks[index]
    let session = RecordedSession(threads: 2)
    session.run(task.setup)
    let startCount = session.state.epochs.count
    session.run(task.train)
    let trained = session.state
    // What was set afterwards plays no part.
    session.run("set beta1 0.5", "what if \(task.change)")
    let end = try #require(session.raceEnd)
    #expect(end.plan.kind == .whatIf && end.finishes.count == 2)
    #expect(end.finishes[0].fingerprint == trained.training?.fingerprint)
    #expect(Array(session.reports(of: "A").dropFirst()) == Array(trained.epochs[startCount...]))
    let changed = session.reports(of: "B").dropFirst()
    #expect(session.run("use A") == .done)
    expectSameTraining(session.state, trained, "\(task.change): as it was")
    session.run("undo")

    let fresh = RecordedSession()
    for command in task.setup + task.instead { #expect(fresh.run(command) == .done, "\(command)") }
    fresh.run(task.train)
    #expect(Array(changed) == Array(fresh.state.epochs[startCount...]))
    #expect(session.run("use B") == .done)
    expectSameTraining(session.state, fresh.state, "\(task.change): changed")
    // And what was taken over can be asked about again.
    #expect(session.run("what if beta2=0.5") == .done)
    #expect(session.raceEnd?.finishes[0].fingerprint == fresh.state.training?.fingerprint)
  }

  @Test func anInterruptedTrainRunsToItsEnd() throws {
    let whole = RecordedSession()
    whole.run("data circle n=60", "layer 4 tanh", "train 6")
    let session = RecordedSession()
    session.run("data circle n=60", "layer 4 tanh")
    #expect(session.run("train 6", stoppingAfter: 8) == .interrupted)
    let before = session.state
    session.run("what if lr=0.1")
    expectSameTraining(session.state, before, "interrupted")
    let end = try #require(session.raceEnd)
    #expect(end.finishes[0].fingerprint == whole.state.training?.fingerprint)
    #expect(end.verdict.first?.kind == .interruptedTrain)
    #expect(end.verdict.first?.statement.values.map(\.value) == [6])
  }

  @Test(arguments: [
    "reset", "data circle n=40", "layer 3", "undo", "set loss cross-entropy",
  ])
  func forgottenWithTheWeights(command: String) {
    let session = RecordedSession()
    session.run("data circle n=30", "layer 2", "train 2")
    #expect(session.run(command) == .done)
    #expect(session.run("what if lr=0.5") == .failed)
    #expect(session.diagnostic?.id == "no-train-yet")
  }

  @Test func initialWeightsOnlyFromTheStart() {
    let session = RecordedSession()
    session.run("data circle n=30", "layer 2", "train 2", "train 2")
    for change in ["units=3", "layers=2", "activation=relu", "init=he"] {
      #expect(session.run("what if \(change)") == .failed)
      #expect(session.diagnostic?.id == "not-from-the-start")
    }
    #expect(session.run("what if seed=2") == .done)
    #expect(session.run("what if lr=0.03") == .failed)
    #expect(session.diagnostic?.id == "same-racers")
  }

  /// What is said of the step taken over must be said of its own rows.
  @Test func aStepTakenOverKeepsItsRows() throws {
    let session = RecordedSession()
    for command in [
      "data circle n=60", "layer 4 tanh", "train 5", "set patience 3", "step", "what if lr=0.3",
      "use B", "explain weight 1 x1 1",
    ] { #expect(session.run(command) == .done, "\(command)") }
  }
}
