// A map of the loss as a figure: shades of it, ways through the weights on them, and what is to be seen.
import Events
import Experiments
import NeuralNetwork
import Presentation
import Text

struct SurfaceDrawing {
  private let map: SurfaceMap
  private let ways: [SurfaceMap.Way]
  private let kind: SurfacePlot.Choice

  init(_ map: SurfaceMap, _ ways: [SurfaceMap.Way], _ kind: SurfacePlot.Choice) {
    (self.map, self.ways, self.kind) = (map, ways, kind)
  }

  private typealias Place = ClippedWay.Place

  /// Nil where the weights in the middle have no finite loss.
  func figure(reach: Double?, _ checkStop: StopCheck) throws(Stopped) -> Figure? {
    guard try map.losses(of: [map.subject.center], checkStop: checkStop)[0].isFinite else {
      return nil
    }
    let directions =
      kind == .step
      ? map.directions(along: map.change(to: ways[0].places[0]).map { -$0 }, share: nil)
      : try map.components(of: ways, checkStop: checkStop)
    guard let directions else {
      return Figure("\(lossName) around the weights, which have not moved", [])
    }
    let places = ways.map { $0.places.map { map.place(of: $0, on: directions) } }
    let box = box(around: places.joined() + [(0, 0)], reach: reach)
    let grid = try map.grid(on: directions, box: box, checkStop: checkStop)
    let known = try map.losses(
      of: ways.flatMap { [$0.places[0], $0.places[$0.places.count - 1]] } + [map.subject.center],
      checkStop: checkStop)
    // Far from the path the loss may be a thousand times what it is on it.
    let top = (known.filter(\.isFinite).max() ?? .infinity) * 1.1
    let highest = grid.values.filter(\.isFinite).max() ?? 0
    let field = Grid(
      "loss", rows: map.side, columns: map.side, grid.values, high: highest > top ? top : nil,
      steps: 12, edges: box)
    let panel = Panel(
      x: axis(directions.shares[0], 0, box[0], box[1]),
      y: axis(directions.shares[1], 1, box[2], box[3]), marks: [.field(field)] + marks(places, box))
    return Figure(
      "\(lossName) around the \(kind == .race ? "winner's" : "present") weights",
      description: description(directions, grid, known),
      notes: notes(cutAt: highest > top ? top : nil) + beside(places, box), [panel])
  }

  private var lossName: String { kind == .race ? "data loss" : "training loss" }

  // MARK: How far it goes

  /// Around the ways, with a margin; along a way that is straight not a slit.
  private func box(around places: [Place], reach: Double?) -> [Double] {
    if let reach { return [-reach, reach, -reach, reach] }
    guard kind != .step else {
      let far = 10 * (places.map { $0.x.magnitude }.max() ?? 0)
      return [-far, far, -far, far]
    }
    var (x, y) = (span(places.map(\.x)), span(places.map(\.y)))
    let least = 0.3 * max(x.half, y.half)
    (x.half, y.half) = (max(x.half, least), max(y.half, least))
    return [x.middle - x.half, x.middle + x.half, y.middle - y.half, y.middle + y.half]
  }

  private func span(_ values: [Double]) -> (middle: Double, half: Double) {
    let finite = values.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else { return (0, 1) }
    return ((low + high) / 2, 0.65 * (high - low))
  }

  private func axis(_ share: Double?, _ number: Int, _ low: Double, _ high: Double) -> PanelAxis {
    let name =
      kind == .step
      ? ["last step", "random direction"][number]
      : share == nil ? "random direction" : "component \(number + 1)"
    return PanelAxis(name, unit: share.map(percent) ?? "", low: low, high: high)
  }

  private func percent(_ share: Double) -> String {
    share < 0.005 ? "under 1%" : "\(NumberText.fixed(100 * share, 0))%"
  }

  // MARK: Ways

  private func marks(_ places: [[Place]], _ box: [Double]) -> [Mark] {
    var marks: [Mark] = []
    for (number, (way, places)) in zip(ways, places).enumerated() {
      let role: Role = kind == .race ? .series(number) : .emphasis
      let name = kind == .race ? way.name : kind == .step ? "the step" : "the run's path"
      marks += ClippedWay(places, within: box).pieces.map { piece in
        .line(Series(name, role, letter: way.letter, x: piece.map(\.x), y: piece.map(\.y)))
      }
    }
    var starts: [Place] = []
    for start in places.map({ $0[0] }) where ClippedWay.contains(start, box) {
      if !starts.contains(where: { $0 == start }) { starts.append(start) }
    }
    if !starts.isEmpty {
      marks.append(
        .points(
          Series(
            kind == .step ? "before it" : "start", .series(0), letter: "S", x: starts.map(\.x),
            y: starts.map(\.y), isHollow: true)))
    }
    marks.append(
      .points(
        Series(
          kind == .race ? "the winner's weights" : "present weights", .emphasis, letter: "N",
          x: [0], y: [0])))
    return marks
  }

  // MARK: Words

  private func notes(cutAt top: Double?) -> [String] {
    var notes = ["distances in lengths of the weights"]
    if let top { notes.append("losses above \(text(top)) look alike") }
    let count = map.subject.examples.count
    if map.rows < count { notes.append("on \(map.rows) of \(count) training rows") }
    if let end = ways[0].places.last, kind == .path, end != map.subject.center {
      notes.append("the weights have changed since the run")
    }
    return notes
  }

  /// What of the ways the map does not show, and how far one that does must reach.
  private func beside(_ places: [[Place]], _ box: [Double]) -> [String] {
    let cut = places.filter { ClippedWay($0, within: box).isCut }
    guard !cut.isEmpty else { return [] }
    let far = places.joined().map { max($0.x.magnitude, $0.y.magnitude) }.max() ?? 0
    let name =
      kind == .step
      ? "the step leads"
      : kind == .path
        ? "the path leads" : "\(counted(cut.count, "path")) \(cut.count == 1 ? "leads" : "lead")"
    // Rounded up to two digits, so that it surely has room.
    let wide = far * 1.06
    let remedy =
      wide > SurfacePlot.farthest
      ? "" : ": `reach=\(NumberText.significant(wide, 2))` shows all of it"
    return ["\(name) beyond the map's edge\(remedy)"]
  }

  private func description(
    _ directions: SurfaceMap.Directions,
    _ grid: (values: [Double], xs: [Double], ys: [Double]), _ known: [Double]
  ) -> String {
    let now = known[known.count - 1]
    let far = ways.map { map.metric.length(of: map.change(to: $0.places[0])) }
    var sentences = [
      plane(directions), "The \(kind == .race ? "winner's" : "present") weights are at (0, 0).",
      "At a distance of 1 from there each layer has changed by as much as its weights are long.",
    ]
    switch kind {
    case .path:
      sentences.append(
        "The path began at a distance of \(text(far[0])) and leads \(change(known[0], known[1])).")
    case .step:
      sentences.append(
        "The step went a distance of \(text(far[0])) and led \(change(known[0], known[1])).")
    case .race:
      let ends = ways.enumerated().map { number, way in
        "\(way.letter) \(way.name) \(text(known[2 * number + 1]))"
      }
      sentences.append("The racers end at these losses: \(ends.joined(separator: ", ")).")
    }
    let finite = grid.values.indices.filter { grid.values[$0].isFinite }
    if let lowest = finite.min(by: { grid.values[$0] < grid.values[$1] }) {
      let (row, column) = (lowest / map.side, lowest % map.side)
      let place = "(\(text(grid.xs[column])), \(text(grid.ys[row])))"
      sentences.append(
        "The lowest loss on the map is \(text(grid.values[lowest])), near \(place); at (0, 0) it is "
          + "\(text(now)).")
    }
    let count = map.subject.center.count
    if count > 2 {
      sentences.append(
        "The map is a slice through a space of \(count) weights and biases: \(count - 2) directions are not "
          + "seen, and a path may lie beside it.")
    }
    return sentences.joined(separator: " ")
  }

  /// "from a loss of 0.732 to 0.517"
  private func change(_ before: Double, _ after: Double) -> String {
    let (one, other) = (text(before), text(after))
    guard one == other, before != after else { return "from a loss of \(one) to \(other)" }
    return "from a loss of \(one) a little \(after < before ? "lower" : "higher")"
  }

  private func plane(_ directions: SurfaceMap.Directions) -> String {
    guard kind != .step else {
      return "A map of the loss along the last step (to the right) and a random direction."
    }
    let shares = directions.shares.compactMap { $0 }.map(percent)
    return shares.count > 1
      ? "A map of the loss along the two directions in which the weights were spread furthest on their "
        + "way: \(shares[0]) and \(shares[1]) of all their spread."
      : "A map of the loss along the one direction in which the weights went, and a random one."
  }

  private func text(_ value: Double) -> String { Prose.number(value) }
}
