import Testing
import Terminal

struct CapabilitiesTests {
  private func capabilities(
    _ environment: [String: String], color: Capabilities.ColorChoice = .auto,
    terminals: (Bool, Bool, Bool) = (true, true, true), columns: Int? = nil
  ) -> Capabilities {
    Capabilities(
      terminals: terminals, columns: columns, rows: nil, color: color,
      environment: { environment[$0] })
  }

  @Test func anOrdinaryTerminalHasEverything() {
    let all = capabilities(["TERM": "xterm"])
    #expect(all.color && all.errorColor && all.escapes && all.isInteractive)
  }

  @Test(arguments: [
    ["TERM": "dumb"], ["TERM": "xterm", "NO_COLOR": "1"], ["TERM": ""], [:],
  ])
  func someWantNoEscapes(_ environment: [String: String]) {
    let none = capabilities(environment)
    #expect(!none.color && !none.errorColor && !none.escapes && none.isInteractive)
  }

  @Test(arguments: [
    ("xterm", true), ("tmux-256color", true), ("linux", false), ("vt220", false), ("dumb", false),
  ])
  func someShowWhatTheyAreTold(type: String, takesMarks: Bool) {
    #expect(capabilities(["TERM": type]).takesMarks == takesMarks)
  }

  @Test func anEmptyNoColorDoesNotCount() {
    #expect(capabilities(["TERM": "xterm", "NO_COLOR": ""]).color)
  }

  @Test func theFlagIsStronger() {
    #expect(capabilities(["TERM": "xterm", "NO_COLOR": "1"], color: .always).color)
    #expect(capabilities([:], color: .always, terminals: (false, false, false)).color)
    let never = capabilities(["TERM": "xterm"], color: .never)
    #expect(!never.color && never.escapes)
    #expect(!capabilities(["TERM": "dumb"], color: .always).escapes)
  }

  @Test func outputThatIsNoTerminalStaysPlain() {
    let piped = capabilities(["TERM": "xterm"], terminals: (true, false, true))
    #expect(!piped.color && piped.errorColor && !piped.escapes && !piped.isInteractive)
  }

  @Test func theWindowIsStrongerThanTheEnvironment() {
    #expect(capabilities(["COLUMNS": "132"]).columns == 132)
    #expect(capabilities(["COLUMNS": "132"], columns: 100).columns == 100)
    #expect(capabilities(["COLUMNS": "wide"]).columns == 80)
    #expect(capabilities([:]).rows == 24)
  }
}
