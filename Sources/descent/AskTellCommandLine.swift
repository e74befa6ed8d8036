// `descent asktell`: the searchers for any other program, as JSON Lines over a pipe.
import ArgumentParser
import AskTell
import CommandLanguage
import Events
import Files
import HyperparameterSearch
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
        {"ask":true}             →  {"trial":0,"params":{"lr":0.012}}
        {"tell":0,"value":0.25}  →  {"told":0}; null for a failed trial
        {"best":true}            →  {"trial":0,"params":{"lr":0.012},"value":0.25}
        {"enqueue":{"lr":0.1}}   →  {"enqueued":1}; a point of yours, tried next

      Spaces: x=0..1, lr=1e-4..1:log, n=1..64:int, n=1..64:int:log, p=0..1:step=0.1, \
      kind=a|b, size=1,2,4, p=0..1:if=kind=a for a parameter that only matters with kind=a.
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

  mutating func run() throws {
    let console = Console(options)
    do throws(Diagnostic) {
      var session = AskTellSession(study: try study(), limit: trials)
      console.finish(Self.talk(&session, on: console))
    } catch {
      let source = LogicalLine(bytes: Array(space.utf8), line: 1)
      console.receive(.error(ErrorReport(diagnostic: error, source: source, file: nil)))
      console.finish(.status(64))
    }
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
