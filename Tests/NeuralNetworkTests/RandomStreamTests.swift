// The generator against the known answers of its authors, and the draws made from it.

import Numerics
import Testing

@Suite struct RandomStreamTests {
  /// From kat_vectors of the Random123 distribution, philox4x32 with 10 rounds.
  @Test func knownAnswers() {
    #expect(
      RandomStream.philox(counter: SIMD4(repeating: 0), key: SIMD2(repeating: 0))
        == SIMD4(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8))
    #expect(
      RandomStream.philox(counter: SIMD4(repeating: .max), key: SIMD2(repeating: .max))
        == SIMD4(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd))
    #expect(
      RandomStream.philox(
        counter: SIMD4(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344),
        key: SIMD2(0xa409_3822, 0x299f_31d0))
        == SIMD4(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1))
  }

  @Test func streamReadsBlocksInOrder() {
    let seed: UInt64 = 0x0123_4567_89ab_cdef
    var stream = RandomStream(seed: seed, purpose: .shuffle, index: 0x1_0000_0002)
    for block in 0..<3 {
      let words = RandomStream.philox(
        counter: SIMD4(UInt32(block), RandomPurpose.shuffle.rawValue, 2, 1),
        key: SIMD2(0x89ab_cdef, 0x0123_4567))
      for lane in 0..<4 { #expect(stream.next() == words[lane]) }
    }
  }

  @Test func wordsJoinLowFirst() {
    var words = RandomStream(seed: 5, purpose: .data)
    var pairs = words
    let (low, high) = (words.next(), words.next())
    #expect(pairs.nextUInt64() == UInt64(high) << 32 | UInt64(low))
  }

  @Test func streamsDifferBySeedPurposeAndIndex() {
    var firsts: Set<UInt64> = []
    for seed in [1, 2, UInt64(1) << 32] {
      for purpose in RandomPurpose.allCases {
        for index in [0, 1, UInt64(1) << 32] {
          var stream = RandomStream(seed: seed, purpose: purpose, index: index)
          firsts.insert(stream.nextUInt64())
        }
      }
    }
    #expect(firsts.count == 9 * RandomPurpose.allCases.count)
  }

  @Test func uniformsFillTheUnitInterval() {
    var stream = RandomStream(seed: 11, purpose: .data)
    var buckets = [Int](repeating: 0, count: 16)
    for _ in 0..<16_000 {
      let u = stream.uniform()
      #expect(u >= 0 && u < 1)
      #expect(u * 0x1p53 == (u * 0x1p53).rounded())
      buckets[Int(u * 16)] += 1
      let f = stream.uniformFloat()
      #expect(f >= 0 && f < 1 && f * 0x1p24 == (f * 0x1p24).rounded())
    }
    // 1000 expected in each, standard deviation 31.
    #expect(buckets.allSatisfy { abs($0 - 1000) < 160 })
  }

  @Test func normalsHaveTheMomentsOfTheNormal() {
    var stream = RandomStream(seed: 3, purpose: .data)
    let n = 40_000
    let draws = (0..<n).map { _ in stream.normal() }
    let moment = { (power: Int) in
      draws.reduce(0.0) { sum, x in sum + (0..<power).reduce(1.0) { product, _ in product * x } }
        / Double(n)
    }
    #expect(abs(moment(1)) < 0.025)
    #expect(abs(moment(2) - 1) < 0.04)
    #expect(abs(moment(3)) < 0.1)
    #expect(abs(moment(4) - 3) < 0.3)
    let beyondTwo = Double(draws.count { abs($0) > 2 }) / Double(n)
    #expect(abs(beyondTwo - 0.0455) < 0.006)
  }

  @Test func belowIsEvenAndBounded() {
    var stream = RandomStream(seed: 8, purpose: .search)
    #expect(stream.below(1) == 0)
    #expect(stream.below(0) == 0)
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<14_000 { counts[stream.below(7)] += 1 }
    #expect(counts.allSatisfy { abs($0 - 2000) < 250 })
    // Bounds that do not divide the words evenly: scaling alone would favor some remainders by 3.
    for bound in [3 << 30, 3 << 61] {
      var remainders = [0, 0, 0]
      for _ in 0..<3000 {
        let draw = stream.below(bound)
        #expect(draw >= 0 && draw < bound)
        remainders[draw % 3] += 1
      }
      #expect(remainders.allSatisfy { abs($0 - 1000) < 130 })
    }
  }

  @Test func permutationsAreEvenlyLikely() {
    var counts: [[Int32]: Int] = [:]
    for index in 0..<6000 {
      var stream = RandomStream(seed: 2, purpose: .shuffle, index: UInt64(index))
      counts[stream.permutation(of: 3), default: 0] += 1
    }
    #expect(counts.count == 6)
    #expect(counts.values.allSatisfy { abs($0 - 1000) < 150 })
    var stream = RandomStream(seed: 2, purpose: .shuffle)
    let many = stream.permutation(of: 1000)
    #expect(many != Array(0..<1000) && many.sorted() == Array(0..<1000))
  }
}
