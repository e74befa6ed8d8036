// The command that chose the data, to be typed again with something changed: what is advised where a model
// does not go with the rows there are.
import CommandLanguage
import Datasets

package struct DataCommandAgain {
  private let syntax: CommandSyntax
  /// Whether the rows were divided once more after it.
  package let isDividedFurther: Bool

  /// - Parameter commands: those that made the data, the first of which chose it.
  package init?(_ commands: [String]) {
    guard let first = commands.first, let syntax = Self.parsed(first) else { return nil }
    self.syntax = syntax
    isDividedFurther = commands.dropFirst().contains { $0.hasPrefix("data validation") }
  }

  private static func parsed(_ text: String) -> CommandSyntax? {
    let commands = ScriptParser().parse(utf8: Array(text.utf8))
    return commands.count == 1 ? try? commands[0].get() : nil
  }

  /// The command with these options in the place of its own.
  package func with(_ options: [(name: String, value: String)]) -> String? {
    var syntax = syntax
    for option in options {
      guard let next = Self.parsed(syntax.with(option: option.name, option.value)) else {
        return nil
      }
      syntax = next
    }
    return syntax.text
  }

  /// The command with the file that it loads named from the current folder.
  ///
  /// - Parameter folder: where its path starts, with a slash behind it; nil for the current folder.
  package func reading(from folder: String?) -> String {
    let words = syntax.words
    guard let folder, words.count > 1, words[0].lowercased == "load",
      !words[1].text.hasPrefix("/"), !words[1].text.hasPrefix("~/")
    else { return syntax.text }
    let bytes = Array(syntax.text.utf8)
    let (start, end) = (
      words[1].range.start - syntax.range.start, words[1].range.end - syntax.range.start
    )
    return String(decoding: bytes[..<start], as: UTF8.self)
      + Word.source(of: folder + words[1].text)
      + String(decoding: bytes[end...], as: UTF8.self)
  }

  /// The command with what mends an error; nil where it takes no such option.
  package func mended(by option: DataError.Option) -> String? {
    let set = syntax.words.first?.lowercased ?? ""
    switch option.name {
    case .target, .task:
      guard set == "load" else { return nil }
      return with([(option.name.rawValue, Word.source(of: option.values.joined(separator: ",")))])
    case .missing:
      guard takesColumns(set) else { return nil }
      return with([(option.name.rawValue, option.values.joined())])
    case .drop:
      // The rows stay as they are.
      return "features " + option.values.map { Word.source(of: "-\($0)") }.joined(separator: " ")
    }
  }

  private func takesColumns(_ set: String) -> Bool {
    set == "load" || NamedDataset(rawValue: set) != nil
  }
}

extension DataStep {
  /// The command with paths that start at the current folder.
  var commandFromHere: String {
    DataCommandAgain([command])?.reading(from: folder) ?? command
  }
}
