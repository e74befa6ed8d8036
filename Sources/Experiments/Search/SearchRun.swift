// Running a search: wave after wave of trials, on as many threads as there are, each a pure function of the
// study's seed and its own number, their reports in the trials' order. Whatever stops it, finished trials
// stay, and going on gives what not stopping would have given.
import CommandLanguage
import Events
import HyperparameterSearch

extension FinishedSearch {
  /// A trial that can begin, with its point.
  typealias NextTrial = (number: Int, proposal: Proposal)

  /// The trials to run next, without those that are there already. Stopped while they are chosen, not all.
  func nextWave(shouldStop: () -> Bool) -> [NextTrial] {
    let first = study.firstMissing
    guard first < planned else { return [] }
    let known = Set(study.trials.map(\.number))
    return study.wave(from: first, upTo: planned, shouldStop: shouldStop).enumerated()
      .map { (first + $0.offset, $0.element) }.filter { !known.contains($0.0) }
  }
}

/// A search that holds: the trials that are known before the first one runs can be run.
package struct PreparedSearch {
  let search: FinishedSearch
  let objective: SearchObjective
  /// Asked once: a search must not make thousands of inquiries.
  let memory: MemoryBudget
  let firstWave: [FinishedSearch.NextTrial]
  let stop: SearchStop

  /// Errors: those of `SearchObjective.check`.
  package init(
    _ search: FinishedSearch, _ objective: SearchObjective, _ stop: SearchStop,
    in context: ExperimentContext
  ) throws(Diagnostic) {
    self.search = search
    self.objective = objective
    memory = context.memory
    self.stop = stop
    firstWave = search.nextWave(shouldStop: context.shouldStop)
    for (_, proposal) in firstWave { try objective.check(proposal.params, memory) }
  }
}

package struct SearchRun {
  private let context: ExperimentContext
  let objective: SearchObjective
  private(set) var search: FinishedSearch
  private let memory: MemoryBudget
  private let firstWave: [FinishedSearch.NextTrial]
  private let stop: SearchStop
  private let live: LiveTrials
  private var journal: SearchJournal

  package init(_ prepared: PreparedSearch, journal: SearchJournal, in context: ExperimentContext) {
    search = prepared.search
    objective = prepared.objective
    memory = prepared.memory
    firstWave = prepared.firstWave
    stop = prepared.stop
    self.context = context
    self.journal = journal
    live = LiveTrials(
      isWatched: context.showsProgress, planned: search.planned,
      direction: search.study.direction)
    for trial in search.study.trials { live.finish(trial) }
  }

  /// Runs the trials that are planned and not there yet.
  package mutating func run() -> SearchOutcome {
    context.emit(.searchStarted(SearchPlan(search, objective, context.commentary)))
    journal.begin(search)
    search.id = journal.id
    var wave = firstWave
    var isInterrupted = false
    while !wave.isEmpty, !isInterrupted {
      let wanted = wave.filter { !stop.isReached(by: $0.number) }
      if wanted.isEmpty { break }
      isInterrupted = !run(wanted)
      if !isInterrupted { wave = search.nextWave(shouldStop: context.shouldStop) }
    }
    return SearchEnding(context: context, search: search, objective: objective).finish(
      &journal, isInterrupted: isInterrupted || !wave.isEmpty,
      stoppedAfterTrials: isInterrupted ? search.study.firstMissing : nil)
  }

  /// False when the user stopped it.
  private mutating func run(_ wave: [FinishedSearch.NextTrial]) -> Bool {
    let failures = failures(in: wave)
    let (objective, study, live) = (objective, search.study, live)
    let (context, shouldStop) = (context, context.shouldStop)
    var isWhole = true
    let delivered = runTrials(
      0..<wave.count, threads: threads(for: wave.map(\.proposal)),
      body: { place -> TrialOutcome? in
        let (number, proposal) = wave[place]
        if let failure = failures[number] { return .failed(failure) }
        live.begin(number, proposal.params)
        defer { live.end(number) }
        return objective.evaluate(
          proposal.params, seed: study.trialSeed(number), shouldStop: shouldStop,
          watch: { live.add($0, to: number) })
      },
      deliver: { place, outcome in
        // Behind a trial that was stopped none is kept, so that their number says which there are.
        if let outcome, isWhole {
          record(outcome, of: wave[place].proposal, number: wave[place].number)
        } else {
          isWhole = false
        }
      },
      shouldStop: {
        live.report(to: context)
        return shouldStop()
      })
    return isWhole && delivered == wave.count
  }

  /// Points that only became known on the way and cannot be evaluated: the search goes on without them.
  private func failures(in wave: [FinishedSearch.NextTrial]) -> [Int: Diagnostic] {
    var failures: [Int: Diagnostic] = [:]
    for (number, proposal) in wave {
      do throws(Diagnostic) {
        try objective.check(proposal.params, memory)
      } catch {
        failures[number] = error
      }
    }
    return failures
  }

  /// As many threads as there are, or as the largest trials fit into memory side by side.
  private func threads(for proposals: [Proposal]) -> Int {
    let largest = proposals.reduce(1) { max($0, objective.memoryNeed($1.params)) }
    return max(1, min(context.threads, memory.free / largest))
  }

  private mutating func record(_ outcome: TrialOutcome, of proposal: Proposal, number: Int) {
    search.study.record(
      Trial(
        number: number, params: proposal.params, value: outcome.value, state: outcome.state,
        metrics: outcome.metrics, standardError: outcome.standardError, curve: outcome.curve,
        origin: proposal.origin, prediction: proposal.prediction))
    guard let trial = search.study.trials.last(where: { $0.number == number }) else { return }
    let report = search.report(of: trial, bestBefore: live.bestBefore(number, in: search.study))
    live.finish(trial)
    journal.append(trial)
    context.emit(.trial(report))
    if let failure = outcome.failure {
      context.emit(
        .trialReason(TrialReason(number: number, statements: ["\(failure.message)"])))
    } else if let reason = context.commentary.reason(for: report, in: search) {
      context.emit(.trialReason(reason))
    }
    live.report(to: context)
  }
}
