// Several searchers on one objective, each several times with other seeds, and what that says of them.
import CommandLanguage
import Datasets
import Events
import HyperparameterSearch

package struct CompareRun {
  @Boxed private(set) var objective: SearchObjective
  let plan: ComparePlan
  /// Of each searcher its runs.
  package private(set) var studies: [[Study]]
  private let memory: MemoryBudget
  /// Nil when the user stopped it before.
  private let firstTasks: [TrialTask]?

  /// Errors: those of `SearchObjective.check` for the first wave of each search.
  package init(
    _ plan: ComparePlan, _ studies: [[Study]], objective: SearchObjective,
    in context: ExperimentContext
  ) throws(Diagnostic) {
    self.plan = plan
    self.studies = studies
    self.objective = objective
    memory = context.memory
    firstTasks = ComparisonPolicy.tasks(of: studies, plan, in: context)
    for task in firstTasks ?? [] { try objective.check(task.proposal.params, memory) }
  }

  /// False when the user stopped it.
  package mutating func run(in context: ExperimentContext) -> Bool {
    guard let firstTasks else { return false }
    context.emit(.compareStarted(plan))
    var policy = ComparisonPolicy(plan, studies, firstTasks: firstTasks, in: context)
    let loop = TrialLoop(objective: objective, memory: memory, live: nil, context: context)
    let end = loop.run(&policy)
    studies = policy.studies
    return end == .complete
  }

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
