// What the optimizers remember between steps. Each keeps its own when another takes over.

package struct OptimizerState: Equatable, Sendable {
  /// What one optimizer remembers.
  package struct Memory: Equatable, Sendable {
    /// A number per parameter for each of the optimizer's slots; empty before its first step.
    package var slots: [[Float]]
    /// How many steps it has taken, where it needs the number.
    package var steps = 0
    /// What its velocity would be had each of its steps had a gradient of 1; 0 without a velocity.
    package var unitVelocity = 0.0

    fileprivate var isEmpty: Bool {
      steps == 0 && unitVelocity == 0 && slots.allSatisfy(\.isEmpty)
    }
  }

  private var memories: [OptimizerKind: Memory] = [:]

  package init() {}

  package subscript(optimizer: OptimizerKind) -> Memory {
    get { memories[optimizer] ?? Memory(slots: optimizer.rule.slots.map { _ in [] }) }
    set { memories[optimizer] = newValue.isEmpty ? nil : newValue }
  }

  /// One of its slots by name; empty too where there is none of that name.
  package subscript(optimizer: OptimizerKind, slot: String) -> [Float] {
    guard let place = optimizer.rule.slots.firstIndex(of: slot) else { return [] }
    return memories[optimizer]?.slots[place] ?? []
  }
}
