// What the words of a text are: by the command that was read, where one was, else by what the words of a command of
// that name can be.
import CommandLanguage
import Experiments

extension LineKnowledge {
  func marks(of reading: ScriptReading) -> [LineMark] {
    var marks = reading.comments.map { LineMark($0, .comment) }
    for command in reading.commands {
      let roles = CommandRoles(of: command, catalog, settings)
      for (place, word) in command.words.enumerated() {
        marks += roles.marks(of: word, at: place)
      }
      if let separator = command.separator { marks.append(LineMark(separator, .separator)) }
    }
    return marks.filter { !$0.range.isEmpty }.sorted { $0.range.start < $1.range.start }
  }
}

/// What the words of one command are.
private struct CommandRoles {
  /// Whether a command is there, and its words may be keywords.
  private let signature: CommandSignature?
  /// Where values of the command's arguments stand; nil where it was not accepted.
  private var values: [SourceRange]?
  /// Where the names of settings stand.
  private var names: [SourceRange] = []
  private let settings: SettingCatalog

  init(of reading: CommandReading, _ catalog: CommandCatalog, _ settings: SettingCatalog) {
    self.settings = settings
    guard case .success(let syntax)? = reading.result else {
      let name = reading.words.first?.plainWord
      signature = name.flatMap { try? catalog.table.find($0) }
      return
    }
    guard let (command, arguments) = try? catalog.read(syntax, settings: settings) else {
      signature = try? catalog.table.find(syntax.name)
      if signature == nil || Self.namesSetting(signature),
        let word = reading.words.first(where: { !Self.isName($0, of: signature) })?.plainWord,
        let setting = try? settings.find(word), setting.name == word.lowercased
      {
        names = [word.range]
      }
      return
    }
    signature = command.signature
    values = arguments.allWords.map(\.range)
    if Self.namesSetting(signature), let name = arguments.range(of: SetCommand.name) {
      names = [name]
    }
  }

  private static func namesSetting(_ signature: CommandSignature?) -> Bool {
    signature?.forms.contains {
      $0.positionals.first.map { $0.name == SetCommand.name.name && $0.takesAnything } ?? false
    } ?? false
  }

  private static func isName(_ word: ArgumentSyntax, of signature: CommandSignature?) -> Bool {
    signature != nil && word.plainWord.map { $0.lowercased == signature?.name } ?? false
  }

  func marks(of word: ArgumentSyntax, at place: Int) -> [LineMark] {
    switch word {
    case .option(let name, let value):
      // The `=` goes with the name.
      let head = SourceRange(start: name.range.start, end: value.range.start)
      return [LineMark(head, .name), LineMark(value.range, role(ofValue: value))]
    case .word(let word): return [LineMark(word.range, role(of: word, at: place))]
    }
  }

  private func role(of word: Word, at place: Int) -> LineMark.Role {
    if names.contains(where: { $0.start <= word.range.start && word.range.end <= $0.end }) {
      return .name
    }
    if place == 0 { return .command }
    let isValue = values?.contains { $0.start <= word.range.start && word.range.end <= $0.end }
    if isValue == true || word.isQuoted { return role(ofValue: word) }
    // What an accepted command has beside values is its own: a keyword, or a word between.
    if isValue == false || isKeyword(word) { return .keyword }
    return role(ofValue: word)
  }

  private func isKeyword(_ word: Word) -> Bool {
    let text = word.lowercased
    return signature?.forms.contains { form in
      form.elements.contains { element in
        if case .keyword(let keyword) = element { keyword.name == text } else { false }
      }
    } ?? false
  }

  private func role(ofValue word: Word) -> LineMark.Role {
    if word.isQuoted { return .text }
    var scalars = word.text.unicodeScalars.drop { "+-.".unicodeScalars.contains($0) }
    return scalars.popFirst().map { ("0"..."9").contains($0) } == true ? .number : .value
  }
}

extension ArgumentSyntax {
  var plainWord: Word? {
    if case .word(let word) = self { word } else { nil }
  }
}
