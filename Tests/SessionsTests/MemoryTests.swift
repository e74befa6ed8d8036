import Experiments
import NeuralNetwork
import Numerics
import SessionSupport
import TestSupport
import Testing

/// What does not fit into the free memory is refused before it is made, by whole numbers that cannot
/// overflow; what fits does not notice.
@Suite struct MemoryTests {
  private static let megabyte = 1_000_000

  /// Commands, what the last needs at least and at most, and the refusal's name.
  static let requests: [(setup: [String], command: String, atLeast: Int, atMost: Int, id: String)] =
    [
      // 2 × 1000 + 1000 + 1000 × 1000 + 1000 + 1001 parameters, 10 copies of 4 bytes.
      (["data circle"], "layers 1000 1000", 40 * megabyte, 60 * megabyte, "network-too-large"),
      (
        ["data circle", "layers 1000 1000"], "train 1", 40 * megabyte, 60 * megabyte,
        "network-too-large"
      ),
      (
        ["data circle", "layers 1000 1000"], "step", 40 * megabyte, 60 * megabyte,
        "network-too-large"
      ),
      (
        ["data circle", "layers 1000 1000", "set optimizer adam"], "train 1", 80 * megabyte,
        110 * megabyte, "network-too-large"
      ),
      (["layers 1000 1000"], "data circle", 40 * megabyte, 60 * megabyte, "network-too-large"),
      (
        ["data circle", "layers 1000 1000"], "search random trials=1 epochs=1 lr=0.01..0.1",
        24 * megabyte, 60 * megabyte, "network-too-large"
      ),
      // Racers live side by side: three of 10 copies, one of them with 12 more for Adam's memories.
      (
        ["data circle", "layers 1000 1000"], "race sgd momentum adam epochs=1", 190 * megabyte,
        260 * megabyte, "network-too-large"
      ),
      // The sizes of each network, not those of the session's.
      (
        ["data circle", "layers 10"], "race units=1000,999 layers=2 epochs=1", 80 * megabyte,
        110 * megabyte, "network-too-large"
      ),
      (
        ["data circle", "layers 1000 1000", "train 1"], "what if lr=0.1", 80 * megabyte,
        110 * megabyte, "network-too-large"
      ),
      ([], "data circle n=1000000", 12 * megabyte, 200 * megabyte, "data-too-large"),
      (
        ["data circle n=100000"], "features x1 x2 x1^2", 1 * megabyte, 10 * megabyte,
        "data-too-large"
      ),
    ]

  @Test(arguments: requests.indices)
  func whatDoesNotFitIsRefused(index: Int) throws {
    let (setup, command, atLeast, atMost, id) = Self.requests[index]
    let session = RecordedSession(explain: .off)
    for line in setup { #expect(session.run(line) == .done) }
    let before = session.state
    session.session.environment.availableMemory = { atLeast - 1 }
    #expect(session.run(command) == .failed)
    #expect(session.diagnostic?.id == id)
    #expect(session.diagnostic?.message.contains("of memory") == true)
    #expect(session.state.data == before.data && session.state.hidden == before.hidden)
    #expect(session.state.training?.stepCount == before.training?.stepCount)
    session.session.environment.availableMemory = { atMost }
    #expect(session.run(command) == .done)
  }

  @Test func filesAreReadOnlyWhereTheyFit() throws {
    let folder = TemporaryFolder()
    let (table, model) = (folder.path + "/t.csv", folder.path + "/net.safetensors")
    let rows = (0..<1000).map { "\($0 * 7 % 1000),\($0 % 2)" }
    try write("a,kind\n" + rows.joined(separator: "\n"), to: table)
    let session = RecordedSession(explain: .off, mayWrite: true)
    session.session.environment.availableMemory = { 2000 * 4 }
    #expect(session.run("data load \(table) target=kind") == .failed)
    #expect(session.diagnostic?.id == "csv-too-many-values")
    #expect(session.diagnostic?.message.contains("memory") == true)
    session.session.environment.availableMemory = { 200_000 }
    #expect(session.run("data load \(table) target=kind") == .done)
    session.session.environment.availableMemory = { 1 << 30 }
    #expect(session.run("layers 300 300", "train 1", "model save \(model)", "reset") == .done)
    // 91,501 parameters are 366 kB in the file; to train them takes ten times that.
    session.session.environment.availableMemory = { 500_000 }
    #expect(session.run("model load \(model)") == .failed)
    #expect(session.state.training == nil)
    session.session.environment.availableMemory = { 10_000_000 }
    #expect(session.run("model load \(model)") == .done)
  }

  @Test func searchesTakeFewerThreadsRatherThanTooMuchMemory() {
    let roomy = RecordedSession(threads: 4, explain: .off)
    let tight = RecordedSession(threads: 4, explain: .off, memory: 600_000)
    for session in [roomy, tight] {
      session.run("data circle n=60", "search random trials=6 epochs=2 lr=0.01..1:log units=8..64")
    }
    #expect(roomy.trialReports.count == 6 && roomy.trialReports == tight.trialReports)
  }

  @Test func countsThatDoNotFitAreMoreThanAnyMachineHas() {
    #expect(MemoryNeed.product(3, 5, 7) == 105 && MemoryNeed.sum(3, 5, 7) == 15)
    #expect(MemoryNeed.product(1 << 40, 1 << 40) == .max && MemoryNeed.sum(.max, 1) == .max)
    let huge = HiddenLayer(units: 1 << 40, activation: .relu)
    #expect(
      MemoryNeed.training(
        inputs: 1 << 40, hidden: [huge], outputs: 1, optimizer: .adam, purpose: .trial) == .max)
    let session = RecordedSession()
    session.session.environment.availableMemory = { .max - 1 }
    let wide = [String](repeating: "100000000", count: 1000).joined(separator: " ")
    #expect(session.run("layers \(wide)") == .failed)
    #expect(session.diagnostic?.message.contains("more parameters than can be counted") == true)
  }

  @Test(arguments: [
    (0, "0 bytes"), (999, "999 bytes"), (1000, "1.0 kB"), (1_999_999, "1.9 MB"),
    (17_600_000_000, "17.6 GB"), (123_400_000_000, "123 GB"), (.max, "more than can be counted"),
  ])
  func sizesAreReadable(bytes: Int, text: String) {
    #expect(memoryText(bytes) == text)
  }
}
