// The flags that every way of running takes.
import ArgumentParser
import Experiments
import NeuralNetwork
import Terminal

enum OutputFormat: String, CaseIterable, ArgumentWord { case text, jsonl }

extension ExplainLevel: ArgumentWord {}
extension Capabilities.ColorChoice: ArgumentWord {}

/// One of a few words. swift-argument-parser would list them too, but through key paths, which takes longer
/// than the rest of an option.
protocol ArgumentWord: ExpressibleByArgument, CaseIterable, RawRepresentable<String> {}

extension ArgumentWord {
  package static var allValueStrings: [String] { allCases.map { $0.rawValue } }
}

/// Values are taken as they come, also those that begin with `-`: so what is wrong with them is said,
/// and not that there is none. Those with a default are given none here, since swift-argument-parser would describe each
/// at every start and look through all types of the program for that.
struct CommonOptions: ParsableArguments {
  @Option(
    name: .customLong("format"), parsing: .unconditional,
    help: ArgumentHelp("How results are written; text unless given.", valueName: "text|jsonl"))
  var givenFormat: OutputFormat?
  var format: OutputFormat { givenFormat ?? .text }
  @Option(
    name: .customLong("seed"), parsing: .unconditional,
    help: ArgumentHelp("Where all random numbers come from; 1 unless given.", valueName: "seed"),
    transform: { try wholeNumber($0, in: 0...UInt64.max) })
  var givenSeed: UInt64?
  var seed: UInt64 { givenSeed ?? 1 }
  @Option(
    parsing: .unconditional,
    help: "How many threads share the work; results do not depend on it.",
    transform: { try wholeNumber($0, in: 1...1024) })
  var threads: Int?
  @Option(
    name: .customLong("explain"), parsing: .unconditional,
    help: ArgumentHelp(
      "How much is said while training; brief unless given.", valueName: "off|brief|full"))
  var givenExplain: ExplainLevel?
  var explain: ExplainLevel { givenExplain ?? .brief }
  @Option(
    name: .customLong("color"), parsing: .unconditional,
    help: ArgumentHelp(
      "Whether colors are used; auto unless given.", valueName: "auto|always|never"))
  var givenColor: Capabilities.ColorChoice?
  var color: Capabilities.ColorChoice { givenColor ?? .auto }
  @Flag(help: "Let commands in scripts, lessons and transcripts write the files they name.")
  var allowWrites = false
  @Flag(help: "Let them read files outside their own folder and the shipped data.")
  var allowReads = false

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
  }
}

/// The value of an option that takes a whole number.
func wholeNumber<Number: FixedWidthInteger>(
  _ text: String, in range: ClosedRange<Number>
) throws -> Number {
  if let number = Number(text), range.contains(number) { return number }
  throw ValidationError(
    "it takes a whole number from \(range.lowerBound) to \(range.upperBound)")
}
