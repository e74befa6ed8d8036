// The trials that run at this moment, as their threads report them, for whoever watches.
import Events
import HyperparameterSearch
import Synchronization

/// Only shown, never part of a result.
final class LiveTrials: Sendable {
  private struct Status {
    var running: [ProgressReport.RunningTrial] = []
    var finished = 0
    /// The last finished trial, and the best value up to it.
    var last = -1
    var best: (number: Int, value: Double)?
  }

  private let status = Mutex(Status())
  private let isWatched: Bool
  private let planned: Int
  private let direction: SearchDirection

  init(isWatched: Bool, planned: Int, direction: SearchDirection) {
    self.isWatched = isWatched
    self.planned = planned
    self.direction = direction
  }

  func begin(_ number: Int, _ params: [ParameterAssignment]) {
    guard isWatched else { return }
    let trial = ProgressReport.RunningTrial(number: number, parameters: params, curve: [])
    status.withLock { status in
      status.running.append(trial)
      status.running.sort { $0.number < $1.number }
    }
  }

  func add(_ point: CurvePoint, to number: Int) {
    guard isWatched else { return }
    status.withLock { status in
      guard let place = status.running.firstIndex(where: { $0.number == number }) else { return }
      status.running[place].curve.append(point)
    }
  }

  func end(_ number: Int) {
    if isWatched { status.withLock { $0.running.removeAll { $0.number == number } } }
  }

  func finish(_ trial: Trial) {
    status.withLock { status in
      status.finished += 1
      status.last = max(status.last, trial.number)
      guard trial.state == .done, let value = trial.value else { return }
      if status.best.map({ direction.isBetter(value, than: $0.value) }) ?? true {
        status.best = (trial.number, value)
      }
    }
  }

  var bestSoFar: Double? { status.withLock { $0.best?.value } }

  /// The best value among the trials before one.
  package func bestBefore(_ number: Int, in study: Study) -> Double? {
    let (last, best) = status.withLock { ($0.last, $0.best?.value) }
    if last < number { return best }
    // It fills a gap that an interruption left.
    let values = study.trials.filter { $0.number < number && $0.state == .done }
      .compactMap(\.value)
    return direction == .minimize ? values.min() : values.max()
  }

  func report(to context: ExperimentContext) {
    guard isWatched else { return }
    let status = status.withLock { $0 }
    context.show(
      ProgressReport(
        activity: .searching, done: Double(status.finished), total: Double(planned),
        position: status.finished, lastPosition: planned, unit: "trials", latest: nil,
        best: status.best.map { ProgressReport.BestTrial(number: $0.number, value: $0.value) },
        running: status.running))
  }
}
