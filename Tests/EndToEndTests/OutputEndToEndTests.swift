// Where the program's output goes and what stops it: pipes that close, disks that fill, terminals that
// are none, and signals.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import TestSupport
import Testing

@Suite struct OutputEndToEndTests {
  // MARK: pipes and files

  @Test(arguments: [
    ["-c", "train 3"], ["--format", "jsonl", "-c", "train 3"], ["-c", "help; foo"],
  ])
  func aPipeWithoutReaderEndsBySIGPIPE(arguments: [String]) throws {
    let home = TemporaryFolder()
    let pipe = try makePipe()
    close(pipe.reading)
    let child = try spawn(
      Descent.path, arguments, environment: Descent.pipeEnvironment(home),
      descriptors: [
        .open("/dev/null", O_RDONLY), .copy(of: pipe.writing), .open("/dev/null", O_WRONLY),
      ],
      newSession: false)
    close(pipe.writing)
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    #expect(ExitStatus(waitStatus: status) == .signaled(SIGPIPE))
  }

  /// `| head -1` on a run that would take hours.
  @Test func aReaderThatLeavesStopsTheRun() throws {
    let run = try RunningDescent(["--format", "jsonl", "-c", "train 3; train 10000000"])
    try run.waitForOutput("\n")
    run.closeOutput()
    #expect(try run.finish(timeout: 4) == .signaled(SIGPIPE))
  }

  /// Somebody who watches a script through `tee` sees each command's results when they are there.
  @Test func textReachesAPipeBeforeTheNextCommand() throws {
    let run = try RunningDescent(["-c", "set lr 0.1; train 10000000"])
    try run.waitForOutput("lr = 0.1", timeout: 3)
  }

  @Test(arguments: [
    ["-c", "train 2"], ["--format", "jsonl", "-c", "train 2"], ["--format", "jsonl", "-c", "foo"],
    ["--help"],
  ])
  func aFullDiskIsAFailure(arguments: [String]) throws {
    let result = try Descent.shell("exec \"$@\" > /dev/full", arguments)
    #expect(result.status == .exited(1))
    #expect(
      result.errorText == "the output could not be written: No space left on device\n")
  }

  /// Descriptors that are closed must not be taken for the program's own.
  @Test(arguments: ["<&-", ">&-", "2>&-"])
  func closedDescriptorsDoNotHang(redirection: String) throws {
    let result = try Descent.shell("exec \"$@\" \(redirection)", [], timeout: 5)
    #expect(result.output.isEmpty)
  }

  @Test func aFolderAsStandardInputIsSaidToBeOne() throws {
    let result = try Descent.shell("exec \"$@\" < /", [])
    #expect(result.status == .exited(1))
    #expect(!result.errors.isEmpty)
  }

  // MARK: escape bytes

  @Test(arguments: [
    ["NO_COLOR": "1"], ["TERM": "dumb"], ["TERM": ""],
    ["CLICOLOR": "1", "COLORTERM": "truecolor"],
  ])
  func noEscapeByteInAPipe(environment: [String: String]) throws {
    for format in ["text", "jsonl"] {
      let result = try Descent.run(
        ["--format", format, "-c", "help; set; train 2; explain lr; lesson first-steps; foo"],
        environment)
      #expect(result.status == .exited(1))
      #expect(!(result.output + result.errors).contains(0x1B))
      #expect(!(result.output + result.errors).contains(0x0D))
    }
  }

  @Test func colorWhereAskedFor() throws {
    let result = try Descent.run(["--color", "always", "-c", "foo"])
    #expect(result.errors.contains(0x1B))
    let plain = try Descent.run(["--color", "never", "-c", "foo"])
    #expect(!plain.errors.contains(0x1B))
  }

  // MARK: signals

  static let longRuns = [
    "data digits; layer 64; train 1000000; set lr 1",
    "data digits; layer 64; step 1000000; set lr 1",
    "data digits; search random trials=10000 epochs=100; set lr 1",
    "data digits; search grid trials=10000 lr=0.001..1 units=4..64; set lr 1",
  ]

  /// What was reached is kept and said; nothing that stood behind runs.
  @Test(arguments: longRuns)
  func interruptEndsWith130(commands: String) throws {
    let run = try RunningDescent(["--format", "jsonl", "-c", commands])
    try run.waitForOutput(commands.contains("layer") ? "\"network\"" : "\"search_started\"")
    if commands.contains("train") { try run.waitForOutput("\"epoch\":2,") }
    run.send(SIGINT)
    #expect(try run.finish(timeout: 5) == .exited(130))
    let lines = try JSONText.lines(run.output)
    #expect(!lines.contains { $0.type == "setting" })
    // Steps say nothing on the way, so the signal may come before the first one.
    let ends = lines.filter { $0.type == "training_ended" || $0.type == "search_ended" }
    if commands.contains("step") && ends.isEmpty { return }
    let end = try #require(ends.last)
    #expect(end["reason"] == .string("interrupted") || end["interrupted"] == .bool(true))
  }

  @Test func aStoppedRaceSaysHowFarItIs() throws {
    let run = try RunningDescent([
      "--format", "jsonl", "-c", "data digits; layer 16; race sgd adam epochs=1000000; set lr 1",
    ])
    try run.waitForOutput("\"epoch\":2,")
    run.send(SIGINT)
    #expect(try run.finish(timeout: 5) == .exited(130))
    let lines = try JSONText.results(run.output)
    let end = try #require(lines.last)
    #expect(end.type == "race_ended" && end["interrupted"] == .bool(true))
    guard case .array(let racers)? = end["racers"] else {
      Issue.record("no racers")
      return
    }
    // The outcome's figures are those of the racer's own epoch of the same number.
    for racer in racers {
      let epoch = lines.first {
        $0.type == "race" && $0["racer"] == racer["racer"] && $0["epoch"] == racer["epoch"]
      }
      #expect(racer["data_loss"] != nil && epoch?["data_loss"] == racer["data_loss"])
    }
  }

  /// By the fingerprint of the weights, and by how training goes on.
  @Test func racesLeaveTheNetworkAsItWas() throws {
    func fingerprints(_ between: [String]) throws -> [String] {
      let commands = ["data circle n=60", "layer 4 tanh", "set optimizer adam", "train 3"]
      let (status, lines) = try Descent.objects(
        (commands + between.flatMap { [$0, "model"] } + ["train 2"]).joined(separator: "; "))
      #expect(status == .exited(0))
      return lines.filter { ["training_ended", "model"].contains($0.type) }
        .compactMap { $0["fingerprint"]?.string }
    }
    let plain = try fingerprints([])
    #expect(plain.count == 2 && plain[0] != plain[1])
    let raced = try fingerprints([
      "race sgd momentum adam epochs=4", "what if lr=0.3", "race lr=0.1,1e30 epochs=4",
    ])
    #expect(raced == [plain[0], plain[0], plain[0], plain[0], plain[1]])
  }

  @Test(arguments: [SIGTERM, SIGHUP])
  func terminationEndsByTheSignalAndKeepsWhatWasWritten(signal: Int32) throws {
    let run = try RunningDescent(["--format", "jsonl", "-c", Self.longRuns[0]])
    try run.waitForOutput("\"epoch\":2,")
    run.send(signal)
    #expect(try run.finish(timeout: 5) == .signaled(signal))
    #expect(try JSONText.lines(run.output).count > 3)
  }

  /// Commands that are over before they could be asked to stop: the ones behind them do not run.
  @Test(arguments: [SIGINT, SIGTERM])
  func aSignalBetweenShortCommandsEndsTheRest(signal: Int32) throws {
    let count = 300
    let command = "data gauss n=20000"
    let run = try RunningDescent([
      "--format", "jsonl", "-c", Array(repeating: command, count: count).joined(separator: ";"),
    ])
    try run.waitForOutput("\n")
    run.send(signal)
    #expect(try run.finish() == (signal == SIGINT ? .exited(130) : .signaled(signal)))
    #expect(try JSONText.lines(run.output).count < count)
  }

  /// An ignored interrupt (`nohup`, a job in the background) stays ignored.
  @Test func anIgnoredInterruptStaysIgnored() throws {
    let result = try Descent.shell(
      "trap '' INT; \"$@\" & child=$!; kill -INT $child; wait $child", ["-c", "set lr 0.5"])
    #expect(result.status == .exited(0))
    #expect(result.outputText == "lr = 0.5   (learning rate; was 0.03)\n")
  }
}
