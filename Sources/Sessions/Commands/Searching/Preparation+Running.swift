// The work of a search, new or gone on with.
import CommandLanguage
import Experiments
import NeuralNetwork

extension Preparation {
  /// Its trials, one wave after the other or rung by rung, become the state's. Errors: those of
  /// `PreparedSearch` and `PreparedHalving`.
  ///
  /// - Parameters:
  ///   - naming: makes of the command typed one that means the same whenever it is typed.
  ///   - begin: what is to be written into the journal before.
  func running(
    _ search: FinishedSearch, _ objective: SearchObjective, _ arguments: Arguments,
    naming: ((String) -> String)? = nil,
    begin: @escaping (inout SearchJournal) -> Void = { _ in }
  ) throws(Diagnostic) -> Work {
    let stop = SearchStop(trials: arguments[SearchOptions.stop])
    let run: (SearchJournal, ExperimentContext) -> SearchOutcome
    if let halving = search.halving, case .training(let training) = objective {
      run = try PreparedHalving(search, halving, training, stop, in: context).run
    } else {
      run = try PreparedSearch(search, objective, stop, in: context).run
    }
    return Work(
      takingUp: { (performance, bytes) throws(UnreadableCheckpoint) in
        let ended = try search.taking(bytes, from: performance.environment.studies)
        performance.update {
          $0.search = ended
          $0.guesses = []
        }
      }
    ) { performance in
      let again = { (trials: Int) in
        let text = arguments.syntax.with(option: SearchOptions.stop.name, String(trials))
        return naming?(text) ?? text
      }
      if let naming { performance.noteMeaning(naming(arguments.syntax.text)) }
      let context = performance.context(keepingAs: again)
      var journal = SearchJournal(
        performance.environment.studies, id: search.id, in: context)
      begin(&journal)
      let outcome = run(journal, context)
      if outcome.isWorthKeeping {
        performance.update { $0.search = outcome.search }
        // Run again, it would be another search of the archive.
        performance.leave(always: true) { outcome.search.remains }
      }
      // What was written down as points of this search is tried when it goes on.
      if outcome.isWorthKeeping || outcome.search.id != nil, !performance.state.guesses.isEmpty {
        performance.update { $0.guesses = [] }
      }
      if let trials = outcome.stoppedAfterTrials {
        performance.noteInterruption(again: again(trials))
      }
    }
  }
}
