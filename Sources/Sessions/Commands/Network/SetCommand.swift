// `set`: lists the settings, says what one means, or changes it.
import CommandLanguage
import Course
import Events
import Experiments

struct SetCommand: Command {
  enum FormID: String { case list, show, change, assign }

  static let name = Argument("NAME", .named("setting"), "which setting")
  static let assignments = Argument.open(
    "NAME", .value(of: "setting-value"), "several at once, as NAME=VALUE", names: "setting")
  static let value = {
    var value = Argument("VALUE", .value(of: "setting-value"), "its new value")
    value.takesPairsAfter = SettingCatalog().all.filter(\.traits.takesPairs)
      .flatMap { [$0.name] + $0.synonyms }
    return value
  }()

  let signature = CommandSignature(
    "set", summary: "show or change settings", area: CommandArea.settings,
    forms: [
      Form(FormID.list, "list all settings"),
      Form(FormID.show, "say what one setting means", positionals: [name]),
      Form(FormID.change, "change a setting", positionals: [name, value]),
      Form(FormID.assign, "change several settings", openOption: assignments),
    ],
    details: [
      "Settings may change in the middle of a run: epoch count, weights and optimizer state go on."
    ],
    examples: [
      Example("set", "all settings with their values"),
      Example("set lr 0.03", "a learning rate of 0.03"),
      Example("set batch full", "every step averages over all training rows"),
      Example("set optimizer adam", "a step size of its own for every weight"),
      Example("set lr=0.1 batch=32", "several at once"),
      Example(
        "set class_weight setosa=1,virginica=3", "rows of virginica count three times as much",
        setup: ["data iris"]),
      Example("set l2", "what l2 means, accepts and is now"),
    ])

  func isCell(_ syntax: CommandSyntax) -> Bool { !syntax.namesPreferences }
  var checkWhileTyped: TypingCheck { .ofWords }

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let (settings, state) = (preparation.settings, preparation.state)
    switch try arguments.form(FormID.self) {
    case .list:
      return .say(.settings(settings.all.map { SettingReport($0, in: state.settings) }))
    case .show:
      let setting = try preparation.setting(try arguments.requireWord(Self.name))
      return .say(.settings([SettingReport(setting, in: state.settings)]))
    case .change:
      let value = try arguments.requireWord(Self.value)
      let setting = try preparation.setting(try arguments.requireWord(Self.name), value)
      return try preparation.changing([(setting, value)])
    case .assign:
      var changes: [(Setting, Word)] = []
      for assignment in arguments.openOptions(Self.assignments) {
        let setting = try preparation.setting(assignment.name, assignment.word)
        changes.append((setting, assignment.word))
      }
      return try preparation.changing(changes)
    }
  }
}

struct UnsetCommand: Command {
  let signature = CommandSignature(
    "unset", summary: "put a setting back", area: CommandArea.settings,
    forms: [Form("unset", "put a setting back", positionals: [SetCommand.name])],
    examples: [Example("unset lr", "the learning rate is 0.03 again", setup: ["set lr 1"])])

  func isCell(_ syntax: CommandSyntax) -> Bool { !syntax.namesPreferences }
  var checkWhileTyped: TypingCheck { .ofWords }

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let word = try arguments.requireWord(SetCommand.name)
    let setting = try preparation.setting(word)
    return try preparation.changing([(setting, Word(setting.standard, range: word.range))])
  }
}

extension CommandSyntax {
  /// Whether it is about preferences alone: `set pager off`, `set keep=64MB rerun=auto`.
  fileprivate var namesPreferences: Bool {
    let options = arguments.compactMap {
      if case .option(let name, _) = $0 { name.lowercased } else { nil }
    }
    let names = options.isEmpty ? words.prefix(1).map(\.lowercased) : options
    return !names.isEmpty && names.allSatisfy { SettingID(rawValue: $0)?.isPreference ?? false }
  }
}

extension Preparation {
  /// Changes settings to values as typed, all of them or none. Errors: those of `Setting.write`,
  /// `loss-mismatch`, `no-proximal-step`.
  fileprivate func changing(_ changes: [(Setting, Word)]) throws(Diagnostic) -> Work {
    var after = state
    var reports: [SettingChange] = []
    for (setting, word) in changes {
      let before = after
      try after.change(setting, to: word)
      reports.append(SettingChange(setting, from: before, to: after))
    }
    if let last = changes.last { try after.settings.training.checkProximal(last.1.range) }
    let areWeightsDropped = state.training != nil && after.training == nil
    let isChanged = after.settings != state.settings || areWeightsDropped
    let isOnlyUsersOwn =
      isChanged && !areWeightsDropped
      && after.settings.withUsersOwn(of: state.settings) == state.settings
    return Work { [after, reports] performance in
      if isOnlyUsersOwn {
        performance.updateUsersOwn(after.settings)
      } else if isChanged {
        performance.update { $0 = after }
      }
      for report in reports { performance.emit(.settingChanged(report)) }
    }
  }
}
