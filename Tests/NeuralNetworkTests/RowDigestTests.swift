// Digests tell rows apart by their values, whatever was done to these, and lists of them count what two
// sets of rows have in common.

import Datasets
import TestSupport
import Testing

@Suite struct RowDigestTests {
  /// By the words of `rowDigests`, step by step.
  private func digest(_ words: [UInt64]) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for word in words {
      hash = (hash ^ word) &* 0x9e37_79b9_7f4a_7c15
      hash = hash ^ (hash >> 32)
    }
    hash = (hash ^ (hash >> 33)) &* 0xff51_afd7_ed55_8ccd
    hash = (hash ^ (hash >> 33)) &* 0xc4ce_b9fe_1a85_ec53
    return hash ^ (hash >> 33)
  }

  private func digest(_ name: String) -> UInt64 {
    digest(name.utf8.map(UInt64.init) + [UInt64(name.utf8.count)])
  }

  @Test func aDigestIsMadeAsItSays() throws {
    let text = "a,color,b,y\n1.5,red,-0.0,2.25\n,red,7,3.5\n2.5,\u{E9},7,-1e-3\n"
    let words: [[UInt64]] = [
      [(1.5).bitPattern, digest("red"), 0, (2.25).bitPattern],
      [0x7ff8_0000_0000_0000, digest("red"), (7.0).bitPattern, (3.5).bitPattern],
      [(2.5).bitPattern, digest("\u{E9}"), (7.0).bitPattern, (-1e-3).bitPattern],
    ]
    for standardize in [true, false] {
      let data = try load(text, missing: .mean, standardize: standardize)
      let found = try data.rowDigests(.training).map(UInt64.init(bitPattern:))
      #expect(found == words.map { digest($0) })
      #expect(try data.rowDigests(.test) == [])
    }
    let classes = try load("a,y\n1,p\n2,q\n")
    let found = try classes.rowDigests(.training).map(UInt64.init(bitPattern:))
    let first: [UInt64] = [(1.0).bitPattern, digest("p")]
    let second: [UInt64] = [(2.0).bitPattern, digest("q")]
    #expect(found == [digest(first), digest(second)])
  }

  /// The same rows in other parts are the same rows.
  @Test func splitsMoveRowsAndChangeNone() throws {
    for set in [NamedDataset.iris, .diabetes, .cancer] {
      let data = try [1, 2].map { (seed: UInt64) in
        try set.load(folder: shippedDataFolder, split: SplitOptions(seed: seed))
      }
      let training = try data.map { RowDigests(try $0.rowDigests(.training)) }
      let test = try data.map { RowDigests(try $0.rowDigests(.test)) }
      #expect(training[0].adding(test[0]) == training[1].adding(test[1]))
      #expect(test[0] != test[1])
    }
  }

  @Test(arguments: 0..<20 as Range<UInt64>) func listsCountAsBagsDo(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let bags = (0..<2).map { _ in (0..<random.below(30)).map { _ in Int64(random.below(8)) - 4 } }
    let counts = bags.map { Dictionary($0.map { ($0, 1) }, uniquingKeysWith: +) }
    func naive(_ count: (Int, Int) -> Int) -> [Int64] {
      var result: [Int64] = []
      for digest in Int64(-4)..<4 {
        let wanted = count(counts[0][digest, default: 0], counts[1][digest, default: 0])
        for _ in 0..<max(0, wanted) { result.append(digest) }
      }
      return result
    }
    let (left, right) = (RowDigests(bags[0]), RowDigests(bags[1]))
    #expect(left.union(right).values == naive(max))
    #expect(left.adding(right).values == naive(+))
    #expect(left.intersection(right).values == naive(min))
    #expect(left.subtracting(right).values == naive(-))
  }

  /// A row that was kept from training is not taken for its double that was not.
  @Test func rowsThatAreAlikeCountAsOftenAsTheyOccur() {
    let parts = RowParts(
      training: RowDigests([1, 2, 2, .max]), validation: RowDigests([3]),
      test: RowDigests([2, 4, .min]))
    #expect(parts.trainedCount(of: parts.test) == 0)
    #expect(parts.trainedCount(of: parts.validation) == 0)
    #expect(parts.trainedCount(of: parts.training) == 3)
    #expect(parts.trainedCount(of: RowDigests([2, 2])) == 1)
    #expect(parts.trainedCount(of: RowDigests([1, 5, 6, .max])) == 2)
    #expect(parts.trainedCount(of: RowDigests()) == 0)
  }
}
