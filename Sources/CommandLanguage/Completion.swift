// What could stand at the cursor. The line is read by the parser's own lexer and matched against
// the very signatures that check it later, so that whatever is offered is also understood.

package struct CompletionResult: Equatable, Sendable {
  /// The bytes a candidate's text takes the place of; it ends at the cursor.
  package var replace: SourceRange
  package var candidates: [Candidate]
  /// What all candidates begin with; never less than what was typed.
  package var commonPrefix: String

  package init(replace: SourceRange, candidates: [Candidate], commonPrefix: String) {
    self.replace = replace
    self.candidates = candidates
    self.commonPrefix = commonPrefix
  }
}

package struct Completion {
  private let table: CommandTable
  private let names: (NameSpace) -> [Candidate]
  private let files: (String, [String]) -> [Candidate]
  private let helpCommand: String

  /// The candidates at a place in a line.
  /// - Parameters:
  ///   - cursorByte: a UTF-8 offset; moved into the line and back to a character's start where it
  ///     is not there.
  ///   - names: what the session knows of a name space.
  ///   - files: paths that begin with a prefix, unquoted; folders end in `/` and append no blank.
  ///   - helpCommand: the command that `?` stands for.
  package static func complete(
    line: String, cursorByte: Int, table: CommandTable, helpCommand: String = "help",
    names: @escaping (NameSpace) -> [Candidate] = { _ in [] },
    files: @escaping (_ prefix: String, _ extensions: [String]) -> [Candidate] = { _, _ in [] }
  ) -> CompletionResult {
    let bytes = Array(line.utf8)
    var cursor = min(max(cursorByte, 0), bytes.count)
    while cursor > 0, cursor < bytes.count, bytes[cursor] & 0xC0 == 0x80 { cursor -= 1 }
    guard let partial = PartialCommand(bytes, cursor: cursor) else {
      return CompletionResult(replace: SourceRange(at: cursor), candidates: [], commonPrefix: "")
    }
    let completion = Completion(
      table: table, names: names, files: files, helpCommand: helpCommand)
    return completion.result(partial, bytes, cursor: cursor)
  }

  private func result(_ partial: PartialCommand, _ bytes: [UInt8], cursor: Int) -> CompletionResult
  {
    let typed = String(decoding: bytes[partial.replaceStart..<cursor], as: UTF8.self)
    let prefix = partial.prefix.lowercased()
    var seen: Set<String> = []
    var candidates = offered(partial).filter { candidate in
      candidate.text.lowercased().hasPrefix(prefix) && seen.insert(candidate.text).inserted
    }
    quoteIfNeeded(&candidates, isQuoteOpen: partial.isQuoted)
    // A blank that is already there is not put in again.
    let isFollowedByBlank = cursor < bytes.count && (bytes[cursor] == 0x20 || bytes[cursor] == 0x09)
    if isFollowedByBlank {
      for index in candidates.indices { candidates[index].appendsSpace = false }
    }
    let common = commonPrefix(candidates.map(\.text))
    return CompletionResult(
      replace: SourceRange(start: partial.replaceStart, end: cursor), candidates: candidates,
      commonPrefix: common.utf8.count >= typed.utf8.count ? common : typed)
  }

  private func offered(_ partial: PartialCommand) -> [Candidate] {
    guard let name = partial.words.first else {
      return partial.option == nil ? commands(partial) : []
    }
    guard let signature = command(named: name) else { return [] }
    let context = CompletionContext(
      words: partial.words, option: partial.option?.name, prefix: partial.prefix,
      head: partial.head, names: names, files: files)
    let forms = possibleForms(of: signature, words: Array(partial.words.dropFirst()))
    if let option = partial.option {
      return values(of: option.name, forms: forms, signature: signature, context: context)
    }
    var candidates: [Candidate] = []
    for element in forms.flatMap(\.expected) {
      switch element {
      case .keyword(let keyword) where !partial.isQuoted:
        candidates.append(Candidate(keyword.name, keyword.summary, kind: .keyword))
      case .keyword: break
      case .argument(let argument): candidates += argument.describedCandidates(context)
      }
    }
    if !partial.isQuoted {
      for (form, _) in forms where form.keywords.count < partial.words.count {
        candidates += options(of: form, given: partial.givenOptions)
      }
    }
    return candidates
  }

  // MARK: commands

  private func commands(_ partial: PartialCommand) -> [Candidate] {
    guard !partial.isQuoted else { return [] }
    let asks = partial.prefix.hasPrefix("?")
    let prefix = partial.prefix.dropFirst(asks ? 1 : 0).lowercased()
    let mark = asks ? "?" : ""
    let byName = table.signatures.filter { $0.name.lowercased().hasPrefix(prefix) }
    if !byName.isEmpty {
      return byName.map { Candidate(mark + $0.name, $0.summary, kind: .command) }
    }
    return table.signatures.flatMap { signature in
      signature.aliases.map {
        Candidate(mark + $0, "\(signature.name): \(signature.summary)", kind: .command)
      }
    }
  }

  private func command(named word: Word) -> CommandSignature? {
    do {
      return try table.find(word.text == "?" ? Word(helpCommand, range: word.range) : word)
    } catch {
      return nil
    }
  }

  // MARK: arguments

  /// The forms the words so far fit, each with the elements one of which comes next. As in binding,
  /// forms whose keywords were typed go before the others.
  private func possibleForms(
    of signature: CommandSignature, words: [Word]
  ) -> [(form: Form, expected: [Form.Element])] {
    var most = 0
    var fitting: [(form: Form, expected: [Form.Element])] = []
    for form in signature.forms {
      guard let expected = form.expected(after: words) else { continue }
      let keywords = zip(form.keywords, words).prefix { $0.matches($1) }.count
      if keywords < most { continue }
      if keywords > most { fitting = [] }
      most = keywords
      fitting.append((form, expected))
    }
    return fitting
  }

  private func options(of form: Form, given: Set<String>) -> [Candidate] {
    var candidates = form.options
      .filter { !given.contains($0.name.lowercased()) }
      .map { Candidate($0.name + "=", $0.summary, kind: .option, appendsSpace: false) }
    if let space = form.openOption?.names {
      candidates += names(space)
        .filter { !given.contains($0.text.lowercased()) && isIdentifier($0.text) }
        .map { Candidate($0.text + "=", $0.description, kind: .option, appendsSpace: false) }
    }
    return candidates
  }

  private func values(
    of name: Word, forms: [(form: Form, expected: [Form.Element])], signature: CommandSignature,
    context: CompletionContext
  ) -> [Candidate] {
    let key = name.lowercased
    let possible = forms.map(\.form)
    for form in possible + signature.forms {
      if let option = form.options.first(where: { $0.name.lowercased() == key }) {
        return option.describedCandidates(context)
      }
    }
    return possible.lazy.compactMap(\.openOption).first?.describedCandidates(context) ?? []
  }

  // MARK: text

  /// Puts quotes around the values when one of them needs them, so that all still begin alike.
  private func quoteIfNeeded(_ candidates: inout [Candidate], isQuoteOpen: Bool) {
    func isPlain(_ candidate: Candidate) -> Bool {
      candidate.kind == .value || candidate.kind == .file
    }
    let needed =
      isQuoteOpen || candidates.contains { isPlain($0) && Word.needsQuotes($0.text) }
    guard needed else { return }
    for index in candidates.indices where isPlain(candidates[index]) {
      let quoted = Word.quoted(candidates[index].text)
      // The quotes of a folder stay open for what is in it.
      candidates[index].text =
        candidates[index].appendsSpace ? quoted : String(quoted.dropLast())
    }
  }

  private func commonPrefix(_ texts: [String]) -> String {
    guard var prefix = texts.first.map(Array.init) else { return "" }
    for text in texts.dropFirst() {
      let count = zip(prefix, text).prefix { $0 == $1 }.count
      prefix.removeLast(prefix.count - count)
    }
    return String(prefix)
  }
}

extension Form {
  /// The elements that may come after the words, or nil when the words do not fit. Options and open
  /// ends included: after `16 8` of `UNITS… [ACTIVATION]` both may follow.
  func expected(after words: [Word]) -> [Element]? {
    var index = 0
    var rest = words[...]
    var isRepeating = false
    while let word = rest.first {
      guard index < elements.count else { return nil }
      switch elements[index] {
      case .keyword(let keyword):
        guard keyword.matches(word) else { return nil }
        index += 1
      case .argument(let argument):
        if argument.takesRest { return [elements[index]] }
        guard argument.accepts(word) else {
          guard argument.isOptional || isRepeating else { return nil }
          (index, isRepeating) = (index + 1, false)
          continue
        }
        isRepeating = argument.repeats
        if !isRepeating { index += 1 }
      }
      rest = rest.dropFirst()
    }
    var expected: [Element] = []
    for element in elements[index...] {
      expected.append(element)
      if !element.isOptional && !isRepeating { break }
      isRepeating = false
    }
    return expected
  }
}

extension AnyArgument {
  /// The candidates of its type; one without a description of its own gets the argument's.
  func describedCandidates(_ context: CompletionContext) -> [Candidate] {
    candidates(context).map { candidate in
      guard candidate.description.isEmpty else { return candidate }
      var candidate = candidate
      candidate.description = summary
      return candidate
    }
  }

  func accepts(_ word: Word) -> Bool {
    do {
      _ = try parse(word)
      return true
    } catch {
      return false
    }
  }
}
