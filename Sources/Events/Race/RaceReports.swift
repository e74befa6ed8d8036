// What a race says, and `what if`, which is a race of two: who runs, the figures of each epoch, how
// all stand where they wait for each other, and the outcome with its reasons in numbers.
import NeuralNetwork
import Numerics

/// One of the networks that are trained side by side.
package struct Racer: Sendable, Equatable {
  package struct Parameter: Sendable, Equatable {
    package var name: String
    package var value: String

    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }
  /// "A", "B", …: its mark in tables and plots, and a name `use` knows it by.
  package var letter: String
  /// What sets it apart: "adam", "lr 0.1", "as it was".
  package var name: String
  /// The settings that are not the same for all.
  package var parameters: [Parameter]

  package init(letter: String, name: String, parameters: [Parameter]) {
    self.letter = letter
    self.name = name
    self.parameters = parameters
  }
}

package struct RacePlan: Sendable, Equatable {
  package enum Kind: String, Sendable {
    case race
    /// The last `train` again, as it was and otherwise.
    case whatIf = "what_if"
  }

  package var kind: Kind
  package var racers: [Racer]
  package var fromEpoch: Int
  package var toEpoch: Int
  /// What a `train` that is run again was to train until.
  package var condition: String?
  package var rows: Int
  /// How many of these the epochs' figures of training rows are of.
  package var figureRows: Int
  package var validationRows: Int
  package var watch: WatchedRows
  package var hasTest: Bool
  package var isRegression: Bool
  /// The figure that ranks: the data loss on the validation rows, or without any on the training rows.
  package var judge: Quantity
  /// The name of the parameter that is nothing but luck, the seed.
  package var luck: String
  /// Of the first racer.
  package var seed: UInt64
  package var variesSeed: Bool
  /// Whether all begin with the very same weights.
  package var hasSameStart: Bool

  package init(
    kind: Kind, racers: [Racer], fromEpoch: Int, toEpoch: Int, condition: String? = nil, rows: Int,
    figureRows: Int, validationRows: Int, watch: WatchedRows = .test, hasTest: Bool,
    isRegression: Bool,
    judge: Quantity, luck: String,
    seed: UInt64, variesSeed: Bool, hasSameStart: Bool
  ) {
    self.kind = kind
    self.racers = racers
    self.fromEpoch = fromEpoch
    self.toEpoch = toEpoch
    self.condition = condition
    self.rows = rows
    self.figureRows = figureRows
    self.validationRows = validationRows
    self.watch = watch
    self.hasTest = hasTest
    self.isRegression = isRegression
    self.luck = luck
    self.judge = judge
    self.seed = seed
    self.variesSeed = variesSeed
    self.hasSameStart = hasSameStart
  }
}

/// The figures of one racer after an epoch; of the first one before it runs.
package struct RaceEpoch: Sendable, Equatable {
  package var racer: Racer
  package var report: EpochReport

  package init(racer: Racer, report: EpochReport) {
    self.racer = racer
    self.report = report
  }
}

/// How all racers stand at an epoch at which they wait for each other; first, before any runs.
package struct RaceStage: Sendable, Equatable {
  package enum State: String, Sendable {
    /// It trains on.
    case running
    case diverged
    /// At this epoch or before, as its condition, patience or the race's length had it.
    case ended
  }

  package struct Standing: Sendable, Equatable {
    /// Its letter.
    package var racer: String
    /// The figure that ranks; nil where it did not train to the end of this epoch.
    package var loss: Double?
    package var state: State

    package init(racer: String, loss: Double? = nil, state: State) {
      self.racer = racer
      self.loss = loss
      self.state = state
    }
  }

  package var epoch: Int
  /// In the order of their letters.
  package var standings: [Standing]

  package init(epoch: Int, standings: [Standing]) {
    self.epoch = epoch
    self.standings = standings
  }
}

/// How one racer ended.
package struct RaceFinish: Sendable, Equatable {
  package var racer: Racer
  package var reason: TrainingEnd.Reason
  /// Place in the ranking, from 1; nil for one that diverged or got nowhere.
  package var place: Int?
  /// The figures it is ranked by: those of its last weights, or when the race was stopped those of the
  /// last epoch that all had finished. Of one that diverged, those of its last whole epoch.
  package var report: EpochReport
  /// The judging loss after each epoch, from the one before the first.
  package var curve: [Double]
  package var steps: Int
  package var parameters: Int
  /// Σp² and Σ|p| of the last weights, over what the penalties count.
  package var squares: Double
  package var magnitudes: Double
  /// How many of those are exactly 0.
  package var zeros: Int
  /// Of its first step; nil where that was not finite.
  package var firstStep: FirstStep?
  package var fingerprint: Fingerprint

  package init(
    racer: Racer, reason: TrainingEnd.Reason, place: Int? = nil, report: EpochReport,
    curve: [Double], steps: Int, parameters: Int, squares: Double, magnitudes: Double, zeros: Int,
    firstStep: FirstStep? = nil, fingerprint: Fingerprint
  ) {
    self.racer = racer
    self.reason = reason
    self.place = place
    self.report = report
    self.curve = curve
    self.steps = steps
    self.parameters = parameters
    self.squares = squares
    self.magnitudes = magnitudes
    self.zeros = zeros
    self.firstStep = firstStep
    self.fingerprint = fingerprint
  }

  package struct FirstStep: Sendable, Equatable {
    /// Means over the parameters of |gradient|, penalties and clipping included, and of |change|.
    package var gradient: Double
    package var move: Double
    /// By then, with the schedule.
    package var learningRate: Double
    /// Whether the optimizer remembered earlier steps.
    package var hasMemory: Bool

    package init(gradient: Double, move: Double, learningRate: Double, hasMemory: Bool) {
      self.gradient = gradient
      self.move = move
      self.learningRate = learningRate
      self.hasMemory = hasMemory
    }
  }

  /// "B (momentum)"
  package var title: String { "\(racer.letter) (\(racer.name))" }
  /// What its numbers' names begin with.
  package var key: String { racer.letter.lowercased() }
  /// Epochs whose judging loss was above the one before.
  package var rises: Int { zip(curve, curve.dropFirst()).count { $0 < $1 } }
}

package struct RaceNote: Sendable, Equatable {
  package enum Kind: String, Sendable {
    case stopped, interruptedTrain = "interrupted_train", same, ranking, test, ended, diverged
    case firstStep = "first_step", ups, penalty, steps, size, luck
  }
  package var kind: Kind
  package var statement: Statement

  package init(kind: Kind, statement: Statement) {
    self.kind = kind
    self.statement = statement
  }
}

package struct RaceEnd: Sendable, Equatable {
  package var plan: RacePlan
  /// In the order of their letters.
  package var finishes: [RaceFinish]
  package var isInterrupted: Bool
  package var testLead: TestLead?
  package var verdict: [RaceNote]

  package init(
    plan: RacePlan, finishes: [RaceFinish], isInterrupted: Bool, testLead: TestLead? = nil,
    verdict: [RaceNote]
  ) {
    self.plan = plan
    self.finishes = finishes
    self.isInterrupted = isInterrupted
    self.testLead = testLead
    self.verdict = verdict
  }

  /// The first of the ranking.
  package var winner: RaceFinish? { finishes.first { $0.place == 1 } }
  /// Nobody where rows not trained on clearly tell another story, and where settings were raced with several
  /// seeds each: no seed is to be recommended.
  package var recommended: RaceFinish? {
    testLead?.isClear == true || !groups.isEmpty ? nil : winner
  }
}

/// In a race ranked by training rows: another racer than the first has the lowest loss on the test rows.
package struct TestLead: Sendable, Equatable {
  /// The letters of the two.
  package var racer: String
  package var winner: String
  /// The first of the ranking's loss less the other's, row by row.
  package var difference: PairedDifference

  package init(racer: String, winner: String, difference: PairedDifference) {
    self.racer = racer
    self.winner = winner
    self.difference = difference
  }

  /// Whether it is more than luck with these rows.
  package var isClear: Bool { difference.isSecondClearlyBetter }
}

extension RacePlan.Kind {
  /// What lets rows choose that are neither trained on nor kept for the end.
  package var choosingByValidation: String {
    switch self {
    case .race: "`set watch validation`, then the race again"
    case .whatIf: "`set watch validation`, `reset` and `train`, then `what if` again"
    }
  }
}

package struct RacerTaken: Sendable, Equatable {
  package var racer: Racer
  /// To which it trained, and from which `train` goes on.
  package var epoch: Int
  /// Rows trained on since that epoch, where the race was stopped within one.
  package var rowsDoneInEpoch: Int
  /// The epoch of its weights.
  package var weightsEpoch: Int
  /// The commands that say the same of layers and settings; none when those stay.
  package var commands: [String]
  package var fingerprint: Fingerprint

  package init(
    racer: Racer, epoch: Int, rowsDoneInEpoch: Int, weightsEpoch: Int, commands: [String],
    fingerprint: Fingerprint
  ) {
    self.racer = racer
    self.epoch = epoch
    self.rowsDoneInEpoch = rowsDoneInEpoch
    self.weightsEpoch = weightsEpoch
    self.commands = commands
    self.fingerprint = fingerprint
  }
}

extension RacePlan {
  /// Each fifth of the race, or round numbers where a condition may end it anywhere.
  package var spacing: EpochSpacing {
    condition == nil ? .parts(5, of: toEpoch - fromEpoch) : .round
  }
}
