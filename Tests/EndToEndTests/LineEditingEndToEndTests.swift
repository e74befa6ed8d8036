// Editing lines at a terminal: keys, completion, history and what is pasted, in the built program on a
// pseudo-terminal.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import TestSupport
import Testing

struct LineEditingTests {
  @Test func typingEditsTheLine() throws {
    let shell = try TerminalShell()
    try shell.terminal.send("dta xor\u{1B}[D\u{1B}[D\u{1B}[D\u{1B}[D\u{1B}[D\u{1B}[Da")
    try shell.waitForLine("data xor")
    // To the end, the last word away, to the start, and all of it away.
    try shell.terminal.send("\u{05}\u{17}moons\u{01}# ")
    try shell.waitForLine("# data moons")
    try shell.terminal.send("\u{05}\u{15}")
    try shell.waitForPrompt()
    try shell.quit()
  }

  @Test func tabCompletesCommands() throws {
    let shell = try TerminalShell()
    try shell.terminal.send("tra\t")
    try shell.waitForLine("train")
    // The blank is there already.
    try shell.terminal.send("5")
    try shell.waitForLine("train 5")
    try shell.terminal.send("\u{15}lay\t")
    try shell.waitForLine("layer")
    // `layer` or `layers`: both are listed, and the line is there again below.
    try shell.terminal.send("\t")
    try shell.terminal.waitForScreen("both candidates") { screen in
      screen.lines.contains { $0.hasPrefix("layer ") }
        && screen.lines.contains { $0.hasPrefix("layers ") }
        && screen.cursorLine.hasSuffix("descent> layer")
    }
    try shell.terminal.control("c")
    try shell.waitForPrompt()
    try shell.quit()
  }

  @Test func historyIsSharedBetweenSessions() throws {
    let first = try TerminalShell()
    try first.run("# one")
    try first.run("# two")
    try first.run(" # not kept")
    try first.terminal.send("\u{1B}[A")
    try first.waitForLine(" # not kept")
    try first.terminal.control("c")
    try first.waitForPrompt()

    let second = try TerminalShell(home: first.home)
    try second.terminal.send("\u{1B}[A")
    try second.waitForLine("# two")
    try second.terminal.send("\u{1B}OA")
    try second.waitForLine("# one")
    try second.terminal.send("\u{1B}[B\u{1B}[B")
    try second.waitForPrompt()
    // Only lines that begin like this one.
    try second.terminal.send("# o\u{1B}[A")
    try second.waitForLine("# one")
    try second.terminal.control("c")
    try second.waitForPrompt()
    try second.run("# from the second")

    // The first session sees it at its next prompt, behind its own.
    try first.terminal.send("\r\u{1B}[A")
    try first.waitForLine(" # not kept")
    try first.terminal.send("\u{1B}[A\u{1B}[A\u{1B}[A")
    try first.waitForLine("# from the second")
    try first.terminal.control("c")
    try first.waitForPrompt()
    try first.quit()
    try second.quit()
  }

  @Test func anEarlierLineIsChosenFromAList() throws {
    let shell = try TerminalShell()
    for line in ["# alpha", "# beta", "# alpha"] { try shell.run(line) }
    try shell.terminal.send("\u{12}lph")
    try shell.terminal.waitForScreen("the line that was found") { screen in
      screen.cursorLine.hasSuffix("descent> # alpha")
        && screen.lines.filter { $0 == "# alpha" }.count == 1
        && screen.lines.contains("search: lph")
    }
    // Left and End take the line without running it.
    try shell.terminal.send("\u{1B}[D!")
    try shell.waitForLine("# alph!a")
    #expect(!shell.terminal.screen.lines.contains { $0.hasPrefix("search:") })
    try shell.terminal.send("\u{05}\u{15}\u{12}bet\u{1B}[F?")
    try shell.waitForLine("# beta?")
    // Escape leaves no trace.
    try shell.terminal.send("\u{12}")
    try shell.terminal.waitForScreen("the list") {
      $0.lines.contains { $0.hasPrefix("search: # beta?") }
    }
    try shell.terminal.send("\u{1B}")
    try shell.terminal.waitForScreen("the line alone") {
      $0.cursorLine.hasSuffix("descent> # beta?") && $0.lastLine == $0.cursorLine
    }
    // Enter runs what was found.
    try shell.terminal.send("\u{15}\u{12}alph\r")
    try shell.waitForPrompt()
    #expect(shell.terminal.screen.text.hasSuffix("> # alpha\n[1] descent>"))
    try shell.quit()
  }

  @Test func viKeysWorkWhenChosen() throws {
    let home = TemporaryFolder()
    let file = open(home.path + "/.editrc", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    _ = Array("bind -v\n".utf8).withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
    close(file)
    let shell = try TerminalShell(home: home)
    try shell.run("# one")
    // Movement keys do not leave the insert mode.
    try shell.terminal.send("# tow\u{1B}[D\u{1B}[D\u{1B}[3~")
    try shell.waitForLine("# tw")
    // Escape and a command: `A` appends at the end.
    try shell.terminal.send("\u{1B}")
    try shell.terminal.send("Ao")
    try shell.waitForLine("# two")
    try shell.terminal.control("c")
    try shell.waitForPrompt()
    try shell.terminal.send("\u{1B}[A!")
    try shell.waitForLine("# one!")
    try shell.terminal.control("c")
    try shell.waitForPrompt()
    try shell.quit()
  }

  /// libedit's `.` types what was inserted again, which must not run the line before; and commands of vi are no text,
  /// however much comes with them.
  @Test func viRepeatsNoEnterAndTakesNoCommandForText() throws {
    let home = TemporaryFolder()
    try write("bind -v\n", to: home.path + "/.editrc")
    let shell = try TerminalShell(home: home)
    try shell.terminal.send("\u{1B}")
    try shell.terminal.send("iset lr 0.1\r")
    try shell.waitForPrompt()
    try shell.terminal.send("\u{1B}.")
    try shell.terminal.send("A!")
    try shell.waitForLine("set lr 0.1!")
    try shell.terminal.control("c")
    try shell.waitForPrompt()
    let long = "# " + String(repeating: "a", count: 64)
    try shell.terminal.send("\u{1B}A" + long)
    try shell.waitForLine(long)
    try shell.terminal.control("c")
    try shell.waitForPrompt()
    try shell.quit()
  }

  @Test func unicodeWorksWithoutALocale() throws {
    let shell = try TerminalShell(["LC_ALL": "C"])
    try shell.terminal.send("# naïve é 日本\u{7F}")
    try shell.waitForLine("# naïve é 日")
    try shell.terminal.send("\r")
    try shell.waitForPrompt()
    try shell.terminal.send("naïve\r")
    try shell.terminal.waitForScreen("a message that names what was typed") { screen in
      screen.lines.filter { $0.contains("naïve") && !$0.contains("# naïve") }.count >= 2
        && screen.cursorLine.hasSuffix("descent>")
    }
    try shell.quit()
  }

  @Test(arguments: [true, false])
  func aHalfTypedLineSurvivesAResize(_ wraps: Bool) throws {
    // xterm cuts rows that have become too wide.
    let shell = try TerminalShell(wraps ? [:] : ["XTERM_VERSION": "XTerm(390)"])
    try shell.run("# above")
    let line = "# some words that take more than forty columns in all"
    try shell.terminal.send(line)
    try shell.waitForLine(line)
    shell.terminal.resize(rows: 12, columns: 40, wraps: wraps)
    try shell.terminal.waitForScreen("the line in two rows") { screen in
      screen.lines.contains { $0.hasSuffix("# some words that take more") }
        && screen.cursorLine == " than forty columns in all"
    }
    // The terminal has broken the rows by itself before the program has heard of it.
    shell.terminal.observe(seconds: 0.3)
    shell.terminal.resize(rows: 24, columns: 100, wraps: wraps)
    try shell.waitForLine(line)
    // There is one of it, and what stood above is there.
    let copies = shell.terminal.screen.lines.filter { $0.contains("some words") }
    #expect(copies == ["[1] descent> " + line])
    #expect(shell.terminal.screen.text.contains("> # above\n[1]"))
    try shell.terminal.send("!\r")
    try shell.waitForPrompt()
    #expect(shell.terminal.screen.text.contains("in all!"))
    try shell.quit()
  }

  /// What comes behind an insertion in a wrapped line stays on the screen.
  @Test func aWrappedLineKeepsItsRest() throws {
    let shell = try TerminalShell(columns: 60)
    let line = "search bayes trials=20 lr=1e-4..1:log units=4..64 momentum=0.5..0.99 batch=8,16"
    try shell.terminal.send(line)
    try shell.terminal.waitForScreen("the line") { $0.cursorLine.hasSuffix("batch=8,16") }
    try shell.terminal.send("\u{01}\u{1B}f\u{1B}fX")
    try shell.terminal.waitForScreen("all of it") { screen in
      screen.lines.contains("[1] descent> search bayesX trials=20 lr=1e-4..1:log units=4.")
        && screen.lines.contains(".64 momentum=0.5..0.99 batch=8,16")
    }
    try shell.terminal.control("c")
    try shell.waitForPrompt()
    try shell.quit()
  }

  /// Function keys, Insert, Page Up, Ctrl-Space and the arrows with modifiers type nothing, and in vi do not leave
  /// the insert mode.
  @Test(arguments: [false, true])
  func keysOfSeveralBytesTypeNothing(_ isVi: Bool) throws {
    let home = TemporaryFolder()
    if isVi { try write("bind -v\n", to: home.path + "/.editrc") }
    let shell = try TerminalShell(home: home)
    for key in [
      "\u{1B}[2~", "\u{1B}[5~", "\u{1B}[6~", "\u{1B}[15~", "\u{1B}OQ", "\u{1B}[1;2A", "\u{0}",
      "\u{1B}[24;2~",
    ] {
      try shell.terminal.send(key)
    }
    try shell.terminal.send("# one two\u{1B}[1;5D\u{1B}[1;3DX\u{1B}[3;5~")
    try shell.terminal.waitForScreen("the line alone") {
      $0.cursorLine == "[1] descent> # X two"
    }
    try shell.terminal.send("\u{1B}[1;5C!\r")
    try shell.waitForPrompt()
    #expect(fileText(shell.home.path + "/history") == "# X two!\n")
    try shell.quit()
  }

  @Test func changesOfALineAreTakenBack() throws {
    let shell = try TerminalShell()
    try shell.terminal.send("# one two/three four")
    try shell.waitForLine("# one two/three four")
    // To the blank, as bash has it, twice, and both come back at once.
    try shell.terminal.send("\u{17}\u{17}")
    try shell.waitForLine("# one")
    try shell.terminal.send("\u{19}")
    try shell.waitForLine("# one two/three four")
    try shell.terminal.send("\u{1F}\u{1F}")
    try shell.waitForLine("# one two/three")
    try shell.terminal.send("\u{1B}/")
    try shell.waitForLine("# one")
    try shell.terminal.send("\u{15}a\u{301}👨‍👩‍👧\u{7F}")
    try shell.waitForLine("a\u{301}")
    try shell.terminal.send("\u{7F}")
    try shell.waitForPrompt()
    try shell.terminal.send("# first last\r")
    try shell.waitForPrompt()
    try shell.terminal.send("x \u{1B}.")
    try shell.waitForLine("x last")
    // Kept as a comment, unrun.
    try shell.terminal.send("\u{1B}#")
    try shell.waitForPrompt()
    try shell.terminal.send("\u{1B}[A")
    try shell.waitForLine("# x last")
    try shell.terminal.control("c")
    try shell.waitForPrompt()
    try shell.quit()
  }
}

struct PastingTests {
  @Test func aPastedTranscriptBecomesItsCommands() throws {
    let shell = try TerminalShell()
    try shell.terminal.send(
      // Terminals send a return for each newline of the block.
      "\u{1B}[200~[1] descent> data xor\rxor: 500 rows, 2 inputs\r"
        + "[2] descent> layer 4 \\\r      ...> tanh   # four units\r\u{1B}[201~")
    try shell.waitForLine("data xor; layer 4 tanh")
    // Nothing runs before Enter.
    try shell.terminal.control("c")
    try shell.waitForPrompt()
    try shell.terminal.send("\u{1B}[200~> train 5\nepoch 5\n> eval\n\u{1B}[201~")
    try shell.waitForLine("train 5; eval")
    try shell.terminal.control("c")
    try shell.waitForPrompt()
    try shell.quit()
  }

  @Test(arguments: [true, false])
  func aLongLineArrivesWhole(marked: Bool) throws {
    let shell = try TerminalShell()
    let words = (0..<8200).map { "word\($0 % 1000)" }.joined(separator: " ")
    let line = "# " + words.prefix(65_500) + " the-end"
    try shell.terminal.send(marked ? "\u{1B}[200~" + line + "\u{1B}[201~" : line)
    try shell.terminal.waitForScreen("the end of the line") { $0.cursorLine.contains("the-end") }
    try shell.terminal.send("\r")
    try shell.waitForPrompt()
    try shell.quit()
    // The history keeps the line as it arrived.
    let kept = files(under: shell.home.path, hidden: true).map(fileText)
    #expect(kept.contains { $0.contains(line) })
  }
}

struct EditingCornerTests {
  /// What was typed, moved or chosen between two cuts ends their adding up, and a choice is a change of its own.
  @Test func whatHappensBetweenKeysCounts() throws {
    let shell = try TerminalShell()
    try shell.terminal.send("abc \u{15}def \u{15}\u{19}")
    try shell.waitForLine("def")
    try shell.terminal.send("\u{1B}y")
    try shell.waitForLine("abc")
    try shell.terminal.send("\u{15}set b\t\t")
    try shell.waitForLine("set batch")
    try shell.terminal.send("\u{1F}")
    try shell.waitForLine("set b")
    // Alt and a letter close a list and do what they do.
    try shell.terminal.send("\t\u{1B}b")
    try shell.waitForLine("set b")
    try shell.terminal.send("X")
    try shell.waitForLine("set Xb")
    try shell.terminal.control("c")
    try shell.waitForPrompt()
    try shell.quit()
  }

  /// An escape of which nothing comes is forgotten; so are the answers of a terminal.
  @Test func escapesAndAnswersTypeNothing() throws {
    let shell = try TerminalShell()
    for typed in ["\u{1B}", "\u{1B}[?6c", "\u{1B}[?2026;2$y", "\u{1B}O5Q"] {
      try shell.terminal.send(typed)
      shell.terminal.observe(seconds: 0.1)
    }
    try shell.terminal.send("data")
    try shell.waitForLine("data")
    try shell.terminal.control("c")
    try shell.waitForPrompt()
    try shell.quit()
  }

  /// Where libedit echoes the line, its rows are what they were.
  @Test func aDumbTerminalHasNoEmptyRows() throws {
    let shell = try TerminalShell(["TERM": "dumb"])
    try shell.run("# one")
    try shell.run("nonsense")
    let text = shell.terminal.screen.text
    #expect(text.contains("> # one\n[1] descent> nonsense\n"))
    try shell.quit()
  }

  @Test func helpIsNotRemembered() throws {
    let shell = try TerminalShell(rows: 40)
    try shell.run("# before")
    try shell.terminal.send("set lr 0.1\u{1B}OP")
    try shell.terminal.waitForScreen("help, and the line") {
      $0.text.contains("> help ") && $0.cursorLine.hasSuffix("> set lr 0.1")
    }
    try shell.terminal.send("\u{15}\u{1B}[A")
    try shell.waitForLine("# before")
    try shell.terminal.control("c")
    try shell.waitForPrompt()
    try shell.quit()
  }

  /// A question wants its answer; a command that goes on in a second row is not ended by Ctrl-D.
  @Test func questionsAndContinuationsKeepTheirKeys() throws {
    let shell = try TerminalShell()
    try shell.terminal.send("set \\\r")
    try shell.terminal.waitForScreen("the second row") { $0.cursorLine.hasSuffix("...>") }
    try shell.terminal.send("\u{04}lr")
    try shell.terminal.waitForScreen("it goes on") { $0.cursorLine.hasSuffix("...> lr") }
    try shell.terminal.control("c")
    try shell.waitForPrompt()
    try shell.quit()
  }

  @Test func theLineIsEditedElsewhere() throws {
    let home = TemporaryFolder()
    let editor = home.path + "/editor"
    try write("#!/bin/sh\nprintf 'train 5\\n' > \"$1\"\n", to: editor)
    chmod(editor, 0o700)
    let shell = try TerminalShell(["EDITOR": editor], home: home)
    try shell.terminal.send("set lr\u{18}\u{05}")
    try shell.waitForLine("train 5")
    #expect(!shell.terminal.screen.text.contains("set lr"))
    try shell.terminal.control("c")
    try shell.waitForPrompt()
    try shell.quit()
  }
}

struct KeysPageTests {
  /// Commands are bound in ~/.editrc by names that stand on the page.
  @Test func everyCommandOfTheLineIsNamed() {
    let header = fileText(checkout + "/Sources/CLineEditor/include/CLineEditor.h")
    let page = fileText(checkout + "/docs/keys.md")
    let names = header.split(separator: "\"").filter { $0.hasPrefix("descent-") }
    #expect(names.count > 20)
    // Those two are the editor's own.
    for name in names where name != "descent-insert" && name != "descent-show-cursor" {
      #expect(page.contains("`\(name)`"), "\(name)")
    }
  }
}
