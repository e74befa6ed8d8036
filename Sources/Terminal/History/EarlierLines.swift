// Earlier lines as an editor shows them: this session's own and those of others, each in one row.

import CLineEditor

struct EarlierLines {
  private var history: History
  private var taken = 0
  /// Whether other sessions may have added lines since the last look.
  private var isStale = true
  /// All of them in one row each, oldest first.
  private(set) var rows: [String] = []
  /// This session's own, oldest first.
  private(set) var own: [String] = []
  /// The same as they were entered.
  private var ownEntries: [String] = []

  init(path: String?) { history = History(path: path, readsLater: true) }

  var warning: String? { history.warning }
  /// As they were entered, oldest first.
  var entries: [String] { history.entries }

  func entries(containing pattern: String) -> [String] {
    pattern.isEmpty ? entries : entries.filter { $0.contains(pattern) }
  }

  mutating func add(_ line: String) {
    history.append(line)
    isStale = true
    guard !line.allSatisfy(\.isWhitespace) else { return }
    let row = Self.oneRow(line)
    guard own.last != row else { return }
    own.append(row)
    ownEntries.append(line)
    if own.count > 2 * History.defaultLimit {
      own.removeFirst(own.count - History.defaultLimit)
      ownEntries.removeFirst(ownEntries.count - History.defaultLimit)
    }
  }

  mutating func expectNew() { isStale = true }

  /// Looks for new ones; those in one row each.
  mutating func takeNew() -> [String] {
    guard isStale else { return [] }
    isStale = false
    history.refresh()
    let new = history.entries.suffix(min(history.added - taken, history.entries.count))
      .map(Self.oneRow)
    taken = history.added
    rows += new
    if rows.count > 2 * History.defaultLimit {
      rows.removeFirst(rows.count - History.defaultLimit)
    }
    return new
  }

  /// An entry as one row: continued lines joined, other newlines as `; `.
  static func oneRow(_ entry: String) -> String {
    guard entry.contains("\n") else { return entry }
    var row = ""
    for line in entry.split(separator: "\n") {
      let isContinued = row.hasSuffix("\\")
      if isContinued { row.removeLast() }
      while row.last == " " { row.removeLast() }
      if !row.isEmpty { row += isContinued ? " " : "; " }
      row += line.drop { $0 == " " }
    }
    return row
  }
}

extension EarlierLines {
  /// In one row each, this session's first; a line that both have comes twice.
  var newestFirst: [String] { own.reversed() + rows.reversed() }

  /// Those with `pattern` in them, newest first, this session's before others', each once. Capitals count only
  /// where the pattern has some.
  func found(_ pattern: String, most: Int) -> [String] {
    var seen = Set<String>()
    var found: [String] = []
    let isExact = pattern.contains(where: \.isUppercase)
    for entry in ownEntries.reversed() + entries.reversed() {
      let fits = pattern.isEmpty || cle_contains(entry, pattern, isExact)
      guard fits, seen.insert(entry).inserted else { continue }
      found.append(entry)
      if found.count == most { break }
    }
    return found
  }
}
