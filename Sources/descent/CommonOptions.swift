// The flags that every way of running takes.
import ArgumentParser
import LearningSession
import NeuralNetwork
import Terminal

enum OutputFormat: String, CaseIterable, ExpressibleByArgument { case text, jsonl }

extension ExplainLevel: ExpressibleByArgument {}
extension Capabilities.ColorChoice: ExpressibleByArgument {}

struct CommonOptions: ParsableArguments {
  @Option(help: "How results are written.") var format = OutputFormat.text
  @Option(help: "Where all random numbers come from.") var seed: UInt64 = 1
  @Option(help: "How many threads share the work; results do not depend on it.")
  var threads: Int?
  @Option(help: "How much is said while training.") var explain = ExplainLevel.brief
  @Option(help: "Whether colors are used.") var color = Capabilities.ColorChoice.auto
  @Flag(help: "Let commands in scripts, lessons and transcripts write the files they name.")
  var allowWrites = false

  /// The kernel set that `DESCENT_KERNELS` forces, or the best one of this CPU.
  static func kernels() throws -> KernelSet {
    guard let name = environmentVariable("DESCENT_KERNELS"), !name.isEmpty else { return .best }
    let known: [KernelSet] = [.baseline, .avx2, .avx512, .neon]
    guard let kernels = known.first(where: { $0.rawValue == name }) else {
      throw ValidationError(
        "DESCENT_KERNELS is `\(name)`; it takes \(known.map(\.rawValue).joined(separator: ", ")).")
    }
    guard kernels.isSupported else {
      throw ValidationError("DESCENT_KERNELS is `\(name)`, which this CPU does not have.")
    }
    return kernels
  }

  func validate() throws {
    _ = try Self.kernels()
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads takes a whole number from 1 to 1024.")
    }
  }
}
