// What the place at the cursor takes, read as completion reads it: so that a hint speaks of what is about to be typed.

package enum Expectation {
  /// The name of a command, of which so much is typed.
  case command(prefix: String)
  /// One of some words and values of a command.
  case words([Form.Element], of: CommandSignature, forms: [Form], before: [Word])
  /// The value of an option.
  case value(AnyArgument, name: Word, of: CommandSignature)
}

extension Completion {
  /// What is expected at a place in a line; nil in a comment, behind the end of a command, and where nothing is known.
  package static func expectation(
    line: String, cursorByte: Int, table: CommandTable, otherWords: OtherWords? = nil
  ) -> Expectation? {
    let bytes = Array(line.utf8)
    let cursor = min(max(cursorByte, 0), bytes.count)
    guard let partial = PartialCommand(bytes, cursor: cursor) else { return nil }
    let completion = Completion(
      table: table, otherWords: otherWords ?? .commands(of: table), names: { _ in [] },
      files: { _, _ in [] }, helpCommand: "help")
    guard let place = completion.place(of: partial) else {
      let isName = partial.words.isEmpty && partial.option == nil && !partial.isQuoted
      return isName ? .command(prefix: partial.prefix) : nil
    }
    if let name = place.option { return completion.value(of: name, place) }
    let elements = place.forms.flatMap(\.expected)
    let forms = place.forms.map(\.form)
    guard !elements.isEmpty || forms.contains(where: \.hasOptions) else { return nil }
    return .words(elements, of: place.signature, forms: forms, before: place.words)
  }

  private func value(of name: Word, _ place: Place) -> Expectation? {
    let key = name.lowercased
    let possible = place.forms.map(\.form)
    for form in possible + place.signature.forms {
      if let option = form.options.first(where: { $0.name.lowercased() == key }) {
        return .value(option, name: name, of: place.signature)
      }
    }
    return possible.lazy.compactMap(\.openOption).first
      .map { .value($0, name: name, of: place.signature) }
  }
}

extension Form {
  fileprivate var hasOptions: Bool { !options.isEmpty || openOption != nil }
}
