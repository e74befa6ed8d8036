// What the place at the cursor wants, in one row: its name, what it takes, what that is now, and what was tried. The
// most useful stands first, so that a narrow window loses the least.
import CommandLanguage
import Events
import Experiments

package struct LineHint: Sendable, Equatable {
  /// "lr"
  package var label: String
  /// "number > 0, now 0.03; tried 0.1 → 97.2%, 1 → diverged"
  package var text: Statement

  package init(_ label: String, _ text: Statement) {
    (self.label, self.text) = (label, text)
  }
}

extension LineKnowledge {
  /// Nil where nothing is wanted, or nothing known of it.
  package func hint(of text: String, at cursor: Int) -> LineHint? {
    guard !text.allSatisfy(\.isWhitespace) else { return nil }
    let expected = Completion.expectation(
      line: text, cursorByte: cursor, table: catalog.table, otherWords: otherWords)
    switch expected {
    case .command(let prefix): return hint(ofCommand: prefix)
    case .value(let argument, let name, _): return hint(of: argument, named: name)
    case .words(let elements, let signature, let forms, let before):
      let word = TypedEnd.word(of: text, at: cursor)
      return hint(of: elements, signature, forms, before: before, word: word)
    case nil: return nil
    }
  }

  // MARK: commands

  private func hint(ofCommand prefix: String) -> LineHint? {
    let typed = (prefix.hasPrefix("?") ? prefix.dropFirst() : prefix[...]).lowercased()
    guard !typed.isEmpty else { return nil }
    if let exact = catalog.table.signature(named: typed) { return LineHint(exact) }
    let begun = catalog.table.signatures.filter { $0.name.hasPrefix(typed) }
    if begun.count == 1 { return LineHint(begun[0]) }
    if !begun.isEmpty {
      return LineHint(typed, "\(begun.map(\.name).joined(separator: ", "))")
    }
    if let setting = settings[name: typed] { return hint(of: setting) }
    return (try? catalog.table.find(Word(typed, range: SourceRange(at: 0)))).map { LineHint($0) }
  }

  // MARK: words

  private func hint(
    of elements: [Form.Element], _ signature: CommandSignature, _ forms: [Form], before: [Word],
    word: String
  ) -> LineHint? {
    var keywords: [Keyword] = []
    var arguments: [AnyArgument] = []
    for element in elements {
      switch element {
      case .keyword(let keyword):
        if keyword.name == word.lowercased() {
          return LineHint(keyword.name, "\(keyword.summary)")
        }
        if !keywords.contains(keyword) { keywords.append(keyword) }
      case .argument(let argument): arguments.append(argument)
      }
    }
    if arguments.contains(where: { $0.name == SetCommand.name.name && $0.takesAnything }),
      let setting = settings[name: word.lowercased()]
    {
      return hint(of: setting)
    }
    let isChange = forms.contains { form in
      form.positionals.prefix(2).map(\.name) == [SetCommand.name.name, SetCommand.value.name]
    }
    if isChange, before.count == 2, let setting = try? settings.find(before[1]) {
      return hint(of: setting)
    }
    let options = forms.flatMap { form in
      form.options.map { $0.name + "=" } + (form.openOption.map { [$0.name + "="] } ?? [])
    }
    guard let argument = arguments.first else {
      guard !keywords.isEmpty else {
        return options.isEmpty
          ? nil : LineHint(signature.name, "\(options.uniqued.joined(separator: " "))")
      }
      let names = keywords.map(\.name).joined(separator: ", ")
      return LineHint(names, "\(keywords[0].summary)")
    }
    var text: Statement = "\(argument.summary)\(kind(of: argument))\(example(of: argument, before))"
    if !keywords.isEmpty {
      text = "\(text); or \(keywords.map(\.name).joined(separator: ", "))"
    }
    if !options.isEmpty { text = "\(text); \(options.uniqued.joined(separator: " "))" }
    return LineHint(argument.name, text)
  }

  /// ": whole number ≥ 1", where that says more than the summary does.
  private func kind(of argument: AnyArgument) -> String {
    let isSaid = argument.summary.contains { $0.isNumber } || argument.briefly.hasSuffix("file")
    return argument.takesAnything || argument.takesRest || isSaid ? "" : ": \(argument.briefly)"
  }

  /// Of what may stand there a value that is an example.
  private func example(of argument: AnyArgument, _ before: [Word]) -> String {
    guard !argument.takesRest else { return "" }
    let context = CompletionContext(
      words: before, names: { space in space.name == "example-value" ? session.names(space) : [] })
    guard let example = argument.candidates(context).first, example.isShownOnly else { return "" }
    return "; such as \(example.text), \(example.description)"
  }

  // MARK: options

  private func hint(of argument: AnyArgument, named name: Word) -> LineHint? {
    // An option that is open is named by its user.
    guard name.lowercased != argument.name.lowercased() else {
      return LineHint(argument.name + "=", "\(argument.summary)\(kind(of: argument))")
    }
    let setting = try? settings.find(name)
    guard argument.takesAnything == false else {
      return setting.map { hint(of: $0) }
        ?? LineHint(name.text + "=", "\(argument.summary)\(kind(of: argument))")
    }
    let known = setting?.name ?? name.lowercased
    guard let space = SearchAxis.valueCandidates(known, settings).first else {
      return LineHint(name.text + "=", "\(argument.briefly)")
    }
    let examples = RaceAxis.exampleValues(of: known, settings)
    let values = space.text.contains("..") ? "\(space.text) or \(examples)" : "such as \(examples)"
    var text: Statement = "\(values)"
    if let setting { text = "\(text), now \(setting.read(state.settings))" }
    return LineHint(name.text + "=", "\(text)\(tried(known))")
  }

  // MARK: settings

  private func hint(of setting: Setting) -> LineHint {
    let (now, standard) = (setting.read(state.settings), setting.standard)
    let usual = now == standard ? "" : " (default \(standard))"
    let choices = setting.acceptsBriefly
    // A long list of choices would leave no room for anything else.
    guard choices.count > 32 else {
      return LineHint(setting.name, "\(choices), now \(now)\(usual)\(tried(setting.name))")
    }
    return LineHint(
      setting.name, "now \(now)\(usual)\(tried(setting.name)); \(choices)")
  }

  /// "; tried 0.1 → 97.2%, 1 → diverged", without the present value where that alone was tried.
  private func tried(_ name: String) -> Statement {
    let now = settings[name: name]?.read(state.settings)
    let attempts = memory.tried[name]
    guard attempts.contains(where: { $0.value != now }) else { return "" }
    var text: Statement = "; tried "
    for (place, attempt) in attempts.prefix(4).enumerated() {
      text = "\(text)\(place > 0 ? ", " : "")\(attempt.value) → \(attempt.outcome.statement)"
    }
    return text
  }
}

extension LineHint {
  fileprivate init(_ signature: CommandSignature) {
    self.init(signature.name, "\(signature.summary)")
  }
}

extension TypedEnd {
  /// The word that ends or goes on at a cursor, as far as it is typed.
  static func word(of text: String, at cursor: Int) -> String {
    let head = text.utf8.prefix(max(0, cursor))
    let start = head.lastIndex { [0x20, 0x09, 0x0A, 0x3B].contains($0) }
    let rest = start.map { head[head.index(after: $0)...] } ?? head[...]
    return String(decoding: rest, as: UTF8.self)
  }
}

extension [String] {
  /// Each once, where it came first.
  fileprivate var uniqued: [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}
