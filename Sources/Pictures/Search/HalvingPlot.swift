// `plot halving`: how many trials a halving search trained how long, which went on, and what they came to on the
// way.
import Datasets
import CommandLanguage
import Events
import Experiments
import HyperparameterSearch
import Presentation
import Sessions
import Text

struct HalvingPlot: Plot {
  let name = "halving"
  let summary = "which trials went on, rung by rung"
  let example = Example(
    "plot halving", "how many trials were trained how long",
    setup: ["data iris", "layer 4", "search halving trials=9 epochs=9 lr=1e-3..1:log"])

  func figure(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Figure {
    let search = try preparation.finishedSearch(arguments)
    guard let plan = search.halving else {
      let isTable = if case .table = search.objective { true } else { false }
      throw Diagnostic(
        id: "not-halving",
        message: "the last search was \(search.adjective), which trains all trials to their end",
        range: arguments.syntax.range,
        suggestion: isTable
          ? "`objective training`, then `search halving lr=1e-4..1:log`"
          : search.halvingCommand)
    }
    let ended = try FinishedSearch.toDraw(arguments, preparation)
    return HalvingFigure(ended, plan).figure
  }
}

extension FinishedSearch {
  /// How long each trial is trained is what halving decides.
  fileprivate var halvingCommand: String {
    let axes = study.space.axes.filter { $0.name != SearchAxis.epochs }
    guard !axes.isEmpty else { return "`search halving lr=1e-4..1:log`" }
    let space = axes.map { "\(Word.source(of: $0.name))=\($0.text)" }
    return "`search halving \(space.joined(separator: " "))`"
  }
}

private struct HalvingFigure {
  @Boxed private(set) var search: FinishedSearch
  let plan: HalvingPlan
  private let rungs: [RungOutcome]
  private let best: Trial?

  init(_ search: FinishedSearch, _ plan: HalvingPlan) {
    (self.search, self.plan) = (search, plan)
    rungs = plan.outcomes(of: search.study)
    best = search.study.best
  }

  private var hasBrackets: Bool { plan.brackets.count > 1 }

  /// Of its plans; `c` and `X` have a meaning of their own.
  private static let letters = ["A", "B", "C", "D", "E", "F"]
  /// More curves could not be told apart.
  private static let mostCurves = 60

  var figure: Figure {
    let epochs = PanelAxis("epoch", .count, low: 0, high: Double(plan.maxEpochs))
    // The first rung at the top.
    let names = rungs.reversed().map { rung in
      hasBrackets ? "plan \(rung.bracket + 1), rung \(rung.rung + 1)" : "rung \(rung.rung + 1)"
    }
    var notes: [String] = []
    let upper = Panel(
      x: epochs, y: PanelAxis("", categories: names), height: rungs.count, marks: brackets)
    let lower = Panel(
      x: epochs, y: values, height: max(5, 14 - rungs.count), marks: curves(&notes))
    return Figure(
      "\(search.measure.name) and how long each trial of a \(search.adjective) search was trained",
      description: description, height: max(5, 14 - rungs.count), notes: notes + notesOnTheRest,
      isStacked: true, [upper, lower])
  }

  // MARK: Rungs

  private var brackets: [Mark] {
    plan.brackets.indices.compactMap { bracket in
      let places = rungs.indices.filter { rungs[$0].bracket == bracket }
      guard !places.isEmpty else { return nil }
      return .brackets(
        Series(
          hasBrackets ? "plan \(bracket + 1)" : "", .series(bracket),
          x: places.map { Double(rungs[$0].epochs.lowerBound) },
          y: places.map { Double(rungs.count - 1 - $0) },
          other: places.map { Double(rungs[$0].epochs.upperBound) },
          texts: places.map { text(rungs[$0]) }))
    }
  }

  /// "27 trials, 9 go on"
  private func text(_ rung: RungOutcome) -> String {
    let isLast = rung.rung == plan.brackets[rung.bracket].rungs.count - 1
    let onwards =
      isLast ? "to the end" : rung.kept == 1 ? "1 goes on" : "\(rung.kept) go on"
    let lost = rung.diverged > 0 ? ", \(rung.diverged) diverged" : ""
    return "\(counted(rung.trials, "trial"))\(lost), \(onwards)"
  }

  // MARK: Curves

  private var values: PanelAxis {
    let measure = search.measure
    let all = search.study.trials.map { trial in trial.curve.map { measure.factor * $0.value } }
    guard measure.direction == .minimize else { return PanelAxis(measure.name, unit: measure.unit) }
    return .losses(measure.name, all.filter { !$0.isEmpty })
  }

  /// Of those that went furthest, if they are many; the best above the others.
  private func curves(_ notes: inout [String]) -> [Mark] {
    func length(_ trial: Trial) -> Int { trial.curve.last?.epoch ?? 0 }
    let trials = search.study.trials.filter { !$0.curve.isEmpty }
      .sorted { (length($1), $0.number) < (length($0), $1.number) }
    var shown = Array(trials.prefix(Self.mostCurves))
    if shown.count < trials.count {
      notes.append("curves of \(shown.count) of \(trials.count) trials")
    }
    if let best, !shown.contains(where: { $0.number == best.number }) { shown.append(best) }
    func line(_ trial: Trial, _ name: String, _ role: Role, _ letter: String) -> Mark {
      .line(
        Series(
          name, role, letter: letter, x: trial.curve.map { Double($0.epoch) },
          y: trial.curve.map { search.measure.factor * $0.value }))
    }
    // A trial that was cut at its first look is a point.
    func point(_ trials: [Trial]) -> [Mark] {
      let ends = trials.compactMap(\.curve.last)
      guard !ends.isEmpty else { return [] }
      return [
        .points(
          Series(
            "where a trial was cut", .series(6), letter: "c", x: ends.map { Double($0.epoch) },
            y: ends.map { search.measure.factor * $0.value }, isHollow: true))
      ]
    }
    let cut = shown.filter { $0.state == .pruned }
    let whole = shown.filter { $0.state == .done && $0.number != best?.number }
    return cut.map { line($0, "", .muted, "") } + point(cut)
      + whole.map { trial in
        let plan = plan.bracket(ofTrial: trial.number) ?? 0
        let name = hasBrackets ? "plan \(plan + 1), to the end" : "to the end"
        return line(trial, name, .series(plan), Self.letters[plan % Self.letters.count])
      }
      + (best.map { [line($0, "the best, trial \($0.number)", .emphasis, "X")] } ?? [])
  }

  // MARK: Words

  private var description: String {
    var parts = plan.brackets.indices.compactMap { bracket -> String? in
      let all = rungs.filter { $0.bracket == bracket }
      guard let first = all.first else { return nil }
      let rest = all.dropFirst().map { "\($0.trials) up to epoch \($0.epochs.upperBound)" }
      let others = rest.isEmpty ? "" : ", of which \(joinedByAnd(rest))"
      return (hasBrackets ? "Plan \(bracket + 1): " : "")
        + "\(counted(first.trials, "trial")) trained up to epoch \(first.epochs.upperBound)"
        + others + "."
    }
    let spent = rungs.reduce(0) { $0 + $1.trials * $1.epochs.count }
    let whole = search.study.trials.count * plan.maxEpochs
    if isOver, whole > spent {
      parts.append(
        "That took at most \(counted(spent, "epoch")); \(counted(search.study.trials.count, "trial")) "
          + "trained to the end would take \(whole).")
    }
    if let best, let value = best.value {
      parts.append(
        "The best at the end is trial \(best.number) with a \(search.measure.name) of "
          + "\(search.measure.words(value)).")
    }
    return parts.joined(separator: " ")
  }

  private var isOver: Bool { search.study.firstMissing >= search.planned }

  private var notesOnTheRest: [String] {
    guard !isOver, search.study.pointsLeft != 0 else { return [] }
    let missing = search.planned - search.study.trials.count
    return ["\(counted(missing, "trial")) not at an end yet: `search resume` goes on"]
  }
}
