// A training that is killed in the middle, in the built program on a pseudo-terminal: the next start offers to
// go on with it.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import TestSupport
import Testing

struct CutOffTrainingTests {
  @Test func killedTrainingIsGoneOnWith() throws {
    let home = TemporaryFolder()
    let shell = try TerminalShell(home: home)
    try shell.run("data circle n=60")
    try shell.run("layers 4")
    try shell.terminal.send("train 9000000\r")
    var looks = 0
    while !files(under: home.path).contains(where: { $0.hasSuffix(".underway") }), looks < 200 {
      shell.terminal.observe(seconds: 0.1)
      looks += 1
    }
    shell.terminal.signal(SIGKILL)
    #expect(try shell.terminal.waitForExit() == .signaled(SIGKILL))

    let terminal = try PseudoTerminal(Descent.path, environment: Descent.environment(home: home))
    try terminal.waitFor("its training stopped")
    try terminal.waitForScreen("the question") { $0.cursorLine.contains("[Y/n]") }
    try terminal.send("\r")
    try terminal.waitFor("goes on")
    try terminal.waitForScreen("a prompt") { $0.isAtPrompt }
    try terminal.send("cells\r")
    try terminal.waitFor("train 9000000 stop=")
    try terminal.waitForScreen("a prompt") { $0.isAtPrompt }
    try terminal.send("quit\r")
    #expect(try terminal.waitForExit() == .exited(0))
  }
}
