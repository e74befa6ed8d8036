// What a class sees: prose, the prompt with the next command as if typed, and remarks.
import Exports
import Notebooks
import Terminal

/// How fast commands appear.
struct TypingSpeed {
  /// Characters in a second; the last is at once.
  private static let speeds = [5, 10, 20, 40, 80, nil]
  private var place = 2

  private var perSecond: Int? { Self.speeds[place] }
  /// Nil where all appears at once.
  var pause: Int32? { perSecond.map { Int32(1000 / $0) } }
  var words: String { perSecond.map { "at \($0) characters a second" } ?? "all at once" }

  mutating func change(by steps: Int) {
    place = min(max(0, place + steps), Self.speeds.count - 1)
  }
}

extension ClassRoom {
  var prompt: String {
    let number = min(stepping.place + 1, stepping.steps.count)
    return "[\(number)/\(stepping.steps.count)] descent> "
  }

  /// Shows the next command at the prompt, as if it were typed; with what its user did meanwhile.
  ///
  /// - Parameter typing: whether it takes its time.
  func showNext(typing: Bool) -> KeyReader.Event? {
    keys.begin()
    guard let step = stepping.next else {
      remark("That was the last command: b goes back, t tries something, q leaves.")
      writePrompt("")
      return nil
    }
    let text = Array(step.entry.command)
    writePrompt("")
    var isHurried = !typing
    for place in text.indices {
      while !isHurried, let pause = speed.pause {
        let event = keys.next(milliseconds: pause)
        if event == .timeout { break }
        switch event {
        case .key(.character("+")), .key(.character("=")): speed.change(by: 1)
        case .key(.character("-")): speed.change(by: -1)
        case .key(.character(" ")), .key(.enter), .key(.right): isHurried = true
        case .key(.other), .key(.escape), .key(.backspace): continue
        case .resumed: writePrompt(String(text[..<place]))
        default:
          write(String(text[place...]))
          return event
        }
      }
      write(String(text[place]))
    }
    return nil
  }

  private func writePrompt(_ typed: String) {
    console.output.write(
      styled: StyledText(String(prompt.dropLast()), console.promptStyle) + " ")
    write(typed)
  }

  /// Part of a command, which may go on in further lines.
  private func write(_ text: String) {
    let indent = String(repeating: " ", count: max(0, prompt.count - 5)) + "...> "
    console.output.write(
      text.split(separator: "\n", omittingEmptySubsequences: false)
        .joined(separator: "\n" + indent))
    console.output.flush()
  }

  func ask(_ question: String) {
    console.output.write(question)
    console.output.flush()
  }

  /// Goes to a line of its own.
  func leaveLine(_ mark: String = "") {
    console.output.writeLine(mark)
    console.output.flush()
  }

  /// A sentence of the class room's own.
  func remark(_ sentence: String) {
    console.output.writeLine(styled: StyledText(sentence, .dim))
    console.output.flush()
  }

  /// What stands before the next command or behind the last.
  func showProse() {
    let prose = stepping.next.map(\.prose) ?? stepping.closing
    console.show(NoteBlocks(prose).blocks)
    console.output.flush()
  }

  func listKeys() -> Next {
    leaveLine()
    for (key, meaning) in Self.keyMeanings {
      console.output.write(styled: StyledText("  \(key)", .bold))
      console.output.writeLine(String(repeating: " ", count: 14 - key.count) + meaning)
    }
    remark("Commands appear \(speed.words).")
    return .show(typing: false)
  }

  private static let keyMeanings = [
    ("Space, Enter", "run the command; while it appears, show the rest of it"),
    ("b", "go back: the session is as it was before the last command"),
    ("g", "go to a command by its number"),
    ("t", "try something of your own, then come back to the same place"),
    ("e", "say more of the last command"),
    ("p", "show it on a page in a browser, or close that"),
    ("+ -", "let commands appear faster, slower"),
    ("?", "this list"),
    ("q, Ctrl-D", "leave; the place is remembered"),
    ("Ctrl-C", "stop the command that is running"),
  ]
}
