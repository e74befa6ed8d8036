// Gives the arguments of a typed command to the elements and options of one form: words by their
// order, options by their names.

/// One attempt to read a command as one form.
struct FormBinder {
  let signature: CommandSignature
  let form: Form
  let syntax: CommandSyntax

  func bind() throws(Diagnostic) -> Arguments {
    var arguments = Arguments(formID: form.id, syntax: syntax)
    var quotedOptions: [(name: Word, value: Word)] = []
    let missing = try bindWords(&arguments, &quotedOptions)
    try bindOptions(&arguments, quotedOptions)
    if let missing { throw self.missing(missing) }
    try checkRequiredOptions(arguments)
    return arguments
  }

  // MARK: words

  /// Gives each word to the next element that takes it, repeated elements taking as many as they
  /// can.
  /// - Parameter quotedOptions: the words behind them that are options put in quotes as a whole.
  /// - Returns: the first required element no word was left for.
  private func bindWords(
    _ arguments: inout Arguments, _ quotedOptions: inout [(name: Word, value: Word)]
  ) throws(Diagnostic) -> Form.Element? {
    var words = WordCursor(syntax)
    var refusals: [Diagnostic] = []
    for (position, element) in form.elements.enumerated() {
      switch element {
      case .keyword(let keyword):
        guard let word = words.next else { return element }
        guard keyword.matches(word) else {
          throw refused(word, refusals + [expectedKeyword(keyword, word)])
        }
        words.advance()
        refusals = []
      case .argument(let argument) where argument.takesRest:
        guard let rest = words.takeRest(before: form.options.map { $0.name.lowercased() }) else {
          if argument.isOptional { continue }
          return element
        }
        arguments.add(argument, try argument.parse(rest), rest)
        refusals = []
      case .argument(let argument)
      where words.next == nil
        && argument.takesPairsAfter.contains(words.last?.lowercased ?? ""):
        guard let pairs = words.takeRest(before: []) else { return element }
        arguments.add(argument, try argument.parse(pairs), pairs)
      case .argument(let argument):
        let (needed, end) = reserve(after: position, words)
        var count = 0
        while let word = words.next, argument.repeats || count == 0 {
          let isOptional = argument.isOptional || count > 0
          if isOptional && end - words.index <= needed { break }
          do {
            arguments.add(argument, try argument.parse(word), word)
          } catch {
            guard isOptional else { throw refused(word, refusals + [error]) }
            refusals.append(error)
            break
          }
          words.advance()
          count += 1
          refusals = []
        }
        if count == 0 && !argument.isOptional && words.next == nil { return element }
      }
    }
    while let extra = words.next, let option = quotedOption(extra) {
      quotedOptions.append(option)
      words.advance()
    }
    if let extra = words.next {
      throw refusals.isEmpty ? extraArgument(extra) : refused(extra, refusals)
    }
    return nil
  }

  /// `"target=first name"`, as other shells want it, for `target="first name"`.
  private func quotedOption(_ word: Word) -> (name: Word, value: Word)? {
    guard word.isQuoted, let equals = word.text.firstIndex(of: "=") else { return nil }
    let name = Word(String(word.text[..<equals]), range: word.range)
    guard form.options.contains(where: { $0.name.lowercased() == name.lowercased }) else {
      return nil
    }
    let value = String(word.text[word.text.index(after: equals)...])
    return (name, Word(value, range: word.range, isQuoted: true))
  }

  /// How many words the required elements after a position need, and before which word they stand:
  /// a keyword further on divides the words, so that what precedes it is counted by itself.
  private func reserve(after position: Int, _ words: WordCursor) -> (needed: Int, end: Int) {
    let following = form.elements[(position + 1)...]
    var needed = 0
    for element in following {
      if case .keyword(let keyword) = element {
        return (needed, words.position(of: keyword) ?? words.count)
      }
      if !element.isOptional { needed += 1 }
    }
    return (needed, words.count)
  }

  private func expectedKeyword(_ keyword: Keyword, _ word: Word) -> Diagnostic {
    let near = suggestions(
      for: word.text, among: [keyword.name],
      synonyms: Dictionary(keyword.aliases.map { ($0, keyword.name) }) { first, _ in first })
    return Diagnostic(
      id: "unknown-keyword", message: "\(shown(word.text)) stands where `\(keyword.name)` should",
      range: word.range, suggestion: near.first.map { "`\($0)`" },
      notes: ["usage: " + signature.usage(of: form)])
  }

  /// One answer for a word that several elements in turn would not take.
  private func refused(_ word: Word, _ refusals: [Diagnostic]) -> Diagnostic {
    if let hint = optionHint(word) { return hint }
    if let near = refusals.first(where: { $0.suggestion != nil }) { return near }
    // A number of the right kind but the wrong size says more than its alternatives.
    if let sized = refusals.first(where: { $0.id != "wrong-type" && $0.id != "unknown-keyword" }) {
      return sized
    }
    guard refusals.count > 1, let first = refusals.first else {
      return refusals.first.map { withTypingHints($0, word) } ?? extraArgument(word)
    }
    return withTypingHints(first.with(note: "usage: " + signature.usage(of: form)), word)
  }

  private func extraArgument(_ word: Word) -> Diagnostic {
    if let hint = optionHint(word) { return hint }
    let error = Diagnostic(
      id: "extra-argument", message: "\(shown(word.text)) is more than `\(signature.name)` takes",
      range: word.range, notes: ["usage: " + signature.usage(of: form)])
    return withTypingHints(error, word)
  }

  /// What habits from other shells lead to.
  private func withTypingHints(_ error: Diagnostic, _ word: Word) -> Diagnostic {
    if !word.isQuoted, word.text.hasPrefix("'") || word.text.hasSuffix("'") {
      return error.with(note: "text with blanks goes between double quotes: \"…\"")
    }
    if word.text == "\\" {
      return error.with(note: "a `\\` continues the line only as its very last character")
    }
    return error
  }

  /// `noise 0.1`, `noise = 0.1` and `--noise 0.1` for `noise=0.1`.
  private func optionHint(_ word: Word) -> Diagnostic? {
    guard !word.isQuoted else { return nil }
    let words = syntax.words
    guard let position = words.firstIndex(of: word) else { return nil }
    let value = words[(position + 1)...].first { $0.text != "=" }
    guard let (name, placeholder) = optionMeant(by: word, at: position, value: value) else {
      return nil
    }
    let written = value.map { Word.source(of: $0.text) } ?? placeholder
    return Diagnostic(
      id: "option-without-equals",
      message: "\(shown(name)) takes its value after a `=` without blanks",
      range: word.range, suggestion: "`\(name)=\(written)`")
  }

  /// The option that a plain word names, or the one before a `=` that stands alone.
  private func optionMeant(
    by word: Word, at position: Int, value: Word?
  ) -> (name: String, placeholder: String)? {
    let isEquals = word.text == "=" && position > 0
    let name = isEquals ? syntax.words[position - 1] : word
    let bare = name.lowercased.drop { $0 == "-" }
    if let option = form.options.first(where: { $0.name.lowercased() == bare }) {
      return (option.name, option.placeholder)
    }
    // Of an open option any name can be meant, but only with something to search after it.
    guard let open = form.openOption, let value, isIdentifier(name.text), open.accepts(value) else {
      return nil
    }
    return (name.text, open.placeholder)
  }

  // MARK: options

  private func bindOptions(
    _ arguments: inout Arguments, _ quoted: [(name: Word, value: Word)]
  ) throws(Diagnostic) {
    var given: [String: SourceRange] = [:]
    let rest = rest(arguments)
    let typed = syntax.arguments.compactMap { argument -> (name: Word, value: Word)? in
      guard case .option(let name, let value) = argument else { return nil }
      if let rest, rest.start <= name.range.start, name.range.start < rest.end { return nil }
      return (name, value)
    }
    for (name, value) in typed + quoted {
      let key = name.lowercased
      let known = form.options.first { $0.name.lowercased() == key }
      guard let option = known ?? form.openOption else { throw unknownOption(name, value) }
      guard given[key] == nil || option.mayComeAgain else {
        throw Diagnostic(
          id: "repeated-option", message: "\(shown(name.text)) is given twice",
          range: name.range.union(value.range))
      }
      given[key] = name.range
      guard !value.text.isEmpty || value.isQuoted else {
        throw Diagnostic(
          id: "missing-value",
          message: "\(shown(name.text)) has no value; it takes \(option.label)", range: value.range,
          notes: ["there are no blanks around the `=`"])
      }
      arguments.add(option, try option.parse(value), value, name: known == nil ? name : nil)
    }
  }

  /// The text taken by a rest argument; what looks like an option in it is part of it.
  private func rest(_ arguments: Arguments) -> SourceRange? {
    form.positionals.first { $0.takesRest || !$0.takesPairsAfter.isEmpty }
      .flatMap { arguments.values[$0.name]?.first?.word.range }
  }

  private func unknownOption(_ name: Word, _ value: Word) -> Diagnostic {
    if form.positionals.contains(where: { $0.name.lowercased() == name.lowercased }) {
      return Diagnostic(
        id: "unknown-option", message: "\(shown(name.text)) is given by its place, without a name",
        range: name.range, suggestion: "`\(Word.source(of: value.text))`",
        notes: ["usage: " + signature.usage(of: form)])
    }
    let names = form.options.map(\.name)
    let near = suggestions(for: name.text, among: names)
    let elsewhere = signature.forms.first { other in
      other.options.contains { $0.name.lowercased() == name.lowercased }
    }
    var notes: [String] = []
    if near.isEmpty {
      if let elsewhere { notes.append("it belongs to: " + signature.usage(of: elsewhere)) }
      notes.append(
        names.isEmpty
          ? "usage: " + signature.usage(of: form) : "possible: " + listing(names.map { $0 + "=" }))
    }
    return Diagnostic(
      id: "unknown-option", message: "`\(signature.name)` has no option \(shown(name.text)) here",
      range: name.range,
      suggestion: near.isEmpty ? nil : joinedByOr(near.map { "`\($0)=`" }), notes: notes)
  }

  // MARK: what is missing

  private func missing(_ element: Form.Element) -> Diagnostic {
    let what =
      switch element {
      case .keyword(let keyword): "`\(keyword.name)`: \(keyword.summary)"
      case .argument(let argument): "\(argument.name): \(argument.summary)"
      }
    return Diagnostic(
      id: "missing-argument", message: "`\(signature.name)` needs \(what)",
      range: SourceRange(at: syntax.range.end), notes: ["usage: " + signature.usage(of: form)])
  }

  private func checkRequiredOptions(_ arguments: Arguments) throws(Diagnostic) {
    let all = form.options + (form.openOption.map { [$0] } ?? [])
    for option in all where !option.isOptional && arguments.values[option.name] == nil {
      throw Diagnostic(
        id: "missing-option",
        message:
          "`\(signature.name)` needs `\(option.name)=\(option.placeholder)`: \(option.summary)",
        range: SourceRange(at: syntax.range.end), notes: ["usage: " + signature.usage(of: form)])
    }
  }
}

extension Arguments {
  mutating func add(_ argument: AnyArgument, _ value: any Sendable, _ word: Word, name: Word? = nil)
  {
    values[argument.name, default: []].append(Bound(value: value, word: word, name: name))
  }
}
