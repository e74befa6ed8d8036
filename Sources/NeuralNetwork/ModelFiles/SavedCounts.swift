// How many steps of its own each optimizer has taken that counts them, in a model file's metadata:
// `adam_steps`, and behind `best_` those of the best epoch.

struct SavedCounts {
  private var steps: [(optimizer: OptimizerKind, count: Int)]

  private static var counting: [OptimizerKind] {
    OptimizerKind.allCases.filter(\.rule.countsSteps)
  }

  init(_ state: OptimizerState) {
    steps = Self.counting.map { ($0, state[$0].steps) }
  }

  /// A file that does not say is at the beginning. Error: `model-bad-header`.
  init(_ header: SafetensorsHeader, prefix: String = "") throws(ModelFileError) {
    steps = []
    for optimizer in Self.counting {
      let name = prefix + Self.name(optimizer)
      steps.append((optimizer, try ModelDescription.count(name, in: header) ?? 0))
    }
  }

  func set(in state: inout OptimizerState) {
    for (optimizer, count) in steps { state[optimizer].steps = count }
  }

  /// In the order the file has them; nothing of those that have taken none.
  func metadata(prefix: String = "") -> [(name: String, text: String)] {
    steps.filter { $0.count > 0 }
      .map { (prefix + Self.name($0.optimizer), String($0.count)) }
  }

  private static func name(_ optimizer: OptimizerKind) -> String { "\(optimizer.rawValue)_steps" }
}
