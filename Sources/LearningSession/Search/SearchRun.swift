// Running a search: wave after wave of trials, on as many threads as there are, each a pure function of the
// study's seed and its own number, their reports in the trials' order. Whatever stops it, finished trials
// stay, and going on gives what not stopping would have given.
import CommandLanguage
import HyperparameterSearch
import NeuralNetwork

struct SearchRun {
  let session: Session
  let objective: SearchObjective
  private(set) var search: FinishedSearch
  /// Asked once: a search must not make thousands of inquiries.
  private let freeMemory: Int
  private let live: LiveTrials
  private var journal: SearchJournal

  init(
    _ search: FinishedSearch, objective: SearchObjective, journal: SearchJournal, session: Session
  ) {
    self.search = search
    self.objective = objective
    self.session = session
    self.journal = journal
    freeMemory = session.environment.availableMemory()
    live = LiveTrials(
      isWatched: session.environment.showsProgress, planned: search.planned,
      direction: search.study.direction)
    for trial in search.study.trials { live.finish(trial) }
  }

  /// Runs the trials that are planned and not there yet.
  ///
  /// Errors: those of `SearchObjective.check` for the trials that are known before the first one runs.
  mutating func run(_ plan: SearchPlan) throws(Diagnostic) {
    var wave = nextWave()
    for (_, proposal) in wave {
      try objective.check(proposal.params, in: session, free: freeMemory)
    }
    session.emit(.searchStarted(plan))
    journal.begin(search)
    search.id = journal.id
    var isInterrupted = false
    while !wave.isEmpty, !isInterrupted {
      isInterrupted = !run(wave)
      if !isInterrupted { wave = nextWave() }
    }
    SearchEnding(session: session, search: search, objective: objective)
      .finish(&journal, isInterrupted: isInterrupted)
  }

  /// The trials to run next, without those that are there already.
  private func nextWave() -> [(number: Int, proposal: Proposal)] {
    let first = search.study.firstMissing
    guard first < search.planned else { return [] }
    let known = Set(search.study.trials.map(\.number))
    return search.study.wave(from: first, upTo: search.planned).enumerated()
      .map { (first + $0.offset, $0.element) }.filter { !known.contains($0.0) }
  }

  /// False when the user stopped it.
  private mutating func run(_ wave: [(number: Int, proposal: Proposal)]) -> Bool {
    let failures = failures(in: wave)
    let (objective, study, live) = (objective, search.study, live)
    let (session, shouldStop) = (session, session.environment.shouldStop)
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
        if let outcome {
          record(outcome, of: wave[place].proposal, number: wave[place].number)
        } else {
          isWhole = false
        }
      },
      shouldStop: {
        live.report(to: session)
        return shouldStop()
      })
    return isWhole && delivered == wave.count
  }

  /// Points that only became known on the way and cannot be evaluated: the search goes on without them.
  private func failures(in wave: [(number: Int, proposal: Proposal)]) -> [Int: Diagnostic] {
    var failures: [Int: Diagnostic] = [:]
    for (number, proposal) in wave {
      do throws(Diagnostic) {
        try objective.check(proposal.params, in: session, free: freeMemory)
      } catch {
        failures[number] = error
      }
    }
    return failures
  }

  /// As many threads as there are, or as the largest trials fit into memory side by side.
  private func threads(for proposals: [Proposal]) -> Int {
    let largest = proposals.reduce(1) { max($0, objective.memoryNeed($1.params)) }
    return max(1, min(session.threads, freeMemory / largest))
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
    session.emit(.trial(report))
    if let failure = outcome.failure {
      session.emit(
        .trialReason(TrialReason(number: number, statements: ["\(failure.message)"])))
    } else if let reason = search.reason(for: report, session.state.settings.explain) {
      session.emit(.trialReason(reason))
    }
    live.report(to: session)
  }
}
