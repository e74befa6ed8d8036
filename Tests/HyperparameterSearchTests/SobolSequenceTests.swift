// The Sobol sequence against scipy's, and what scrambling must keep.

import HyperparameterSearch
import Numerics
import Testing

@Suite struct SobolSequenceTests {
  /// Values of scipy.stats.qmc.Sobol(64, scramble=False, bits=32).
  @Test func plainPointsAreTheKnownOnes() {
    let sobol = SobolSequence(dimensions: 64, seed: nil)
    let dimensions = [0, 1, 2, 5, 63]
    let known: [(Int, [Double])] = [
      (0, [0, 0, 0, 0, 0]), (1, [0.5, 0.5, 0.5, 0.5, 0.5]), (2, [0.75, 0.25, 0.25, 0.75, 0.75]),
      (3, [0.25, 0.75, 0.75, 0.25, 0.25]), (5, [0.875, 0.875, 0.125, 0.625, 0.625]),
      (4095, [0.000244140625, 0.941162109375, 0.334228515625, 0.078857421875, 0.553466796875]),
    ]
    for (index, values) in known {
      let point = sobol.point(index)
      #expect(point.count == 64 && dimensions.map { point[$0] } == values)
    }
    let far = sobol.point(1 << 20 + 12345)
    #expect(
      [0, 1, 2, 31, 63].map { far[$0] } == [
        0.6409316062927246, 0.657172679901123, 0.519355297088623, 0.5914130210876465,
        0.2510685920715332,
      ])
  }

  /// Σ (i+1)(d+1)·2³²x over the first 4096 points of all dimensions, modulo 2⁶⁴, also from scipy: any
  /// wrong direction number changes it.
  @Test func everyDimensionHasItsDirections() {
    let sobol = SobolSequence(dimensions: 64, seed: nil)
    var sum: UInt64 = 0
    for index in 0..<4096 {
      for (dimension, x) in sobol.point(index).enumerated() {
        sum &+= UInt64(index + 1) &* UInt64(dimension + 1) &* UInt64(x * 0x1p32)
      }
    }
    #expect(sum == 585_058_898_872_893_440)
  }

  /// One point in each of 2ᵐ equal parts of every axis, from any multiple of 2ᵐ on.
  @Test(arguments: [UInt64?.none, 1, 2, 3]) func everyAxisIsStratified(_ seed: UInt64?) {
    let sobol = SobolSequence(dimensions: 64, seed: seed)
    for (first, count) in [(0, 256), (256, 256), (3 << 20, 64), (1 << 31 - 16, 16)] {
      let points = (first..<first + count).map(sobol.point)
      for dimension in 0..<64 {
        let parts = Set(points.map { Int($0[dimension] * Double(count)) })
        #expect(parts.count == count)
      }
    }
  }

  /// The first two dimensions are a (0, m, 2)-net: one point in each dyadic box of area 2⁻ᵐ, whatever
  /// its shape.
  @Test(arguments: [UInt64?.none, 4, 5]) func everyDyadicBoxHoldsOnePoint(_ seed: UInt64?) {
    let sobol = SobolSequence(dimensions: 2, seed: seed)
    let points = (0..<256).map(sobol.point)
    for power in 0...8 {
      let (columns, rows) = (Double(1 << power), Double(1 << (8 - power)))
      let boxes = Set(points.map { Int($0[0] * columns) << 8 | Int($0[1] * rows) })
      #expect(boxes.count == 256)
    }
  }

  @Test func scramblingDependsOnSeedDimensionAndIndexOnly() {
    let wide = SobolSequence(dimensions: 70, seed: 9)
    let narrow = SobolSequence(dimensions: 3, seed: 9)
    for index in [100, 7, 0, 1 << 30] {
      #expect(Array(wide.point(index).prefix(3)) == narrow.point(index))
      #expect(wide.point(index) == SobolSequence(dimensions: 70, seed: 9).point(index))
    }
    let other = SobolSequence(dimensions: 70, seed: 10)
    #expect(zip(wide.point(5), other.point(5)).allSatisfy { $0 != $1 })
    #expect(SobolSequence(dimensions: 0, seed: 9).point(3).isEmpty)
  }

  /// Points already told to somebody never change.
  @Test func scrambledPointsStayWhatTheyAre() {
    let point = SobolSequence(dimensions: 66, seed: 1).point(12345)
    #expect(
      [0, 1, 63, 65].map { point[$0] } == [
        0.3842232181923464, 0.46382305363658816, 0.2887948030838743, 0.6445506950304901,
      ])
  }

  /// A scrambled coordinate by itself is uniform: over 4000 seeds, the origin lands in each tenth
  /// of the axis about 400 times (±4.2 standard deviations), in a tabulated dimension and past the table.
  @Test func scrambledPointsAreUniform() {
    for dimension in [0, 1, 40, 66] {
      var counts = [Int](repeating: 0, count: 10)
      for seed in 0..<4000 {
        let x = SobolSequence(dimensions: dimension + 1, seed: UInt64(seed)).point(0)[dimension]
        counts[Int(x * 10)] += 1
      }
      #expect(counts.allSatisfy { abs($0 - 400) < 80 })
    }
  }

  @Test func scrambledPointsAvoidCenterAndEnds() {
    let sobol = SobolSequence(dimensions: 5, seed: 3)
    for index in 0..<5000 {
      #expect(sobol.point(index).allSatisfy { $0 > 0 && $0 < 1 && $0 != 0.5 })
    }
  }

  /// The centered L2 discrepancy (Hickernell, 1998) of 128 points in 6 dimensions, squared.
  private func discrepancy(_ points: [[Double]]) -> Double {
    func product(_ values: some Sequence<Double>) -> Double { values.reduce(1, *) }
    let n = Double(points.count)
    var single = 0.0
    var pairs = 0.0
    for a in points {
      single += product(
        a.map { x in
          let away = abs(x - 0.5)
          return 1 + 0.5 * away - 0.5 * away * away
        })
      for b in points {
        pairs += product(
          zip(a, b).map { x, y in 1 + 0.5 * (abs(x - 0.5) + abs(y - 0.5) - abs(x - y)) })
      }
    }
    return PortableMath.power(13.0 / 12, points[0].count) - 2 / n * single + pairs / (n * n)
  }

  @Test func moreEvenThanRandom() {
    for seed in UInt64(1)...5 {
      let sobol = SobolSequence(dimensions: 6, seed: seed)
      var random = RandomStream(seed: seed, purpose: .search)
      let drawn = (0..<128).map { _ in (0..<6).map { _ in random.uniform() } }
      #expect(discrepancy((0..<128).map(sobol.point)) < 0.3 * discrepancy(drawn))
    }
  }
}
