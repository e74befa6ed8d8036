// Whether what is refused of a line may still become right as it is typed on. It is found by typing on: with what Tab
// offers, with the words of the course, and with the few characters that numbers and ranges may end in.
import CommandLanguage
import Course
import Experiments

extension LineKnowledge {
  /// Whether a command that is refused is being typed at a cursor, and may be accepted with more behind it.
  func mayBecomeRight(
    _ refusal: Diagnostic, _ command: CommandReading, _ text: String, cursor: Int
  ) -> Bool {
    guard command.span.start <= cursor, cursor <= command.span.end else { return false }
    // Something is missing at the end, where the cursor is.
    if let range = refusal.range, range.isEmpty, range.start >= command.end, cursor >= range.start {
      return true
    }
    if refusal.id == "unclosed-quote" { return refusal.range.map { $0.start < cursor } ?? true }
    let typed = TypedEnd(command, text, cursor: cursor)
    guard let typed else { return false }
    if let suggested = refusal.suggestion?.firstInBackquotes,
      !typed.word.isEmpty, suggested.utf8.count > typed.word.utf8.count,
      suggested.lowercased().hasPrefix(typed.word.lowercased()), refusal.range == typed.range
    {
      return true
    }
    return continuations(of: typed, refusal, text, cursor: cursor).contains { more in
      isRight(typed, with: more)
    }
  }

  private func isRight(_ typed: TypedEnd, with more: String) -> Bool {
    let text = typed.before + more + typed.after
    let end = typed.before.utf8.count + more.utf8.count
    let reading = ScriptParser().reading(text)
    guard let result = reading.commands.first(where: { $0.result != nil })?.result else {
      return false
    }
    var draft: SessionState? = typed.isFirst ? state : nil
    guard let refusal = refusal(of: result, in: &draft) else { return true }
    // Behind a blank nothing of what stands before it is being typed.
    return !typed.word.isEmpty && (refusal.range?.start ?? 0) >= end
  }

  private func continuations(
    of typed: TypedEnd, _ refusal: Diagnostic, _ text: String, cursor: Int
  ) -> [String] {
    let phrases = Array(LineVocabulary.words.flatMap { typed.rests(of: $0) }.prefix(8))
    // What stands further before is not mended by what ends the word at the cursor.
    let isAtWord = refusal.range.map { $0.end >= typed.range.start } ?? true
    guard !typed.word.isEmpty, isAtWord else {
      // But for a parenthesis that is not closed yet.
      return phrases + (typed.isCondition ? Self.endingsOfConditions : [])
    }
    let completion = Completion.complete(
      line: text, cursorByte: cursor, table: catalog.table, otherWords: otherWords,
      names: { Self.isKnownAtOnce($0) ? session.names($0) : [] })
    let words = completion.candidates.compactMap { typed.rest(of: $0.text) }
    return Array(words.prefix(12)) + phrases + (typed.isNumber ? Self.endings : [])
      + (typed.isCondition ? Self.endingsOfConditions : [])
  }

  /// What numbers, ranges and amounts may end in.
  private static let endings = [
    "1", "5", "0", ".5", ".1", "01", "e-3", "3", "-3", "0.5", "0.9", "1..2", "1000", "%", "B", "MB",
  ]
  private static let endingsOfConditions = [" < 1", "< 1", "= 1", ")", " loss < 1"]

  /// Whether a name space is known without looking at files or at the archive.
  private static func isKnownAtOnce(_ space: NameSpace) -> Bool {
    !["file-column", "search", "lesson"].contains(space.name)
  }
}

/// What has just been typed of a command, at the cursor.
struct TypedEnd {
  /// From the command's begin to the cursor, and from there to its end.
  let before: String
  let after: String
  /// The word that ends at the cursor; empty behind a blank.
  let word: String
  let range: SourceRange
  /// The last words up to the cursor, one of them, two and so on.
  private let tails: [String]
  /// Whether its last piece may be a number that goes on.
  var isNumber: Bool {
    let piece = word.split(omittingEmptySubsequences: false) { "=|,:".contains($0) }.last ?? ""
    guard let first = piece.first else { return word.count > piece.count }
    return "+-.0123456789".contains(first)
  }
  /// Whether it stands in a condition.
  var isCondition: Bool { before.contains("until ") }
  /// Whether its command is the first of the text.
  let isFirst: Bool

  /// Nil where the cursor stands inside of a word: what is there was meant to be there.
  init?(_ command: CommandReading, _ text: String, cursor: Int) {
    let bytes = Array(text.utf8)
    let begun = command.words.filter { $0.range.start < cursor }
    guard let last = begun.last, last.range.end <= cursor else { return nil }
    let start = command.span.start
    func part(_ from: Int, _ to: Int) -> String {
      String(decoding: bytes[from..<max(from, to)], as: UTF8.self)
    }
    before = part(start, cursor)
    after = part(cursor, command.span.end)
    let isAtEnd = last.range.end == cursor
    word = isAtEnd ? part(last.range.start, cursor) : ""
    range = last.range
    tails = begun.suffix(4).map { first in
      begun.filter { $0.range.start >= first.range.start }
        .map { part($0.range.start, $0.range.end).lowercased() }
        .joined(separator: " ") + (isAtEnd ? "" : " ")
    }
    isFirst = start == 0
  }

  /// What is left to type of a candidate for the cursor's word; nil of another.
  func rest(of candidate: String) -> String? {
    let typed = word.lastIndex(of: "=").map { String(word[word.index(after: $0)...]) } ?? word
    for begin in [word, typed] where candidate.utf8.count > begin.utf8.count {
      if candidate.lowercased().hasPrefix(begin.lowercased()) {
        return String(candidate.dropFirst(begin.count))
      }
    }
    return nil
  }

  /// The same of a term of one word or more, in lower case, that may begin some words ago.
  func rests(of term: String) -> [String] {
    tails.compactMap { tail in
      !tail.isEmpty && term.utf8.count > tail.utf8.count && term.utf8.starts(with: tail.utf8)
        ? String(decoding: term.utf8.dropFirst(tail.utf8.count), as: UTF8.self) : nil
    }
  }
}

/// The words of the course and of the phrases that stand for commands, in lower case.
enum LineVocabulary {
  /// Made when it is first asked for.
  static let words: [String] = {
    let settings = SettingCatalog().all.flatMap { [$0.title] + $0.synonyms }
    let topics = TopicCatalog().all.flatMap { [$0.name] + $0.aliases }
    return (settings + topics + Phrases.connections).map { $0.lowercased() }
  }()
}

extension String {
  /// What stands in the first pair of backquotes.
  var firstInBackquotes: String? { inBackquotes.first }

  /// What stands in backquotes.
  var inBackquotes: [String] {
    let parts = split(separator: "`", omittingEmptySubsequences: false)
    guard parts.count > 2 else { return [] }
    return stride(from: 1, to: parts.count - 1, by: 2).map { String(parts[$0]) }
  }
}
