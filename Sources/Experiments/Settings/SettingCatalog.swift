// The settings by name.
import CommandLanguage
import Text

/// All settings, in the order in which they are listed.
package struct SettingCatalog: Sendable {
  package init() {}

  package var all: [Setting] { Self.list }

  /// The settings that training depends on.
  /// The name of the one that draws random numbers.
  package var luck: String { all.first { $0.traits.consequence == .randomNumbers }?.name ?? "" }
  package var ofTraining: [Setting] { all.filter { !$0.traits.isUsersOwn } }

  /// Those of which a comparison may vary the values.
  package func comparable(in comparison: SettingTraits.Comparison) -> [Setting] {
    all.filter { $0.traits.obstacle(to: comparison) == nil }
  }

  /// The setting of exactly that name.
  package subscript(name name: String) -> Setting? { all.first { $0.name == name } }

  /// The setting of that name, in any case. Error: `unknown-setting`, with the nearest names and
  /// what each means.
  package func find(_ word: Word) throws(Diagnostic) -> Setting {
    let wanted = word.lowercased
    if let setting = self[name: wanted] { return setting }
    if let setting = all.first(where: { $0.synonyms.contains(wanted) }) { return setting }
    // `set adam`: a value without its setting.
    for setting in all {
      let values = setting.candidates(CompletionContext()).map(\.text)
      if values.contains(wanted) {
        throw Diagnostic(
          id: "unknown-setting", message: "there is no setting \(shown(word.text))",
          range: word.range, suggestion: "`set \(setting.name) \(wanted)`")
      }
    }
    var diagnostic = Diagnostic.unknownName(
      word, kind: "setting", among: all.map(\.name), synonyms: synonyms)
    if let near = suggestions(for: word.text, among: all.map(\.name), synonyms: synonyms).first,
      let setting = self[name: near]
    {
      diagnostic.suggestion =
        setting.title == setting.name ? "`\(near)`" : "`\(near)` (\(setting.title))"
    }
    throw diagnostic
  }

  package var synonyms: [String: String] {
    var table: [String: String] = [:]
    for setting in all {
      for synonym in setting.synonyms { table[synonym] = setting.name }
    }
    return table
  }
}
