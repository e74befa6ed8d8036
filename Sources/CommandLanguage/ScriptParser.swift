// From text to commands. A syntax error ends its line only, so that what stood before it can run
// and be reported first, and what stands on later lines is still known.

/// One command of a text with all that was typed of it, whether it could be read or not.
package struct CommandReading: Sendable {
  /// The words before whatever could not be read, the command's name first.
  package var words: [ArgumentSyntax]
  package var result: Result<CommandSyntax, Diagnostic>?
  /// From behind the separator before it to the separator behind it, blanks and comments included.
  package var span: SourceRange
  /// The `;` behind it.
  package var separator: SourceRange?
}

/// A text with its places: its commands in order, empty ones included, and its comments.
package struct ScriptReading: Sendable {
  package var commands: [CommandReading]
  package var comments: [SourceRange]
}

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
    reading(utf8: bytes).commands.compactMap(\.result)
  }

  /// The same with all that lies between and around the commands, for whoever looks at a line while it is typed.
  package func reading(_ text: String) -> ScriptReading { reading(utf8: Array(text.utf8)) }

  private func reading(utf8 bytes: [UInt8]) -> ScriptReading {
    var commands: [CommandReading] = []
    var lexer = Lexer(bytes)
    var words: [Lexer.LexedWord] = []
    var start = 0
    func add(_ result: Result<CommandSyntax, Diagnostic>?, to end: Int, separator: SourceRange?) {
      commands.append(
        CommandReading(
          words: words.map(\.argument), result: result,
          span: SourceRange(start: start, end: end), separator: separator))
    }
    while true {
      do throws(Diagnostic) {
        switch try lexer.next() {
        case .word(let word):
          guard words.count < SyntaxLimits.words else { throw tooManyWords(word.word) }
          words.append(word)
          if words.count == 1, Self.isOfOwnWords(word.word), let rest = try lexer.restOfLine() {
            words.append(rest)
          }
        case .end(let isLast):
          let end = isLast ? bytes.count : lexer.index - 1
          let isSeparated = !isLast && bytes[end] == UInt8(ascii: ";")
          add(
            command(words, bytes).map { .success($0) }, to: end,
            separator: isSeparated ? SourceRange(start: end, end: end + 1) : nil)
          (words, start) = ([], lexer.index)
          if isLast { return ScriptReading(commands: commands, comments: lexer.comments) }
        }
      } catch {
        lexer.skipLine()
        add(.failure(error), to: lexer.index, separator: nil)
        (words, start) = ([], lexer.index)
      }
    }
  }

  /// Whether what stands behind a command's name is prose up to the line's end, in which `;` and quotes mean nothing.
  private static func isOfOwnWords(_ name: Word) -> Bool {
    !name.isQuoted && name.lowercased == "answer"
  }

  private func tooManyWords(_ word: Word) -> Diagnostic {
    Diagnostic(
      id: "too-many-words", message: "a command has at most \(SyntaxLimits.words) words",
      range: word.range)
  }

  private func command(_ words: [Lexer.LexedWord], _ bytes: [UInt8]) -> CommandSyntax? {
    guard let first = words.first, let last = words.last else { return nil }
    let range = SourceRange(start: first.word.range.start, end: last.word.range.end)
    let arguments = words.dropFirst().map(\.argument)
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
