// Which rows are which, whatever part they are in and however they are scaled: a number for each row made
// of its values as they were read. With it a model file can say which rows its weights were trained on
// without holding them.
import Numerics

/// Digests of rows, ascending, as often as rows occur that are alike.
package struct RowDigests: Equatable, Sendable {
  package let values: [Int64]

  package init(_ digests: some Sequence<Int64> = []) { values = digests.sorted() }

  /// Nil when they are not ascending.
  package init?(ascending values: [Int64]) {
    guard zip(values, values.dropFirst()).allSatisfy({ $0 <= $1 }) else { return nil }
    self.values = values
  }

  private init(merged values: [Int64]) { self.values = values }

  package var count: Int { values.count }

  func contains(_ digest: Int64) -> Bool {
    var (low, high) = (0, values.count)
    while low < high {
      let middle = (low + high) / 2
      if values[middle] < digest { low = middle + 1 } else { high = middle }
    }
    return low < values.count && values[low] == digest
  }
  package var isEmpty: Bool { values.isEmpty }

  /// Each as often as in the one that has it more often.
  package func union(_ other: RowDigests) -> RowDigests { merged(with: other, count: max) }
  package func adding(_ other: RowDigests) -> RowDigests { merged(with: other, count: +) }
  package func intersection(_ other: RowDigests) -> RowDigests { merged(with: other, count: min) }
  package func subtracting(_ other: RowDigests) -> RowDigests {
    merged(with: other) { max(0, $0 - $1) }
  }

  private func merged(with other: RowDigests, count: (Int, Int) -> Int) -> RowDigests {
    var result: [Int64] = []
    var (here, there) = (0, 0)
    while here < values.count || there < other.values.count {
      let digest = min(
        here < values.count ? values[here] : .max,
        there < other.values.count ? other.values[there] : .max)
      let counts = (
        Self.occurrences(of: digest, in: values, from: &here),
        Self.occurrences(of: digest, in: other.values, from: &there)
      )
      for _ in 0..<count(counts.0, counts.1) { result.append(digest) }
    }
    return RowDigests(merged: result)
  }

  /// How often a digest stands at a place, which moves on behind it.
  private static func occurrences(
    of digest: Int64, in values: [Int64], from place: inout Int
  ) -> Int {
    let start = place
    while place < values.count, values[place] == digest { place += 1 }
    return place - start
  }
}

/// The rows a network was trained on, and those that were kept from it.
package struct RowParts: Equatable, Sendable {
  package var training: RowDigests
  /// Kept to say when to stop, and never trained on.
  package var validation: RowDigests
  package var test: RowDigests

  package init(
    training: RowDigests = .init(), validation: RowDigests = .init(), test: RowDigests = .init()
  ) {
    self.training = training
    self.validation = validation
    self.test = test
  }

  /// Those of some rows that were trained on. Of rows that are alike as many as were kept from training count
  /// as those.
  package func trained(among rows: RowDigests) -> RowDigests {
    rows.subtracting(validation.adding(test)).intersection(training)
  }

  package func trainedCount(of rows: RowDigests) -> Int { trained(among: rows).count }

  /// How many of these rows are equal to one that was trained on.
  package func equalCount(of digests: [Int64]) -> Int { digests.count { training.contains($0) } }
}

extension PreparedData {
  package enum Part: Sendable { case training, test }

  /// One digest a row, in the rows' order; none of a part that is not there.
  ///
  /// A row's words are, in the order of the columns, the bits of each number as a Double (+0 for -0;
  /// 0x7FF8000000000000 where it was missing) and for each category the digest of its name's UTF-8 bytes
  /// and then their count, a word each; last the target's. `RowHash` makes a digest of words.
  ///
  /// - Parameter checkStop: asked before every few thousand rows.
  package func rowDigests(
    _ part: Part, checkStop: () throws(DataError) -> Void = {}
  ) throws(DataError) -> [Int64] {
    guard let rows = rawRows(of: part) else { return [] }
    let names = columns.map { ($0.categories ?? []).map(RowHash.digest) }
    let classes = classNames.map(RowHash.digest)
    var digests: [Int64] = []
    digests.reserveCapacity(rows.count)
    for row in 0..<rows.count {
      if row % 4096 == 0 { try checkStop() }
      var hash = RowHash()
      for place in names.indices {
        switch rows.value(ofRow: row, column: place) {
        case .category(let category): hash.add(names[place][category])
        case let value: hash.add(value)
        }
      }
      switch rows.target(ofRow: row) {
      case .category(let label): hash.add(classes[label])
      case let value: hash.add(value)
      }
      digests.append(Int64(bitPattern: hash.digest))
    }
    return digests
  }
}

/// 64 bits that depend on every word and on their order. From FNV's offset basis on, each word is XORed in,
/// the sum multiplied by 2^64 / φ, and its high half XORed into its low one; the finishing steps are those of
/// `Fingerprint`.
struct RowHash {
  private var hash: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func add(_ word: UInt64) {
    hash = (hash ^ word) &* 0x9e37_79b9_7f4a_7c15
    hash ^= hash >> 32
  }

  /// A value that is no category.
  mutating func add(_ value: RawValue) {
    guard case .number(let number) = value else { return add(0x7ff8_0000_0000_0000) }
    add(number == 0 ? 0 : number.bitPattern)
  }

  var digest: UInt64 { Fingerprint.finished(hash) }

  static func digest(_ name: String) -> UInt64 {
    var hash = RowHash()
    for byte in name.utf8 { hash.add(UInt64(byte)) }
    hash.add(UInt64(name.utf8.count))
    return hash.digest
  }
}
