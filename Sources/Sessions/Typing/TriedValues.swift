// Which values of the settings were tried in a session, and what came of each: heard from trainings, races and searches
// as they end. What is undone was tried all the same.
import CommandLanguage
import Events
import Experiments
import HyperparameterSearch
import NeuralNetwork

package struct TriedValues: Sendable, Equatable {
  package enum Outcome: Sendable, Equatable {
    case accuracy(Double)
    case r2(Double)
    case loss(Double)
    case diverged
  }

  package struct Attempt: Sendable, Equatable {
    /// As `set` takes it.
    package let value: String
    package let outcome: Outcome
  }

  /// What tells data from others, however much of them is said.
  private struct Rows: Equatable {
    let name: String
    let training: Int
    let test: Int

    init(_ report: DataReport) {
      (name, training, test) = (report.name, report.trainingRows, report.testRows)
    }
  }

  /// Of each setting, or part of the architecture that was searched or raced, so many different values are kept.
  static let most = 8

  /// By name, the latest last, each value once.
  private var attempts: [String: [Attempt]] = [:]
  /// Of what network and rows; what came of values with others says nothing about these.
  private var shape: NetworkShape?
  private var data: Rows?
  /// The training under way.
  private var running: (settings: TrainingSettings, latest: Outcome?)?

  package init() {}

  package static func == (one: TriedValues, other: TriedValues) -> Bool {
    one.attempts == other.attempts
  }

  /// The latest first.
  package subscript(name: String) -> [Attempt] { (attempts[name] ?? []).reversed() }

  package mutating func note(_ name: String, _ value: String, _ outcome: Outcome) {
    var known = attempts[name] ?? []
    known.removeAll { $0.value == value }
    known.append(Attempt(value: value, outcome: outcome))
    attempts[name] = known.suffix(Self.most)
  }

  /// Takes in what the session says.
  package mutating func hear(_ event: LearningEvent, _ settings: SettingCatalog) {
    switch event {
    case .data(let report):
      let rows = Rows(report)
      if let data, data != rows { attempts = [:] }
      data = rows
    case .trainingStarted(let start):
      if let shape, shape != start.shape { attempts = [:] }
      shape = start.shape
      running = (start.settings, nil)
    case .epoch(let report): running?.latest = Outcome(report)
    case .trainingEnded(let end):
      let outcome = end.reason.divergence == nil ? running?.latest : .diverged
      if let used = running?.settings, let outcome { note(used, outcome, settings) }
      running = nil
    case .raceEnded(let end):
      for finish in end.finishes {
        let outcome =
          finish.reason.divergence == nil ? Outcome(finish.report) : Outcome.diverged
        for parameter in finish.racer.parameters {
          note(parameter.name, parameter.value, outcome)
        }
      }
    case .trial(let report):
      guard let outcome = Outcome(report) else { return }
      for parameter in report.parameters {
        note(parameter.name, SearchAxis.text(of: parameter.value), outcome)
      }
    default: break
    }
  }

  private mutating func note(
    _ used: TrainingSettings, _ outcome: Outcome, _ catalog: SettingCatalog
  ) {
    var settings = SessionSettings()
    settings.training = used
    for setting in catalog.ofTraining where setting.name != catalog.luck {
      note(setting.name, setting.read(settings), outcome)
    }
  }
}

extension TriedValues.Outcome {
  /// What the line of an epoch ends in: of the watched rows if there are any, else of those trained on.
  init(_ report: EpochReport) {
    let figures = report.watched ?? report.training
    self =
      figures.accuracy.map { .accuracy($0) } ?? figures.r2.map { .r2($0) } ?? .loss(figures.loss)
  }

  /// Nil of a trial that could not be run to its end.
  fileprivate init?(_ report: TrialReport) {
    if report.state == .diverged {
      self = .diverged
      return
    }
    if let accuracy = report.metric(.accuracy) {
      self = .accuracy(accuracy)
    } else if let r2 = report.metric(.r2) {
      self = .r2(r2)
    } else if let value = report.value, case .metric = report.measure.value {
      self = .loss(value)
    } else {
      return nil
    }
  }

  /// "97.2%", "loss 0.31", "diverged".
  var statement: Statement {
    switch self {
    case .accuracy(let share): "\(share, "accuracy", .percent)"
    case .r2(let value): "R² \(value, "r2")"
    case .loss(let value): "loss \(value, "loss")"
    case .diverged: "diverged"
    }
  }
}
