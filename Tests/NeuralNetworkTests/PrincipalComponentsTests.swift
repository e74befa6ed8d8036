// Principal components against the covariance computed in the plainest way, of many rows and of few.
import Numerics
import Testing

@Suite struct PrincipalComponentsTests {
  private func rows(_ count: Int, _ width: Int, seed: UInt64) -> [[Float]] {
    var random = RandomStream(seed: seed, purpose: .data)
    return (0..<count).map { _ in
      let common = random.normal()
      return (0..<width).map { (place: Int) -> Float in
        let own = random.normal() * 3 / Double(place + 1)
        return Float(own + common + Double(place))
      }
    }
  }

  private func dot(_ one: [Double], _ other: [Double]) -> Double {
    var sum = 0.0
    for (left, right) in zip(one, other) { sum += left * right }
    return sum
  }

  private func covariance(_ rows: [[Float]]) -> [[Double]] {
    let columns: [[Double]] = rows[0].indices.map { place in
      let column = rows.map { Double($0[place]) }
      let mean = column.reduce(0, +) / Double(rows.count)
      return column.map { $0 - mean }
    }
    return columns.map { one in columns.map { dot(one, $0) / Double(rows.count) } }
  }

  /// Rows more and fewer than their numbers, as many, one number, two numbers.
  @Test(arguments: [(150, 4), (5, 40), (30, 30), (12, 1), (60, 2), (200, 50)])
  func areEigenvectorsOfTheCovariance(count: Int, width: Int) {
    let rows = rows(count, width, seed: UInt64(count))
    let table = covariance(rows)
    let found = PrincipalComponents(of: rows, count: 3, checkStop: neverStops)
    #expect(found.components.count == min(3, count - 1, width))
    let total = table.indices.map { table[$0][$0] }.reduce(0, +)
    for component in found.components {
      for place in 0..<width {
        let image = dot(table[place], component.direction)
        let error = abs(image - component.variance * component.direction[place])
        #expect(error < 1e-7 * total)
      }
      #expect(abs(component.share - component.variance / total) < 1e-9)
      let largest = component.direction.max { abs($0) < abs($1) } ?? 0
      #expect(largest > 0)
    }
    // At right angles, of length 1, the largest first.
    for (index, one) in found.components.enumerated() {
      for (place, other) in found.components.enumerated() {
        let expected = index == place ? 1.0 : 0
        #expect(abs(dot(one.direction, other.direction) - expected) < 1e-8)
      }
      #expect(index == 0 || one.variance <= found.components[index - 1].variance)
    }
    // No direction has more variance than the first.
    var random = RandomStream(seed: 1, purpose: .data)
    for _ in 0..<50 {
      let direction = (0..<width).map { _ in random.normal() }
      let image = table.map { dot($0, direction) }
      let along = dot(image, direction) / dot(direction, direction)
      #expect(along <= found.components[0].variance * (1 + 1e-9))
    }
  }

  @Test func coordinatesHaveTheVariances() {
    let rows = rows(80, 6, seed: 3)
    let found = PrincipalComponents(of: rows, count: 2, checkStop: neverStops)
    let places = rows.map(found.coordinates(of:))
    for (index, component) in found.components.enumerated() {
      let along = places.map { $0[index] }
      #expect(abs(along.reduce(0, +)) < 1e-9)
      #expect(abs(dot(along, along) / 80 - component.variance) < 1e-9)
    }
  }

  /// A path of few points through many numbers, along one line but for a bend.
  @Test func aPathThroughManyNumbers() {
    let (first, second) = (17, 4000)
    let path = (0..<9).map { step -> [Float] in
      var point = [Float](repeating: 0.5, count: 5000)
      point[first] = Float(step)
      point[second] = step % 2 == 0 ? 0.25 : -0.25
      return point
    }
    let found = PrincipalComponents(of: path, count: 5, checkStop: neverStops)
    #expect(found.components.count == 2)
    #expect(abs(found.components[0].direction[first] - 1) < 1e-9)
    #expect(abs(found.components[1].direction[second] - 1) < 1e-9)
    #expect(abs(found.components[0].variance - 60.0 / 9) < 1e-9)
  }

  @Test func ofNothingThereIsNone() {
    let none: [[[Float]]] = [
      [], [[1, 2, 3]], [[4, 4], [4, 4], [4, 4]], [[1, Float.nan], [2, 3], [3, 5]],
      [[1, Float.infinity], [2, 3], [3, 5]], [[], []],
    ]
    for rows in none {
      #expect(PrincipalComponents(of: rows, count: 2, checkStop: neverStops).components.isEmpty)
    }
    let diagonal: [[Float]] = [[1, 1], [2, 2], [3, 3], [4, 4]]
    let line = PrincipalComponents(of: diagonal, count: 2, checkStop: neverStops)
    #expect(line.components.count == 1 && line.components[0].share == 1)
  }

  @Test func equalDirectionsAreTakenAsTheyCome() {
    let square: [[Float]] = [[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0]]
    let found = PrincipalComponents(of: square, count: 2, checkStop: neverStops)
    #expect(found.components.count == 2)
    for component in found.components { #expect(abs(component.variance - 0.5) < 1e-12) }
    #expect(found == PrincipalComponents(of: square, count: 2, checkStop: neverStops))
  }

  @Test func canBeStopped() {
    struct Enough: Error {}
    #expect(throws: Enough.self) {
      try PrincipalComponents(of: rows(40, 8, seed: 2), count: 2) { throw Enough() }
    }
  }
}
