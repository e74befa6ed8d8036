// What optimizers remember beside their slots, in a model file's metadata: how many steps of its own
// one has taken that counts them, as `adam_steps`, and how far a velocity has built up, as
// `momentum_unit_velocity`; behind `best_` those of the best epoch.
import Text

struct SavedCounts {
  private var counts: [(optimizer: OptimizerKind, steps: Int, unitVelocity: Double)]

  init(_ state: OptimizerState) {
    counts = OptimizerKind.allCases.map { ($0, state[$0].steps, state[$0].unitVelocity) }
  }

  /// A file that does not say is at the beginning. Error: `model-bad-header`.
  init(_ header: SafetensorsHeader, prefix: String = "") throws(ModelFileError) {
    counts = []
    for optimizer in OptimizerKind.allCases {
      let (steps, velocity) = (
        prefix + Self.stepsName(optimizer), prefix + Self.velocityName(optimizer)
      )
      counts.append(
        (
          optimizer,
          optimizer.rule.countsSteps ? try ModelDescription.count(steps, in: header) ?? 0 : 0,
          optimizer.rule.hasVelocity ? try Self.velocity(velocity, in: header) ?? 0 : 0
        ))
    }
  }

  private static func velocity(
    _ name: String, in header: SafetensorsHeader
  ) throws(ModelFileError) -> Double? {
    guard let text = header.text(name) else { return nil }
    guard let value = Double(text), value.isFinite, value >= 0 else {
      throw .header("its \(name) is \(quotedForMessage(text)), not a number from 0")
    }
    return value
  }

  func set(in state: inout OptimizerState) {
    for (optimizer, steps, unitVelocity) in counts {
      state[optimizer].steps = steps
      state[optimizer].unitVelocity = unitVelocity
    }
  }

  /// In the order the file has them; nothing of optimizers that have taken no step.
  func metadata(prefix: String = "") -> [(name: String, text: String)] {
    counts.filter { $0.steps > 0 }.map { (prefix + Self.stepsName($0.optimizer), String($0.steps)) }
      + counts.filter { $0.unitVelocity > 0 }.map {
        // The shortest text that reads back as the same Double.
        (prefix + Self.velocityName($0.optimizer), $0.unitVelocity.description)
      }
  }

  private static func stepsName(_ optimizer: OptimizerKind) -> String {
    "\(optimizer.rawValue)_steps"
  }

  private static func velocityName(_ optimizer: OptimizerKind) -> String {
    "\(optimizer.rawValue)_unit_velocity"
  }
}
