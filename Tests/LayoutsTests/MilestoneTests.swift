// Which epochs make a row on the screen, of trainings and of races.
import Events
import Layouts
import Presentation
import Testing

@Suite struct MilestoneTests {
  private func events(_ commands: [String]) -> [LearningEvent] { said(commands, explain: .off) }

  /// The epochs of the rows that tables gained.
  private func rows(_ events: [LearningEvent]) -> [Int] {
    TerminalText().rows(for: events).compactMap { row in
      row.split(separator: " ").first.flatMap { Int($0) }
    }
  }

  private func epochs(_ events: [LearningEvent]) -> [Int] {
    events.compactMap { if case .epoch(let report) = $0 { report.epoch } else { nil } }
  }

  // MARK: Trainings

  @Test(arguments: [1, 10, 37, 50, 1000])
  func aboutTenRowsWhateverTheEpochs(count: Int) {
    let events = events(["data circle n=20", "layers none", "train \(count)"])
    #expect(epochs(events) == Array(1...count))
    let rows = rows(events)
    #expect(rows.count == min(count, 10) && rows.last == count)
    #expect(Set(zip(rows, rows.dropFirst()).map { $1 - $0 }).count <= 2, "evenly spread")
  }

  @Test func roundEpochsWhereNobodyKnowsTheLast() {
    let setup = ["data circle n=10", "layers none", "set optimizer gd"]
    let until = events(setup + ["train until loss < 0 or epoch = 700"])
    #expect(rows(until) == [1, 2, 5, 10, 20, 50, 100, 200, 500, 700])
    #expect(epochs(until).count == 700)
    let later = events(setup + ["train 3", "train until loss < 0 or epoch = 103"])
    #expect(rows(later) == [1, 2, 3, 4, 5, 8, 13, 23, 53, 103])
  }

  /// The last epoch is shown wherever a run ends, and once.
  @Test(arguments: [
    // In the middle of an epoch, at the end of one that has no row, and at one that has.
    ["data circle n=40", "train 100 stop=75"], ["data circle n=40", "train 100 stop=74"],
    ["data circle n=40", "train 100 stop=80"],
    ["data circle n=40", "train 100 stop=75", "train"],
    ["data circle n=40", "train 100 until epoch = 37"],
    ["data sine n=60 noise=0.5", "layer 6 tanh", "set patience 2", "set lr 0.05", "train 60"],
    ["data sine n=40", "set lr 100000", "train 30"],
  ])
  func theLastEpochIsShown(commands: [String]) {
    let events = events(commands)
    let rows = rows(events)
    #expect(rows.last != nil && rows.last == epochs(events).last)
    #expect(zip(rows, rows.dropFirst()).allSatisfy(<), "\(rows)")
    #expect(rows.count < epochs(events).count)
  }

  @Test func stepsHaveNoRows() {
    let events = events(["data circle n=40", "train 3", "step 5"])
    #expect(rows(events) == [1, 2, 3])
  }

  // MARK: Races

  private func plan(condition: String? = nil) -> RacePlan {
    let racers = ["A", "B"].map { Racer(letter: $0, name: "lr \($0)", parameters: []) }
    return RacePlan(
      kind: .race, racers: racers, fromEpoch: 0, toEpoch: 10, condition: condition, rows: 20,
      figureRows: 20, validationRows: 0, hasTest: false, isRegression: false, judge: .dataLoss,
      luck: "seed",
      seed: 1, variesSeed: false, hasSameStart: true)
  }

  private func stage(
    _ epoch: Int, _ standings: (loss: Double?, state: RaceStage.State)...
  ) -> LearningEvent {
    .raceStage(
      RaceStage(
        epoch: epoch,
        standings: zip(["A", "B"], standings).map {
          RaceStage.Standing(racer: $0, loss: $1.loss, state: $1.state)
        }))
  }

  /// A row has news: the figures of a racer that was running, or that it is running no longer.
  @Test func rowsOfARaceHaveNews() {
    let begun = [
      .raceStarted(plan()), stage(0, (0.5, .running), (0.5, .running)),
      stage(1, (0.4, .running), (0.4, .running)),
      stage(2, (0.3, .running), (0.25, .running)),
      stage(3, (0.3, .running), (0.125, .ended)),
      stage(4, (0.2, .running), (nil, .ended)),
    ]
    func rows(_ last: [LearningEvent]) -> [[Substring]] {
      TerminalText().rows(for: begun + last).map { $0.split(separator: " ") }
    }
    let shown: [[Substring]] = [
      ["0", "0.5000", "0.5000"], ["2", "0.3000", "0.2500"], ["4", "0.2000", "-"],
    ]
    #expect(rows([]) == shown)
    // It diverged on the way there.
    let diverged = stage(6, (nil, .diverged), (nil, .ended))
    #expect(rows([diverged]) == shown + [["6", "diverged", "-"]])
    #expect(rows([diverged, stage(8, (nil, .diverged), (nil, .ended))]).count == 4)
    // It ended on the way there, or before.
    #expect(rows([stage(6, (nil, .ended), (nil, .ended))]) == shown)
    #expect(rows([stage(5, (0.1, .ended), (nil, .ended)), diverged]) == shown)
  }

  static let races = [
    ["race lr=0.01,0.1 epochs=5"], ["race lr=0.01,0.1 epochs=9"], ["race lr=0.01,0.1 epochs=333"],
    ["race lr=0.01,0.1 epochs=1000"],
    ["train 40", "train 700 until loss < 0", "what if lr=0.1"],
    ["train 40", "train 300", "what if lr=0.1"], ["train 9 until loss < 0", "what if lr=0.1"],
  ]

  /// The screen has a row only where the racers wait: everywhere that a row is wanted they must.
  @Test(arguments: races)
  func racersWaitWhereThereIsARow(commands: [String]) throws {
    let all = events(["data circle n=10", "layers none", "set optimizer gd"] + commands)
    let race = all.drop { if case .raceStarted = $0 { false } else { true } }
    guard case .raceStarted(let plan)? = race.first else {
      Issue.record("no race")
      return
    }
    let waits = race.compactMap { if case .raceStage(let stage) = $0 { stage.epoch } else { nil } }
    let milestones = (plan.fromEpoch...plan.toEpoch).filter(Milestones(plan).contains)
    #expect(milestones.count > 5 && Set(milestones).isSubset(of: waits))
    #expect(rows(Array(race)) == milestones)
  }
}
