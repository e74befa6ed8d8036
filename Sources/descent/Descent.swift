// The process: its flags and subcommands. Everything inside the shell is CommandLanguage's; flags are
// swift-argument-parser's. Each subcommand makes a Console and hands it to one of the runners.
import ArgumentParser
import NeuralNetwork
import Terminal

@main
struct Descent: ParsableCommand {
  static let version = "0.1.0"
  static let configuration = CommandConfiguration(
    commandName: "descent",
    abstract: "A shell in which neural networks are tuned, regularized and trained, line by line.",
    discussion: """
      Without a subcommand: the interactive shell when both ends are terminals, otherwise the \
      commands on standard input. `help` inside the shell lists its commands.
      """,
    version: version,
    subcommands: [
      RunScripts.self, LessonCommandLine.self, GradeCommandLine.self, ReplayTranscripts.self,
      PageCommandLine.self, AskTellCommandLine.self,
    ])

  /// Parses and runs. What is wrong with the arguments is written by the one checked writer, because
  /// it repeats them, and they may hold what a terminal would obey.
  static func main() {
    useStandardArithmetic()
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      let status = exitCode(for: error)
      openMissingDescriptors()
      let writer = OutputWriter(descriptor: status.isSuccess ? 1 : 2, color: false)
      writer.writeLine(fullMessage(for: error))
      writer.flush()
      if case .failed(let code) = writer.failure { OutputWriter.endByFailure(code) }
      endProcess(status: writer.failure == nil ? status.rawValue : 1)
    }
  }

  @OptionGroup var options: CommonOptions

  @Option(
    name: .customShort("c"),
    help: ArgumentHelp(
      "Run these commands, separated by `;`, and leave. Given several times, they run in turn.",
      valueName: "commands"))
  var commands: [String] = []

  mutating func run() throws {
    let console = Console(options)
    if !commands.isEmpty {
      console.finish(ScriptRunner(console).run(text: commands.joined(separator: "\n")))
    }
    if console.capabilities.isInteractive, let shell = Shell(console) {
      console.finish(shell.run())
    }
    console.finish(ScriptRunner(console).runStandardInput())
  }
}

struct RunScripts: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run command scripts.",
    discussion: "Stops at the first command that fails unless --keep-going is given.")

  @OptionGroup var options: CommonOptions
  @Flag(name: .long, help: "Go on after a command that failed; the exit status is still 1.")
  var keepGoing = false
  @Argument(help: "Scripts of commands, one a line.") var files: [String]

  mutating func run() throws {
    let console = Console(options)
    console.finish(ScriptRunner(console, keepsGoing: keepGoing).run(files: files))
  }
}

struct LessonCommandLine: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lesson", abstract: "Start a lesson, or check lessons.",
    discussion: """
      `descent lesson check PATH...` goes through each lesson as its author shows: solutions must pass, \
      what is untouched must not, and numbers and claims must be those of the run. \
      `descent lesson new NAME` writes a lesson to begin with.
      """)

  @OptionGroup var options: CommonOptions
  @Option(
    parsing: .unconditional,
    help: "With `check`: with how many seeds each lesson is run; of ten, one may be unlucky.",
    transform: { try wholeNumber($0, in: 1...1000) })
  var seeds: Int?
  @Flag(help: "Go through a lesson before a class, as in `replay --step`: a step a screen.")
  var present = false
  @Argument(help: "A lesson's name, `check` and files or folders, or `new` and a name.")
  var words: [String] = []

  mutating func run() throws {
    let console = Console(options)
    if words.first == "check" {
      guard words.count > 1 else {
        throw ValidationError("`lesson check` needs the lessons to check: lesson check PATH...")
      }
      console.finish(
        DocumentChecker(console).check(lessons: Array(words.dropFirst()), seeds: seeds ?? 1))
    }
    guard seeds == nil else {
      throw ValidationError("--seeds is for `lesson check PATH...`")
    }
    if words.first == "new", words.count == 2 {
      console.finish(ScriptRunner(console).run(text: LessonFile.command(toWrite: words[1])))
    }
    if present {
      guard words.count == 1, let name = words.first else {
        throw ValidationError("--present takes one lesson: lesson NAME --present")
      }
      guard console.capabilities.isInteractive, options.format == .text else {
        throw ValidationError("--present shows a lesson on a terminal and there is none")
      }
      console.finish(ClassRoom.present(lesson: name, on: console))
    }
    guard words.count <= 1 else {
      throw ValidationError("one lesson at a time, `lesson check PATH...` or `lesson new NAME`")
    }
    let start = words.first.map { "lesson \($0)" } ?? "lesson"
    if console.capabilities.isInteractive, let shell = Shell(console) {
      console.finish(shell.run(first: start))
    }
    console.finish(ScriptRunner(console).run(text: start))
  }
}

struct ReplayTranscripts: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Run transcripts and compare what comes out.",
    discussion: """
      Numbers compare to the precision written. On a line of its own `...` stands for any lines; in \
      a line `[..]` stands for any text, `0.3 ± 0.02` for a number and how far it may be off, and \
      `{name}` for a word or number that is the same wherever it is named. Differences are said as \
      `diff -u` says them. Commands that write files are not run without --allow-writes; what stands \
      under them counts.
      """)

  @OptionGroup var options: CommonOptions
  @Flag(help: "Write what came out into the files where it differs.") var update = false
  @Flag(name: .shortAndLong, help: "Ask for each difference whether to write it.")
  var interactive = false
  @Flag(help: "Show the commands one by one, as in a class: a key runs each, others go back.")
  var step = false
  @Option(
    parsing: .unconditional,
    help: "How many files are run at a time; with --allow-writes it is one.",
    transform: { try wholeNumber($0, in: 1...1024) })
  var jobs: Int?
  @Argument(help: "Markdown files with `descent` blocks.") var files: [String]

  func validate() throws {
    if step { try checkStepping() }
    guard interactive else { return }
    if update { throw ValidationError("--update writes everything, --interactive asks: take one") }
    guard Capabilities.detect().isInteractive, options.format == .text else {
      throw ValidationError(
        "--interactive asks on a terminal and there is none to ask on; `--update` writes everything"
      )
    }
  }

  private func checkStepping() throws {
    if update || interactive {
      throw ValidationError("--step writes no file: leave out --update and --interactive")
    }
    guard files.count == 1 else { throw ValidationError("--step takes one file") }
    guard Capabilities.detect().isInteractive, options.format == .text else {
      throw ValidationError(
        "--step shows commands on a terminal and there is none; without it they are compared")
    }
  }

  mutating func run() throws {
    if step, let file = files.first {
      let console = Console(options)
      console.finish(ClassRoom.open(file, on: console))
    }
    let checker = DocumentChecker(Console(options), jobs: jobs)
    checker.console.finish(checker.replay(files, interactive ? .asked : update ? .all : .none))
  }
}
