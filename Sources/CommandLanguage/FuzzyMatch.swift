// Finding a topic by what is remembered of it: `help overfit`, `explain weight decay`.

package enum FuzzyMatch {
  /// The texts that a query fits, best first: equal, beginning with it, holding it at a word's
  /// start, holding it, or holding its letters in order; then those one would suggest for a slip.
  package static func find(_ query: String, among texts: [String], limit: Int = 10) -> [String] {
    let needle = query.lowercased()
    guard !needle.isEmpty, needle.utf8.count <= 256 else { return [] }
    let ranked = texts.enumerated()
      .compactMap { index, text in
        rank(needle, text.lowercased()).map { (rank: $0, length: text.count, index: index) }
      }
      .sorted { ($0.rank, $0.length, $0.index) < ($1.rank, $1.length, $1.index) }
    let found = ranked.map { texts[$0.index] }
    return Array((found.isEmpty ? suggestions(for: query, among: texts) : found).prefix(limit))
  }

  private static func rank(_ needle: String, _ text: String) -> Int? {
    if text == needle { return 0 }
    if text.hasPrefix(needle) { return 1 }
    if text.contains(needle) {
      let words = text.split { !$0.isLetter && !$0.isNumber }
      return words.contains { $0.hasPrefix(needle) } ? 2 : 3
    }
    guard needle.count >= 3 else { return nil }
    var rest = text[...]
    for character in needle where character != " " {
      guard let place = rest.firstIndex(of: character) else { return nil }
      rest = rest[rest.index(after: place)...]
    }
    return 4
  }
}
