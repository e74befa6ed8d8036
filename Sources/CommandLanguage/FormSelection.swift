// Which form of its signature a typed command is, and, when it is none of them, the most helpful
// thing to say about it.

extension CommandSignature {
  /// The typed arguments of a command. Forms that begin with the keywords typed go before the
  /// others; among the others the first that fits is taken.
  package func bind(_ syntax: CommandSyntax) throws(Diagnostic) -> Arguments {
    let candidates = candidateForms(for: syntax)
    var best: Diagnostic?
    for form in candidates {
      do throws(Diagnostic) {
        return try FormBinder(signature: self, form: form, syntax: syntax).bind()
      } catch {
        // The form that got furthest is the one that was meant; that one knows the word before it
        // is too many. Of two at the same word, the one that knows what was meant says more.
        let (reached, most) = (error.range?.start ?? 0, best?.range?.start ?? -1)
        let saysMore =
          best?.id == "extra-argument" || best?.suggestion == nil && error.suggestion != nil
        if reached > most || reached == most && saysMore { best = error }
      }
    }
    if let arguments = bindAsPlainWords(syntax, after: candidates) { return arguments }
    if let unknown = unknownKeyword(syntax, whenNear: best != nil) { throw unknown }
    if var best {
      // A first word that nothing takes: say what could stand there. A number was meant for one form.
      if best.id == "wrong-type", best.notes.isEmpty, best.suggestion == nil,
        best.range == syntax.words.first?.range
      {
        best.notes = usageNotes(forms)
      }
      throw best
    }
    throw Diagnostic(
      id: "missing-argument", message: "`\(name)` needs to be told what to do",
      range: SourceRange(at: syntax.range.end), notes: usageNotes(forms))
  }

  /// A first word that is a keyword elsewhere can also begin a value of several words, as in `explain
  /// gradient descent`; only a value that is known to exist counts.
  private func bindAsPlainWords(_ syntax: CommandSyntax, after tried: [Form]) -> Arguments? {
    guard tried.contains(where: { !$0.keywords.isEmpty }) else { return nil }
    for form in forms where form.keywords.isEmpty {
      if case .argument(let first)? = form.elements.first, first.takesAnything { continue }
      let binder = FormBinder(signature: self, form: form, syntax: syntax)
      if let arguments = try? binder.bind() { return arguments }
    }
    return nil
  }

  /// The forms that share the most leading keywords with the words typed.
  private func candidateForms(for syntax: CommandSyntax) -> [Form] {
    let words = syntax.words
    var longest = 0
    var matched: [Form] = []
    for form in forms where !form.keywords.isEmpty {
      let keywords = form.keywords
      let count = zip(keywords, words).prefix { $0.matches($1) }.count
      guard count > 0, count >= longest else { continue }
      if count > longest { matched = [] }
      longest = count
      matched.append(form)
    }
    if matched.isEmpty { return forms.filter(\.keywords.isEmpty) }
    let whole = matched.filter { $0.keywords.count == longest }
    return whole.isEmpty ? matched : whole
  }

  /// When the first word is no value and nearly, or only possibly, a keyword.
  private func unknownKeyword(_ syntax: CommandSyntax, whenNear hasValueForms: Bool) -> Diagnostic?
  {
    let keywords = forms.compactMap(\.keywords.first)
    guard let word = syntax.words.first, !keywords.isEmpty,
      !keywords.contains(where: { $0.matches(word) })
    else { return nil }
    var names: [String] = []
    var synonyms: [String: String] = [:]
    for keyword in keywords where !names.contains(keyword.name) {
      names.append(keyword.name)
      for alias in keyword.aliases { synonyms[alias] = keyword.name }
    }
    for form in forms {
      if case .argument(let first)? = form.elements.first { names += first.alternatives }
    }
    let near = suggestions(for: word.text, among: names, synonyms: synonyms)
    if hasValueForms && near.isEmpty { return nil }
    // A value form has taken the first word and something after it is wrong.
    if hasValueForms, takesFirstWord(word) { return nil }
    // One suggestion is given whole, to be typed as it stands.
    let rest =
      near.count == 1 ? syntax.words.dropFirst().map { " " + Word.source(of: $0.text) } : []
    return Diagnostic(
      id: "unknown-keyword", message: "`\(name)` has no \(shown(word.text))", range: word.range,
      suggestion: near.isEmpty
        ? nil : joinedByOr(near.map { "`\(name) \($0)\(rest.joined())`" }),
      notes: near.isEmpty ? usageNotes(forms) : [])
  }

  private func takesFirstWord(_ word: Word) -> Bool {
    forms.contains { form in
      guard case .argument(let first)? = form.elements.first else { return false }
      return first.accepts(word)
    }
  }

  func usageNotes(_ forms: [Form]) -> [String] {
    forms.map { "usage: " + usage(of: $0) }
  }
}
