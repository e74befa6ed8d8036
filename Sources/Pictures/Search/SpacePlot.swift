// `plot space`: the points that a search tried, in the square of two hyperparameters, with a mark on each axis for
// each value. It shows what a grid repeats and random draws do not (Bergstra and Bengio, JMLR 13, 2012).
import Datasets
import CommandLanguage
import Events
import Experiments
import HyperparameterSearch
import Presentation
import Sessions
import Text

struct SpacePlot: Plot {
  let name = "space"
  let summary = "the points that a search tried"
  let options: [any AnyArgumentConvertible] = [SearchPictures.across, SearchPictures.up]
  let example = Example(
    "plot space x=lr y=units", "where a search looked",
    setup: ["data iris", "search random trials=8 epochs=2 lr=1e-3..1:log units=4..16"])

  func figure(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Figure {
    let search = try FinishedSearch.toDraw(arguments, preparation)
    let sides = try search.sides(arguments, preparation.settings)
    guard let x = sides.x else { throw .nothingVaried(arguments) }
    if sides.y == nil, !search.study.trials.contains(where: \.state.hasValue) {
      throw search.withoutBest("no trial reached a finite value", arguments.syntax.range)
    }
    return SpaceFigure(search, x: SearchSide(x), y: sides.y.map(SearchSide.init)).figure
  }
}

/// The trials of a search as points.
private struct SpaceFigure {
  @Boxed private(set) var search: FinishedSearch
  let x: SearchSide
  /// Nil where the search varied one thing only: its values then stand over it.
  let y: SearchSide?
  /// Those that have a place.
  private let points: [(trial: Trial, x: Double, y: Double)]

  /// Where the marks along the axes are, in shares of these, and what stays free at the other end.
  private static let (room, end) = ((x: 0.06, y: 0.12), 0.03)
  private static let mostPoints = 2000

  init(_ search: FinishedSearch, x: SearchSide, y: SearchSide?) {
    (self.search, self.x, self.y) = (search, x, y)
    let factor = search.measure.factor
    points = search.study.trials.compactMap { trial in
      guard let across = x.place(in: trial) else { return nil }
      let up = y.map { $0.place(in: trial) } ?? trial.value.map { factor * $0 }
      return up.map { (trial, across, $0) }
    }
  }

  var figure: Figure {
    let upName = y?.name ?? search.measure.name
    var notes: [String] = []
    let groups = groups.map { series in
      let (sample, note) = series.sampled(most: Self.mostPoints)
      if let note { notes.append(note) }
      return Mark.points(sample)
    }
    notes += notesOnTheRest
    let up =
      y?.panelAxis(room: (Self.room.y, Self.end))
      ?? PanelAxis(upName, unit: search.measure.unit, .automatic)
    let panel = Panel(
      x: x.panelAxis(room: (Self.room.x, Self.end)), y: up, aspect: 1.5,
      marks: projections.map(Mark.points) + groups)
    return Figure(
      "\(upName) over \(x.name): \(counted(points.count, "trial")) of a \(search.adjective) search",
      description: description, notes: notes, [panel])
  }

  // MARK: Points

  /// The worse lie below the better.
  private var groups: [Series] {
    let best = search.study.best?.number
    let done = points.filter { $0.trial.state == .done && $0.trial.number != best }
    let values = done.compactMap(\.trial.value)
    let middle = Statistics.median(values) ?? 0
    let better = { (trial: Trial) -> Bool in
      trial.value.map { !search.study.direction.isBetter(middle, than: $0) } ?? false
    }
    func series(
      _ name: String, _ role: Role, _ letter: String, isHollow: Bool = false,
      _ isIn: (Trial) -> Bool
    ) -> Series {
      let chosen = points.filter { isIn($0.trial) }
      return Series(
        name, role, letter: letter, x: chosen.map(\.x), y: chosen.map(\.y), isHollow: isHollow)
    }
    let isOther = { (trial: Trial) in trial.state == .done && trial.number != best }
    let all = [
      series("no value: diverged or failed", .series(3), "!", isHollow: true) {
        !$0.state.hasValue
      },
      series("cut early", .series(2), "c", isHollow: true) { $0.state == .pruned },
      series("the worse half", .series(1), "o", isHollow: true) { isOther($0) && !better($0) },
      series("the better half", .series(0), "O") { isOther($0) && better($0) },
      series("the best", .emphasis, "X") { $0.number == best },
    ]
    return all.filter { $0.count > 0 }
  }

  /// Each value once, along both axes.
  private var projections: [Series] {
    func marks(_ values: [Double]) -> [Double] { Array(Set(values)).sorted() }
    let across = marks(points.map(\.x))
    guard let y else { return [] }
    let up = marks(points.map(\.y))
    let (bottom, left) = (y.place(at: -Self.room.y), x.place(at: -Self.room.x))
    return [
      Series(
        "", .muted, letter: "|", x: across, y: [Double](repeating: bottom, count: across.count)),
      Series("", .muted, letter: "-", x: [Double](repeating: left, count: up.count), y: up),
    ]
  }

  // MARK: Words

  private var description: String {
    [tried, repeated, best].filter { !$0.isEmpty }.joined(separator: " ")
  }

  private func distinct(_ side: SearchSide) -> Int {
    Set(points.compactMap { $0.trial.param(side.name) }).count
  }

  private var tried: String {
    let count = counted(points.count, "trial")
    guard let y else {
      return "The \(count) of the \(search.adjective) search try "
        + "\(counted(distinct(x), "different value")) of \(x.name)."
    }
    return "The \(count) of the \(search.adjective) search try "
      + "\(counted(distinct(x), "different value")) of \(x.name) and \(distinct(y)) of \(y.name): "
      + "each has a mark on its axis."
  }

  /// What that comes to if one of two does not matter.
  private var repeated: String {
    guard let y, points.count > 1 else { return "" }
    let counts = [distinct(x), distinct(y)]
    if counts.allSatisfy({ $0 == points.count }) {
      return "If only one of the two matters, every trial still tries a new value of it."
    }
    guard let most = counts.max(), 2 * most <= points.count else { return "" }
    return "If only one of the two matters, all these trials try no more than \(most) values of it."
  }

  private var best: String {
    guard let best = search.study.best, let value = best.value else { return "" }
    let at = [x.name, y?.name].compactMap { name in
      name.flatMap { name in best.param(name).map { "\(name) \($0.words)" } }
    }
    return "The \(search.measure.best) \(search.measure.name), \(search.measure.words(value)), "
      + "is that of trial \(best.number), at \(joinedByAnd(at))."
  }

  private var notesOnTheRest: [String] {
    var notes: [String] = []
    let without = search.study.trials.count - points.count
    if without > 0 {
      let what = y == nil ? "without a value" : "in which one of the two plays no part"
      notes.append("\(counted(without, "trial")) \(what) not shown")
    }
    let places = Set(points.map { [$0.x, $0.y] }).count
    if places < points.count { notes.append("they lie on \(counted(places, "point"))") }
    let others = search.varied.map(\.name).filter { $0 != x.name && $0 != y?.name }
    if !others.isEmpty {
      notes.append("\(joinedByAnd(others)) \(others.count == 1 ? "varies" : "vary") too")
    }
    return notes
  }
}

extension Diagnostic {
  static func nothingVaried(_ arguments: Arguments) -> Diagnostic {
    Diagnostic(
      id: "nothing-varies", message: "the last search varied nothing",
      range: arguments.syntax.range, suggestion: "`search random lr=1e-4..1:log units=4..64`")
  }
}
