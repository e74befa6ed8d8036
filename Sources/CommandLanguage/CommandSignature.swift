// The declaration of a command: its forms with their arguments, its help and its examples, all in
// one value, so that parsing, help and completion cannot disagree.

/// A literal word: `load`, `remove`, `until`.
package struct Keyword: Hashable, Sendable {
  package var name: String
  package var summary: String
  package var aliases: [String]

  package init(_ name: String, _ summary: String, aliases: [String] = []) {
    self.name = name
    self.summary = summary
    self.aliases = aliases
  }

  /// Quoted words are never keywords, so that a file called `remove` can be named.
  func matches(_ word: Word) -> Bool {
    guard !word.isQuoted else { return false }
    let text = word.lowercased
    return text == name.lowercased() || aliases.contains { $0.lowercased() == text }
  }
}

/// One way to write a command.
package struct Form: Sendable {
  /// What the plain words must be, in order.
  package enum Element: Sendable {
    case keyword(Keyword)
    case argument(AnyArgument)
  }

  /// Stable within the command; `Arguments.form(_:)` turns it back into the command's own enum.
  package var id: String
  /// Leading keywords first, then the positionals; a keyword may also stand in the middle.
  package var elements: [Element]
  package var options: [AnyArgument]
  /// Any further `NAME=value`.
  package var openOption: AnyArgument?
  package var summary: String

  /// - Parameters:
  ///   - keywords: the literal words it begins with.
  ///   - then: a keyword after the positionals and what follows it: `until EXPR`.
  package init(
    _ id: String, _ summary: String, keywords: [Keyword] = [],
    positionals: [any AnyArgumentConvertible] = [],
    then: (keyword: Keyword, positionals: [any AnyArgumentConvertible])? = nil,
    options: [any AnyArgumentConvertible] = [], openOption: (any AnyArgumentConvertible)? = nil
  ) {
    self.id = id
    self.summary = summary
    var elements = keywords.map(Element.keyword)
    elements += positionals.map { .argument($0.erased) }
    if let then {
      elements.append(.keyword(then.keyword))
      elements += then.positionals.map { .argument($0.erased) }
    }
    self.elements = elements
    self.options = options.map(\.erased)
    self.openOption = openOption?.erased
  }

  /// With a case of the command's own enum as the id.
  package init<ID: RawRepresentable<String>>(
    _ id: ID, _ summary: String, keywords: [Keyword] = [],
    positionals: [any AnyArgumentConvertible] = [],
    then: (keyword: Keyword, positionals: [any AnyArgumentConvertible])? = nil,
    options: [any AnyArgumentConvertible] = [], openOption: (any AnyArgumentConvertible)? = nil
  ) {
    self.init(
      id.rawValue, summary, keywords: keywords, positionals: positionals, then: then,
      options: options, openOption: openOption)
  }

  /// The keywords it begins with.
  package var keywords: [Keyword] {
    var leading: [Keyword] = []
    for case .keyword(let keyword) in elements.prefix(while: \.isKeyword) {
      leading.append(keyword)
    }
    return leading
  }

  package var positionals: [AnyArgument] {
    elements.compactMap { if case .argument(let argument) = $0 { argument } else { nil } }
  }

  /// Everything after the command's name, in the order it is usually written.
  package var usage: String {
    var parts = elements.map { element in
      switch element {
      case .keyword(let keyword): keyword.name
      case .argument(let argument): argument.positionalUsage
      }
    }
    parts += options.map(\.optionUsage)
    if let openOption { parts.append(openOption.optionUsage) }
    return parts.joined(separator: " ")
  }
}

extension Form.Element {
  var isKeyword: Bool {
    if case .keyword = self { true } else { false }
  }

  /// Whether the form can do without it.
  var isOptional: Bool {
    if case .argument(let argument) = self { argument.isOptional } else { false }
  }
}

/// A command to try.
package struct Example: Hashable, Sendable {
  package var command: String
  package var note: String
  /// Commands that have to run before it.
  package var setup: [String]

  package init(_ command: String, _ note: String, setup: [String] = []) {
    self.command = command
    self.note = note
    self.setup = setup
  }
}

package struct CommandSignature: Sendable {
  package var name: String
  package var aliases: [String]
  /// One line.
  package var summary: String
  /// The group it is listed in: "network".
  package var area: String
  private let deferredForms: Deferred<[Form]>
  private let makeDetails: @Sendable () -> [String]
  private let makeExamples: @Sendable () -> [Example]

  /// Forms, details and examples are made when they are asked for: making those of all commands would take
  /// most of the program's start.
  package init(
    _ name: String, aliases: [String] = [], summary: String, area: String,
    forms: @autoclosure @escaping @Sendable () -> [Form],
    details: @autoclosure @escaping @Sendable () -> [String] = [],
    examples: @autoclosure @escaping @Sendable () -> [Example] = []
  ) {
    self.name = name
    self.aliases = aliases
    self.summary = summary
    self.area = area
    deferredForms = Deferred(forms)
    makeDetails = details
    makeExamples = examples
  }

  package var forms: [Form] { deferredForms.value }

  /// Paragraphs of help.
  package var details: [String] { makeDetails() }
  package var examples: [Example] { makeExamples() }

  /// One line a form: `layer UNITS [relu|tanh] [dropout=P]`.
  package var usage: [String] {
    forms.map(usage(of:))
  }

  package func usage(of form: Form) -> String {
    let rest = form.usage
    return rest.isEmpty ? name : "\(name) \(rest)"
  }
}
