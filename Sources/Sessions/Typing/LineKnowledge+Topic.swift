// What the word at the cursor is called by `help` and `explain`.
import CommandLanguage
import Course
import Experiments

extension LineKnowledge {
  /// A command, a setting or a topic: what the word at the cursor names, else the command of the line; nil where there
  /// is neither.
  package func topic(of text: String, at cursor: Int) -> String? {
    let reading = ScriptParser().reading(text)
    guard
      let command = reading.commands.first(where: {
        $0.span.start <= cursor && cursor <= $0.span.end && !$0.words.isEmpty
      })
    else { return nil }
    let isInComment = reading.comments.contains { $0.start < cursor && cursor <= $0.end }
    if !isInComment, let name = name(at: cursor, in: command, text) { return name }
    guard case .success(let syntax)? = command.result else {
      return command.words.first?.plainWord.flatMap { self.command(of: $0) }
    }
    let meant = Phrases(catalog: catalog, settings: settings).command(for: syntax)
    return self.command(of: meant.name)
  }

  private func command(of word: Word) -> String? {
    (try? catalog.table.find(word))?.name
  }

  private func name(at cursor: Int, in command: CommandReading, _ text: String) -> String? {
    guard
      let place = command.words.firstIndex(where: {
        $0.range.start <= cursor && cursor <= $0.range.end
      })
    else { return nil }
    switch command.words[place] {
    case .option(let name, let value):
      if cursor > name.range.end, let found = named(part(of: value, at: cursor)) { return found }
      return named(name.text)
    case .word(let word):
      if place == 0, let name = self.command(of: word) { return name }
      // Names of two words: `weight decay`.
      for pair in [place - 1, place] where command.words.indices.contains(pair + 1) && pair >= 0 {
        if let first = command.words[pair].plainWord,
          let second = command.words[pair + 1].plainWord,
          let found = named("\(first.text) \(second.text)")
        {
          return found
        }
      }
      return named(word.text) ?? named(part(of: word, at: cursor))
    }
  }

  /// Of a list or of choices the one at the cursor.
  private func part(of word: Word, at cursor: Int) -> String {
    guard word.text.utf8.count == word.range.length else { return word.text }
    let bytes = Array(word.text.utf8)
    let place = min(max(0, cursor - word.range.start), bytes.count)
    func isPart(_ byte: UInt8) -> Bool { !"|,:=()<>".utf8.contains(byte) }
    let start = bytes[..<place].lastIndex { !isPart($0) }.map { $0 + 1 } ?? 0
    let end = bytes[place...].firstIndex { !isPart($0) } ?? bytes.count
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  private func named(_ text: String) -> String? {
    if let signature = catalog.table.signature(named: text) { return signature.name }
    let lower = text.lowercased()
    let setting = settings.all.first { setting in
      setting.name == lower || setting.title.lowercased() == lower
        || setting.synonyms.contains(lower)
    }
    return setting?.name ?? TopicCatalog().named(text)?.name
  }
}
