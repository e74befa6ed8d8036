// What the language and the session know about a line while it is typed: what its parts are, what Enter would refuse in
// it, what its next word wants, and how it may go on. All by the lexer, the signatures and the preparation that Enter
// goes through, and without a trace: nothing is run, read or written.
import CommandLanguage
import Events
import Experiments

/// For the session as it is when it is asked. Texts are whole commands as typed so far, earlier lines of a continued one
/// included; places in them are UTF-8 offsets.
package struct LineKnowledge {
  let session: Session
  /// What has happened in it.
  let memory: LineMemory

  package init(of session: Session, remembering memory: LineMemory = LineMemory()) {
    (self.session, self.memory) = (session, memory)
  }

  var state: SessionState { session.state }
  var catalog: CommandCatalog { session.catalog }
  var settings: SettingCatalog { session.settings }

  /// What Tab offers at a place.
  ///
  /// - Parameters:
  ///   - names: what is known of a name space; what the session itself knows where nil.
  ///   - files: paths that begin with a prefix.
  package func completion(
    of text: String, at cursor: Int, names: ((NameSpace) -> [Candidate])? = nil,
    files: @escaping (_ prefix: String, _ extensions: [String]) -> [Candidate] = { _, _ in [] }
  ) -> CompletionResult {
    Completion.complete(
      line: text, cursorByte: cursor, table: catalog.table, otherWords: otherWords,
      names: names ?? session.names, files: files)
  }

  /// Settings met half-way, and what else the catalog makes of words.
  var otherWords: OtherWords {
    OtherWords(
      meaning: { [catalog, settings] words in
        Phrases(catalog: catalog, settings: settings).meaning(of: words)
      },
      instead: { word in settingsBegun(word) + catalog.near(word).map(\.candidate) })
  }

  /// The settings that may stand in place of a command, as `lr 0.1` does.
  private func settingsBegun(_ word: String) -> [Candidate] {
    let lower = word.lowercased()
    let exact = settings[name: lower].map { [$0] }
    return (exact ?? settings.all)
      .filter { setting in
        ([setting.name] + setting.synonyms).contains { $0.hasPrefix(lower) }
      }
      .map { Candidate($0.name, "\($0.title), now \($0.read(state.settings))", kind: .option) }
  }
}

extension Phrases {
  /// The words of a command that is not typed to its end, in the command's own words: [lr] as [set, lr].
  func meaning(of words: [Word]) -> [Word] {
    guard let first = words.first, let last = words.last else { return words }
    // What is to come stands for itself, so that `lr` is `set lr` already.
    let rest = Word("0", range: SourceRange(at: last.range.end))
    let typed = CommandSyntax(
      name: first, arguments: (words.dropFirst() + [rest]).map { .word($0) },
      range: first.range.union(last.range), text: "")
    let meant = command(for: typed)
    guard meant.words.last?.text == rest.text else { return words }
    return [meant.name] + meant.words.dropLast()
  }
}
