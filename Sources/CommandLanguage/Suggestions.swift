// "Did you mean": which of the known names a mistyped one was probably meant to be.
import Text

/// The names nearest to a text, best first: within a few slips of the keyboard, beginning with it,
/// or with a synonym that is. Nothing when nothing is near.
/// - Parameters:
///   - synonyms: other words for the names: ["learning_rate": "lr"]. They may map to names only.
package func suggestions(
  for text: String, among names: [String], synonyms: [String: String] = [:], limit: Int = 3
) -> [String] {
  let query = foldedForComparison(text)
  guard !query.isEmpty, query.count <= 64 else { return [] }
  var best: [String: Int] = [:]
  func consider(_ word: String, standingFor name: String) {
    guard let score = affinity(query, foldedForComparison(word)) else { return }
    best[name] = min(best[name] ?? Int.max, score)
  }
  for name in names { consider(name, standingFor: name) }
  let known = Set(names)
  for (synonym, name) in synonyms where known.contains(name) {
    consider(synonym, standingFor: name)
  }
  // Equal scores keep the order of the names, so that the answer does not depend on hashing.
  let ranked = names.enumerated()
    .compactMap { index, name in best[name].map { (score: $0, index: index, name: name) } }
    .sorted { ($0.score, $0.index) < ($1.score, $1.index) }
  // Far worse than the best is noise.
  guard let top = ranked.first?.score else { return [] }
  var result: [String] = []
  for item in ranked where item.score <= top + 1 && !result.contains(item.name) {
    result.append(item.name)
  }
  return Array(result.prefix(limit))
}

/// The scalars of the lower case without `_`, `-` and blanks, so that "Learning-Rate" and "learning_rate" are equal.
/// Numbers are compared many times faster than characters, and this is done at every key.
private func foldedForComparison(_ text: String) -> [UInt32] {
  text.lowercased().unicodeScalars.compactMap {
    $0 == "_" || $0 == "-" || $0 == " " ? nil : $0.value
  }
}

/// How far a query is from a word; nil when too far. The slips allowed grow with the length.
private func affinity(_ query: [UInt32], _ word: [UInt32]) -> Int? {
  guard !word.isEmpty else { return nil }
  if query == word { return 0 }
  // A word cut short.
  if query.count >= 2, word.starts(with: query) { return query.count > 3 ? 1 : 2 }
  let allowed =
    switch max(query.count, word.count) {
    case ...4: 1
    case ...8: 2
    default: 3
    }
  if abs(query.count - word.count) <= allowed {
    let distance = editDistance(query, word)
    // Two words that share next to nothing are not a slip of each other, however short they are.
    if distance <= allowed, distance < max(query.count, word.count), distance * 2 <= query.count + 1
    {
      return distance
    }
  }
  // Something hung on, or only the middle of it.
  if word.count >= 3, query.starts(with: word) { return 2 }
  if query.count >= 4, contains(word, query) { return 3 }
  return nil
}

private func contains(_ text: [UInt32], _ part: [UInt32]) -> Bool {
  guard part.count <= text.count else { return false }
  return (0...(text.count - part.count)).contains { text[$0...].starts(with: part) }
}
