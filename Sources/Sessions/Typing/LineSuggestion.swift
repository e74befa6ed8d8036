// A whole line that whoever types probably wants: what the error just made meant, what the lesson asks for, what came
// next before, or what was advised.
import CommandLanguage
import Events
import Experiments

extension LineKnowledge {
  /// So many lines of the history are checked for one that would be taken.
  private static let mostChecked = 6

  /// A line that begins with what is typed and goes on; nil where none suggests itself.
  ///
  /// - Parameters:
  ///   - lesson: what the lesson asks to type, where one is under way.
  package func suggestion(
    for typed: String, history: LineHistory = LineHistory(), lesson: String? = nil
  ) -> String? {
    let isUnasked = typed.isEmpty
    func goesOn(_ line: String?) -> String? {
      guard let line, line.utf8.count > typed.utf8.count, line.utf8.starts(with: typed.utf8),
        !line.contains("\n")
      else { return nil }
      return line
    }
    // Of a step that asks for something else than a line there is nothing to suggest.
    if isUnasked, lesson != nil || state.companion?.holdsAdviceBack == true {
      return goesOn(lesson)
    }
    if let line = goesOn(memory.error.flatMap { mended($0) }) { return line }
    if let line = goesOn(lesson) { return line }
    // What rests on the run just seen, before what was done in another.
    if isUnasked, memory.advice != nil, let line = goesOn(nextStep) { return line }
    let earlier =
      history.following(beginningWith: typed, atMost: Self.mostChecked)
      + history.lines(beginningWith: typed, atMost: Self.mostChecked)
    if let line = earlier.first(where: { accepts($0) && (!isUnasked || isSafe($0)) }) {
      return line
    }
    return goesOn(nextStep)
  }

  /// The best next line that the course knows: what mends a run that diverged, what was advised last, and before any
  /// training that.
  package var nextStep: String? {
    guard state.companion?.holdsAdviceBack != true else { return nil }
    let remedy = state.network?.remedy.flatMap { $0.fits ? $0.line : nil }
    if state.isBroken { return remedy.flatMap { isWork($0) ? $0 : nil } }
    if let advice = memory.advice, isWork(advice) { return advice }
    return state.training == nil && state.search == nil && state.race == nil ? "train" : nil
  }

  /// Whether it is made of cells alone that would be taken: no leaving, no undoing.
  private func isWork(_ line: String) -> Bool {
    accepts(line) && commands(of: line)?.allSatisfy { $0.command.isCell($0.syntax) } == true
  }

  /// Whether it may stand at the prompt of somebody who has typed nothing: it leaves nothing, drops nothing and has
  /// nothing to do with files.
  private func isSafe(_ line: String) -> Bool {
    guard let commands = commands(of: line) else { return false }
    return commands.allSatisfy { command, syntax, arguments in
      command.isCell(syntax) && command.isSuggestedUnasked
        && (command.signature.area != CommandArea.inLesson || state.companion != nil)
        && !command.signature.takesFile(in: arguments)
    }
  }

  /// Nil where one of them cannot be read.
  private func commands(
    of line: String
  ) -> [(command: any Command, syntax: CommandSyntax, arguments: Arguments)]? {
    var commands: [(command: any Command, syntax: CommandSyntax, arguments: Arguments)] = []
    for result in ScriptParser().parse(line) {
      guard let syntax = try? result.get(),
        let (command, arguments) = try? catalog.read(syntax, settings: settings)
      else { return nil }
      commands.append((command, syntax, arguments))
    }
    return commands.isEmpty ? nil : commands
  }
}

extension CommandSignature {
  /// Whether a file is named in the form that was written.
  fileprivate func takesFile(in arguments: Arguments) -> Bool {
    guard let form = forms.first(where: { $0.id == arguments.formID }) else { return true }
    let named = form.positionals + form.options + [form.openOption].compactMap(\.self)
    return named.contains { $0.placeholder.hasPrefix("FILE") && arguments.isGiven(named: $0.name) }
  }
}
