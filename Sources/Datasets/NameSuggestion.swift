// "Did you mean": the nearest of some names to one that does not exist.
import Text

/// The names nearest to `name`, best first, or none when nothing is near: at most a third of its
/// letters wrong (a swap of neighbors counts once), or one name beginning with the other.
func nearNames(to name: String, among names: [String], limit: Int = 1) -> [String] {
  let wanted = Array(name.lowercased().unicodeScalars.prefix(64))
  guard !wanted.isEmpty else { return [] }
  var found: [(distance: Int, name: String)] = []
  for candidate in names {
    let letters = Array(candidate.lowercased().unicodeScalars.prefix(64))
    let distance = editDistance(wanted, letters)
    let isNear = distance <= max(1, min(wanted.count, letters.count) / 3)
    let isBeginning =
      min(wanted.count, letters.count) >= 3
      && (letters.starts(with: wanted) || wanted.starts(with: letters))
    if isNear || isBeginning { found.append((distance, candidate)) }
  }
  found.sort { $0.distance != $1.distance ? $0.distance < $1.distance : $0.name < $1.name }
  return found.prefix(limit).map(\.name)
}

/// "did you mean `x`?", or another suggestion when nothing is near.
func suggestedName(for name: String, among names: [String], otherwise: String) -> String {
  guard let near = nearNames(to: name, among: names).first else { return otherwise }
  return "did you mean \(quotedForMessage(near))?"
}
