// Made data with the shapes of TensorFlow Playground (circle, xor, gauss, spiral, plane, hills),
// two interleaving half moons, and one period-and-a-half of a sine. Inputs lie in about −6…6 and
// are not standardized. The seed decides everything, on every machine: no function of the C library
// is used.
import Numerics

/// The made data sets.
package enum SyntheticSet: String, CaseIterable, Sendable {
  case circle, xor, gauss, spiral, moons, plane, hills, sine

  /// Where none is said.
  package static let usualNoise = 0.1

  /// One line saying what there is to learn.
  package var title: String {
    switch self {
    case .circle: "a disk inside a ring, two classes"
    case .xor: "four quadrants, opposite ones of the same class"
    case .gauss: "two round clouds, two classes"
    case .spiral: "two arms wound around each other, two classes"
    case .moons: "two interleaving half moons, two classes"
    case .plane: "a tilted plane: the target rises with x1 + x2"
    case .hills: "three hills and three hollows over the plane"
    case .sine: "a sine wave of one input"
    }
  }

  package var isClassification: Bool {
    switch self {
    case .circle, .xor, .gauss, .spiral, .moons: true
    case .plane, .hills, .sine: false
    }
  }

  /// The names of the inputs: x1 and x2, or x alone.
  package var inputNames: [String] { self == .sine ? ["x"] : ["x1", "x2"] }
}

/// A made data set.
/// - Parameters:
///   - count: rows in all, at least 2.
///   - noise: 0…1, as Playground's 0–100 %.
///   - testFraction: the share of the rows set aside for testing, 0 for none.
///   - checkStop: asked before every few thousand rows.
package func makeSynthetic<Failure: Error>(
  _ set: SyntheticSet, count: Int = 500, noise: Double = SyntheticSet.usualNoise,
  testFraction: Double = 0.5, seed: UInt64, checkStop: () throws(Failure) -> Void
) throws(Failure) -> PreparedData {
  var maker = SyntheticMaker(seed: seed, noise: noise)
  try maker.makePoints(of: set, count: max(count, 2), checkStop: checkStop)
  try maker.mix(seed: seed, checkStop: checkStop)
  let examples = try maker.examples(of: set, checkStop: checkStop)
  let parts = splitRows(
    of: examples, fraction: testFraction, seed: seed, purpose: .split)
  try checkStop()
  return PreparedData(
    name: set.rawValue, title: set.title, source: "",
    columns: set.inputNames.map { InputColumn(name: $0, kind: .number) },
    targetName: set.isClassification ? "class" : "y",
    task: set.isClassification ? .classification(classes: ["0", "1"]) : .regression,
    training: examples.subset(parts.kept),
    test: parts.setAside.isEmpty ? nil : examples.subset(parts.setAside),
    standardization: nil, notes: [],
    split: SplitOptions(testFraction: testFraction, seed: seed, standardize: false))
}

/// A point, its second coordinate unused by `sine`, with its class (0 or 1) or its target.
private struct Point {
  var x1: Double
  var x2: Double
  var label: Double
}

private struct SyntheticMaker {
  private var random: RandomStream
  let noise: Double
  private var points: [Point] = []

  init(seed: UInt64, noise: Double) {
    random = RandomStream(seed: seed, purpose: .data)
    self.noise = noise
  }

  mutating func makePoints<Failure: Error>(
    of set: SyntheticSet, count: Int, checkStop: () throws(Failure) -> Void
  ) throws(Failure) {
    points.reserveCapacity(count)
    let half = (count + 1) / 2
    try forEachPart(of: 0..<count, size: Self.part, checkStop: checkStop) { indices in
      for index in indices {
        points.append(
          index < half
            ? firstPoint(of: set, index, of: half)
            : secondPoint(of: set, index - half, of: count - half))
      }
    }
  }

  /// So many rows between two questions.
  private static let part = 16_384

  /// A point of the first half: of sets in two parts, which mostly are the classes, the first part.
  private mutating func firstPoint(of set: SyntheticSet, _ index: Int, of count: Int) -> Point {
    switch set {
    case .circle: ringPoint(from: 0, to: 2.5)
    case .gauss: cloudPoint(center: 2, label: 1)
    case .spiral: armPoint(index, of: count, turn: 0, label: 1)
    case .moons: moonPoint(index, of: count, label: 0)
    case .xor, .plane, .hills, .sine: point(of: set)
    }
  }

  private mutating func secondPoint(of set: SyntheticSet, _ index: Int, of count: Int) -> Point {
    switch set {
    case .circle: ringPoint(from: 3.5, to: 5)
    case .gauss: cloudPoint(center: -2, label: 0)
    case .spiral: armPoint(index, of: count, turn: Double.pi, label: 0)
    case .moons: moonPoint(index, of: count, label: 1)
    case .xor, .plane, .hills, .sine: point(of: set)
    }
  }

  /// A point of a set whose points are all made alike.
  private mutating func point(of set: SyntheticSet) -> Point {
    switch set {
    case .plane: surfacePoint { x1, x2 in (x1 + x2) / 10 }
    case .hills: surfacePoint(height: hillsHeight)
    case .sine: wavePoint()
    case .xor, .circle, .gauss, .spiral, .moons: quadrantPoint()
    }
  }

  /// The classes come mixed, so that rows taken in file order are not all of one class at first.
  mutating func mix<Failure: Error>(
    seed: UInt64, checkStop: () throws(Failure) -> Void
  ) throws(Failure) {
    var order = RandomStream(seed: seed, purpose: .data, index: 1)
    try forEachPart(of: 1..<points.count, size: Self.part, checkStop: checkStop) { part in
      for done in part {
        let last = points.count - done
        points.swapAt(last, order.below(last + 1))
      }
    }
  }

  func examples<Failure: Error>(
    of set: SyntheticSet, checkStop: () throws(Failure) -> Void
  ) throws(Failure) -> Examples {
    var inputs: [Float] = []
    inputs.reserveCapacity(points.count * set.inputNames.count)
    try forEachPart(of: 0..<points.count, size: Self.part, checkStop: checkStop) { part in
      for point in points[part] {
        inputs.append(Float(point.x1))
        if set != .sine { inputs.append(Float(point.x2)) }
      }
    }
    let targets: Examples.Targets =
      set.isClassification
      ? .classes(points.map { Int32($0.label) }, count: 2) : .values(points.map { Float($0.label) })
    return Examples(inputs: inputs, inputCount: set.inputNames.count, targets: targets)
  }

  private mutating func uniform(_ low: Double, _ high: Double) -> Double {
    low + (high - low) * random.uniform()
  }

  /// A point of radius `from`…`to`; the class is 1 where the point, moved by the noise, is nearer to
  /// the middle than 2.5.
  private mutating func ringPoint(from: Double, to: Double) -> Point {
    let radius = uniform(from, to)
    let angle = uniform(0, 2 * Double.pi)
    let x1 = radius * PortableMath.sin(angle)
    let x2 = radius * PortableMath.cos(angle)
    let moved1 = x1 + uniform(-5, 5) * noise
    let moved2 = x2 + uniform(-5, 5) * noise
    let isInside = moved1 * moved1 + moved2 * moved2 < 2.5 * 2.5
    return Point(x1: x1, x2: x2, label: isInside ? 1 : 0)
  }

  /// The class is 1 where the coordinates, moved by the noise, have the same sign. A gap of 0.6
  /// runs along both axes.
  private mutating func quadrantPoint() -> Point {
    let gap = 0.3
    var x1 = uniform(-5, 5)
    x1 += x1 > 0 ? gap : -gap
    var x2 = uniform(-5, 5)
    x2 += x2 > 0 ? gap : -gap
    let moved1 = x1 + uniform(-5, 5) * noise
    let moved2 = x2 + uniform(-5, 5) * noise
    return Point(x1: x1, x2: x2, label: moved1 * moved2 >= 0 ? 1 : 0)
  }

  /// The variance grows from 0.5 without noise to 4 at 50 %.
  private mutating func cloudPoint(center: Double, label: Double) -> Point {
    let deviation = (0.5 + 7 * noise).squareRoot()
    let x1 = center + deviation * random.normal()
    let x2 = center + deviation * random.normal()
    return Point(x1: x1, x2: x2, label: label)
  }

  /// One and three quarters of a turn, radius 0…5.
  private mutating func armPoint(_ index: Int, of count: Int, turn: Double, label: Double) -> Point
  {
    let along = Double(index) / Double(count)
    let angle = 1.75 * along * 2 * Double.pi + turn
    let x1 = 5 * along * PortableMath.sin(angle) + uniform(-1, 1) * noise
    let x2 = 5 * along * PortableMath.cos(angle) + uniform(-1, 1) * noise
    return Point(x1: x1, x2: x2, label: label)
  }

  /// Half circles of radius 3 around (−1.5, −0.75) and (1.5, 0.75), open towards each other; the
  /// noise is normal, its deviation that share of the radius.
  private mutating func moonPoint(_ index: Int, of count: Int, label: Double) -> Point {
    let side = label == 0 ? 1.0 : -1.0
    let angle = Double.pi * Double(index) / Double(max(count - 1, 1))
    let x1 = side * (3 * PortableMath.cos(angle) - 1.5) + 3 * noise * random.normal()
    let x2 = side * (3 * PortableMath.sin(angle) - 0.75) + 3 * noise * random.normal()
    return Point(x1: x1, x2: x2, label: label)
  }

  /// The height is taken at the point moved by the noise.
  private mutating func surfacePoint(height: (Double, Double) -> Double) -> Point {
    let x1 = uniform(-6, 6)
    let x2 = uniform(-6, 6)
    let moved1 = x1 + uniform(-6, 6) * noise
    let moved2 = x2 + uniform(-6, 6) * noise
    return Point(x1: x1, x2: x2, label: height(moved1, moved2))
  }

  private mutating func wavePoint() -> Point {
    let x = uniform(-6, 6)
    return Point(x1: x, x2: 0, label: PortableMath.sin(x) + noise * random.normal())
  }
}

/// Six cones of radius 2 and height ±1; where none reaches, the height is 0.
private func hillsHeight(_ x1: Double, _ x2: Double) -> Double {
  let peaks = [
    (-4.0, 2.5, 1.0), (0.0, 2.5, -1.0), (4.0, 2.5, 1.0),
    (-4.0, -2.5, -1.0), (0.0, -2.5, 1.0), (4.0, -2.5, -1.0),
  ]
  var height = 0.0
  for (center1, center2, sign) in peaks {
    let distance =
      ((x1 - center1) * (x1 - center1) + (x2 - center2) * (x2 - center2)).squareRoot()
    let here = max(0, 1 - distance / 2)
    if here > abs(height) { height = sign * here }
  }
  return height
}
