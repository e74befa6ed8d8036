// A lesson before a class, on a pseudo-terminal: a step a screen, the keys, and the same on a page.
import TestSupport
import Testing

struct PresentedLessonTests {
  private static let text = """
    ---
    title: Two rates
    minutes: 5
    ---

    # Two rates

    Two steps.

    ## First

    Look at the data.

    ```descent
    > data xor n=40
    ```

    ## Second

    Choose a rate.

    ```descent
    > set lr 0.5
    ```

    """

  private let home = TemporaryFolder()

  private func start() throws -> PseudoTerminal {
    let path = home.path + "/two-rates.md"
    try write(Self.text, to: path)
    return try PseudoTerminal(
      Descent.path, ["lesson", path, "--present"], environment: Descent.environment(home: home))
  }

  @Test func eachStepHasAScreenOfItsOwn() throws {
    let terminal = try start()
    try terminal.waitForScreen("the first command") { $0.cursorLine.hasSuffix("two-rates.md") }
    try terminal.send(" ")
    try terminal.waitForScreen("the first step alone") {
      $0.text.contains("Look at the data.") && $0.cursorLine.hasSuffix("descent> data xor n=40")
        && !$0.text.contains("`q` leaves")
    }
    // The heading is in letters of double width, where a terminal has them.
    try terminal.waitFor("\u{1B}#6")
    try terminal.send(" ")
    try terminal.waitForScreen("next") { $0.cursorLine.hasSuffix("descent> next") }
    try terminal.send(" ")
    try terminal.waitForScreen("the second step alone") {
      $0.text.contains("Choose a rate.") && !$0.text.contains("Look at the data.")
        && $0.cursorLine.hasSuffix("descent> set lr 0.5")
    }
    try terminal.send("q")
    #expect(try terminal.waitForExit() == .exited(0))
  }

  @Test func itIsOnAPageToo() throws {
    let terminal = try start()
    try terminal.waitForScreen("the first command") { $0.cursorLine.hasSuffix("two-rates.md") }
    try terminal.send("p")
    try terminal.waitForScreen("the address") { $0.text.contains("http://127.0.0.1:") }
    let line = try #require(
      terminal.screen.lines.last { $0.contains("http://127.0.0.1:") })
    let client = try #require(
      HTTPClient(link: String(line.split(separator: " ").last ?? "")))
    #expect(try client.type("data moons").status == 409)
    let events = try EventStream(client)
    try terminal.send(" ")
    var saw = false
    while !saw, let event = events.next() { saw = event.data.contains("Look at the data.") }
    #expect(saw)
    try terminal.waitForScreen("the next command") { $0.cursorLine.hasSuffix("data xor n=40") }
    try terminal.send(" ")
    try terminal.waitForScreen("next") { $0.cursorLine.hasSuffix("descent> next") }
    try terminal.send("p")
    try terminal.waitForScreen("closed") { $0.text.contains("The page is closed.") }
    try terminal.send("q")
    #expect(try terminal.waitForExit() == .exited(0))
  }
}
