// The prompt of the shell, and what the terminal is told beside it: where the session stands.
import Experiments
import Layouts
import Terminal
import Text

extension Shell {
  /// Of the session as it is.
  private var promptText: PromptText {
    var text = PromptText(number: notebook.cells.count + 1)
    text.isSaving = isSaving
    let state = notebook.session.state
    text.data = state.data?.name
    if let shape = state.shape, state.hidden != nil {
      text.shape = [shape.inputs] + shape.hidden.map(\.units) + [shape.outputs]
    }
    text.epochs = state.training?.epoch ?? 0
    text.score = state.reportOfWeights.map {
      PromptText.score(state.watched(in: $0)?.figures ?? $0.training)
    }
    return text
  }

  /// For the window as it is.
  func makePrompt() -> PromptText.Parts {
    var text = promptText
    if !saysWhereItStands {
      text = PromptText(number: text.number)
      text.isSaving = isSaving
    }
    return text.parts(columns: console.windowColumns, isUnicode: console.capabilities.unicode)
  }

  private var saysWhereItStands: Bool {
    let settings = notebook.session.state.settings
    return settings.prompt == .full && !settings.isReadAloud
  }

  func readCommand() -> LineEditor.Input {
    isLineOfPage = false
    let prompt = makePrompt()
    console.promptWidth = prompt.width
    showTitle()
    editor.showsAids = !notebook.session.state.settings.isReadAloud
    var name = prompt.name
    name.removeLast()
    let indent = String(repeating: " ", count: max(0, prompt.width - 5))
    return console.readCommand(
      by: editor,
      StyledText(prompt.state, .dim) + StyledText(name, console.promptStyle) + " ",
      continuation: StyledText(indent + "...> ", .dim), orFrom: lines)
  }

  /// Tells the terminal what the session works on, where that has changed.
  private func showTitle() {
    guard console.tellsTerminal else { return }
    console.show(title: promptText.title(isUnicode: console.capabilities.unicode))
  }
}
