// What an editor's lines are helped with: what the language and the session know of them, as the editor paints it.
import CommandLanguage
import Layouts
import Lessons
import Notebooks
import Presentation
import Sessions
import Terminal

extension LineEditor {
  /// - Parameters:
  ///   - notebook: in which the line will run.
  ///   - history: lines that were typed earlier.
  func assist(
    in notebook: @escaping () -> Notebook, history: @escaping () -> LineHistory = { LineHistory() }
  ) {
    complete(in: { notebook().session })
    let knowledge = {
      let notebook = notebook()
      return LineKnowledge(of: notebook.session, remembering: notebook.memory)
    }
    aids.check = { text, cursor in
      let checked = knowledge().checked(text, cursor: cursor)
      return (checked.painted, checked.fault?.sentence)
    }
    aids.suggestion = { text in
      knowledge().suggestion(
        for: text, history: history(), lesson: notebook().session.state.lesson?.lineToType)
    }
    aids.hint = { text, cursor in
      knowledge().hint(of: text, at: cursor).map { hint in
        StyledText(hint.label, .bold) + ": " + StyledText(hint.text.text)
      }
    }
    aids.help = { text, cursor in
      if text.allSatisfy(\.isWhitespace) { return "help" }
      return knowledge().topic(of: text, at: cursor).map { "help \($0)" }
    }
  }
}

extension CheckedLine {
  /// Marks that lie apart, the fault over all others.
  fileprivate var painted: [PaintedMark] {
    var painted: [PaintedMark] = []
    let fault = fault.map { $0.range.start..<$0.range.end } ?? 0..<0
    for mark in marks {
      guard let role = mark.role.painted else { continue }
      let range = mark.range.start..<mark.range.end
      for part in [
        range.clamped(to: 0..<max(0, fault.isEmpty ? .max : fault.lowerBound)),
        range.clamped(to: (fault.isEmpty ? .max : fault.upperBound)..<Int.max),
      ] where !part.isEmpty {
        painted.append(PaintedMark(part, role))
      }
    }
    if !fault.isEmpty { painted.append(PaintedMark(fault, .fault)) }
    return painted.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }
}

extension LineMark.Role {
  fileprivate var painted: PaintedMark.Role? {
    switch self {
    case .command: .command
    case .keyword: .keyword
    case .name: .name
    case .number: .number
    case .text: .text
    case .comment: .comment
    case .value: .value
    case .separator: nil
    }
  }
}
