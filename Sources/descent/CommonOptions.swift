// The flags that every way of running takes.
import ArgumentParser
import LearningSession
import Terminal

enum OutputFormat: String, CaseIterable, ExpressibleByArgument { case text, jsonl }

extension ExplainLevel: ExpressibleByArgument {}
extension Capabilities.ColorChoice: ExpressibleByArgument {}

struct CommonOptions: ParsableArguments {
  @Option(help: "How results are written.") var format = OutputFormat.text
  @Option(help: "Where all random numbers come from.") var seed: UInt64 = 1
  @Option(help: "How many threads a search uses; results do not depend on it.")
  var threads: Int?
  @Option(help: "How much is said while training.") var explain = ExplainLevel.brief
  @Option(help: "Whether colours are used.") var color = Capabilities.ColorChoice.auto
  @Flag(help: "Let commands in scripts, lessons and transcripts write the files they name.")
  var allowWrites = false

  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads takes a whole number from 1 to 1024.")
    }
  }
}
