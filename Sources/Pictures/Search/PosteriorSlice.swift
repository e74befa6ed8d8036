// Where the model of a Bayesian search is looked at: along one axis or over two, all others as they are in one
// trial, since nobody can see in more.
import Datasets
import CommandLanguage
import Events
import Experiments
import HyperparameterSearch
import Presentation
import Text

struct PosteriorSlice {
  struct Moment {
    /// The trial before which the model is shown; nil for after all.
    let trial: Int?
    /// Those that it chose then, as far as they have ended.
    let chosen: [Trial]
    let isWave: Bool
  }

  @Boxed private(set) var search: FinishedSearch
  let moment: Moment
  /// Whose values the axes have that are not shown.
  private let base: Trial
  private let shown: [String]
  /// The number of the best trial until then.
  private let best: Int?

  /// Error: `never-tried`.
  init(
    _ search: FinishedSearch, _ moment: Moment, _ sides: (x: SearchSide, y: SearchSide?),
    _ arguments: Arguments
  ) throws(Diagnostic) {
    (self.search, self.moment) = (search, moment)
    let shown = [sides.x.name] + (sides.y.map { [$0.name] } ?? [])
    self.shown = shown
    // The chosen one itself, so that its point is on the picture; else the best, in which what is shown plays a part.
    let known = (search.study.top(.max) + search.study.trials).filter { trial in
      moment.trial.map { trial.number < search.study.waveStart(of: $0) } ?? true
    }
    best = known.first { $0.state == .done }?.number
    let base = (moment.chosen.prefix(1) + known).first { trial in
      shown.allSatisfy { trial.param($0) != nil }
    }
    guard let base else {
      let names = joinedByAnd(shown.map { CommandLanguage.shown($0) })
      throw Diagnostic(
        id: "never-tried", message: "no trial so far has a value of \(names)",
        range: arguments.syntax.range, suggestion: "`plot posterior`")
    }
    self.base = base
  }

  /// The point with these values of what is shown.
  func point(_ values: [(side: SearchSide, value: ParameterValue)]) -> [ParameterAssignment] {
    let space = search.study.space
    return space.point { place in
      let axis = space.axes[place]
      return values.first { $0.side.name == axis.name }?.value ?? base.param(axis.name)
        ?? axis.domain.value(at: 0.5)
    }
  }

  /// Whether a trial lies in it, and not before or behind it.
  func contains(_ trial: Trial) -> Bool {
    search.varied.allSatisfy { axis in
      shown.contains(axis.name) || trial.param(axis.name) == base.param(axis.name)
    }
  }

  // MARK: Words

  /// What is not shown: "units"
  var others: String {
    let names = search.varied.map(\.name).filter { !shown.contains($0) }
    return names.count > 2 ? "values of the rest" : joinedByAnd(names)
  }

  /// "units 24 as in trial 7, the best"
  var notes: [String] {
    let others = search.varied.filter { !shown.contains($0.name) }
    guard !others.isEmpty else { return [] }
    let values = others.compactMap { axis in
      base.param(axis.name).map { "\(axis.name) \($0.words)" }
    }
    let isBest = base.number == best
    let list = values.count > 4 ? "all else" : joinedByAnd(values)
    return ["\(list) as in trial \(base.number)\(isBest ? ", the best so far" : "")"]
  }

  /// "a model of 12 trials", "a model of the 12 trials before trial 14"
  func model(_ posterior: Posterior) -> String {
    let count = posterior.known.count
    guard let trial = moment.trial else { return "a model of all \(counted(count, "trial"))" }
    let before = moment.isWave ? "wave \(trial / search.study.waveSize + 1)" : "trial \(trial)"
    return "a model of the \(counted(count, "trial")) known before \(before)"
  }

  /// Where the chosen ones went.
  func choice(_ sides: [SearchSide]) -> String {
    guard let first = moment.chosen.first else { return "" }
    guard moment.chosen.count == 1 else {
      return "\(trialNames(moment.chosen.map(\.number)).capitalizedFirst) were chosen then."
    }
    let at = sides.compactMap { side in
      first.param(side.name).map { "\(side.name) \($0.words)" }
    }
    return "Trial \(first.number) was tried at \(joinedByAnd(at))."
  }

  /// What is so of some trials.
  func doubt(_ posterior: Posterior) -> [String] {
    posterior.belief == .fitted
      ? [] : ["one trial in three is chosen by a more doubtful model, as here"]
  }

  /// The value from which on the model takes all worse ones for alike.
  func limit(_ posterior: Posterior) -> Double? {
    SurrogateModel.ceiling(of: posterior.known, search.study.direction)
  }
}

extension String {
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
