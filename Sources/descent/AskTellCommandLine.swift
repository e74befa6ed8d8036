// `descent asktell`: the searchers for any other program, as JSON Lines over a pipe.
import ArgumentParser
import AskTell
import CommandLanguage
import Events
import Files
import HyperparameterSearch
import StudyStorage
import Terminal

extension SearchDirection: ArgumentWord {}

/// A searcher by the name a user types.
enum SearcherName: String, CaseIterable, ArgumentWord {
  case bayes, tpe, sobol, random, grid

  static let list = allCases.map(\.rawValue).joined(separator: "|")

  /// Error: `space-grid-too-large`.
  func sampler(for space: SearchSpace, trials: Int?) throws(SpaceError) -> Sampler {
    switch self {
    case .bayes: .bayes(BayesianSampler(space: space))
    case .tpe: .tpe
    case .sobol: .sobol
    case .random: .random
    case .grid: .grid(try Grid(space: space, aboutTrials: trials ?? 20))
    }
  }
}

struct AskTellCommandLine: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "asktell",
    abstract: "Choose points for another program, as JSON Lines over a pipe.",
    discussion: """
      Reads one message a line and answers each with one line:
        {"ask":true}               {"trial":0,"params":{"lr":0.012}}
        {"tell":0,"value":0.25}    {"told":0}; null is for a failed trial
        {"best":true}              {"trial":0,"params":{"lr":0.012},"value":0.25}
        {"enqueue":{"lr":0.1}}     {"enqueued":1}; tried next, the rest chosen
        {"add":{"lr":1},"value":2} {"added":2}; a result that is known already
        {"report":3,"step":1,"value":0.4}
                                   {"reported":3,"step":1,"prune":false}
        {"prune":3}                {"pruned":3}; ended early at its last value
        {"trials":true}            {"trials":[…]}; also those that are pending
        {"importance":true}        {"importance":[…]}; what each explains
        {"export":"a.csv"}         {"exported":"a.csv","trials":4}; .db for Optuna

      Spaces: x=0..1, lr=1e-4..1:log, n=1..64:int, n=1..64:int:log, p=0..1:step=0.1, \
      kind=a|b, size=1,2,4, p=0..1:if=kind=a for a parameter that is only there with kind=a, \
      or a.p=0..1 for the same.
      """)

  @OptionGroup var options: CommonOptions
  @Option(
    parsing: .unconditional,
    help: "The parameters and their values, such as 'x=0..1 lr=1e-4..1:log'.")
  var space: String
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How points are chosen.", valueName: SearcherName.list))
  var sampler = SearcherName.bayes
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Whether small or large values are sought.", valueName: "minimize|maximize"))
  var direction = SearchDirection.minimize
  @Option(
    parsing: .unconditional,
    help: "How many trials to give out; a grid has about so many points, 20 unless said.",
    transform: { try wholeNumber($0, in: 1...Int.max) })
  var trials: Int?

  @Option(
    parsing: .unconditional,
    help: """
      Keep the conversation in this file, each line before its answer; started again with it, the search goes \
      on where it ended. A trial that was out then is pending in {"trials":true} and can still be told.
      """)
  var log: String?
  @Option(
    parsing: .unconditional,
    help: """
      Advise to prune a trial whose report is not among the best of one in so many at its rung: asynchronous \
      successive halving.
      """,
    transform: { try wholeNumber($0, in: 2...1_000_000) })
  var halving: Int?
  @Option(
    parsing: .unconditional,
    help:
      "With --halving: the step of the first rung, 1 unless said; each other is so many times later.",
    transform: { try wholeNumber($0, in: 1...1_000_000_000) })
  var minStep: Int?
  @Option(
    parsing: .unconditional,
    help: "When the input ends, write all trials: FILE.csv for a table, FILE.db for Optuna.")
  var export: String?

  mutating func validate() throws {
    guard minStep == nil || halving != nil else {
      throw ValidationError("--min-step goes with --halving")
    }
  }

  mutating func run() throws {
    let console = Console(options)
    do throws(Diagnostic) {
      let study = try study()
      var session = AskTellSession(
        study: study, limit: trials,
        halving: halving.map { AsynchronousHalving(reduction: $0, minStep: minStep ?? 1) },
        exporter: StudyFiles())
      if let ending = begin(&session, on: console) { console.finish(ending) }
      var ending = Self.talk(&session, on: console)
      if ending == .status(0), let export {
        do throws(AskTellError) {
          try session.export(to: export)
        } catch {
          ending = Self.refuse(error, on: console, status: 1)
        }
      }
      console.finish(ending)
    } catch {
      let source = LogicalLine(bytes: Array(space.utf8), line: 1)
      console.receive(.error(ErrorReport(diagnostic: error, source: source, file: nil)))
      console.finish(.status(64))
    }
  }

  /// Looks at the files before anybody is answered.
  private func begin(_ session: inout AskTellSession, on console: Console) -> Ending? {
    do throws(AskTellError) {
      if let export { try session.check(export: export) }
      if let log, let warning = try session.keep(in: log, space: space) {
        console.errors.writeLine("warning: \(warning)")
        console.errors.flush()
      }
      return nil
    } catch {
      return Self.refuse(error, on: console, status: 64)
    }
  }

  private static func refuse(
    _ error: AskTellError, on console: Console, status: Int32
  ) -> Ending {
    let diagnostic = Diagnostic(
      id: error.id, message: error.message, range: nil,
      suggestion: error.suggestion)
    let source = LogicalLine(bytes: [], line: 1)
    console.receive(.error(ErrorReport(diagnostic: diagnostic, source: source, file: nil)))
    return .status(status)
  }

  private func study() throws(Diagnostic) -> Study {
    let space = try SearchSpace(parsing: self.space)
    do throws(SpaceError) {
      return Study(
        space: space, sampler: try sampler.sampler(for: space, trials: trials),
        direction: direction, seed: options.seed)
    } catch {
      throw Diagnostic(error, axis: nil, range: nil)
    }
  }

  /// Answers every line until there is none, or nobody listens any more.
  private static func talk(_ session: inout AskTellSession, on console: Console) -> Ending {
    var reader = PlainReader()
    // One watch for the whole conversation: what is pressed while a point is chosen counts too.
    let stop = InterruptWatch().token
    while true {
      switch reader.next(stop: stop, isContinued: { _ in false }) {
      case .line(let bytes, _): console.output.writeLine(json: session.answer(to: bytes))
      case .tooLong: console.output.writeLine(json: session.answerToLongLine())
      case .end: return .status(0)
      case .stopped: return InterruptWatch.terminationSignal.map(Ending.signal) ?? .status(130)
      case .failed(let code):
        console.receive(
          .error(
            .inFile(
              nil, line: 1, id: "unreadable-input",
              "standard input cannot be read: \(TextFile.reason(code))")))
        return .status(1)
      }
      // The other program waits for the answer.
      guard console.output.flush() else { return .status(1) }
    }
  }
}
