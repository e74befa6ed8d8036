// The loss on a plane through a network's weights, with ways through the weights drawn on it.
import Datasets
import Events
import Experiments
import NeuralNetwork
import Numerics

struct SurfaceMap {
  /// A way through the weights.
  struct Way {
    /// The letter and the name of whoever went it; empty for the run.
    var letter = ""
    var name = ""
    var places: [[Float]]
  }

  /// What the plane lies along.
  struct Directions {
    var right: [Float]
    var up: [Float]
    /// The parts of the spread of the ways that lie along them; nil for a direction that is random.
    var shares: [Double?]
  }

  /// Whose losses are mapped.
  struct Subject {
    let center: [Float]
    let shape: NetworkShape
    let loss: Loss
    let settings: TrainingSettings
    let examples: Examples
    let kernels: KernelSet
    let threads: Int
  }

  let subject: Subject
  let metric: LayerMetric
  /// How many rows and columns there are losses for, and rows of data that each is of.
  let side: Int
  let rows: Int

  /// What it may cost, in weights touched: a second or two.
  private static let mostCost = 16_000_000_000
  private static let fewestRows = 100

  /// Nil where even a coarse map takes too long.
  init?(_ subject: Subject) {
    self.subject = subject
    metric = LayerMetric(subject.center, subject.shape)
    let least = min(subject.examples.count, Self.fewestRows)
    // With a middle, where the weights are.
    let sizes = [81, 41, 21, 11].map { side in
      let most = Self.mostCost / (side * side * subject.shape.parameterCount)
      return (side: side, rows: min(subject.examples.count, most))
    }
    // Fine where all rows are mapped; else coarse before there are too few.
    let size =
      sizes.first { $0.rows == subject.examples.count && $0.side > 40 }
      ?? sizes.dropFirst().first { $0.rows >= least }
    guard let size else { return nil }
    (side, rows) = (size.side, size.rows)
  }

  // MARK: Directions

  func change(to parameters: [Float]) -> [Float] {
    parameters.indices.map { parameters[$0] - subject.center[$0] }
  }

  /// Those in which the ways and the middle are spread furthest; nil where all are at one place. The first way
  /// leads to the right and upward.
  func components(of ways: [Way], checkStop: StopCheck) throws(Stopped) -> Directions? {
    var rows = ways.flatMap(\.places).map { metric.plain(change(to: $0)) }
    if rows.last?.contains(where: { $0 != 0 }) ?? true {
      rows.append([Float](repeating: 0, count: subject.center.count))
    }
    let found = try PrincipalComponents(of: rows, count: 2, checkStop: checkStop).components
    let directions = found.compactMap { component in
      metric.unit(metric.change(ofPlain: component.direction.map { Float($0) }))
    }.map { towardEnd(of: ways[0], $0) }
    guard let right = directions.first else { return nil }
    if directions.count > 1 {
      return Directions(right: right, up: directions[1], shares: found.map(\.share))
    }
    return self.directions(along: right, share: found[0].share)
  }

  private func towardEnd(of way: Way, _ direction: [Float]) -> [Float] {
    let ends = [way.places.first, way.places.last].map { $0.map(change) ?? [] }
    let isBackward =
      metric.product(ends[1], direction) < metric.product(ends[0], direction)
    return isBackward ? direction.map { -$0 } : direction
  }

  /// One direction and a random one at right angles.
  func directions(along change: [Float], share: Double?) -> Directions? {
    guard let right = metric.unit(change),
      let up = metric.randomUnit(seed: subject.settings.seed, besides: right)
    else { return nil }
    return Directions(right: right, up: up, shares: [share, nil])
  }

  /// Where weights are on the plane, straight above or below it.
  func place(of parameters: [Float], on directions: Directions) -> (x: Double, y: Double) {
    let change = change(to: parameters)
    return (metric.product(change, directions.right), metric.product(change, directions.up))
  }

  // MARK: Losses

  private var evaluator: Evaluator {
    Evaluator(
      shape: subject.shape, loss: subject.loss, kernels: subject.kernels,
      team: ThreadTeam(members: subject.shape.usefulThreads(subject.threads, rows: rows)))
  }

  private var examples: Examples { subject.examples.spread(rows) }

  /// - Parameter box: left, right, lower, upper.
  func grid(
    on directions: Directions, box: [Double], checkStop: StopCheck
  ) throws(Stopped) -> (values: [Double], xs: [Double], ys: [Double]) {
    func centers(_ low: Double, _ high: Double) -> [Double] {
      (0..<side).map { low + (Double($0) + 0.5) / Double(side) * (high - low) }
    }
    let (xs, ys) = (centers(box[0], box[1]), Array(centers(box[2], box[3]).reversed()))
    let plane = WeightPlane(
      center: subject.center, right: directions.right, up: directions.up)
    let values = try evaluator.losses(
      on: plane, xs: xs, ys: ys, of: examples, settings: subject.settings, checkStop: checkStop)
    return (values, xs, ys)
  }

  /// Of weights as they are.
  func losses(of places: [[Float]], checkStop: StopCheck) throws(Stopped) -> [Double] {
    let (evaluator, examples) = (evaluator, examples)
    return try places.map { parameters throws(Stopped) in
      try evaluator.evaluate(
        examples, parameters: parameters, settings: subject.settings, checkStop: checkStop
      ).loss
    }
  }
}
