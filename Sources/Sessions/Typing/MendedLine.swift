// A line as it was probably meant: what was refused, with what the error says would have been right put in its place. It
// is only as good as the check that it then has to pass.
import CommandLanguage
import Events
import Experiments

extension LineKnowledge {
  /// The refused command and what stood behind it; nil where the error names nothing that makes it right.
  package func mended(_ report: ErrorReport) -> String? {
    guard report.file == nil, let range = report.diagnostic.range,
      let suggestion = report.diagnostic.suggestion
    else { return nil }
    let text = report.source.text
    let reading = ScriptParser().reading(text)
    guard
      let command = reading.commands.first(where: {
        $0.span.start <= range.start && range.end <= $0.span.end && !$0.words.isEmpty
      }), let first = command.words.first
    else { return nil }
    let line = RefusedLine(
      bytes: Array(text.utf8), start: first.range.start, end: command.end, words: command.words)
    let parts = suggestion.split(separator: "`", omittingEmptySubsequences: false).map(String.init)
    for place in stride(from: 1, to: parts.count - 1, by: 2)
    where !parts[place].hasPlaceholder && isSuggestable(parts[place]) {
      for mended in candidates(parts[place], followedBy: parts[place + 1], line, range)
      where mended != line.whole && accepts(mended) {
        return LogicalLine(bytes: Array(mended.utf8), line: 1).joined
      }
    }
    return nil
  }

  private func candidates(
    _ piece: String, followedBy words: String, _ line: RefusedLine, _ range: SourceRange
  ) -> [String] {
    if words.hasPrefix(" before it") { return ["\(piece); \(line.without(range))"] }
    if words.hasPrefix(" first") { return ["\(piece); \(line.whole)"] }
    // Other words after it say that it is something else to do.
    guard words.isEmpty || words.hasPrefix(" (") || words.hasPrefix(" or ") || words == ", "
    else { return [] }
    let isCommand = (piece.split(separator: " ").first).map {
      catalog.table.signature(named: String($0)) != nil
    }
    let isWhole = isCommand == true && (piece.contains(" ") || range != line.words.first?.range)
    let inPlace = line.replacements(of: range, by: piece)
    guard isWhole else { return inPlace }
    // A command that is named in full leaves out the options that stood behind.
    let begun = line.hasOptions(after: range) ? [line.begun(by: piece, to: range)] : []
    let whole = begun + [line.replaced(by: piece)]
    // The name of a command may be what another wants: `help trian`.
    return piece.contains(" ") ? whole + inPlace : inPlace + whole
  }

  /// Whether it may be what stands at the prompt of itself: an error that advises `undo` has its reasons said.
  private func isSuggestable(_ piece: String) -> Bool {
    guard let word = piece.split(whereSeparator: { " ;".contains($0) }).first,
      let signature = catalog.table.signature(named: String(word))
    else { return true }
    return catalog.command(named: signature.name).map { $0.isCell && $0.isSuggestedUnasked } ?? true
  }
}

/// A command that was refused, in its line.
private struct RefusedLine {
  let bytes: [UInt8]
  /// Where the command begins and ends.
  let start: Int
  let end: Int
  let words: [ArgumentSyntax]

  /// From the command on.
  var whole: String { text(start, bytes.count) }

  private func text(_ from: Int, _ to: Int) -> String {
    String(decoding: bytes[min(from, to)..<to], as: UTF8.self)
  }

  /// With another command in place of it.
  func replaced(by command: String) -> String { command + text(end, bytes.count) }

  /// With another beginning, up to the end of some bytes.
  func begun(by command: String, to range: SourceRange) -> String {
    command + text(range.end, bytes.count)
  }

  func hasOptions(after range: SourceRange) -> Bool {
    words.contains { word in
      if case .option(let name, _) = word { name.range.start >= range.end } else { false }
    }
  }

  /// Without the argument that some bytes belong to.
  func without(_ range: SourceRange) -> String {
    guard
      let word = words.first(where: { $0.range.start <= range.start && range.end <= $0.range.end })
    else { return whole }
    var head = text(start, word.range.start)
    while head.hasSuffix(" ") { head.removeLast() }
    return head + text(word.range.end, bytes.count)
  }

  /// With some bytes replaced, and with one or two words more that may belong to them: `noise 0.1` for `noise=0.1`.
  func replacements(of range: SourceRange, by piece: String) -> [String] {
    let next = words.filter { $0.range.start >= range.end }.prefix(2).map(\.range.end)
    let before = words.last { $0.range.end <= range.start && $0.range.start > start }
    return [range.start, before?.range.start].compactMap(\.self).flatMap { from in
      ([range.end] + next).map { to in
        text(start, max(start, from)) + piece + text(to, bytes.count)
      }
    }
  }
}

extension String {
  /// Whether a part of it only stands for what is to be put there: `target=COLUMN`.
  fileprivate var hasPlaceholder: Bool {
    split { " =;".contains($0) }.contains { word in
      word.count > 1 && word.prefix(2).allSatisfy { ("A"..."Z").contains($0) }
    }
  }
}
