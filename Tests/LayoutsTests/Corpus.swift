// What sessions say, for tests of how it is shown: the shipped documents, every example and every page of
// help, faults of all kinds, commands that were stopped, and sessions with what strains tables: many
// classes, racers and axes, names that are long, wide or hostile.
import CommandLanguage
import Course
import Events
import Experiments
import Files
import Lessons
import Sessions

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The folder of Package.swift.
let checkout = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
  .joined(separator: "/")

/// What a session put out after its last `forget`.
final class RecordedOutput {
  private(set) var output: [SessionOutput] = []

  func receive(_ output: SessionOutput) { self.output.append(output) }
  func forget() { output = [] }
}

enum Corpus {
  static func session(
    _ setup: [String] = [], settings: SessionSettings = SessionSettings()
  ) -> (session: Session, log: RecordedOutput) {
    let log = RecordedOutput()
    let environment = SessionEnvironment(
      lessonFolders: [checkout + "/lessons"], threads: 2, mayWrite: true)
    let session = Session(settings: settings, environment: environment) { log.receive($0) }
    for line in setup { session.execute(line) }
    return (session, log)
  }

  /// The output of lines in one session.
  static func output(_ lines: [String], after setup: [String] = []) -> [SessionOutput] {
    let (session, log) = session(setup)
    log.forget()
    for line in lines { session.execute(line) }
    return log.output
  }

  // MARK: Documents and pages

  static let documents =
    ["README.md"]
    + ["lessons", "transcripts"].flatMap { folder in
      TextFile.names(in: checkout + "/" + folder).filter { $0.hasSuffix(".md") }.sorted()
        .map { folder + "/" + $0 }
    }

  static func output(ofDocument path: String) throws -> [SessionOutput] {
    let document = try CourseDocument(try TextFile.read(checkout + "/" + path))
    var settings = SessionSettings()
    if let seed = document.seed { settings.training.seed = seed }
    let (session, log) = session(settings: settings)
    for entry in document.blocks.flatMap(\.entries) { session.execute(entry.command) }
    return log.output
  }

  static var pages: [SessionOutput] {
    let catalog = CommandCatalog()
    let settings = SettingCatalog().all.map(\.name)
    return output(
      ["help", "explain", "set", "lesson"] + catalog.commands.map { "help \($0.signature.name)" }
        + settings.flatMap { ["help \($0)", "set \($0)"] }
        + TopicCatalog().all.map { "explain \($0.name)" })
  }

  static let examples = CommandCatalog().commands.flatMap(\.signature.examples)
    .map { (setup: $0.setup.map(elsewhere), command: elsewhere($0.command)) }

  /// Files are written where they do no harm.
  private static func elsewhere(_ line: String) -> String {
    line.replacing("net.safetensors", with: folder + "/net.safetensors")
  }

  // MARK: Faults

  /// Every example with one of its words wrong, in a session that has a network and in one that has none.
  static func faults(_ example: Int) -> [SessionOutput] {
    let words = examples[example].command.split(separator: " ").map(String.init)
    let wrong = ["zzz", "-1", "nan", "1e400", "\"\"", "é漢", "1..", "a|b|", "\u{1B}[31m", "`"]
    let lines = words.indices.flatMap { place in
      wrong.map { word in
        let key = words[place].firstIndex(of: "=").map { String(words[place][...$0]) } ?? ""
        var broken = words
        broken[place] = key + word
        return broken.joined(separator: " ")
      }
    }
    return [[], ["data circle n=40", "layer 3 tanh", "train 1"]].flatMap { setup in
      lines.flatMap { stopped($0, after: setup, questions: 200) }
    }
  }

  // MARK: Stops

  static let long = [
    "train 30", "step 20", "race sgd adam epochs=20",
    "search random lr=0.01..0.1 trials=5 epochs=5",
    "search halving lr=1e-3..1:log trials=9 epochs=9",
    "search compare random sobol lr=0.01..0.1 trials=4 epochs=3 repeats=2",
  ]

  /// A command that is told to stop when it asks for the `questions`-th time.
  static func stopped(
    _ command: String, after setup: [String] = ["data circle n=60", "layer 3 tanh"],
    questions: Int
  ) -> [SessionOutput] {
    let (session, log) = session(setup)
    let left = Countdown(questions)
    session.environment.shouldStop = { left.isOver() }
    log.forget()
    session.execute(command)
    return log.output
  }
}
