// The model of a Bayesian search over two axes: what it expects, and where a next trial promises most, as fields with
// contours.
import Datasets
import Events
import Experiments
import HyperparameterSearch
import Presentation
import Text

struct PosteriorField {
  @Boxed private var slice: PosteriorSlice
  private let posterior: Posterior
  private let x: SearchSide
  private let y: SearchSide
  private let across: [ParameterValue]
  /// From the top.
  private let down: [ParameterValue]
  /// Row after row.
  private let expected: [PosteriorExpectation]
  private let measure: SearchMeasure

  private static let (columns, rows) = (72, 54)
  private static let contours = 10

  init(
    _ slice: PosteriorSlice, _ posterior: Posterior, _ x: SearchSide, _ y: SearchSide,
    _ checkStop: StopCheck
  ) throws(Stopped) {
    (self.slice, self.posterior, self.x, self.y) = (slice, posterior, x, y)
    measure = slice.search.measure
    let across = x.cells(Self.columns)
    let down = Array(y.cells(Self.rows).reversed())
    (self.across, self.down) = (across, down)
    var expected: [PosteriorExpectation] = []
    for up in down {
      try checkStop()
      expected += posterior.expectations(at: across.map { slice.point([(x, $0), (y, up)]) })
    }
    self.expected = expected
  }

  var figure: Figure {
    let factor = measure.factor
    let means = grid(measure.name, expected.map { factor * $0.mean })
    let gains = grid("improvement", expected.map { factor * $0.improvement }, low: 0)
    let when =
      slice.moment.trial.map {
        slice.moment.isWave
          ? " before wave \($0 / slice.search.study.waveSize + 1)" : " before trial \($0)"
      } ?? ""
    return Figure(
      "what the search's model expects, \(y.name) over \(x.name)\(when)", description: description,
      height: 12, notes: slice.notes + slice.doubt(posterior),
      [panel("expected \(measure.name)", means), panel("expected improvement", gains)])
  }

  // MARK: Marks

  private func grid(
    _ name: String, _ values: [Double], low: Double? = nil
  ) -> Events.Grid {
    Events.Grid(
      measure.unit.isEmpty ? name : "\(name) (\(measure.unit))", rows: down.count,
      columns: across.count, values, low: low, steps: Self.contours,
      edges: [x.place(at: 0), x.place(at: 1), y.place(at: 0), y.place(at: 1)])
  }

  private func panel(_ title: String, _ grid: Events.Grid) -> Panel {
    Panel(
      title, x: x.panelAxis(), y: y.panelAxis(), aspect: 1.15, marks: [.field(grid)] + points)
  }

  private var points: [Mark] {
    func series(
      _ name: String, _ role: Role, _ letter: String, isHollow: Bool = false,
      _ points: [[ParameterAssignment]]
    ) -> Series {
      func places(_ side: SearchSide) -> [Double?] {
        points.map { point in
          point.first { $0.name == side.name }.flatMap { side.place(of: $0.value) }
        }
      }
      let pairs = zip(places(x), places(y)).compactMap { x, y in
        x.flatMap { x in y.map { (x, $0) } }
      }
      return Series(
        name, role, letter: letter, x: pairs.map(\.0), y: pairs.map(\.1), isHollow: isHollow)
    }
    let best = posterior.known.filter { $0.state == .done }.first {
      $0.value == posterior.known.filter { $0.state == .done }.compactMap(\.value).best(measure)
    }
    let others = posterior.known.filter { $0.number != best?.number }
    return [
      series("trials", .series(0), "O", isHollow: true, others.map(\.params)),
      series("not known yet", .series(4), "w", isHollow: true, posterior.pending.map(\.params)),
      series("the best so far", .series(2), "B", best.map { [$0.params] } ?? []),
      series(chosenName, .emphasis, "X", slice.moment.chosen.map(\.params)),
    ].filter { $0.count > 0 }.map(Mark.points)
  }

  private var chosenName: String { trialNames(slice.moment.chosen.map(\.number)) }

  // MARK: Words

  private func point(_ index: Int) -> String {
    let (up, right) = (down[index / across.count], across[index % across.count])
    return "\(x.name) \(right.words) and \(y.name) \(up.words)"
  }

  private var description: String {
    let isLow = measure.direction == .minimize
    guard
      let best = expected.indices.min(by: {
        isLow ? expected[$0].mean < expected[$1].mean : expected[$0].mean > expected[$1].mean
      }),
      let promising = expected.indices.max(by: {
        expected[$0].improvement < expected[$1].improvement
      })
    else { return "" }
    let gain = expected[promising].improvement
    return [
      "The first field is what \(slice.model(posterior)) expects at each \(x.name) and \(y.name), "
        + "the second by how much a trial there is expected to improve on the best so far, with no gain where "
        + "it would be worse.",
      "The \(measure.best) it expects is \(measure.words(expected[best].mean)), at \(point(best)).",
      gain > 0
        ? "A next trial promises most at \(point(promising)): \(measure.words(gain))."
        : "It expects no improvement anywhere here.",
      slice.choice([x, y]),
    ].filter { !$0.isEmpty }.joined(separator: " ")
  }
}

extension [Double] {
  fileprivate func best(_ measure: SearchMeasure) -> Double? {
    measure.direction == .minimize ? self.min() : self.max()
  }
}
