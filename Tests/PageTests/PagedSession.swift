// A session and its page for tests, and what its stream says as values.
import JSON
import Notebooks
import Page
import Pictures
import Sessions
import TestSupport
import Testing

/// A session with its page, as the shell has it; lines are run when they are taken.
final class PagedSession {
  let page: PageSession
  let notebook: Notebook
  let client: HTTPClient
  private let output: Output

  private final class Output {
    var receive: (NotebookOutput) -> Void = { _ in }
  }

  /// With the data sets that are files: without them `data digits` is refused, and there is nothing to wait for.
  private static var environment: SessionEnvironment {
    var environment = SessionEnvironment(threads: 1)
    environment.lessonFolders = [checkout + "/lessons"]
    return environment
  }

  init(isReadOnly: Bool = false) throws {
    let output = Output()
    let environment = Self.environment
    let kind = NotebookKind(
      version: "test", commands: { SessionCommands.all + PictureCommands.all })
    notebook = kind.make(environment: environment) { output.receive($0) }
    let running = try RunningPage(
      address: "127.0.0.1", port: 0, isReadOnly: isReadOnly, document: PageDocument.text)
    client = try #require(HTTPClient(link: running.access.link))
    page = PageSession(running, of: notebook, in: environment)
    self.output = output
    output.receive = { [page] in page.receive($0) }
  }

  deinit { page.stop() }

  /// Hears what the session says.
  func listen(_ also: @escaping (NotebookOutput) -> Void) {
    output.receive = { [page] in
      page.receive($0)
      also($0)
    }
  }

  @discardableResult
  func run(_ line: String, isAlone: Bool = false) -> LineOutcome {
    var environment = Self.environment
    page.join(&environment)
    notebook.session.environment = environment
    let outcome = notebook.execute(line)
    page.lineEnded(line, notebook, isAlone: isAlone)
    return outcome
  }

  /// Runs what the page types, to the last; the lines.
  func runTyped() -> [String] {
    var lines: [String] = []
    while let line = page.nextLine(), lines.count < 20 {
      lines.append(line)
      run(line)
    }
    return lines
  }

  /// Types a line from the page when an epoch of the next training has come.
  func type(_ line: String, afterEpoch epoch: Int) {
    type(afterEpoch: epoch) { [client] in _ = try? client.type(line) }
  }

  func type(afterEpoch epoch: Int, _ action: @escaping () -> Void) {
    var isDone = false
    listen { output in
      guard !isDone, case .session(.event(.epoch(let report), _), _) = output,
        report.epoch == epoch
      else { return }
      isDone = true
      action()
    }
  }
}

/// What an event says.
func members(_ event: EventStream.Event?) throws -> [String: StrictJSON] {
  let data = try #require(event).data
  guard case .object(let members) = try StrictJSON(parsing: Array(data.utf8)) else { return [:] }
  return Dictionary(members.map { ($0.name, $0.value) }) { _, last in last }
}
