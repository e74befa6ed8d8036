// What a pasted block means. People paste from a notebook, a lesson or another terminal, with prompts
// and output in it; what they want on the line are the commands.

/// The commands in a pasted block, as one line.
///
/// When lines begin with a prompt (`[12] descent> `, also with the state before the number or without the name behind
/// it, or `> ` as in a transcript), only those count, with the lines that continue them, and the others are output.
/// Commands are joined by `; `; comments, blank lines and Markdown fences are left out; a `\` at the end of a line joins
/// it with the next. Tabs become blanks, other control characters are dropped. A block of one line without a prompt
/// stays as it is otherwise, since it may be part of a command.
package func unwrapPastedTranscript(_ text: String) -> String {
  let lines = cleanLines(text)
  let prompts: [PromptKind] = lines.map(PromptKind.init)
  let isNotebook = prompts.contains { if case .notebook = $0 { true } else { false } }
  let isTranscript = prompts.contains { if case .transcript = $0 { true } else { false } }
  if lines.count == 1, !isNotebook, !isTranscript { return lines[0] }

  var commands: [String] = []
  var unfinished: String?
  for (line, prompt) in zip(lines, prompts) {
    let command: String
    switch prompt {
    case .notebook(let rest) where isNotebook: command = rest
    case .transcript(let rest) where !isNotebook || unfinished != nil: command = rest
    case .continuation(let rest) where unfinished != nil: command = rest
    default:
      // Output, where prompts tell commands from it.
      guard !isNotebook && !isTranscript || unfinished != nil else { continue }
      if isFence(line) { continue }
      command = line
    }
    let joined = [unfinished, trimmed(withoutComment(command))].compactMap { $0 }
      .filter { !$0.isEmpty }.joined(separator: " ")
    if joined.hasSuffix("\\") {
      unfinished = trimmed(String(joined.dropLast()))
    } else {
      unfinished = nil
      commands.append(joined)
    }
  }
  if let unfinished { commands.append(unfinished) }
  return commands.map { trimmed($0, dropping: ";") }.filter { !$0.isEmpty }
    .joined(separator: "; ")
}

/// What a line of a pasted block begins with, and what follows.
private enum PromptKind {
  /// `[12] descent> `, `descent> `, `[12]> ` or `iris 4-8-3 · ep 9 · 98.0% [12] descent> `
  case notebook(String)
  /// `> `
  case transcript(String)
  /// `... ` or `...> `, which continue a line that ends in `\`
  case continuation(String)
  case none

  init(_ line: String) {
    var rest = line.drop(while: \.isWhitespace)
    if rest.first == ">", rest.dropFirst().first.map({ $0 == " " }) ?? true {
      self = .transcript(String(rest.dropFirst(2)))
      return
    }
    if rest.hasPrefix("..") {
      let after = rest.drop { $0 == "." }
      self = .continuation(String(after.drop { $0 == ">" || $0 == " " }))
      return
    }
    var state: Substring?
    if let number = Self.number(in: rest) {
      state = rest[..<number.lowerBound]
      rest = rest[number.upperBound...].drop { $0 == " " }
      if rest.hasPrefix(".."), state == "" {
        self = .continuation(String(rest.drop { $0 == "." || $0 == ">" || $0 == " " }))
        return
      }
    }
    let isNamed = rest.hasPrefix("descent")
    guard let mark = rest.firstIndex(of: ">"),
      // The prompt may say something in between, such as `descent (not saving)> `.
      rest[..<mark].count <= 40, !rest[..<mark].contains("\""),
      isNamed || state != nil && ["", "(not saving)"].contains(rest[..<mark]),
      state.map({ Self.isState($0, isNamed: isNamed) }) ?? true
    else {
      self = .none
      return
    }
    self = .notebook(String(rest[mark...].dropFirst().drop { $0 == " " }))
  }

  /// Where `[12]` first stands in a line, at its beginning or behind a blank.
  private static func number(in line: Substring) -> Range<Substring.Index>? {
    for start in line.indices where line[start] == "[" {
      let digits = line[start...].dropFirst().prefix { $0.isASCII && $0.isNumber }
      guard !digits.isEmpty, line[digits.endIndex...].first == "]",
        start == line.startIndex || line[line.index(before: start)] == " "
      else { continue }
      let after = line[digits.endIndex...].dropFirst()
      guard after.first.map({ " >".contains($0) }) ?? true || after.hasPrefix("..") else {
        continue
      }
      return start..<after.startIndex
    }
    return nil
  }

  /// Whether it may be what a prompt says before its number: data and network, epochs and a figure.
  ///
  /// - Parameter isNamed: whether the program's name follows, so that it hardly is anything else.
  private static func isState(_ text: Substring, isNamed: Bool) -> Bool {
    if text.isEmpty { return true }
    guard text.count <= 80, !text.contains("\"") else { return false }
    if isNamed { return true }
    let pieces = trimmed(String(text)).replacing(" · ", with: " | ").split(separator: " | ")
    return pieces.enumerated().allSatisfy { place, piece in
      let words = piece.split(separator: " ")
      let isFigure =
        words.count == 1 && piece.last == "%"
        || words.count == 2 && ["ep", "R²", "R2", "loss"].contains(words[0])
      guard place == 0, !isFigure else { return isFigure }
      return words.count == 1
        || words.count == 2 && words[1].allSatisfy { $0.isNumber || $0 == "-" }
    }
  }
}

/// The lines of `text`, whichever way they end, with tabs as blanks and without controls.
private func cleanLines(_ text: String) -> [String] {
  var lines: [String] = [""]
  var previous: Unicode.Scalar?
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\r": lines.append("")
    case "\n": if previous != "\r" { lines.append("") }
    case "\t": lines[lines.count - 1] += " "
    case _ where isUnsafe(scalar): break
    default: lines[lines.count - 1].unicodeScalars.append(scalar)
    }
    previous = scalar
  }
  while lines.count > 1, lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
  return lines
}

private func isFence(_ line: String) -> Bool {
  line.drop(while: \.isWhitespace).hasPrefix("```")
}

/// `line` up to a `#` that begins a word outside quotes.
private func withoutComment(_ line: String) -> String {
  var isQuoted = false
  var previous: Character = " "
  for index in line.indices {
    let character = line[index]
    if isQuoted {
      if character == "\"", previous != "\\" { isQuoted = false }
      // A doubled backslash does not escape what follows.
      previous = previous == "\\" && character == "\\" ? " " : character
      continue
    }
    if character == "#", previous.isWhitespace || previous == ";" { return String(line[..<index]) }
    if character == "\"" { isQuoted = true }
    previous = character
  }
  return line
}

private func trimmed(_ text: String, dropping extra: Character? = nil) -> String {
  let isDropped: (Character) -> Bool = { $0.isWhitespace || $0 == extra }
  let rest = text.drop(while: isDropped)
  guard let last = rest.lastIndex(where: { !isDropped($0) }) else { return "" }
  return String(rest[...last])
}
