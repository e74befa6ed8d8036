// A command is one value in one file: what it is called, how it is written, its help and examples,
// whether it holds and what it does. The catalog lists them; nothing else knows a command by name.
import CommandLanguage
import Experiments

package protocol Command: Sendable {
  var signature: CommandSignature { get }
  /// Finds everything for which the command can be refused, reads the files it names, and says what is
  /// then left to do. Of the state it can change the preparation's draft only, by assuming.
  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work
  /// Whether what it does and says is a cell of the notebook. Commands about the notebook, and those that
  /// only concern the screen, are not.
  var isCell: Bool { get }
  /// Whether these words of it are one.
  func isCell(_ syntax: CommandSyntax) -> Bool
  /// Whether it is about what goes along with the state, which then does not look at it.
  var movesCompanion: Bool { get }
  /// How many epochs it trains; nil where its words do not say that.
  func plannedEpochs(_ arguments: Arguments) -> Int?
  /// The file that it writes by its words, where they name one: so that a script that may not is refused before any
  /// of it is run.
  func writes(_ arguments: Arguments) -> Word?
  /// What of it is looked at while it is typed, beside its words.
  var checkWhileTyped: TypingCheck { get }
  /// Whether it may be suggested to whoever has typed nothing: not what drops work or leaves.
  var isSuggestedUnasked: Bool { get }
}

/// Whether a command is prepared at each key, to see whether it would be refused. Preparing it must cost nearly nothing
/// then, and read nothing.
package enum TypingCheck: Sendable {
  case nothing
  /// Its refusals come from its words, so that they hold wherever it stands in a line.
  case ofWords
  /// They come from the state, so that they hold only while that is known.
  case ofState
}

extension Command {
  package var isCell: Bool { true }
  package var movesCompanion: Bool { false }
  package func isCell(_ syntax: CommandSyntax) -> Bool { isCell }
  package func plannedEpochs(_ arguments: Arguments) -> Int? { 0 }
  package func writes(_ arguments: Arguments) -> Word? { nil }
  package var checkWhileTyped: TypingCheck { .nothing }
  package var isSuggestedUnasked: Bool { isCell }
}

/// The groups in which `help` lists the commands, in this order.
package enum CommandArea {
  static let data = "data"
  static let network = "network"
  static let settings = "settings"
  static let training = "training"
  package static let explaining = "explaining"
  static let search = "search"
  static let files = "model files"
  package static let notebook = "notebook"
  package static let lessons = "lessons"
  /// What is said while one goes through a lesson.
  package static let inLesson = "in a lesson"
  static let shell = "shell"
  static let order = together.flatMap(\.self)
  /// As `help` lists them: small areas share a heading.
  static let together = [
    [data, network], [settings, training], [explaining], [search], [notebook],
    [files, lessons, inLesson, shell],
  ]
}

package struct CommandCatalog: Sendable {
  package let commands: [any Command]
  package let table: CommandTable

  /// - Parameter commands: in any order of their areas.
  package init(_ commands: [any Command]) {
    let signatures = commands.map(\.signature)
    let order = CommandArea.order.flatMap { area in
      signatures.indices.filter { signatures[$0].area == area }
    }
    self.commands = order.map { commands[$0] }
    table = CommandTable(order.map { signatures[$0] })
  }

  /// Words of other tools for the commands here, for did-you-mean.
  private static let synonyms = [
    "fit": "train", "run": "train", "dataset": "data", "load": "data", "add": "layer",
    "evaluate": "eval", "test": "eval", "score": "eval", "hidden": "layer",
    "tune": "search", "optimize": "search", "settings": "set", "man": "help", "restart": "reset",
    "compare": "race", "guess": "enqueue", "versus": "race", "whatif": "what",
    "start": "train", "begin": "train", "go": "train", "learn": "train", "epoch": "train",
    "epochs": "train", "demo": "lesson", "tutorial": "lesson", "course": "lesson", "how": "help",
    "hi": "help", "save": "model", "neurons": "layer", "accuracy": "eval",
  ]

  /// How many epochs a text of commands trains; nil where its words do not say that.
  package func plannedEpochs(of text: String, settings: SettingCatalog) -> Int? {
    var epochs = 0
    for case .success(let syntax) in ScriptParser().parse(text) {
      guard let (command, arguments) = try? read(syntax, settings: settings) else { continue }
      guard let planned = command.plannedEpochs(arguments) else { return nil }
      epochs += planned
    }
    return epochs
  }

  package func command(named name: String) -> (any Command)? {
    commands.first { $0.signature.name == name }
  }

  /// Whether what was typed is a cell, however it ends; so is what no command has the name of.
  package func isCell(_ typed: CommandSyntax) -> Bool {
    (try? table.find(typed.name)).flatMap { command(named: $0.name) }?.isCell(typed) ?? true
  }

  /// The command that was typed, or said in other words, with its arguments. Errors: `unknown-command`,
  /// `ambiguous-command`, those of `CommandSignature.bind`.
  package func read(
    _ typed: CommandSyntax, settings: SettingCatalog
  ) throws(Diagnostic) -> (command: any Command, arguments: Arguments) {
    let syntax = Phrases(catalog: self, settings: settings).command(for: typed)
    let command = try find(syntax)
    do throws(Diagnostic) {
      return (command, try command.signature.bind(syntax))
    } catch {
      throw settingInstead(error, syntax, settings) ?? fileInstead(error, syntax)
        ?? stepsInstead(error, syntax) ?? valuesMissing(error, syntax, settings) ?? error
    }
  }

  /// `train 20 lr=0.1`: a setting where an option stands.
  private func settingInstead(
    _ error: Diagnostic, _ syntax: CommandSyntax, _ settings: SettingCatalog
  ) -> Diagnostic? {
    guard error.id == "unknown-option", error.suggestion == nil else { return nil }
    for case .option(let name, let value) in syntax.arguments where name.range == error.range {
      guard let setting = try? settings.find(name) else { continue }
      return Diagnostic(
        id: error.id, message: error.message, range: error.range,
        suggestion: "`set \(setting.name) \(value.text)` before it")
    }
    return nil
  }

  /// `race lr` and `search random l2`: what to vary without its values.
  private func valuesMissing(
    _ error: Diagnostic, _ syntax: CommandSyntax, _ settings: SettingCatalog
  ) -> Diagnostic? {
    let name = syntax.name.lowercased
    guard name == "race" || name == "search",
      let word = syntax.words.first(where: { $0.range == error.range })
    else { return nil }
    let part = SearchAxis.Architecture(rawValue: word.lowercased)?.rawValue
    guard let varied = part ?? (try? settings.find(word))?.name,
      let space = SearchAxis.valueCandidates(varied, settings).first?.text
    else { return nil }
    let command: String
    if name == "race" {
      command = "race \(varied)=\(RaceAxis.exampleValues(of: varied, settings))"
    } else {
      // `random` of `search random l2`.
      let method = syntax.words.first {
        $0.range != word.range && $0.range.start < word.range.start
      }
      command = "search \(method?.lowercased ?? "random") \(varied)=\(space)"
    }
    return Diagnostic(
      id: error.id, message: "\(shown(word.text)) has no values to try", range: error.range,
      suggestion: "`\(command)`")
  }

  /// `data mine.csv`: a file without the word that reads it.
  private func fileInstead(_ error: Diagnostic, _ syntax: CommandSyntax) -> Diagnostic? {
    guard syntax.name.lowercased == "data", let word = syntax.words.first,
      word.range == error.range, word.lowercased.hasSuffix(".csv")
    else { return nil }
    return Diagnostic(
      id: error.id, message: "a file is read by `data load`", range: error.range,
      suggestion: "`data load \(word.text) target=COLUMN`")
  }

  /// `undo 2 steps`, which could be meant of training.
  private func stepsInstead(_ error: Diagnostic, _ syntax: CommandSyntax) -> Diagnostic? {
    let (name, words) = (syntax.name.lowercased, syntax.words)
    guard error.id == "extra-argument", ["undo", "redo"].contains(name), words.count == 2,
      ["step", "steps"].contains(words[1].lowercased), words[1].range == error.range
    else { return nil }
    return Diagnostic(
      id: error.id, message: "`\(name)` counts commands, not steps", range: error.range,
      suggestion: "`\(name) \(words[0].text)`")
  }

  /// What may have been meant by a word that names no command, the likeliest first.
  func near(_ word: String) -> [CommandSignature] {
    table.near(word, synonyms: Self.synonyms).compactMap { table.signature(named: $0) }
  }

  /// The command a line begins with.
  private func find(_ syntax: CommandSyntax) throws(Diagnostic) -> any Command {
    let signature: CommandSignature
    do throws(Diagnostic) {
      signature = try table.find(syntax.name, synonyms: Self.synonyms)
    } catch {
      throw error.suggestion == nil ? error.with(note: "`help` lists the commands") : error
    }
    guard let command = command(named: signature.name) else {
      throw Diagnostic.unknownName(
        syntax.name, kind: "command", among: commands.map(\.signature.name))
    }
    return command
  }
}
