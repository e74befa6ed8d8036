// The page of the JSON Lines contract is true: its examples come out as they stand there, and what they and
// the examples of `help` put out has the fields of the page and no others.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import TestSupport
import Testing

@Suite struct JSONLinesTests {
  /// Runs the program where the lessons and what is written lie in a folder of its own.
  private func run(_ arguments: String, script: String = "") throws -> [String] {
    let home = TemporaryFolder()
    try write(script, to: home.path + "/script.descent")
    try write("# T\n\n```descent\n> set lr 0.5\nlr = 1\n> layer 0\n```\n", to: home.path + "/t.md")
    let start = """
      cd '\(home.path)' && ln -s '\(checkout)/lessons' . && \
      exec '\(Descent.path)' --format jsonl \(arguments)
      """
    let result = try Process.run(
      "/bin/sh", ["-c", start], environment: Descent.pipeEnvironment(home), timeout: 60)
    #expect(result.errors.isEmpty, "\(arguments): \(result.errorText)")
    return String(decoding: result.output, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  private func objects(_ arguments: String, script: String = "") throws -> [JSONText] {
    try run(arguments, script: script).map { try JSONText($0) }
  }

  /// The commands that `help` shows as examples, in turn.
  private func helpExamples() throws -> String {
    func rows(_ lines: [JSONText], in title: String?) -> [String] {
      let sections = lines.filter { $0.type == "help" }.flatMap { $0["sections"]?.array ?? [] }
      return sections.filter { title == nil || $0["title"]?.string == title }
        .flatMap { $0["rows"]?.array ?? [] }.compactMap { $0["name"]?.string }
    }
    let commands = rows(try objects("-c help"), in: nil).map { "help \($0)" }
    let pages = try objects("-c '\(commands.joined(separator: "; "))'")
    return rows(pages, in: "examples").filter { $0 != "quit" }.joined(separator: "\n")
  }

  /// What is said of sessions, which only shells leave behind.
  private func sessionObjects() throws -> [JSONText] {
    let home = TemporaryFolder()
    let shell = try TerminalShell(home: home)
    try shell.run("data xor n=20")
    try shell.quit()
    let result = try Process.run(
      Descent.path, ["--format", "jsonl", "-c", "sessions; sessions delete 1"],
      environment: Descent.environment(home: home))
    let lines = try JSONText.lines(result.output)
    #expect(lines.filter { $0.type == "sessions" }.count == 2)
    return lines
  }

  @Test func thePageIsTrue() throws {
    let page = try JSONLinesPage(fileText(checkout + "/docs/json-lines.md"))
    var comparison = JSONLinesComparison(page)
    var shown: Set<String> = []
    for (arguments, examples) in Dictionary(grouping: page.examples, by: \.arguments) {
      let texts = try run(arguments)
      let lines = try texts.map { try JSONText($0) }
      for example in examples {
        let line = try JSONText(example.line)
        #expect(
          lines.contains { $0.withoutTimes == line.withoutTimes },
          """
          \(arguments) does not give
          \(example.line)
          but, of its kind,
          \(texts.filter { $0.hasPrefix("{\"type\":\"\(line.type ?? "")\"") }.joined(separator: "\n"))
          """)
        if let type = line.type { shown.insert(type) }
      }
      for line in lines { comparison.compare(line) }
    }
    #expect(shown == Set(page.kinds.keys), "a kind without an example, or the other way round")
    let script = try helpExamples()
    #expect(script.contains("\n"))
    for line in try objects("run --keep-going --allow-writes script.descent", script: script) {
      comparison.compare(line)
    }
    let interrupted = try RunningDescent(["--format", "jsonl", "-c", "train 1000000"])
    try interrupted.waitForOutput("\"epoch\":2,")
    interrupted.send(SIGINT)
    _ = try interrupted.finish()
    for line in try JSONText.lines(interrupted.output) { comparison.compare(line) }
    for line in try sessionObjects() { comparison.compare(line) }
    // A transcript that does not hold.
    for line in try objects("replay t.md") { comparison.compare(line) }
    #expect(comparison.problems.sorted() == [])
    #expect(page.places.subtracting(comparison.seen).sorted() == [])
  }
}

extension JSONText {
  /// When searches were begun is another time in each run.
  fileprivate var withoutTimes: JSONText {
    switch self {
    case .object(let members):
      .object(members.filter { $0.key != "created" }.mapValues(\.withoutTimes))
    case .array(let values): .array(values.map(\.withoutTimes))
    case .null, .bool, .number, .string: self
    }
  }
}
