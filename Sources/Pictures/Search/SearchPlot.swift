// `plot search`: what each trial of a search came to, and the best so far.
import CommandLanguage
import Events
import Experiments
import HyperparameterSearch
import Presentation
import Sessions
import Text

struct SearchPlot: Plot {
  let name = "search"
  let summary = "each trial's value and the best so far"
  let example = Example(
    "plot search", "how a search got on",
    setup: ["data iris", "search random trials=8 epochs=2 lr=1e-3..1:log units=4..16"])

  func figure(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Figure {
    let search = try FinishedSearch.toDraw(arguments, preparation)
    guard search.study.trials.contains(where: \.state.hasValue) else {
      throw search.withoutBest("no trial reached a finite value", arguments.syntax.range)
    }
    var known: Double?
    if case .table(let setup) = search.objective, let table = preparation.state.table,
      table.setup == setup
    {
      known = table.best
    }
    return SearchFigure(search, bestPossible: known).figure
  }
}

private struct SearchFigure {
  let search: FinishedSearch
  let bestPossible: Double?
  private let measure: SearchMeasure
  /// The best trial so far, after each trial from the first that has a value on.
  private let best: [Trial]
  private let first: Int

  init(_ search: FinishedSearch, bestPossible: Double?) {
    (self.search, self.bestPossible) = (search, bestPossible)
    measure = search.measure
    let trials = search.study.trials
    var best: [Trial] = []
    first = trials.first { $0.state == .done }?.number ?? 0
    for trial in trials where trial.number >= first {
      // Numbers that an interruption left out keep what was.
      while let last = best.last, first + best.count < trial.number { best.append(last) }
      let isBetter =
        trial.state == .done
        && trial.value.map { value in
          best.last?.value.map { search.study.direction.isBetter(value, than: $0) } ?? true
        } ?? false
      if isBetter { best.append(trial) } else if let last = best.last { best.append(last) }
    }
    self.best = best
  }

  var figure: Figure {
    let curve = best.map { measure.factor * ($0.value ?? .nan) }
    let axis = axis(curve)
    var notes: [String] = []
    var marks: [Mark] = band.map { [.band($0.stepped)] } ?? []
    if !curve.isEmpty {
      let line = Series.curve("the best so far", .series(0), letter: "B", from: first, curve)
      marks.append(.line(line.stepped))
    }
    // Above the line, which runs through the best of them.
    for series in trials {
      let (sample, note) = series.sampled(most: 2000)
      if let note { notes.append(note) }
      marks.append(.points(sample))
    }
    if let bestPossible {
      marks.append(
        .rule(
          Series("", .muted, y: [measure.factor * bestPossible], texts: ["the table's best"])))
    }
    if let model = firstOfModel {
      marks.append(
        .rule(Series("", .muted, x: [Double(model)], texts: ["first chosen by results"])))
    }
    return Figure(
      "\(measure.name) over the trials of a \(search.adjective) search", description: description,
      notes: notes + notesOnTheRest(axis),
      [Panel(x: PanelAxis("trial", .count), y: axis, marks: marks)])
  }

  private func axis(_ curve: [Double]) -> PanelAxis {
    let values = search.study.trials.compactMap(\.value).map { measure.factor * $0 }
    let edges = band.map { [$0.y.map(\.value), $0.other.map(\.value)] } ?? []
    guard measure.direction == .minimize else {
      return PanelAxis(measure.name, unit: measure.unit)
    }
    var axis = PanelAxis.losses(measure.name, [curve], others: [values] + edges)
    // A band may reach where no loss is, which a log scale could not show.
    if edges.joined().contains(where: { $0 <= 0 }) { axis.kind = .linear }
    return axis
  }

  // MARK: Marks

  private var trials: [Series] {
    func series(_ name: String, _ role: Role, _ letter: String, _ state: TrialState) -> Series {
      let trials = search.study.trials.filter { $0.state == state }
      return Series(
        name, role, letter: letter, x: trials.map { Double($0.number) },
        y: trials.map { measure.factor * ($0.value ?? .nan) }, isHollow: state == .pruned)
    }
    return [
      series("cut early", .series(2), "c", .pruned), series("a trial", .series(1), "o", .done),
    ].filter { $0.count > 0 }
  }

  /// Of the best, where its value is a mean over several trainings.
  private var band: Series? {
    guard best.contains(where: { $0.standardError != nil }) else { return nil }
    func edge(_ sign: Double) -> [Double] {
      best.map { measure.factor * (($0.value ?? .nan) + sign * ($0.standardError ?? 0)) }
    }
    return Series(
      "± its standard error", .series(0), letter: "b", from: first, y: edge(-1), other: edge(1))
  }

  /// The first trial that results chose.
  private var firstOfModel: Int? {
    search.study.trials.first { $0.origin == .bayes || $0.origin == .tpe }?.number
  }

  // MARK: Words

  private var description: String {
    guard let start = best.first, let end = best.last, let from = start.value, let to = end.value
    else { return "No trial has reached its last epoch." }
    let count = counted(search.study.trials.count, "trial")
    let name = "The best \(measure.name)"
    if start.number == end.number {
      return "\(name), \(measure.words(to)), is that of trial \(end.number), \(neverBeaten)."
    }
    let verb = measure.direction == .minimize ? "fell" : "rose"
    var text =
      "\(name) so far \(verb) from \(measure.words(from)) at trial \(start.number) to "
      + "\(measure.words(to)) at trial \(end.number), of \(count)."
    let done = search.study.trials.filter { $0.state == .done }.compactMap(\.value)
    if done.count > 2, let median = Statistics.median(done) {
      text +=
        " Half of the \(search.halving == nil ? "" : "uncut ")trials came to "
        + "\(measure.words(median)) or \(measure.direction == .minimize ? "more" : "less")."
    }
    return text
  }

  /// What is so where the first trial is the best.
  private var neverBeaten: String {
    let end = search.halving == nil ? "that came to a value" : "trained to its end"
    let others = search.study.trials.count { $0.state == .done } - 1
    if others == 0 { return "the only one of \(search.study.trials.count) \(end)" }
    return "the first \(end); none of the \(others) after it is better"
  }

  private func notesOnTheRest(_ axis: PanelAxis) -> [String] {
    var notes: [String] = []
    let lost = search.study.trials.filter { !$0.state.hasValue }.map(\.number)
    if !lost.isEmpty { notes.append("\(trialNames(lost)) diverged or failed") }
    if let high = axis.high?.value {
      let above = search.study.trials.count {
        $0.value.map { measure.factor * $0 > high } ?? false
      }
      if above > 0 { notes.append("\(counted(above, "trial")) above that") }
    }
    return notes
  }
}
