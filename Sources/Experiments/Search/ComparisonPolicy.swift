// The searches of a comparison side by side, wave by wave, so that the trials of all of them share the threads; none
// knows of another.
import Events
import HyperparameterSearch

struct ComparisonPolicy: TrialPolicy {
  private let plan: ComparePlan
  private let context: ExperimentContext
  /// Of each searcher its runs.
  private(set) var studies: [[Study]]
  /// Nil once it has begun.
  private var firstTasks: [TrialTask]?
  private var finished = 0

  init(
    _ plan: ComparePlan, _ studies: [[Study]], firstTasks: [TrialTask],
    in context: ExperimentContext
  ) {
    self.plan = plan
    self.studies = studies
    self.firstTasks = firstTasks
    self.context = context
  }

  mutating func next() -> NextTrials {
    let tasks = firstTasks ?? Self.tasks(of: studies, plan, in: context)
    firstTasks = nil
    guard let tasks else { return .end(.stoppedByUser) }
    return tasks.isEmpty ? .end(.complete) : .tasks(tasks)
  }

  /// The next wave of every search that is not at its end. Nil when the user stopped it.
  static func tasks(
    of studies: [[Study]], _ plan: ComparePlan, in context: ExperimentContext
  ) -> [TrialTask]? {
    let searchers = plan.searchers
    let runs = plan.seeds.count
    let shouldStop = context.shouldStop
    var tasks: [TrialTask] = []
    let delivered = runTrials(
      0..<studies.count * runs, threads: context.threads,
      body: { place -> [Proposal] in
        let study = studies[place / runs][place % runs]
        return study.wave(
          from: study.nextTrial, upTo: searchers[place / runs].trials, shouldStop: shouldStop)
      },
      deliver: { place, proposals in
        let study = studies[place / runs][place % runs]
        for (number, proposal) in zip(study.nextTrial..., proposals) {
          tasks.append(
            TrialTask(
              study: place, number: number, proposal: proposal, seed: study.trialSeed(number)))
        }
      }, shouldStop: shouldStop)
    return delivered == studies.count * runs ? tasks : nil
  }

  mutating func receive(_ result: TrialResult, of task: TrialTask) {
    let (searcher, run) = task.study.quotientAndRemainder(dividingBy: plan.seeds.count)
    let before = studies[searcher][run].best?.value
    studies[searcher][run].record(Trial(result.outcome, of: task))
    let study = studies[searcher][run]
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
          searcher: plan.searchers[searcher], run: run + 1, seed: plan.seeds[run],
          report: TrialReport(trial: trial, measure: plan.measure, isBestSoFar: isBest))))
    let total = plan.searchers.reduce(0) { $0 + $1.trials } * plan.seeds.count
    context.show(
      ProgressReport(
        activity: .searching, done: Double(finished), total: Double(total), position: finished,
        lastPosition: total, unit: "trials", latest: nil))
  }
}
