// `replay` and `lesson check`: runs documents, several at a time, and says where what comes out is not what they
// say. Of lessons there is more to prove, which `LessonChecker` does.
import CommandLanguage
import Events
import Experiments
import Files
import HyperparameterSearch
import Notebooks
import Sessions
import Terminal

struct DocumentChecker {
  /// What becomes of differences besides being said.
  enum Update {
    case none, all
    /// Those that the user wants.
    case asked
  }

  let console: Console
  /// How many documents are run at a time; nil for as many as there are threads to share.
  var jobs: Int?

  init(_ console: Console, jobs: Int? = nil) {
    self.console = console
    self.jobs = jobs
  }

  /// - Parameter seeds: with how many each is run.
  func check(lessons paths: [String], seeds: Int) -> Ending {
    let notebooks = console.notebooks
    let begin = ContinuousClock.now
    var count = 0
    let ending = run(paths.flatMap(LessonFile.paths)) { path, environment in
      LessonFile(path, environment, notebooks, seeds: seeds)
    } finish: { file, _ in
      count += file.isRead ? 1 : 0
      return file.report(to: console)
    }
    if ending == .status(0) || ending == .status(1), count > 0 {
      LessonFile.sayCosts(of: count, since: begin, on: console)
    }
    return ending
  }

  func replay(_ paths: [String], _ update: Update) -> Ending {
    let notebooks = console.notebooks
    return run(paths) { path, environment in
      DocumentRun(path, environment, notebooks)
    } finish: { run, watch in
      finish(run, update, watch)
    }
  }

  enum Outcome { case good, bad, interrupted }

  /// Reports come in the order of the files, however many are run at a time.
  private func run<Run: Sendable>(
    _ paths: [String], body: @escaping @Sendable (String, SessionEnvironment) -> Run,
    finish: (Run, InterruptWatch) -> Outcome
  ) -> Ending {
    // One for all: an interrupt ends them all.
    let watch = InterruptWatch()
    let threads = console.options.threads ?? Console.processorCount
    // Those that may write could get into each other's way.
    let workers = console.options.allowWrites ? 1 : min(jobs ?? threads, paths.count)
    let environments = paths.map { path in
      var environment = console.environment(file: path, watch)
      environment.threads = max(1, threads / max(1, workers))
      // What a document searches is of no use to the user's own list of searches.
      environment.studies = MemoryStudyJournal()
      return environment
    }
    var isGood = true
    var wasInterrupted = false
    let count = runTrials(
      paths.indices, threads: workers,
      body: { body(paths[$0], environments[$0]) },
      deliver: { _, run in
        guard !wasInterrupted else { return }
        switch finish(run, watch) {
        case .good: break
        case .bad: isGood = false
        case .interrupted: wasInterrupted = true
        }
      }, shouldStop: { wasInterrupted || watch.token.isRaised() })
    if wasInterrupted || count < paths.count {
      return InterruptWatch.terminationSignal.map(Ending.signal) ?? .status(130)
    }
    return .status(isGood ? 0 : 1)
  }

  /// Writes and says what a run came to.
  private func finish(_ run: DocumentRun, _ update: Update, _ watch: InterruptWatch) -> Outcome {
    switch run.outcome {
    case .interrupted: return .interrupted
    case .unusable(let error):
      report(error, in: run.path)
      return .bad
    case .ran(let document, let result):
      let changed = result.findings.filter { !$0.edits.isEmpty }
      var accepted = update == .all ? changed : []
      if update == .asked {
        let questions = DifferenceQuestions(console: console, watch: watch, path: run.path)
        guard let answers = questions.accepted(changed, of: document) else { return .interrupted }
        accepted = answers
      }
      do throws(FileError) {
        if !accepted.isEmpty {
          let text = document.updated(accepted.flatMap(\.edits))
          try ReplacingFile.replace(run.path, with: Array(text.utf8))
        }
      } catch {
        report(DocumentError(line: 1, message: error.message), in: run.path)
        return .bad
      }
      // Who was asked has seen them.
      let diff = update == .asked ? [] : document.diff(result.edits)
      console.receive(.document(result.report(run.path, diff: diff, updatedCount: accepted.count)))
      // What failed has no output to write down.
      return accepted.count == result.findings.count ? .good : .bad
    }
  }

  private func report(_ error: DocumentError, in path: String) {
    console.receive(
      .error(.inFile(path, line: error.line, id: "unusable-document", error.message)))
  }
}

/// What running one document came to.
private struct DocumentRun: Sendable {
  enum Outcome: Sendable {
    case ran(CourseDocument, ReplayResult)
    case unusable(DocumentError)
    case interrupted
  }

  let path: String
  let outcome: Outcome

  init(_ path: String, _ environment: SessionEnvironment, _ notebooks: NotebookKind) {
    self.path = path
    do {
      let document = try CourseDocument(try TextFile.read(path, keepsMark: true))
      let result = Replay(kind: .transcript, notebooks: notebooks, environment: environment)
        .run(document)
      if result.wasInterrupted {
        outcome = .interrupted
      } else if result.commandCount == 0 {
        let message =
          result.passedOver == 0
          ? "there is no command to check: none after `> ` in a block of `descent`"
          : "there is no command to check: those in it write files, which --allow-writes allows"
        outcome = .unusable(DocumentError(line: 1, message: message))
      } else {
        outcome = .ran(document, result)
      }
    } catch let error as FileError {
      outcome = .unusable(DocumentError(line: 1, message: error.message))
    } catch let error as DocumentError {
      outcome = .unusable(error)
    } catch {
      outcome = .unusable(DocumentError(line: 1, message: "\(error)"))
    }
  }
}

extension ErrorReport {
  /// Something wrong with a whole file or a line of it, rather than with a command in it.
  static func inFile(_ file: String?, line: Int, id: String, _ message: String) -> ErrorReport {
    ErrorReport(
      diagnostic: Diagnostic(id: id, message: message),
      source: LogicalLine(bytes: [], line: line), file: file)
  }
}
