// From text to commands. A syntax error ends its line only, so that what stood before it can run
// and be reported first, and what stands on later lines is still known.

package struct ScriptParser: Sendable {
  /// The command that questions with `?` are turned into.
  package var helpCommand: String

  package init(helpCommand: String = "help") {
    self.helpCommand = helpCommand
  }

  /// The commands of one line or many, in order, each either read or refused. Ranges are UTF-8
  /// offsets into the text.
  package func parse(_ text: String) -> [Result<CommandSyntax, Diagnostic>] {
    parse(utf8: Array(text.utf8))
  }

  /// The same for bytes from a file or a pipe, which may be anything.
  package func parse(utf8 bytes: [UInt8]) -> [Result<CommandSyntax, Diagnostic>] {
    var results: [Result<CommandSyntax, Diagnostic>] = []
    var lexer = Lexer(bytes)
    var words: [Lexer.LexedWord] = []
    while true {
      do throws(Diagnostic) {
        switch try lexer.next() {
        case .word(let word):
          guard words.count < SyntaxLimits.words else { throw tooManyWords(word.word) }
          words.append(word)
        case .end(let isLast):
          if let command = command(words, bytes) { results.append(.success(command)) }
          words = []
          if isLast { return results }
        }
      } catch {
        results.append(.failure(error))
        words = []
        lexer.skipLine()
      }
    }
  }

  /// Whether the text goes on in the next line: it ends in a `\` that is not part of a comment.
  package func needsContinuation(_ text: String) -> Bool {
    var scanner = ContinuationScanner()
    var result = false
    for line in Array(text.utf8).split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    {
      result = scanner.endsInContinuation(line)
    }
    return result
  }

  private func tooManyWords(_ word: Word) -> Diagnostic {
    Diagnostic(
      id: "too-many-words", message: "a command has at most \(SyntaxLimits.words) words",
      range: word.range)
  }

  private func command(_ words: [Lexer.LexedWord], _ bytes: [UInt8]) -> CommandSyntax? {
    guard let first = words.first, let last = words.last else { return nil }
    let range = SourceRange(start: first.word.range.start, end: last.word.range.end)
    let arguments = words.dropFirst().map { lexed in
      lexed.option.map { ArgumentSyntax.option(name: $0.name, value: $0.value) }
        ?? .word(lexed.word)
    }
    let syntax = CommandSyntax(
      name: first.word, arguments: arguments, range: range,
      text: String(decoding: bytes[range.start..<range.end], as: UTF8.self))
    return helpQuestion(syntax) ?? syntax
  }

  /// `?`, `? layer`, `?layer`, `layer ?` and `layer?` as the help command.
  private func helpQuestion(_ syntax: CommandSyntax) -> CommandSyntax? {
    func isMark(_ word: Word) -> Bool { !word.isQuoted && word.text == "?" }
    let name = syntax.name
    guard !name.isQuoted else { return nil }
    var question = syntax
    question.isHelpQuestion = true
    question.name.text = helpCommand
    if isMark(name) { return question }
    if name.text.hasPrefix("?") {
      question.name.range.end = name.range.start + 1
      let topic = Word(
        String(name.text.dropFirst()),
        range: SourceRange(start: name.range.start + 1, end: name.range.end))
      question.arguments.insert(.word(topic), at: 0)
      return question
    }
    if syntax.arguments.isEmpty, name.text.hasSuffix("?") {
      let topic = Word(
        String(name.text.dropLast()),
        range: SourceRange(start: name.range.start, end: name.range.end - 1))
      question.name.range.start = name.range.end - 1
      question.arguments = [.word(topic)]
      return question
    }
    if case .word(let last)? = syntax.arguments.last, isMark(last) {
      question.name.range = last.range
      question.arguments = [.word(name)] + syntax.arguments.dropLast()
      return question
    }
    return nil
  }
}

/// Finds, line by line, whether a `\` at the end continues the command: not in a comment.
struct ContinuationScanner {
  /// Whether the line before ended inside quotes and is continued.
  private(set) var isInQuotes = false

  /// - Parameter line: without its line feed.
  mutating func endsInContinuation(_ line: ArraySlice<UInt8>) -> Bool {
    var line = line
    if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
    var isInWord = false
    var index = line.startIndex
    while index < line.endIndex {
      let byte = line[index]
      let isLast = index + 1 == line.endIndex
      switch byte {
      case UInt8(ascii: "\\"):
        if isLast { return true }
        if isInQuotes { index += 1 }
        isInWord = true
      case UInt8(ascii: "\""):
        isInQuotes.toggle()
        isInWord = true
      case UInt8(ascii: "#") where !isInQuotes && !isInWord:
        return false
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: ";"):
        isInWord = isInQuotes
      case 0x80...:
        let length = blankLength(line, at: index)
        isInWord = isInQuotes || length == nil
        index += (length ?? 1) - 1
      default: isInWord = true
      }
      index += 1
    }
    isInQuotes = false
    return false
  }

  /// The bytes of a blank outside of ASCII.
  private func blankLength(_ line: ArraySlice<UInt8>, at index: Int) -> Int? {
    guard
      case .scalar(let scalar, let length) = decodeScalar(
        Array(line[index..<min(index + 4, line.endIndex)]), at: 0),
      isBlank(scalar)
    else { return nil }
    return length
  }
}
