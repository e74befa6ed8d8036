// The command around the cursor while it is still being typed.

struct PartialCommand {
  /// The plain words before the cursor's, the command's name first.
  private(set) var words: [Word] = []
  /// Lower-case names of the options before and after the cursor.
  private(set) var givenOptions: Set<String> = []
  /// The option whose value is being typed.
  private(set) var option: (name: Word, value: Word)?
  /// What has been typed of the word or value, quotes removed.
  private(set) var prefix = ""
  /// The command as typed, up to there.
  private(set) var head = ""
  /// Whether that began with a quote.
  private(set) var isQuoted = false
  /// Where the word or value begins, its quote included.
  private(set) var replaceStart: Int

  /// Nil in a comment and behind text that cannot be read.
  init?(_ bytes: [UInt8], cursor: Int) {
    replaceStart = cursor
    var lexed: [Lexer.LexedWord] = []
    let typed = Array(bytes[..<cursor])
    do {
      guard let words = try PartialCommand.lastCommand(typed) else { return nil }
      lexed = words
    } catch {
      guard error.id == "unclosed-quote" else { return nil }
      // The quotes are still open: read as if they closed at the cursor.
      let isEscaping = PartialCommand.endsInEscape(typed, from: (error.range?.start ?? 0) + 1)
      let closed = (isEscaping ? typed.dropLast() : typed[...]) + [UInt8(ascii: "\"")]
      do {
        guard let words = try PartialCommand.lastCommand(Array(closed)) else { return nil }
        lexed = words
      } catch {
        return nil
      }
    }
    let start = lexed.first?.word.range.start ?? cursor
    if let last = lexed.last, last.word.range.end >= cursor {
      lexed.removeLast()
      take(last)
    }
    head = String(decoding: bytes[start..<max(start, replaceStart)], as: UTF8.self)
    for item in lexed {
      if let option = item.option {
        givenOptions.insert(option.name.lowercased)
      } else {
        words.append(item.word)
      }
    }
    if !isQuoted { collectOptions(after: cursor, bytes) }
  }

  private mutating func take(_ last: Lexer.LexedWord) {
    option = last.option
    let current = last.option?.value ?? last.word
    prefix = current.text
    isQuoted = current.isQuoted
    replaceStart = current.range.start
  }

  private mutating func collectOptions(after cursor: Int, _ bytes: [UInt8]) {
    var lexer = Lexer(bytes, from: cursor)
    do {
      while case .word(let item) = try lexer.next() {
        if let option = item.option { givenOptions.insert(option.name.lowercased) }
      }
    } catch {
      // What stands after the cursor only helps.
    }
  }

  /// The words of the last command; nil when the bytes end in a comment.
  private static func lastCommand(_ bytes: [UInt8]) throws(Diagnostic) -> [Lexer.LexedWord]? {
    var lexer = Lexer(bytes)
    var words: [Lexer.LexedWord] = []
    while true {
      switch try lexer.next() {
      case .word(let word):
        words.append(word)
        if words.count > SyntaxLimits.words { return nil }
      case .end(let isLast):
        if isLast { return lexer.endsInComment ? nil : words }
        words = []
      }
    }
  }

  /// Whether the last byte is a `\` that escapes what would come next.
  private static func endsInEscape(_ bytes: [UInt8], from start: Int) -> Bool {
    var count = 0
    while count < bytes.count - start, bytes[bytes.count - 1 - count] == UInt8(ascii: "\\") {
      count += 1
    }
    return count % 2 == 1
  }
}
