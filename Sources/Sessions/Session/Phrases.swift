// What people say for a command, in the words in which they say it: `learning rate 0.1` for `set lr 0.1`. A
// table of rewritings, done before a command is looked up; words keep their places, so errors still point at
// what was typed. What is a command already is never taken for a phrase.
import CommandLanguage
import Course
import Experiments

struct Phrases {
  let catalog: CommandCatalog
  let settings: SettingCatalog

  /// Words that may stand between a setting and its value.
  private static let fillers: Set<String> = ["=", "to", "is", "of"]
  /// Words that phrases have beside names and numbers.
  static let connections =
    Array(fillers).filter { $0 != "=" }.sorted() + Array(articles).sorted()
    + ["are", "does", "do", "epochs", "more", "commands", "times", "matrix"]
    + Array(shown.keys).sorted()
  private static let articles: Set<String> = ["a", "an", "the"]
  /// What `show` shows when only that is named, with its command where it is called otherwise.
  private static let shown = [
    "settings": "set", "commands": "help", "topics": "explain", "network": "layers",
    "data": "data", "features": "features", "layers": "layers", "weights": "weights",
    "trials": "trials", "importance": "importance", "objective": "objective",
    "confusion": "confusion", "confusion matrix": "confusion", "history": "history",
    "status": "status", "accuracy": "eval", "test accuracy": "eval", "test loss": "eval",
  ]
  /// What belongs to a command and is looked for among the settings; `set` says where it is.
  private static let elsewhere: Set<String> = ["dropout", "activation", "units"]

  /// The command that a phrase stands for; anything else as it is.
  func command(for syntax: CommandSyntax) -> CommandSyntax {
    guard !syntax.name.isQuoted else { return syntax }
    var syntax = syntax
    if NumberSyntax.isNumber(syntax.name.text), syntax.arguments.isEmpty { return answer(syntax) }
    switch syntax.name.lowercased {
    case "what" where syntax.word(0, is: ["is", "are"]):
      return explaining(syntax, from: 1)
    case "what" where syntax.word(0, is: ["does"]) && syntax.endsQuestion("do"):
      syntax.arguments.removeLast()
      return explaining(syntax, from: 1)
    case "whats", "what's":
      return explaining(syntax, from: 0)
    case "help" where syntax.word(0, is: ["what"]) && syntax.word(1, is: ["is"]):
      return explaining(syntax, from: 2)
    case "help" where syntax.word(0, is: ["what"]) && syntax.word(1, is: ["does"]):
      guard syntax.endsQuestion("do") else { break }
      syntax.arguments.removeLast()
      return explaining(syntax, from: 2)
    case "help":
      joinHelp(&syntax)
    case "set", "unset":
      if syntax.arguments.count > 1, syntax.word(0, is: Self.articles) {
        syntax.arguments.removeFirst()
      }
      joinSetting(&syntax)
    case "train":
      if syntax.word(0, is: ["for"]), syntax.isNumber(1) { syntax.arguments.removeFirst() }
      for words: Set<String> in [["more"], ["epochs", "epoch"]]
      where syntax.isNumber(0) && syntax.word(1, is: words) {
        syntax.arguments.remove(at: 1)
      }
    case "evaluate":
      syntax.name.text = "eval"
    case "accuracy" where syntax.arguments.isEmpty:
      syntax.name.text = "eval"
    case "undo", "redo":
      if syntax.isNumber(0), syntax.word(1, is: ["commands", "times"]) {
        syntax.arguments.remove(at: 1)
      }
    case "confusion" where syntax.word(0, is: ["matrix"]):
      syntax.arguments.removeFirst()
    case "show":
      return showing(syntax)
    default:
      return settingFirst(syntax)
    }
    return syntax
  }

  /// A number alone, where a lesson may have asked for one.
  private func answer(_ syntax: CommandSyntax) -> CommandSyntax {
    guard catalog.command(named: "answer") != nil else { return syntax }
    var changed = syntax
    changed.name = Word("answer", range: SourceRange(at: syntax.name.range.start))
    changed.arguments = [.word(syntax.name)]
    return changed
  }

  /// `what is momentum`.
  private func explaining(_ syntax: CommandSyntax, from index: Int) -> CommandSyntax {
    var syntax = syntax
    syntax.name.text = "explain"
    syntax.arguments.removeFirst(index)
    if syntax.words.count > 1, syntax.word(0, is: Self.articles) {
      syntax.arguments.removeFirst()
    }
    if case .word(var last)? = syntax.arguments.last, !last.isQuoted, last.text.count > 1,
      last.text.hasSuffix("?")
    {
      last.text.removeLast()
      syntax.arguments[syntax.arguments.count - 1] = .word(last)
    }
    return syntax
  }

  /// `help learning rate`, `help weight decay`.
  private func joinHelp(_ syntax: inout CommandSyntax) {
    let words = syntax.words
    guard words.count > 1, words.count == syntax.arguments.count else { return }
    let text = words.map(\.text).joined(separator: " ")
    guard let name = setting(called: text)?.name ?? TopicCatalog().named(text)?.name,
      let span = words.span
    else { return }
    syntax.arguments = [.word(Word(name, range: span))]
  }

  /// `set learning rate 0.1`, `set lr to 0.1`.
  private func joinSetting(_ syntax: inout CommandSyntax) {
    if case .word(let first)? = syntax.arguments.first, syntax.arguments.count > 1 {
      switch syntax.arguments[1] {
      case .word(let second):
        if let setting = setting(called: first.text + " " + second.text) {
          let name = Word(setting.name, range: first.range.union(second.range))
          syntax.arguments.replaceSubrange(0...1, with: [.word(name)])
        }
      case .option(let second, let value):
        if let setting = setting(called: first.text + " " + second.text) {
          let name = Word(setting.name, range: first.range.union(second.range))
          syntax.arguments.replaceSubrange(0...1, with: [.option(name: name, value: value)])
        }
      }
    }
    if syntax.arguments.count > 2, syntax.word(1, is: Self.fillers) {
      syntax.arguments.remove(at: 1)
    }
  }

  /// `show settings`, `show lr`.
  private func showing(_ syntax: CommandSyntax) -> CommandSyntax {
    var changed = syntax
    guard let span = syntax.words.span else {
      changed.name.text = "status"
      return syntax.arguments.isEmpty ? changed : syntax
    }
    let text = syntax.words.map(\.text).joined(separator: " ")
    if let command = Self.shown[text.lowercased()], catalog.command(named: command) != nil {
      changed.name = Word(command, range: span)
      changed.arguments.removeAll { if case .word = $0 { true } else { false } }
      return changed.arguments.isEmpty ? changed : syntax
    }
    guard let setting = setting(called: text) else { return syntax }
    changed.name.text = "set"
    changed.arguments = [.word(Word(setting.name, range: span))]
    return changed
  }

  /// `lr 0.1`, `lr=0.1`, `learning rate 0.1`, and `lr` alone.
  private func settingFirst(_ syntax: CommandSyntax) -> CommandSyntax {
    guard catalog.table.signature(named: syntax.name.text) == nil else { return syntax }
    var changed = syntax
    changed.name = Word("set", range: SourceRange(at: syntax.name.range.start))
    changed.arguments.insert(.word(syntax.name), at: 0)
    let parts = syntax.name.text.split(
      separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let known = setting(called: String(parts[0]))?.name ?? elsewhere(String(parts[0]))
    if parts.count == 2, let known {
      let length = parts[0].utf8.count
      let name = Word(known, range: syntax.name.range(of: 0..<length))
      let value = Word(
        String(parts[1]),
        range: syntax.name.range(of: (length + 1)..<syntax.name.text.utf8.count))
      changed.arguments[0] = .option(name: name, value: value)
      return changed
    }
    let typed = changed.arguments.count
    joinSetting(&changed)
    if known != nil { return changed }
    return typed != changed.arguments.count && changed.beginsWithJoined(syntax.name)
      ? changed : syntax
  }

  private func elsewhere(_ text: String) -> String? {
    Self.elsewhere.contains(text.lowercased()) ? text.lowercased() : nil
  }

  /// The one of that name or title, or of another word for it; case, blanks, `_` and `-` do not count.
  private func setting(called text: String) -> Setting? {
    func folded(_ text: String) -> String {
      text.lowercased().filter { $0 != " " && $0 != "_" && $0 != "-" }
    }
    let wanted = folded(text)
    return settings.all.first { folded($0.name) == wanted || folded($0.title) == wanted }
      ?? settings.all.first { $0.synonyms.contains { folded($0) == wanted } }
  }
}

extension CommandSyntax {
  /// Whether that argument is one of some plain words.
  fileprivate func word(_ index: Int, is words: Set<String>) -> Bool {
    guard index < arguments.count, case .word(let word) = arguments[index] else { return false }
    return !word.isQuoted && words.contains(word.lowercased)
  }

  fileprivate func isNumber(_ index: Int) -> Bool {
    guard index < arguments.count, case .word(let word) = arguments[index] else { return false }
    return NumberSyntax.isNumber(word.text) || NumberSyntax.isNearlyNumber(word.text)
  }

  /// Whether its last word is that one, with or without a question mark.
  fileprivate func endsQuestion(_ wanted: String) -> Bool {
    guard arguments.count > 2, case .word(let last)? = arguments.last, !last.isQuoted else {
      return false
    }
    return last.lowercased == wanted || last.lowercased == wanted + "?"
  }

  /// Whether the first argument's name is more than that word.
  fileprivate func beginsWithJoined(_ word: Word) -> Bool {
    switch arguments.first {
    case .word(let first): first.range.length > word.range.length
    case .option(let name, _): name.range.length > word.range.length
    case nil: false
    }
  }
}
