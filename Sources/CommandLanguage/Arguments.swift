// What a command receives: the form that was written and its values, read through the typed
// keys.

package struct Arguments: Sendable {
  struct Bound: Sendable {
    var value: any Sendable
    var word: Word
    /// Of an open option: its name as typed.
    var name: Word?
  }

  package let formID: String
  package let syntax: CommandSyntax
  var values: [String: [Bound]]

  init(formID: String, syntax: CommandSyntax, values: [String: [Bound]] = [:]) {
    self.formID = formID
    self.syntax = syntax
    self.values = values
  }

  /// The form as a case of the command's own enum, so that a `switch` over it is exhaustive.
  package func form<ID: RawRepresentable<String>>(
    _ type: ID.Type = ID.self
  ) throws(Diagnostic) -> ID {
    guard let id = ID(rawValue: formID) else { throw unknownForm }
    return id
  }

  /// The form as one of a command's own values, each for the form with its id.
  package func value<Value>(
    ofForm values: [Value], _ id: (Value) -> String
  ) throws(Diagnostic) -> Value {
    guard let value = values.first(where: { id($0) == formID }) else { throw unknownForm }
    return value
  }

  private var unknownForm: Diagnostic {
    Diagnostic(
      id: "unknown-form", message: "the form \(shown(formID)) has no case in its command",
      range: syntax.range)
  }

  /// The value given, or nil; of a repeated argument the first.
  package subscript<Value>(_ argument: Argument<Value>) -> Value? {
    values[argument.name]?.first?.value as? Value
  }

  package subscript<Value>(
    _ argument: Argument<Value>, default fallback: @autoclosure () -> Value
  ) -> Value {
    self[argument] ?? fallback()
  }

  /// The value of an argument its form does not allow to be left out.
  package func require<Value>(_ argument: Argument<Value>) throws(Diagnostic) -> Value {
    guard let value = self[argument] else {
      throw Diagnostic(
        id: "missing-argument",
        message: "\(shown(syntax.name.text)) needs \(argument.name): \(argument.summary)",
        range: SourceRange(at: syntax.range.end))
    }
    return value
  }

  /// All values of a repeated argument, in order; of others one or none.
  package func values<Value>(_ argument: Argument<Value>) -> [Value] {
    values[argument.name, default: []].compactMap { $0.value as? Value }
  }

  package func isGiven<Value>(_ argument: Argument<Value>) -> Bool {
    values[argument.name] != nil
  }

  /// The same of an argument by its name.
  package func isGiven(named name: String) -> Bool { values[name] != nil }

  /// Where the (first) value was written.
  package func range<Value>(of argument: Argument<Value>) -> SourceRange? {
    values[argument.name]?.first?.word.range
  }

  /// The word the (first) value was made of.
  package func word<Value>(of argument: Argument<Value>) -> Word? {
    values[argument.name]?.first?.word
  }

  /// The same of an argument its form does not allow to be left out.
  package func requireWord<Value>(_ argument: Argument<Value>) throws(Diagnostic) -> Word {
    _ = try require(argument)
    return word(of: argument) ?? syntax.name
  }

  /// The words of all values of a repeated argument, in order.
  package func words<Value>(of argument: Argument<Value>) -> [Word] {
    values[argument.name, default: []].map(\.word)
  }

  /// The words of all values of all arguments.
  package var allWords: [Word] { values.values.flatMap { $0.map(\.word) } }

  /// The `NAME=value` pairs of an open option, in order.
  package func openOptions<Value>(_ argument: Argument<Value>) -> [OpenOption<Value>] {
    values[argument.name, default: []].compactMap { bound in
      guard let value = bound.value as? Value, let name = bound.name else { return nil }
      return OpenOption(name: name, value: value, word: bound.word)
    }
  }
}

package struct OpenOption<Value: Sendable>: Sendable {
  package var name: Word
  package var value: Value
  /// The value as typed.
  package var word: Word
}
