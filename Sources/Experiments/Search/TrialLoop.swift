// Running the trials that a policy asks for: side by side, their results in the order in which they were asked for,
// until the policy has no more or the user stops them.
import Datasets
import CommandLanguage
import HyperparameterSearch

/// A trial, or the next part of one.
struct TrialTask: Sendable {
  /// Of several studies that go on side by side, which.
  var study = 0
  let number: Int
  let proposal: Proposal
  /// The trial's own.
  let seed: UInt64
  /// What it has learned; nil for one that begins.
  var progress: TrialProgress?
  /// The epoch that it is trained to; nil for its last.
  var end: Int?
}

/// What a task came to.
struct TrialResult: Sendable {
  let outcome: TrialOutcome
  /// With which it can go on; nil where there is nothing to train.
  var progress: TrialProgress?
}

/// How running trials ended.
enum TrialsEnd {
  /// All are there, or there are no other points.
  case complete
  /// Where it was told to end as if its user had ended it there.
  case reachedStop
  case stoppedByUser
}

/// Which trials are to run, and what becomes of them.
protocol TrialPolicy {
  /// What can run side by side next, once all results of the last tasks are there.
  mutating func next() -> NextTrials
  /// Is told the results in the tasks' order.
  mutating func receive(_ result: TrialResult, of task: TrialTask)
}

enum NextTrials {
  case tasks([TrialTask])
  case end(TrialsEnd)
}

struct TrialLoop {
  @Boxed private(set) var objective: SearchObjective
  /// Asked once: a search must not make thousands of inquiries.
  let memory: MemoryBudget
  /// Whom the trials tell how they are doing, if anyone.
  let live: LiveTrials?
  let context: ExperimentContext

  func run(_ policy: inout some TrialPolicy) -> TrialsEnd {
    while true {
      switch policy.next() {
      case .end(let end): return end
      case .tasks(let tasks):
        let isWhole = run(tasks) { task, result in policy.receive(result, of: task) }
        if !isWhole { return .stoppedByUser }
      }
    }
  }

  /// False when the user stopped it. Of the results behind a trial that was stopped none counts, so that the
  /// number of those that do says which they are.
  private func run(_ tasks: [TrialTask], receive: (TrialTask, TrialResult) -> Void) -> Bool {
    let (objective, live, shouldStop) = (objective, live, context.shouldStop)
    var (found, largest): ([Diagnostic?], Int) = ([], 0)
    for task in tasks {
      if shouldStop() { return false }
      found.append(failure(of: task))
      largest = max(largest, objective.memoryNeed(task.proposal.params))
    }
    var received = 0
    let failures = found
    runTrials(
      0..<tasks.count, threads: memory.threads(upTo: context.threads, each: largest),
      body: { place -> TrialResult? in
        let task = tasks[place]
        if let failure = failures[place] { return TrialResult(outcome: .failed(failure)) }
        live?.begin(task.number, task.proposal.params)
        defer { live?.end(task.number) }
        return objective.evaluate(
          task, shouldStop: shouldStop, watch: { live?.add($0, to: task.number) })
      },
      deliver: { place, result in
        guard let result, received == place else { return }
        receive(tasks[place], result)
        received += 1
      },
      shouldStop: {
        live?.report(to: context)
        return shouldStop()
      })
    return received == tasks.count
  }

  /// A point that only became known on the way and cannot be evaluated: the search goes on without it.
  private func failure(of task: TrialTask) -> Diagnostic? {
    do throws(Diagnostic) {
      try objective.check(task.proposal.params, memory)
      return nil
    } catch {
      return error
    }
  }
}
