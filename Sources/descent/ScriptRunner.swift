// Commands that nobody types: from `-c`, from script files, from a pipe.
import CommandLanguage
import Events
import Files
import Notebooks
import Sessions
import Terminal

struct ScriptRunner {
  let console: Console
  let keepsGoing: Bool

  init(_ console: Console, keepsGoing: Bool = false) {
    self.console = console
    self.keepsGoing = keepsGoing
  }

  /// Runs lines of commands in one notebook.
  func run(text: String) -> Ending {
    run(splitLogicalLines(Array(text.utf8)), file: nil, in: console.makeNotebook()).ending
  }

  func run(files: [String]) -> Ending {
    let notebook = console.makeNotebook()
    var hasFailed = false
    // With --keep-going a command that fails, for whatever reason, is passed over in its time.
    if !keepsGoing, let refusal = refusedWrite(in: files, notebook) {
      console.receive(.error(refusal))
      return .status(1)
    }
    for file in files {
      let bytes: [UInt8]
      do {
        bytes = try TextFile.readBytes(file)
      } catch {
        console.receive(.error(.inFile(file, line: 1, id: "unreadable-script", error.message)))
        hasFailed = true
        if keepsGoing { continue }
        return .status(1)
      }
      notebook.session.environment = console.environment(file: file)
      let result = run(splitLogicalLines(bytes), file: file, in: notebook)
      hasFailed = hasFailed || result.ending == .status(1)
      if result.mustStop {
        return hasFailed && result.ending == .status(0) ? .status(1) : result.ending
      }
    }
    return .status(hasFailed ? 1 : 0)
  }

  /// The first command of all that would be refused since it writes a file.
  private func refusedWrite(in files: [String], _ notebook: Notebook) -> ErrorReport? {
    for file in files {
      guard let bytes = try? TextFile.readBytes(file) else { continue }
      notebook.session.environment = console.environment(file: file)
      switch notebook.session.outlook(on: splitLogicalLines(bytes)) {
      case .refused(let line, let diagnostic):
        return ErrorReport(diagnostic: diagnostic, source: line, file: file)
      case .quits: return nil
      case nil: continue
      }
    }
    return nil
  }

  func runStandardInput() -> Ending {
    let notebook = console.makeNotebook()
    var reader = PlainReader()
    var hasFailed = false
    while true {
      switch reader.next(stop: InterruptWatch().token) {
      case .line(let bytes, let number):
        let line = LogicalLine(bytes: bytes, line: number)
        let result = run([line], file: nil, in: notebook)
        hasFailed = hasFailed || result.ending == .status(1)
        if result.mustStop { return result.ending }
      case .tooLong(let number):
        console.receive(
          .error(.inFile(nil, line: number, id: "line-too-long", "line \(number) is over 1 MiB")))
        return .status(1)
      case .end: return .status(hasFailed ? 1 : 0)
      case .stopped: return InterruptWatch.terminationSignal.map(Ending.signal) ?? .status(130)
      case .failed(let code):
        let reason = "standard input cannot be read: \(TextFile.reason(code))"
        console.receive(.error(.inFile(nil, line: 1, id: "unreadable-input", reason)))
        return .status(1)
      }
    }
  }

  private func run(
    _ lines: [LogicalLine], file: String?, in notebook: Notebook
  ) -> (ending: Ending, mustStop: Bool) {
    var hasFailed = false
    for line in lines {
      let outcome = notebook.execute(line, file: file)
      if let signal = InterruptWatch.terminationSignal { return (.signal(signal), true) }
      switch outcome {
      case .done: continue
      case .failed:
        hasFailed = true
        if !keepsGoing { return (.status(1), true) }
      case .quit: return (.status(hasFailed ? 1 : 0), true)
      case .interrupted: return (Ending(outcome), true)
      }
    }
    return (.status(hasFailed ? 1 : 0), false)
  }
}
