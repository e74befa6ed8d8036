// What `weights` says: single weights, the largest first.

package struct WeightsReport: Sendable, Equatable {
  package struct Weight: Sendable, Equatable {
    /// "hidden 1: unit 3 ← x2", or as much of it as tells it from the others.
    package var name: String
    package var value: Double
    /// Whether L1 holds it at 0: exactly, or hopping about it.
    package var isHeldAtZero: Bool

    package init(name: String, value: Double, isHeldAtZero: Bool) {
      (self.name, self.value, self.isHeldAtZero) = (name, value, isHeldAtZero)
    }
  }

  /// "hidden 1", "output"; nil of all layers.
  package var layer: String?
  package var epoch: Int
  /// Rows of the next epoch already done.
  package var rowsDone: Int
  /// Biases left out.
  package var count: Int
  package var zeroCount: Int
  /// All of them, or of many the largest.
  package var largest: [Weight]

  package init(
    layer: String?, epoch: Int, rowsDone: Int, count: Int, zeroCount: Int, largest: [Weight]
  ) {
    self.layer = layer
    self.epoch = epoch
    self.rowsDone = rowsDone
    self.count = count
    self.zeroCount = zeroCount
    self.largest = largest
  }
}
