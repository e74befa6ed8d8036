// A walk through the plain words of a command.

/// Goes through the plain words of a command and can take what is left as one text.
struct WordCursor {
  private let syntax: CommandSyntax
  /// Positions of the plain words among the arguments.
  private let positions: [Int]
  /// How many words were taken.
  private(set) var index = 0

  init(_ syntax: CommandSyntax) {
    self.syntax = syntax
    positions = syntax.arguments.indices.filter { position in
      if case .word = syntax.arguments[position] { true } else { false }
    }
  }

  var next: Word? {
    guard index < positions.count,
      case .word(let word) = syntax.arguments[positions[index]]
    else { return nil }
    return word
  }

  var count: Int { positions.count }

  /// The last word taken.
  var last: Word? {
    guard index > 0, case .word(let word) = syntax.arguments[positions[index - 1]] else {
      return nil
    }
    return word
  }

  /// The first word not taken that is a keyword, counted as `index` is.
  func position(of keyword: Keyword) -> Int? {
    positions.indices.dropFirst(index).first { place in
      guard case .word(let word) = syntax.arguments[positions[place]] else { return false }
      return keyword.matches(word)
    }
  }

  mutating func advance() { index += 1 }

  /// Everything after the last word taken up to the first option that has a name of its own; a single
  /// word without its quotes.
  ///
  /// - Parameter names: the names of options, in lower case.
  mutating func takeRest(before names: [String]) -> Word? {
    let first = index == 0 ? 0 : positions[index - 1] + 1
    let rest = syntax.arguments[first...].prefix { argument in
      if case .option(let name, _) = argument { !names.contains(name.lowercased) } else { true }
    }
    index = positions.count { $0 < rest.endIndex }
    if rest.count == 1, case .word(let word)? = rest.first { return word }
    guard let start = rest.first?.range.start, let end = rest.last?.range.end else { return nil }
    let bytes = syntax.text.utf8.dropFirst(start - syntax.range.start).prefix(end - start)
    return Word(
      String(decoding: bytes, as: UTF8.self), range: SourceRange(start: start, end: end))
  }
}
