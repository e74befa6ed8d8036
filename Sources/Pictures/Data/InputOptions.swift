// `x=` and `y=`: which inputs a picture shows.
import CommandLanguage
import Datasets
import Sessions
import Text

enum InputOptions {
  static let x = Argument.option(
    "x", .named("input", label: "an input", placeholder: "COLUMN"), "the input along the bottom")
  static let y = Argument.option(
    "y", .named("input", label: "an input", placeholder: "COLUMN"), "the input along the side")

  static let both: [any AnyArgumentConvertible] = [x, y]

  /// Places of two inputs; nil where none were chosen. Errors: those of `input`, `one-input`, `same-input`,
  /// `input-missing`.
  static func pair(
    _ arguments: Arguments, _ data: PreparedData
  ) throws(Diagnostic) -> (Int, Int)? {
    let (first, second) = (try input(x, arguments, data), try input(y, arguments, data))
    guard first != nil || second != nil else { return nil }
    let names = data.plainInputNames
    guard names.count > 1 else {
      throw Diagnostic(
        id: "one-input",
        message: "there is one input, \(quotedForMessage(names[0])), so there is none to choose",
        range: arguments.range(of: x) ?? arguments.range(of: y),
        suggestion: "the same without `x=` and `y=`")
    }
    guard let first, let second else {
      let other = names.indices.first { $0 != first && $0 != second } ?? 0
      let name = first == nil ? "x" : "y"
      throw Diagnostic(
        id: "input-missing", message: "two inputs are needed, and `\(name)=` is missing",
        range: arguments.range(of: x) ?? arguments.range(of: y),
        suggestion: "`\(name)=\(Word.source(of: names[other]))` with it, for example")
    }
    guard first != second else {
      throw Diagnostic(
        id: "same-input", message: "`x=` and `y=` are the same input",
        range: arguments.range(of: y), suggestion: "two different ones")
    }
    return (first, second)
  }

  /// The place of an input by its name. Errors: `unknown-input`, `category-input`.
  static func input(
    _ argument: Argument<String>, _ arguments: Arguments, _ data: PreparedData
  ) throws(Diagnostic) -> Int? {
    guard let word = arguments.word(of: argument) else { return nil }
    let names = data.plainInputNames
    if let place = names.firstIndex(of: word.text) { return place }
    let lower = word.text.lowercased()
    let matches = names.indices.filter { names[$0].lowercased() == lower }
    if matches.count == 1 { return matches[0] }
    let parts = names.filter { $0.lowercased().hasPrefix(lower + "=") }
    guard let part = parts.first else {
      throw .unknownName(word, kind: "input", among: names)
    }
    throw Diagnostic(
      id: "category-input",
      message: "\(shown(word.text)) has \(parts.count) categories, each an input of its own",
      range: word.range, suggestion: "`\(argument.name)=\(Word.source(of: part))`",
      notes: ["possible: " + listing(parts)])
  }
}
