// What the terminal is told beside what commands say, and what it is kept from while they run.
import Layouts
import Sessions
import Terminal

extension Console {
  /// Of the name in a prompt: a green that is read on black and on white.
  var promptStyle: Style { Style(color: capabilities.colorDepth.color(0, 135, 0), bold: true) }

  /// Whether it is told where the output of commands is, and has a title: not where results are for programs, or
  /// are read aloud.
  var tellsTerminal: Bool { capabilities.takesMarks && saysText && !isReadAloud }

  /// Gives the window a title, until the process ends.
  func show(title: String) {
    guard title != self.title else { return }
    if self.title == nil { output.mark(.titleKept) }
    output.mark(.title(title))
    self.title = title
  }

  /// Gives it the title back that it had.
  func giveTitleBack() {
    if title != nil { output.mark(.titleBack) }
    title = nil
  }

  func markOutput() {
    if tellsTerminal { output.mark(.outputBegins) }
  }

  func markEnd(_ outcome: LineOutcome) {
    guard tellsTerminal, case .status(let status) = Ending(outcome) else { return }
    output.mark(.outputEnded(status: status))
  }

  /// Does the work of a command; what is typed meanwhile is for the editor's next line, and is seen on the line
  /// of progress until then.
  func working<Result>(typingFor editor: LineEditor?, _ work: (QuietKeyboard?) -> Result) -> Result
  {
    let keyboard = QuietKeyboard.begin(isSilent: showsProgress)
    let ahead = TypeAhead()
    if keyboard != nil, showsProgress { typeAhead = ahead }
    self.keyboard = keyboard
    defer {
      let keys = ahead.take()
      keyboard?.end()
      (typeAhead, self.keyboard) = (nil, nil)
      editor?.takeTypedAhead(keys)
    }
    return work(keyboard)
  }
}
