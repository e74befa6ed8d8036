// The memory that a race needs.
import CommandLanguage
import Datasets
import Numerics

extension MemoryBudget {
  /// Racers live side by side, so what they need is added up. Error: `network-too-large`.
  func check(
    _ entrants: [Entrant], on data: PreparedData, threads: Int
  ) throws(Diagnostic) {
    let inputs = data.training.inputCount
    let needs = entrants.map { entrant in
      let settings = entrant.state.settings.training
      return MemoryNeed.training(
        inputs: inputs, hidden: entrant.state.hidden ?? [], outputs: data.outputCount(settings),
        optimizer: settings.optimizer, purpose: .run(threads: threads))
    }
    try check(
      needs.reduce(0) { MemoryNeed.sum($0, $1) },
      for: "training \(entrants.count) networks side by side", id: "network-too-large", range: nil,
      suggestion: "fewer racers, or fewer units, such as `layer 64`")
  }
}
