import Events
import SessionSupport
import Testing

/// Each racer is what a fresh session with its settings comes to, and the session it ran in stays as it
/// was.
@Suite struct RaceTests {
  struct Task: Sendable {
    var setup: [String]
    var race: String
    /// What a fresh session is told instead, a racer each.
    var changes: [[String]]
  }

  static let tasks = [
    Task(
      setup: ["data circle n=60", "layer 4 tanh", "set l2 0.01", "set schedule cosine"],
      race: "race sgd momentum adam gd epochs=12",
      changes: ["sgd", "momentum", "adam", "gd"].map { ["set optimizer \($0)"] }),
    Task(
      setup: ["data iris", "layer 5 relu dropout=0.2", "set l1 0.01", "set l1mode proximal"],
      race: "race lr=0.01,0.1 batch=7,full epochs=4",
      changes: [
        ["set lr 0.01", "set batch 7"], ["set lr 0.01", "set batch full"],
        ["set lr 0.1", "set batch 7"], ["set lr 0.1", "set batch full"],
      ]),
    Task(
      setup: ["data sine n=60 noise=0.5", "layer 6 tanh", "set patience 2", "set optimizer adam"],
      race: "race lr=0.003,0.1 clip=1 epochs=40",
      changes: [["set lr 0.003", "set clip 1"], ["set lr 0.1", "set clip 1"]]),
    Task(
      setup: ["data xor n=40 test=0", "layers 3 2 tanh"],
      race: "race activation=relu|gelu init=uniform epochs=3",
      changes: [
        ["set init uniform", "layers 3 2 relu"], ["set init uniform", "layers 3 2 gelu"],
      ]),
    Task(
      setup: ["data diabetes", "layers none"], race: "race lr=100,0.01 epochs=30",
      changes: [["set lr 100"], ["set lr 0.01"]]),
    Task(
      setup: ["data circle n=30", "layer 2 tanh"], race: "race seed=3,1 units=2,4 epochs=2",
      changes: [
        ["set seed 3", "layers 2 tanh"], ["set seed 3", "layers 4 tanh"],
        ["set seed 1", "layers 2 tanh"], ["set seed 1", "layers 4 tanh"],
      ]),
  ]

  @Test(arguments: tasks.indices)
  func racersEqualFreshSessions(index: Int) throws {
    let task = Self.tasks[index]
    let session = RecordedSession(threads: 2)
    session.run(task.setup)
    #expect(session.run(task.race) == .done)
    let end = try #require(session.raceEnd)
    #expect(end.finishes.count == task.changes.count)
    let epochs = try #require(task.race.split(separator: "=").last)
    for (finish, changes) in zip(end.finishes, task.changes) {
      let fresh = RecordedSession()
      for command in task.setup + changes { #expect(fresh.run(command) == .done, "\(command)") }
      fresh.run("train \(epochs)")
      let reports = session.reports(of: finish.racer.letter).dropFirst()
      #expect(Array(reports) == Array(fresh.state.epochs))
      #expect(finish.fingerprint == fresh.state.training?.fingerprint)
      #expect(session.run("use \(finish.racer.letter)") == .done)
      expectSameTraining(session.state, fresh.state, "\(task.race): \(finish.racer.name)")
      // And it goes on alike.
      if fresh.state.divergence == nil {
        fresh.run("train 2")
        session.run("train 2")
        expectSameTraining(session.state, fresh.state, "\(finish.racer.name), going on")
        session.run("undo")
      }
      session.run("undo", task.race)
    }
  }

  @Test func theSessionStays() throws {
    let session = RecordedSession()
    session.run("data circle n=60", "layer 4 tanh", "set patience 9", "train 3")
    let trained = session.state.training?.fingerprint
    session.run("step 2")
    let before = session.state
    for command in ["race lr=0.1,1 epochs=2", "what if lr=1 init=he", "what if l2=1,2"] {
      #expect(session.run(command) == .done, "\(command)")
      expectSameTraining(session.state, before, "\(command)")
      #expect(session.state.race != nil)
      session.run("undo")
      expectSameTraining(session.state, before, "undo of \(command)")
      #expect(session.state.race == nil)
    }
    // Stopped at any moment, too.
    for command in ["race lr=0.1,1 epochs=4", "what if lr=0.1"] {
      var epochsAtLast: Int?
      for questions in [0, 2, 9, 15, 20, 25, 32] {
        #expect(session.run(command, stoppingAfter: questions) == .interrupted)
        expectSameTraining(session.state, before, "\(command), stopped after \(questions)")
        // Without the figures of the start there is no race.
        guard let end = session.raceEnd else {
          #expect(epochsAtLast == nil && session.outcomes == [.interrupted(again: nil)])
          continue
        }
        #expect(end.isInterrupted)
        let epochs = end.finishes.map { $0.curve.count - 1 }
        // All are where they last waited for each other.
        #expect(Set(epochs).count == 1 && end.finishes.map(\.report.epoch) == epochs)
        #expect((end.winner == nil) == (epochs[0] == 0))
        #expect(epochs[0] >= epochsAtLast ?? 0)
        epochsAtLast = epochs[0]
      }
      #expect(epochsAtLast ?? 0 > 0)
    }
    // The last `train` is still the last, and training goes on as it would have.
    session.run("what if lr=0.1")
    #expect(session.raceEnd?.finishes.first?.fingerprint == trained)
    let unraced = RecordedSession()
    unraced.run("data circle n=60", "layer 4 tanh", "set patience 9", "train 3", "step 2")
    session.run("train 2")
    unraced.run("train 2")
    expectSameTraining(session.state, unraced.state, "going on")
    session.run("undo 2")
    // A racer that was stopped can be taken and goes on to where the others would have been.
    #expect(session.run("use B", "train") == .done)
    session.run("undo 2", "what if lr=0.1", "use B")
    let whole = session.state.training
    session.run("undo")
    session.run("what if lr=0.1", stoppingAfter: 25)
    session.run("use B", "train")
    #expect(session.state.training == whole)
  }

  /// Where patience was spent the weights are of an earlier epoch than the count.
  @Test func whatIsTakenSaysOfWhichEpochItIs() throws {
    let session = RecordedSession()
    session.run("data sine n=80 noise=0.5", "layer 6 tanh", "set patience 2")
    session.run("race lr=0.05,0.0001 epochs=60")
    let end = try #require(session.raceEnd)
    #expect(end.finishes.map(\.reason) == [.patienceSpent, .finished])
    for finish in end.finishes {
      session.run("use \(finish.racer.letter)")
      let taken = try #require(session.racerTaken)
      #expect(taken.weightsEpoch == finish.report.epoch)
      #expect(taken.epoch == finish.curve.count - 1 && taken.epoch == session.state.training?.epoch)
      #expect(taken.fingerprint == session.state.training?.fingerprint)
      // The figures of those weights are those of that epoch.
      session.run("eval")
      let evaluation = session.events.compactMap {
        if case .evaluation(let report) = $0 { report.epoch.training.dataLoss } else { nil }
      }
      #expect(evaluation == [finish.report.training.dataLoss])
      session.run("undo")
    }
  }

  @Test func threadsChangeNothing() throws {
    func outcome(_ threads: Int) throws -> ([RaceEpoch], [RaceStage], RaceEnd) {
      let session = RecordedSession(threads: threads)
      session.run("data iris", "layer 6 relu", "race sgd adam rmsprop lr=0.01,0.1 epochs=13")
      return (session.raceEpochs, session.raceStages, try #require(session.raceEnd))
    }
    let one = try outcome(1)
    #expect(one.0.count == 6 * 14 && one.1.map(\.epoch) == Array(0...13))
    for threads in [2, 7] {
      let other = try outcome(threads)
      #expect(other.0 == one.0 && other.1 == one.1 && other.2 == one.2)
    }
  }

  /// What all come to where they wait is what each has come to by itself.
  @Test(arguments: [
    "race lr=0.1,1e30 epochs=3", "race lr=0.001,0.1 epochs=70", "race sgd adam epochs=40 stop=37",
  ])
  func stagesSayHowAllStand(race: String) throws {
    let session = RecordedSession()
    session.run("data sine n=40", "layer 4 tanh", "set patience 2", race)
    let end = try #require(session.raceEnd)
    let stages = session.raceStages
    let first = try #require(stages.first)
    #expect(first.epoch == 0 && first.standings.map(\.state) == [.running, .running])
    for stage in stages {
      #expect(stage.standings.map(\.racer) == end.finishes.map(\.racer.letter))
      for (standing, finish) in zip(stage.standings, end.finishes) {
        let isThere = finish.curve.indices.contains(stage.epoch)
        #expect(standing.loss == (isThere ? finish.curve[stage.epoch] : nil))
        let hasMore = stage.epoch < finish.curve.count - 1
        if hasMore { #expect(standing.state == .running) }
      }
    }
    for (standing, finish) in zip(try #require(stages.last).standings, end.finishes) {
      let state: RaceStage.State =
        switch finish.reason {
        case .interrupted: .running
        case .diverged: .diverged
        case .finished, .conditionReached, .patienceSpent: .ended
        }
      #expect(standing.state == state)
    }
  }

  @Test func testRowsPlayNoPart() throws {
    let session = RecordedSession()
    session.run("data circle n=80", "layer 4 tanh", "race lr=0.03,0.3,3 epochs=5")
    let places = try #require(session.raceEnd).finishes.map(\.place)
    session.session.update { $0.data?.test = nil }
    session.run("race lr=0.03,0.3,3 epochs=5")
    #expect(session.raceEnd?.finishes.map(\.place) == places)
  }

  @Test func racersHaveNames() throws {
    let session = RecordedSession()
    session.run("data circle n=30", "layer 2", "race adam sgd epochs=1")
    for name in ["b", "B", "sgd", "SGD"] {
      #expect(session.run("use \(name)") == .done)
      #expect(session.state.settings.training.optimizer == .sgd)
      session.run("undo")
    }
    session.run("race lr=0.5,0.25 epochs=1")
    #expect(session.run("use 0.25") == .done)
    #expect(session.state.settings.training.learningRate == 0.25)
    #expect(session.run("use \"lr 0.5\"") == .done)
    #expect(session.state.settings.training.learningRate == 0.5)
    #expect(session.session.names("racer").map(\.text) == ["A", "B"])
    session.run("data circle n=20")
    #expect(session.run("use A") == .failed)
    #expect(session.diagnostic?.id == "no-race-yet")
  }

  @Test(arguments: [
    ("race adam", "one-racer", "race adam"), ("race lr=0.1", "one-racer", "race lr=0.1"),
    ("race sgd adma", "wrong-type", "adma"), ("race lr=0.1,-1", "out-of-range", "-1"),
    ("race lr=0.1,x", "not-a-number", "x"), ("race batch=5,half", "wrong-type", "half"),
    ("race lr=0.1..1", "range-in-race", "0.1..1"), ("race lr=0.1,,1", "empty-part", ""),
    ("race loss=auto,squared", "not-for-a-race", "loss"),
    ("race patience=1,2", "not-for-a-race", "patience"),
    ("race watch=test,none", "not-for-a-race", "watch"),
    ("race momentun=0.5,0.9", "unknown-race-setting", "momentun"),
    ("race lr=1,2,3 l2=1,2,3", "too-many-racers", "race lr=1,2,3 l2=1,2,3"),
    ("race lr=0.1,0.10", "same-racers", "0.10"), ("race sgd SGD adam", "same-racers", "SGD"),
    ("race sgd adam optimizer=gd,sgd", "repeated-option", "optimizer"),
    ("race lr=1,2 rate=3,4", "repeated-option", "rate"),
    ("race sgd adam lr=0", "out-of-range", "0"),
    ("what if lr=0.5", "no-train-yet", "what"), ("what if", "missing-option", ""),
    ("use A", "no-race-yet", "A"), ("use bset", "unknown-keyword", "bset"),
  ])
  func errorsPointAtWhatIsWrong(command: String, id: String, place: String) throws {
    let session = RecordedSession()
    session.run("data circle n=30", "layer 2")
    let before = session.state
    #expect(session.run(command) == .failed)
    let diagnostic = try #require(session.diagnostic)
    #expect(diagnostic.id == id, "\(diagnostic.message)")
    let range = try #require(diagnostic.range)
    let bytes = Array(command.utf8)[range.start..<range.end]
    #expect(String(decoding: bytes, as: UTF8.self) == place)
    expectSameTraining(session.state, before, "\(command)")
    #expect(session.state.race == nil)
  }

  @Test func aLossThatDoesNotFitIsRefusedAsByTrain() throws {
    let session = RecordedSession()
    session.run("data iris", "set loss cross-entropy", "data sine n=30", "train 1")
    let refusal = try #require(session.diagnostic)
    #expect(session.run("race lr=0.01,0.1 epochs=1") == .failed)
    #expect(session.diagnostic == refusal && refusal.id == "loss-mismatch")
  }

  /// The message is that of `set`.
  @Test(arguments: ["lr=-1", "batch=0", "optimizer=adan", "l2=1e999", "shuffle=maybe", "clip=0"])
  func valuesAreRefusedAsBySet(option: String) throws {
    let session = RecordedSession()
    session.run("data circle n=30", "train 1", "set \(option)")
    let message = try #require(session.diagnostic).message
    for command in ["race \(option)", "what if \(option)"] {
      #expect(session.run(command) == .failed)
      #expect(session.diagnostic?.message == message)
    }
  }
}
