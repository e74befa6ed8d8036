// The model of a Bayesian search along one axis: its mean with twice its standard deviation on either side, and the
// expected improvement under it.
import Datasets
import Events
import Experiments
import HyperparameterSearch
import Presentation
import Text

struct PosteriorCurve {
  @Boxed private var slice: PosteriorSlice
  private let posterior: Posterior
  private let side: SearchSide
  private let values: [ParameterValue]
  private let expected: [PosteriorExpectation]
  private let measure: SearchMeasure
  private let limit: Double?
  /// The best so far as the model sees it.
  private let incumbent: Double?

  private static let most = 161

  init(_ slice: PosteriorSlice, _ posterior: Posterior, _ side: SearchSide) {
    (self.slice, self.posterior, self.side) = (slice, posterior, side)
    measure = slice.search.measure
    values = side.values(most: Self.most)
    expected = posterior.expectations(at: values.map { slice.point([(side, $0)]) })
    limit = slice.limit(posterior)
    incumbent = values.first.flatMap {
      posterior.prediction(at: slice.point([(side, $0)]))?.incumbent
    }
  }

  var figure: Figure {
    let x = side.panelAxis(room: (0.02, 0.02))
    let upper = Panel(x: x, y: valueAxis, height: 9, marks: valueMarks)
    let lower = Panel(
      x: x, y: PanelAxis("expected improvement", unit: measure.unit, low: 0), height: 5,
      marks: improvementMarks)
    let when =
      slice.moment.trial.map {
        slice.moment.isWave
          ? " before wave \($0 / slice.search.study.waveSize + 1)" : " before trial \($0)"
      } ?? ""
    return Figure(
      "\(measure.name) that the search's model expects over \(side.name)\(when)",
      description: description, height: 9, notes: slice.notes + slice.doubt(posterior) + beyond,
      isStacked: true, [upper, lower])
  }

  // MARK: Marks

  private func place(_ index: Int) -> Double { side.place(of: values[index]) ?? .nan }

  /// Curves over numbers; of names a step each.
  private func pieces(
    _ name: String, _ role: Role, _ letter: String, y: (Int) -> Double,
    other: ((Int) -> Double)? = nil
  ) -> [Series] {
    guard side.hasNames else {
      return [
        Series(
          name, role, letter: letter, x: values.indices.map(place), y: values.indices.map(y),
          other: other.map { values.indices.map($0) } ?? [])
      ]
    }
    return values.indices.map { index in
      let (here, half) = (place(index), 0.35)
      return Series(
        name, role, letter: letter, x: [here - half, here + half], y: [y(index), y(index)],
        other: other.map { [$0(index), $0(index)] } ?? [])
    }
  }

  private var valueMarks: [Mark] {
    let factor = measure.factor
    let bands = pieces("± 2 standard deviations", .series(0), ".") { index in
      factor * (expected[index].mean - 2 * expected[index].sd)
    } other: { index in
      factor * (expected[index].mean + 2 * expected[index].sd)
    }
    let means = pieces("the model's mean", .series(0), "M") { factor * expected[$0].mean }
    return bands.map(Mark.band) + choices(isNamed: true) + [toBeat] + means.map(Mark.line) + trials
  }

  /// From where improvement is measured.
  private var toBeat: Mark {
    .rule(Series("to beat", .muted, y: incumbent.map { [measure.factor * $0] } ?? []))
  }

  private var trials: [Mark] {
    let known = posterior.known.filter { $0.value != nil }
    func series(_ name: String, _ role: Role, _ letter: String, _ isIn: Bool) -> Series {
      let trials = known.filter { slice.contains($0) == isIn && side.place(in: $0) != nil }
      return Series(
        name, role, letter: letter, x: trials.map { side.place(in: $0) ?? .nan },
        y: trials.map { measure.factor * ($0.value ?? .nan) }, isHollow: !isIn)
    }
    return [
      series("trials with other \(slice.others)", .series(2), "o", false),
      series("trials", .series(1), "O", true),
    ].filter { $0.count > 0 }.map(Mark.points)
  }

  /// Where the model's choice went.
  private func choices(isNamed: Bool) -> [Mark] {
    let chosen = slice.moment.chosen.filter { side.place(in: $0) != nil }
    guard !chosen.isEmpty else { return [] }
    return [
      .rule(
        Series(
          "", .emphasis, x: chosen.map { side.place(in: $0) ?? .nan },
          texts: isNamed ? chosen.prefix(1).map { "trial \($0.number)" } : []))
    ]
  }

  private var improvementMarks: [Mark] {
    let curve = pieces("expected improvement", .series(3), "E") {
      measure.factor * expected[$0].improvement
    }
    let under = posterior.pending.compactMap { trial in
      trial.params.first { $0.name == side.name }.flatMap { side.place(of: $0.value) }
    }
    let waiting =
      under.isEmpty
      ? []
      : [
        Mark.points(
          Series(
            "chosen just before, not known yet", .series(4), letter: "w", x: under,
            y: under.map { _ in 0 }, isHollow: true))
      ]
    return choices(isNamed: false) + curve.map(Mark.line) + waiting
  }

  // MARK: The axis of values

  /// No further than the model tells values apart, unless its band goes there.
  private var valueAxis: PanelAxis {
    guard let limit else { return PanelAxis(measure.name, unit: measure.unit) }
    let isLow = measure.direction == .minimize
    let edges = expected.map { $0.mean + (isLow ? 2 : -2) * $0.sd }
    guard let edge = isLow ? edges.max() : edges.min(), hasBeyond(limit, edge) else {
      return PanelAxis(measure.name, unit: measure.unit)
    }
    let end = measure.factor * (isLow ? max(limit, edge) : min(limit, edge))
    return PanelAxis(
      measure.name, unit: measure.unit, low: isLow ? nil : end, high: isLow ? end : nil)
  }

  private func isBeyond(_ value: Double, _ limit: Double, _ edge: Double) -> Bool {
    measure.direction == .minimize ? value > max(limit, edge) : value < min(limit, edge)
  }

  private func hasBeyond(_ limit: Double, _ edge: Double) -> Bool {
    posterior.known.contains { $0.value.map { isBeyond($0, limit, edge) } ?? false }
  }

  private var beyond: [String] {
    guard let limit else { return [] }
    let isLow = measure.direction == .minimize
    let count = posterior.known.count {
      $0.value.map { isLow ? $0 > limit : $0 < limit } ?? false
    }
    return count == 0
      ? []
      : [
        "the model takes the \(counted(count, "trial")) \(isLow ? "above" : "below") "
          + "\(measure.words(limit)) for that"
      ]
  }

  // MARK: Words

  private var description: String {
    let isLow = measure.direction == .minimize
    let means = expected.map { isLow ? $0.mean : -$0.mean }
    guard let best = means.indices.min(by: { means[$0] < means[$1] }),
      let promising = expected.indices.max(by: {
        expected[$0].improvement < expected[$1].improvement
      })
    else { return "" }
    let gain = expected[promising].improvement
    let start =
      incumbent.map { ", counted from \(measure.words($0)), its guess of the best so far" } ?? ""
    let next =
      gain > 0
      ? "A next trial promises most at \(side.name) \(values[promising].words): there the improvement "
        + "expected, with no gain where it would be worse, is \(measure.words(gain))\(start)."
      : "The model expects no improvement anywhere here."
    return [
      "The line is what \(slice.model(posterior)) expects at each \(side.name); the band around it is its "
        + "doubt, two standard deviations to either side.",
      "The \(measure.best) it expects is \(measure.words(expected[best].mean)) ± "
        + "\(measure.words(2 * expected[best].sd)), at \(side.name) \(values[best].words).",
      next, slice.choice([side]),
    ].filter { !$0.isEmpty }.joined(separator: " ")
  }
}
