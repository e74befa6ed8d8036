// Words that only a layout knows to be needed: what its window has no room for, and how it draws.

extension Table {
  /// Above a table whose window has no room for some of its columns.
  package func withoutRoom(for names: [String]) -> String {
    let isOne = names.count == 1
    let all =
      isOne
      ? names.joined() : "\(names.dropLast().joined(separator: ", ")) and \(names.last ?? "")"
    if let elsewhere { return "The table has no room for \(all); \(elsewhere.text)." }
    return "The table has no room for the column\(isOne ? "" : "s") \(all); a wider window has "
      + (isOne ? "it." : "them.")
  }

  /// What the last of its columns of equal width are called together.
  package func name(ofLast columns: [Column]) -> String {
    switch remainder {
    case .titles: columns.map { $0.shortTitle ?? $0.name }.joined(separator: ", ")
    case .count(let one, let many):
      "the last \(columns.count == 1 ? one : "\(columns.count) \(many)")"
    }
  }
}
