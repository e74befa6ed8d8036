// The arrays that an old state keeps for itself.
import HyperparameterSearch
import NeuralNetwork

/// Where an array lies, and how large it is. The place is for comparing only.
struct LargeArray {
  let place: UnsafeRawPointer?
  private(set) var bytes: Int

  init<Element>(_ array: [Element]) {
    (place, bytes) = array.withUnsafeBytes { ($0.baseAddress, $0.count) }
  }

  /// - Parameter bytes: with what belongs to it.
  init<Element>(_ array: [Element], bytes: Int) {
    self.init(array)
    self.bytes = bytes
  }

  static func all(of trials: [Trial]) -> [LargeArray] {
    [LargeArray(trials)]
      + trials.flatMap { [LargeArray($0.curve), LargeArray($0.params), LargeArray($0.metrics)] }
  }

  static func all(of state: OptimizerState) -> [LargeArray] {
    OptimizerKind.allCases.flatMap { state[$0].slots }.map { LargeArray($0) }
  }
}
