// Several searchers on one objective, each several times with other seeds. All searches go on side by side,
// wave by wave, so that the trials of all of them share the threads; none knows of another.
import CommandLanguage
import Events
import HyperparameterSearch

package struct CompareRun {
  let objective: SearchObjective
  let plan: ComparePlan
  /// Of each searcher its runs.
  package private(set) var studies: [[Study]]
  private let memory: MemoryBudget
  /// Nil when the user stopped it before.
  private let firstTasks: [Task]?
  private var finished = 0

  /// A trial that is to run next.
  private struct Task {
    var searcher: Int
    var run: Int
    var number: Int
    var proposal: Proposal
  }

  /// Errors: those of `SearchObjective.check` for the first wave of each search.
  package init(
    _ plan: ComparePlan, _ studies: [[Study]], objective: SearchObjective,
    in context: ExperimentContext
  ) throws(Diagnostic) {
    self.plan = plan
    self.studies = studies
    self.objective = objective
    memory = context.memory
    firstTasks = Self.nextTasks(
      of: studies, plan, threads: context.threads, shouldStop: context.shouldStop)
    for task in firstTasks ?? [] { try objective.check(task.proposal.params, memory) }
  }

  /// False when the user stopped it.
  package mutating func run(in context: ExperimentContext) -> Bool {
    guard var tasks = firstTasks else { return false }
    context.emit(.compareStarted(plan))
    while !tasks.isEmpty {
      guard run(tasks, in: context),
        let next = Self.nextTasks(
          of: studies, plan, threads: context.threads, shouldStop: context.shouldStop)
      else { return false }
      tasks = next
    }
    return true
  }

  /// The next wave of every search that is not at its end. Nil when the user stopped it.
  private static func nextTasks(
    of studies: [[Study]], _ plan: ComparePlan, threads: Int,
    shouldStop: @escaping @Sendable () -> Bool
  ) -> [Task]? {
    let searchers = plan.searchers
    let runs = plan.seeds.count
    var tasks: [Task] = []
    let delivered = runTrials(
      0..<studies.count * runs, threads: threads,
      body: { place -> [Proposal] in
        let study = studies[place / runs][place % runs]
        return study.wave(
          from: study.nextTrial, upTo: searchers[place / runs].trials, shouldStop: shouldStop)
      },
      deliver: { place, proposals in
        let first = studies[place / runs][place % runs].nextTrial
        tasks += proposals.enumerated().map { offset, proposal in
          Task(
            searcher: place / runs, run: place % runs, number: first + offset, proposal: proposal)
        }
      }, shouldStop: shouldStop)
    return delivered == studies.count * runs ? tasks : nil
  }

  private mutating func run(_ tasks: [Task], in context: ExperimentContext) -> Bool {
    let failures = tasks.map { failure(of: $0) }
    let (objective, studies) = (objective, studies)
    let shouldStop = context.shouldStop
    let largest = tasks.reduce(1) { max($0, objective.memoryNeed($1.proposal.params)) }
    var isWhole = true
    let delivered = runTrials(
      0..<tasks.count, threads: max(1, min(context.threads, memory.free / largest)),
      body: { place -> TrialOutcome? in
        let task = tasks[place]
        if let failure = failures[place] { return .failed(failure) }
        return objective.evaluate(
          task.proposal.params, seed: studies[task.searcher][task.run].trialSeed(task.number),
          shouldStop: shouldStop)
      },
      deliver: { place, outcome in
        if let outcome {
          record(outcome, of: tasks[place], in: context)
        } else {
          isWhole = false
        }
      },
      shouldStop: shouldStop)
    return isWhole && delivered == tasks.count
  }

  /// A point that only became known on the way and cannot be evaluated is a failed trial.
  private func failure(of task: Task) -> Diagnostic? {
    do throws(Diagnostic) {
      try objective.check(task.proposal.params, memory)
      return nil
    } catch {
      return error
    }
  }

  private mutating func record(
    _ outcome: TrialOutcome, of task: Task, in context: ExperimentContext
  ) {
    let before = studies[task.searcher][task.run].best?.value
    studies[task.searcher][task.run].record(
      Trial(
        number: task.number, params: task.proposal.params, value: outcome.value,
        state: outcome.state, metrics: outcome.metrics, standardError: outcome.standardError,
        curve: outcome.curve, origin: task.proposal.origin, prediction: task.proposal.prediction))
    let study = studies[task.searcher][task.run]
    guard let trial = study.trials.last else { return }
    let isBest =
      trial.state == .done
      && trial.value.map { value in before.map { study.direction.isBetter(value, than: $0) } ?? true
      }
        ?? false
    finished += 1
    context.emit(
      .compareTrial(
        CompareTrial(
          searcher: plan.searchers[task.searcher], run: task.run + 1, seed: plan.seeds[task.run],
          report: TrialReport(
            trial: trial, measure: plan.measure, isBestSoFar: isBest,
            axes: study.space.axes.map(\.name), showsEpochs: false, showsErrors: false))))
    let total = plan.searchers.reduce(0) { $0 + $1.trials } * plan.seeds.count
    context.show(
      ProgressReport(
        activity: .searching, done: Double(finished), total: Double(total), position: finished,
        lastPosition: total, unit: "trials", latest: nil))
  }

  // MARK: Afterwards

  package var report: CompareReport {
    let reference = plan.searchers.firstIndex { $0.name == SearchMethod.random.rawValue } ?? 0
    let direction = plan.measure.direction
    let rows = studies.indices.map { place in
      CompareReport.Row(
        plan.searchers[place], studies[place], reference: studies[reference],
        direction: direction)
    }
    let worst = direction == .minimize ? Double.infinity : -Double.infinity
    let ranking = rows.indices.sorted { left, right in
      let (a, b) = (rows[left].final.median ?? worst, rows[right].final.median ?? worst)
      if a != b { return direction.isBetter(a, than: b) }
      let (c, d) = (rows[left].mean ?? worst, rows[right].mean ?? worst)
      return c != d ? direction.isBetter(c, than: d) : left < right
    }
    var bestPossible: Double?
    if case .table(let table) = objective { bestPossible = table.best }
    return CompareReport(
      plan: plan, reference: reference, rows: rows, ranking: ranking, bestPossible: bestPossible,
      verdict: [])
  }
}
