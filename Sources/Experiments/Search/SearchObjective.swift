// What a search evaluates: a point of the space goes in, a value comes out. The loop, the journal and the
// reports know no more of it than this.
import CommandLanguage
import Events
import HyperparameterSearch

/// What is evaluated, ready for it.
package enum SearchObjective: Sendable {
  case training(TrainingObjective)
  case table(TableObjective)

  package var setup: ObjectiveSetup {
    switch self {
    case .training(let objective): .training(objective.setup)
    case .table(let table): .table(table.setup)
    }
  }

  package var measure: SearchMeasure {
    switch self {
    case .training(let objective): objective.measure
    case .table(let table): table.measure
    }
  }

  /// Checks a point before it is evaluated, such as whether its network fits into memory.
  func check(_ params: [ParameterAssignment], _ memory: MemoryBudget) throws(Diagnostic) {
    switch self {
    case .training(let objective): try objective.check(params, memory)
    case .table: break
    }
  }

  /// The bytes that evaluating a point takes.
  func memoryNeed(_ params: [ParameterAssignment]) -> Int {
    switch self {
    case .training(let objective): objective.memoryNeed(params)
    case .table: 0
    }
  }

  /// Evaluates a point, or its next part; may run on any thread, several at once. Nil when it was stopped.
  ///
  /// The same seed and point give the same outcome, in parts or at once.
  ///
  /// - Parameter watch: is told each value on the way.
  func evaluate(
    _ task: TrialTask, shouldStop: () -> Bool, watch: (CurvePoint) -> Void
  ) -> TrialResult? {
    switch self {
    case .training(let objective):
      return objective.evaluate(task, shouldStop: shouldStop, watch: watch)
    case .table(let table): return TrialResult(outcome: table.evaluate(task.proposal.params))
    }
  }
}

extension TrainingObjective {
  fileprivate func evaluate(
    _ task: TrialTask, shouldStop: () -> Bool, watch: (CurvePoint) -> Void
  ) -> TrialResult? {
    do throws(Diagnostic) {
      var progress =
        if let kept = task.progress { kept } else {
          try start(task.proposal.params, seeds: setup.seeds(of: task.seed))
        }
      let outcome = advance(
        &progress, to: task.end ?? progress.epochs, shouldStop: shouldStop, watch: watch)
      return outcome.map { TrialResult(outcome: $0, progress: progress) }
    } catch {
      return TrialResult(outcome: .failed(error))
    }
  }
}
