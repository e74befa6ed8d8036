// The file of searches, as it is found when the program has ended.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import TestSupport
import Testing

/// What is found is in the one file `studies.sqlite` when the program has ended.
struct ArchiveFileTests {
  enum Ending: CaseIterable { case quit, endOfInput, termination, hangUp, commands }

  @Test(arguments: Ending.allCases) func theFileAloneHoldsTheSearches(ending: Ending) throws {
    let search = "data iris; layer 3; search random trials=2 epochs=1 lr=0.1..1"
    let home = TemporaryFolder()
    if ending == .commands {
      let result = try Process.run(
        Descent.path, ["-c", search], environment: Descent.pipeEnvironment(home),
        timeout: 20)
      #expect(result.status == .exited(0))
    } else {
      let shell = try TerminalShell(home: home, columns: 100)
      try shell.run(search)
      switch ending {
      case .endOfInput: try shell.terminal.control("d")
      case .termination: shell.terminal.signal(SIGTERM)
      case .hangUp: shell.terminal.hangUp()
      case .quit, .commands: try shell.terminal.send("quit\r")
      }
      _ = try shell.terminal.waitForExit()
    }
    let copy = TemporaryFolder()
    let copying = try Process.run("/bin/cp", [home.path + "/studies.sqlite", copy.path])
    #expect(copying.status == .exited(0))
    let list = try Process.run(
      Descent.path, ["-c", "search list"], environment: Descent.pipeEnvironment(copy),
      timeout: 20)
    #expect(list.outputText.contains("random"), "\(list.outputText)")
  }
}
