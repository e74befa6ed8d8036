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

/// What else a line may mean that begins with no command's name: known to a session alone.
package struct OtherWords {
  /// The words of a command in the command's own words, when they say it otherwise: [lr] as [set, lr]; else as they
  /// are.
  package var meaning: ([Word]) -> [Word]
  /// What may have been meant by a first word that begins no command.
  package var instead: (_ word: String) -> [Candidate]

  package init(
    meaning: @escaping ([Word]) -> [Word], instead: @escaping (_ word: String) -> [Candidate]
  ) {
    (self.meaning, self.instead) = (meaning, instead)
  }

  /// Nothing but the commands with names near to it.
  package static func commands(of table: CommandTable) -> OtherWords {
    OtherWords(
      meaning: { $0 },
      instead: { table.near($0).compactMap { table.signature(named: $0)?.candidate } })
  }
}

extension CommandSignature {
  package var candidate: Candidate { Candidate(name, summary, kind: .command) }
}

package struct Completion {
  let table: CommandTable
  let otherWords: OtherWords
  let names: (NameSpace) -> [Candidate]
  let files: (String, [String]) -> [Candidate]
  let helpCommand: String

  /// The candidates at a place in a line.
  /// - Parameters:
  ///   - cursorByte: a UTF-8 offset; moved into the line and back to a character's start where it
  ///     is not there.
  ///   - otherWords: what lines mean that begin with no command.
  ///   - names: what the session knows of a name space.
  ///   - files: paths that begin with a prefix, unquoted; folders end in `/` and append no blank.
  ///   - helpCommand: the command that `?` stands for.
  package static func complete(
    line: String, cursorByte: Int, table: CommandTable, helpCommand: String = "help",
    otherWords: OtherWords? = nil,
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
      table: table, otherWords: otherWords ?? .commands(of: table), names: names, files: files,
      helpCommand: helpCommand)
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
    if candidates.isEmpty { candidates = instead(partial) }
    if prefix.isEmpty, candidates.count == 1, isUnasked(candidates[0], partial) {
      candidates[0].isShownOnly = true
    }
    quoteIfNeeded(&candidates, isQuoteOpen: partial.isQuoted)
    // A blank that is already there is not put in again.
    let isFollowedByBlank = cursor < bytes.count && (bytes[cursor] == 0x20 || bytes[cursor] == 0x09)
    if isFollowedByBlank {
      for index in candidates.indices { candidates[index].appendsSpace = false }
    }
    let isForSeeing = candidates.contains(where: \.isShownOnly)
    let common = isForSeeing ? typed : commonPrefix(candidates.map(\.text))
    return CompletionResult(
      replace: SourceRange(start: partial.replaceStart, end: cursor), candidates: candidates,
      commonPrefix: common.utf8.count >= typed.utf8.count ? common : typed)
  }

  private func offered(_ partial: PartialCommand) -> [Candidate] {
    guard let place = place(of: partial) else {
      return partial.words.isEmpty && partial.option == nil ? commands(partial) : []
    }
    let (signature, forms) = (place.signature, place.forms)
    let context = CompletionContext(
      words: place.words, option: place.option, prefix: partial.prefix,
      head: partial.head, names: names, files: files)
    if let option = place.option {
      return values(of: option, forms: forms, signature: signature, context: context)
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
      for (form, _) in forms where form.keywords.count < place.words.count {
        // What may stand by itself is not offered once more with a `=` behind it.
        let words = Set(candidates.map(\.text))
        candidates += options(of: form, given: partial.givenOptions, besides: words)
      }
    }
    return candidates
  }

  /// What may have been meant by a first word that nothing begins with.
  private func instead(_ partial: PartialCommand) -> [Candidate] {
    guard partial.words.isEmpty, partial.option == nil, !partial.isQuoted,
      partial.prefix.count > 1, !partial.prefix.hasPrefix("?")
    else { return [] }
    return otherWords.instead(partial.prefix)
  }

  /// Whether it would come from nobody's wish: a value, or what the command can do without.
  private func isUnasked(_ candidate: Candidate, _ partial: PartialCommand) -> Bool {
    guard candidate.kind != .value else { return true }
    guard let place = place(of: partial), place.option == nil else { return false }
    return place.forms.contains { form, expected in
      expected.allSatisfy(\.isOptional) && form.hasRequiredOptions(partial.givenOptions)
    }
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
    of signature: CommandSignature, words: [Word], given: Set<String>
  ) -> [(form: Form, expected: [Form.Element])] {
    var most = 0
    var fitting: [(form: Form, expected: [Form.Element])] = []
    // Those that know the options given, unless none does.
    let knowing = signature.forms.filter { $0.knows(given) }
    for form in knowing.isEmpty ? signature.forms : knowing {
      guard let expected = form.expected(after: words) else { continue }
      let keywords = zip(form.keywords, words).prefix { $0.matches($1) }.count
      if keywords < most { continue }
      if keywords > most { fitting = [] }
      most = keywords
      fitting.append((form, expected))
    }
    return fitting
  }

  private func options(
    of form: Form, given: Set<String>, besides words: Set<String>
  ) -> [Candidate] {
    var candidates = form.options
      .filter { !given.contains($0.name.lowercased()) }
      .map { Candidate($0.name + "=", $0.summary, kind: .option, appendsSpace: false) }
    if let space = form.openOption?.names {
      candidates += names(space)
        .filter {
          !given.contains($0.text.lowercased()) && !words.contains($0.text)
            && isIdentifier($0.text)
        }
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

extension Completion {
  /// The command at the cursor in its own words.
  struct Place {
    let signature: CommandSignature
    /// Before the cursor's word, the command's name first.
    let words: [Word]
    /// The name before the `=` of a value that is being typed.
    let option: Word?
    /// Those that the words so far fit, each with the elements one of which comes next.
    let forms: [(form: Form, expected: [Form.Element])]
  }

  /// Nil while the command itself is being named, and where there is none of that name.
  func place(of partial: PartialCommand) -> Place? {
    var (words, option) = (partial.words, partial.option?.name)
    if words.isEmpty, let name = option { (words, option) = ([name], nil) }
    guard !words.isEmpty else { return nil }
    if table.signature(named: words[0].text) == nil || words.count > 1 {
      words = otherWords.meaning(words)
    }
    guard let signature = command(named: words[0]) else { return nil }
    // A name before a `=` that is no command's is one that other words make something of.
    if partial.words.isEmpty, words.count < 2 { return nil }
    return Place(
      signature: signature, words: words, option: option,
      forms: possibleForms(
        of: signature, words: Array(words.dropFirst()), given: partial.givenOptions))
  }
}

extension Form {
  /// Whether all these options, in lower case, are its own.
  fileprivate func knows(_ given: Set<String>) -> Bool {
    openOption != nil
      || given.isSubset(of: Set(options.map { $0.name.lowercased() }))
  }

  fileprivate func hasRequiredOptions(_ given: Set<String>) -> Bool {
    let isOpenNeeded = openOption.map { !$0.isOptional } ?? false
    return !(isOpenNeeded && given.isEmpty)
      && options.allSatisfy { $0.isOptional || given.contains($0.name.lowercased()) }
  }

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
