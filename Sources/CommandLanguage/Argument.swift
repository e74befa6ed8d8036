// Typed keys. A command declares each argument once; the form lists it, the binder fills it, and
// the command reads its value back through the same constant, without casts or strings.

package struct Argument<Value: Sendable>: Sendable {
  /// "UNITS" for words, "test" for options; of an open option what its name stands for: "NAME".
  package var name: String
  package var type: ValueType<Value>
  package var summary: String
  package var isOptional: Bool
  package var repeats: Bool
  /// Takes everything up to the end of the command, or to an option of its form, as one text.
  package var takesRest: Bool
  /// Whether a name of an open option may come more than once.
  package var mayComeAgain = false
  /// Names that complete the left side of an open option.
  package var names: NameSpace?
  /// The words after one of which it takes `a=1,b=2` too, which elsewhere would be an option, in lower case.
  package var takesPairsAfter: [String] = []

  /// A word that must be given.
  package init(
    _ name: String, _ type: ValueType<Value>, _ summary: String, isOptional: Bool = false,
    repeats: Bool = false
  ) {
    self.name = name
    self.type = type
    self.summary = summary
    self.isOptional = isOptional
    self.repeats = repeats
    self.takesRest = false
    self.names = nil
  }

  /// A word that may be left out.
  package static func optional(
    _ name: String, _ type: ValueType<Value>, _ summary: String
  ) -> Argument {
    Argument(name, type, summary, isOptional: true)
  }

  /// One word or more; with `isOptional` also none.
  package static func repeated(
    _ name: String, _ type: ValueType<Value>, _ summary: String, isOptional: Bool = false
  ) -> Argument {
    Argument(name, type, summary, isOptional: isOptional, repeats: true)
  }

  /// The rest of the command as one text: `until loss < 0.1`.
  package static func rest(
    _ name: String, _ type: ValueType<Value>, _ summary: String, isOptional: Bool = false
  ) -> Argument {
    var argument = Argument(name, type, summary, isOptional: isOptional)
    argument.takesRest = true
    return argument
  }

  /// `name=value`, which may be left out.
  package static func option(
    _ name: String, _ type: ValueType<Value>, _ summary: String
  ) -> Argument {
    Argument(name, type, summary, isOptional: true)
  }

  /// `name=value` that must be given.
  package static func requiredOption(
    _ name: String, _ type: ValueType<Value>, _ summary: String
  ) -> Argument {
    Argument(name, type, summary)
  }

  /// Any number of `NAME=value` whose names are open, at least one unless `isOptional`.
  package static func open(
    _ name: String, _ type: ValueType<Value>, _ summary: String, names: NameSpace? = nil,
    isOptional: Bool = false, mayComeAgain: Bool = false
  ) -> Argument {
    var argument = Argument(name, type, summary, isOptional: isOptional, repeats: true)
    argument.names = names
    argument.mayComeAgain = mayComeAgain
    return argument
  }
}

/// An argument without its type, as forms list them.
package struct AnyArgument: Sendable {
  package let name: String
  package let summary: String
  package let label: String
  package let briefly: String
  package let placeholder: String
  package let alternatives: [String]
  package let takesAnything: Bool
  package let isOptional: Bool
  package let repeats: Bool
  package let takesRest: Bool
  package let mayComeAgain: Bool
  package let names: NameSpace?
  package let takesPairsAfter: [String]
  package let parse: @Sendable (Word) throws(Diagnostic) -> any Sendable
  package let candidates: @Sendable (CompletionContext) -> [Candidate]

  package init<Value>(_ argument: Argument<Value>) {
    name = argument.name
    summary = argument.summary
    label = argument.type.label
    briefly = argument.type.briefly
    placeholder = argument.type.placeholder
    alternatives = argument.type.alternatives
    takesAnything = argument.type.takesAnything
    isOptional = argument.isOptional
    repeats = argument.repeats
    takesRest = argument.takesRest
    mayComeAgain = argument.mayComeAgain
    names = argument.names
    takesPairsAfter = argument.takesPairsAfter
    let parse = argument.type.parse
    self.parse = { (word) throws(Diagnostic) -> any Sendable in try parse(word) }
    candidates = argument.type.candidates
  }

  /// The value as a usage line shows it: a few alternatives, else the placeholder.
  var valueUsage: String {
    let most = 5
    guard !alternatives.isEmpty else { return placeholder }
    guard alternatives.count > most else { return alternatives.joined(separator: "|") }
    return alternatives.prefix(most - 1).joined(separator: "|") + "|…"
  }

  /// `UNITS`, `[relu|tanh]`, `VALUE…`; the name also where too many alternatives repeat.
  package var positionalUsage: String {
    let isNamed = alternatives.isEmpty || repeats && valueUsage.hasSuffix("…")
    let word = (isNamed ? name : valueUsage) + (repeats ? "…" : "")
    return isOptional ? "[\(word)]" : word
  }

  /// `[dropout=P]`, `target=COLUMN`, `NAME=SPACE…`.
  package var optionUsage: String {
    let option = "\(name)=\(valueUsage)" + (repeats ? "…" : "")
    return isOptional ? "[\(option)]" : option
  }
}

/// Lets forms list typed arguments as they are.
package protocol AnyArgumentConvertible: Sendable {
  var erased: AnyArgument { get }
}

extension Argument: AnyArgumentConvertible {
  package var erased: AnyArgument { AnyArgument(self) }
}

extension AnyArgument: AnyArgumentConvertible {
  package var erased: AnyArgument { self }
}
