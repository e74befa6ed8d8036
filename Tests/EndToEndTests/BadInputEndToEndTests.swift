// Wrong input through the built program: each kind has its id, its place and status 1, and leaves the
// session as it was.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import TestSupport
import Testing

@Suite struct BadInputEndToEndTests {
  struct BadLine: CustomTestStringConvertible, Sendable {
    var line: [UInt8]
    var id: String
    /// Characters, from 1, up to but not including the end.
    var columns: Range<Int>

    init(_ line: String, _ id: String, _ columns: Range<Int>) {
      self.init(bytes: Array(line.utf8), id, columns)
    }

    init(bytes: [UInt8], _ id: String, _ columns: Range<Int>) {
      (line, self.id, self.columns) = (bytes, id, columns)
    }

    var testDescription: String { String(decoding: line, as: UTF8.self) }
  }

  static let lines = [
    BadLine("foo", "unknown-command", 1..<4),
    BadLine("set lerning_rate 0.03", "unknown-setting", 5..<17),
    BadLine("layer 8 rleu", "wrong-type", 9..<13),
    BadLine("data circle n=50 nose=0.1", "unknown-option", 18..<22),
    BadLine("explain nothing", "unknown-topic", 9..<16),
    BadLine("lesson nosuch", "unknown-lesson", 8..<14),
    BadLine("layer many", "wrong-type", 7..<11),
    BadLine("layer 0", "out-of-range", 7..<8),
    BadLine("layer -3", "out-of-range", 7..<9),
    BadLine("layer 1000000000", "out-of-range", 7..<17),
    BadLine("layers 100000000 100000000", "network-too-large", 8..<17),
    BadLine("layers 1000000 1000000000", "out-of-range", 16..<26),
    BadLine("layer 99999999999999999999999", "number-too-large", 7..<30),
    BadLine("layer 2.5", "not-whole", 7..<10),
    BadLine("layer", "missing-argument", 6..<6),
    BadLine("layer 3 tanh 4", "extra-argument", 14..<15),
    BadLine("set lr nan", "not-a-number", 8..<11),
    BadLine("set lr inf", "not-a-number", 8..<11),
    BadLine("set lr -1", "out-of-range", 8..<10),
    BadLine("set lr 0", "out-of-range", 8..<9),
    BadLine("set lr 1e400", "number-too-large", 8..<13),
    BadLine("set batch 0", "out-of-range", 11..<12),
    BadLine("set optimizer sgdd", "wrong-type", 15..<19),
    BadLine("train 0", "out-of-range", 7..<8),
    BadLine("train 1e9", "out-of-range", 7..<10),
    BadLine("data circle test=1", "out-of-range", 18..<19),
    BadLine("data circle n=1e12", "out-of-range", 15..<19),
    BadLine("search grid lr=1..0.1", "reversed-range", 16..<22),
    BadLine("search grid lr=0..1:log", "log-needs-positive", 16..<17),
    BadLine("search grid lr=0.1,0.1", "repeated-value", 20..<23),
    BadLine("search grid layers=0..1000000000", "out-of-range", 23..<33),
    BadLine("search random lr=1..2 lr=1..2", "repeated-option", 23..<30),
    BadLine("search annealing", "extra-argument", 8..<17),
    BadLine("predict 1 x", "example-not-a-number", 11..<12),
    BadLine("predict 1", "example-field-count", 9..<10),
    BadLine("use best", "no-search-yet", 1..<4),
    BadLine("next", "no-lesson", 1..<5),
    BadLine("set lr \"0.1", "unclosed-quote", 8..<9),
    BadLine("set lr \u{201C}0.1\u{201D}", "curly-quote", 8..<9),
    BadLine("set lr 0.1\u{1B}[2J", "control-character", 11..<12),
    BadLine("set lr \u{85}", "control-character", 8..<9),
    BadLine(bytes: Array("set lr".utf8) + [0], "control-character", 7..<8),
    BadLine(bytes: Array("set lr é".utf8) + [0xFF], "invalid-utf8", 9..<10),
    BadLine(bytes: Array("# ".utf8) + [0xC0, 0x80], "invalid-utf8", 3..<4),
  ]

  /// Before and after the bad line the session trains; without it, everything else is the same.
  @Test(arguments: lines)
  func aBadLineIsPlacedAndChangesNothing(_ bad: BadLine) throws {
    let home = TemporaryFolder()
    let before = Array("data circle n=40\nlayer 3 tanh\nset lr 0.5\ntrain 2\n".utf8)
    let after = Array("\nset\nlayers\neval\nstep\ntrain 1\nundo 2\neval\n".utf8)
    func objects(_ script: [UInt8], status: Int32) throws -> [JSONText] {
      let path = home.path + "/a.descent"
      try write(script, to: path)
      let result = try Descent.run(["--format", "jsonl", "run", "--keep-going", path])
      #expect(result.status == .exited(status))
      #expect(result.errors.isEmpty)
      #expect(!result.output.contains { $0 < 0x20 && $0 != 0x0A })
      return try JSONText.results(result.output)
    }
    var lines = try objects(before + bad.line + after, status: 1)
    let index = try #require(lines.firstIndex { $0.type == "error" })
    let error = lines.remove(at: index)
    #expect(error["id"] == .string(bad.id))
    #expect(error["message"]?.string?.isEmpty == false)
    #expect(error["file"]?.string == home.path + "/a.descent")
    #expect(error["line"]?.int == 5)
    #expect(error["end_line"]?.int == 5)
    #expect(error["column"]?.int == bad.columns.lowerBound)
    #expect(error["end_column"]?.int == bad.columns.upperBound)
    #expect(try lines == objects(before + after, status: 0))
  }

  /// What is too large for the machine, or for the limit it was given, is refused by arithmetic.
  static let huge: [(command: String, says: String)] = {
    var huge = [
      ("layer 1000000000", "100000000"), ("layers 100000000 100000000", "of memory"),
      ("data iris; layers 100000000 100000000", "of memory"),
    ]
    #if os(Linux)
      huge += [("layers 10000 10000", "4.0 GB of memory")]
    #endif
    return huge
  }()

  @Test(arguments: huge.indices)
  func hugeNetworksAreRefusedBeforeMemoryIsTaken(index: Int) throws {
    let (command, says) = Self.huge[index]
    let result = try Descent.shell("ulimit -v 1000000; exec \"$@\"", ["-c", command])
    #expect(result.status == .exited(1))
    // However the lines are broken.
    let words = result.errorText.split { $0 == " " || $0 == "\n" }
    #expect(words.joined(separator: " ").contains(says))
  }

  @Test func aLineWithoutEndIsRefused() throws {
    let input = String(repeating: "a", count: 3 << 20)
    let result = try Descent.run(["--format", "jsonl"], input: input)
    #expect(result.status == .exited(1))
    #expect(try JSONText.lines(result.output).map { $0["id"] } == [.string("line-too-long")])
  }

  @Test func aLongChainRuns() throws {
    let count = 5000
    let result = try Descent.run([], input: String(repeating: "set lr 0.5;", count: count))
    #expect(result.status == .exited(0))
    #expect(result.output.count { $0 == 0x0A } == count)
  }

  // MARK: data files

  struct BadFile: CustomTestStringConvertible, Sendable {
    var text: [UInt8]
    var id: String
    /// Where in the file; nil when it is about the whole file.
    var place: [Int]?

    init(_ text: String, _ id: String, _ place: [Int]? = nil) {
      self.init(bytes: Array(text.utf8), id, place)
    }

    init(bytes: [UInt8], _ id: String, _ place: [Int]? = nil) {
      (text, self.id, self.place) = (bytes, id, place)
    }

    var testDescription: String { id }
  }

  static let files = [
    BadFile("", "csv-empty"),
    BadFile("a,y\n", "csv-no-rows"),
    BadFile("y\n1\n2\n", "csv-one-column", [1, 1]),
    BadFile("a y\n1 2\n", "csv-one-column", [1, 1]),
    BadFile("a,y\n1,p\n2,p\n", "csv-one-class"),
    BadFile("a,y\n1,2.5\n2,2.5\n", "csv-constant-target"),
    BadFile("a,b\n1,2\n", "csv-no-target", [1, 1]),
    BadFile("a,a,y\n1,2,3\n", "csv-duplicate-column", [1, 3]),
    BadFile("a,y\n1,p\n2,q,3\n", "csv-ragged-row", [3, 5]),
    BadFile("a,y\r\n1,p\r\n2\r\n", "csv-ragged-row", [3, 1]),
    BadFile("a,y\n1,p\n,q\n", "csv-missing-values", [3, 1]),
    BadFile("a,y\n1e99,p\n2,q\n", "csv-number-out-of-range", [2, 1]),
    BadFile("a,y\n1,\"p\n2,q\n", "csv-unterminated-quote", [2, 3]),
    BadFile("a,y\né1,p\"x\n2,q\n", "csv-stray-quote", [2, 5]),
    BadFile("a,y\n1,\"p\"x\n", "csv-text-after-quote", [2, 6]),
    BadFile(bytes: Array("a,y\n1,p\n".utf8) + [0xE9, 0x2C, 0x71, 0x0A], "csv-not-utf8", [3, 1]),
    BadFile(bytes: [0xFF, 0xFE, 0x61, 0, 0x2C, 0], "csv-not-utf8", [1, 1]),
    BadFile(bytes: Array("a,y\n1,".utf8) + [0] + Array("\n".utf8), "csv-binary-file", [2, 3]),
    BadFile(bytes: [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0, 0, 0], "csv-binary-file", [1, 8]),
    BadFile(
      String(repeating: "c,", count: 999_999) + "y\n", "csv-too-many-columns", [1, 8193]),
  ]

  @Test(arguments: files)
  func aBadFileIsPlacedAndChangesNothing(_ bad: BadFile) throws {
    let home = TemporaryFolder()
    try write(bad.text, to: home.path + "/bad.csv")
    let script = """
      data circle n=40; layer 3 tanh; train 2
      data load \(home.path)/bad.csv target=y
      data
      eval
      """
    try write(script, to: home.path + "/a.descent")
    let result = try Descent.run(
      ["--format", "jsonl", "run", "--keep-going", home.path + "/a.descent"])
    #expect(result.status == .exited(1))
    #expect(result.errors.isEmpty)
    let lines = try JSONText.results(result.output)
    let error = try #require(lines.first { $0.type == "error" })
    #expect(error["id"] == .string(bad.id))
    #expect(error["line"]?.int == 2)
    let inFile = error["in_file"]
    #expect([inFile?["line"]?.int, inFile?["column"]?.int] == [bad.place?[0], bad.place?[1]])
    #expect(bad.place == nil || inFile?["file"]?.string == home.path + "/bad.csv")
    #expect(lines.last?.type == "evaluation")
    #expect(lines.last?["epoch"]?.int == 2)
    #expect(lines.last { $0.type == "data" }?["name"] == .string("circle"))
  }

  @Test(arguments: [
    ("/nosuch/file.csv", "csv-no-such-file"), ("/", "csv-is-directory"),
    ("/dev/zero", "csv-not-a-file"), ("\"\"", "wrong-type"),
  ])
  func aPathThatIsNoFile(path: String, id: String) throws {
    let (status, lines) = try Descent.objects("data load \(path) target=y")
    #expect(status == .exited(1))
    #expect(lines.map { $0["id"] } == [.string(id)])
    #expect(lines.first?["column"]?.int == 11)
  }

  @Test func aMillionRowsLoad() throws {
    let home = TemporaryFolder()
    var bytes = Array("a,b,y\n".utf8)
    let block = (0..<1000).flatMap { Array("\($0),\($0 % 7).25,\($0 % 2 == 0 ? "p" : "q")\n".utf8) }
    for _ in 0..<1000 { bytes += block }
    try write(bytes, to: home.path + "/big.csv")
    let (status, lines) = try Descent.objects("data load \(home.path)/big.csv target=y test=0.2")
    #expect(status == .exited(0))
    #expect(lines.first?["training_rows"]?.int == 800_000)
    #expect(lines.first?["test_rows"]?.int == 200_000)
  }

  @Test func anInterruptedLoadEndsWith130() throws {
    let home = TemporaryFolder()
    let block = Array(String(repeating: "1,2.25,p\n2,3.25,q\n", count: 1000).utf8)
    var bytes = Array("a,b,y\n".utf8)
    for _ in 0..<500 { bytes += block }
    try write(bytes, to: home.path + "/big.csv")
    let load = "data load \(home.path)/big.csv target=y"
    let run = try RunningDescent([
      "--format", "jsonl", "-c", "set lr 0.5; \(load); \(load); set lr 0.25",
    ])
    try run.waitForOutput("\n")
    run.send(SIGINT)
    #expect(try run.finish() == .exited(130))
    #expect(try JSONText.lines(run.output).count { $0.type == "setting" } == 1)
  }

  // MARK: scripts and documents

  @Test(arguments: [
    ["run", "/nosuch.descent"], ["run", "/"], ["run", "/dev/null"], ["replay", "/nosuch.md"],
    ["replay", "--update", "/nosuch.md"], ["lesson", "check", "/nosuch.md"],
  ])
  func filesThatCannotBeRead(arguments: [String]) throws {
    let result = try Descent.run(arguments)
    #expect(result.status == .exited(1))
    #expect(result.output.isEmpty)
    #expect(!result.errors.isEmpty)
  }

  @Test(arguments: [
    ["run", "/nosuch.descent"], ["replay", "/nosuch.md"], ["lesson", "check", "/nosuch.md"],
  ])
  func filesThatCannotBeReadAreJSONErrorsToo(arguments: [String]) throws {
    let result = try Descent.run(arguments + ["--format", "jsonl"])
    let lines = try JSONText.lines(result.output)
    #expect(lines.map(\.type) == ["error"])
    #expect(lines.first?["file"]?.string == arguments.last)
  }

  @Test func aReplayWithJSONLinesPutsOutOnlyThose() throws {
    let home = TemporaryFolder()
    try write("```descent\n> set lr 0.5\n...\n```\n", to: home.path + "/t.md")
    let result = try Descent.run(["--format", "jsonl", "replay", home.path + "/t.md"])
    #expect(result.status == .exited(0))
    #expect(throws: Never.self) { try JSONText.lines(result.output) }
  }

  @Test(arguments: [
    "```descent\n> train 1\n", "```descent\noutput first\n```\n", "---\nseed: x\n---\n",
    "---\nseed: 3\n", "---\n- [\n---\n", "```descent:nosuchflag\n> set\n```\n",
  ])
  func brokenTranscripts(text: String) throws {
    let home = TemporaryFolder()
    try write(text, to: home.path + "/t.md")
    let result = try Descent.run(["replay", home.path + "/t.md"])
    #expect(result.status == .exited(1))
    #expect(result.errorText.hasPrefix(home.path + "/t.md:"))
  }

  /// Nothing outside the blocks changes, line ends included.
  @Test func updateKeepsLineEnds() throws {
    let home = TemporaryFolder()
    let path = home.path + "/t.md"
    try write("Prose.\r\n\r\n```descent\r\n> set lr 0.5\r\nold\r\n```\r\nEnd.\r\n", to: path)
    _ = try Descent.run(["replay", "--update", path])
    #expect(fileText(path).hasPrefix("Prose.\r\n\r\n```descent\r\n> set lr 0.5\r\n"))
    #expect(fileText(path).hasSuffix("\r\n```\r\nEnd.\r\n"))
  }
}
