// The space of a `search` command: its `NAME=SPACE` options as axes, or a usual space where there are none.
import CommandLanguage
import HyperparameterSearch

struct SearchSpaceArguments {
  let space: SearchSpace

  /// What is searched when nothing is said: the learning rate, L2 and the architecture.
  private static let standardSpace = [
    (name: "lr", text: "1e-4..1:log"), (name: "l2", text: "1e-6..1e-1:log"),
    (name: "units", text: "4..64"), (name: "layers", text: "1..3"),
  ]

  init(_ arguments: Arguments, _ session: Session) throws(Diagnostic) {
    var axes: [Axis] = []
    for option in arguments.openOptions(SearchCommand.space) {
      let name = try SearchAxis.name(option.name, session.settings)
      axes.append(
        Axis(
          name: name,
          domain: try SearchAxis.domain(
            option.value, of: name, word: option.word, session.settings)))
    }
    if axes.isEmpty { axes = try Self.assumed(arguments, session) }
    do {
      space = try SearchSpace(axes: axes)
    } catch {
      let names = arguments.openOptions(SearchCommand.space)
      let word = names.last { (try? SearchAxis.name($0.name, session.settings)) == error.axis }
      throw Diagnostic(error, axis: nil, range: word?.name.range)
    }
  }

  private static func assumed(
    _ arguments: Arguments, _ session: Session
  ) throws(Diagnostic) -> [Axis] {
    let spaces = standardSpace.map { "\($0.name)=\($0.text)" }.joined(separator: " ")
    session.emit(
      .assumed(
        Assumption(
          subject: .space, command: "search \(arguments.formID) \(spaces)",
          why: "Nothing to vary was named")))
    var axes: [Axis] = []
    for (name, text) in standardSpace {
      let word = Word(text, range: arguments.syntax.range)
      let domain = try SearchAxis.domain(
        try SpaceSyntax(word), of: name, word: word, session.settings)
      axes.append(Axis(name: name, domain: domain))
    }
    return axes
  }
}
