// What a command would need is compared with the memory there is, before anything is allocated.
// Nothing else depends on the machine.
import CommandLanguage
import NeuralNetwork
import Numerics

/// The memory that was free when it was asked for.
package struct MemoryBudget: Sendable {
  /// In bytes.
  package let free: Int

  package init(free: Int) {
    self.free = free
  }

  /// How many of these fit side by side, at least one.
  func threads(upTo most: Int, each bytes: Int) -> Int {
    max(1, min(most, free / max(bytes, 1)))
  }

  /// Refuses what would take more memory than is free.
  ///
  /// - Parameter subject: what needs it, to begin a sentence with.
  package func check(
    _ need: Int, for subject: String, id: String, range: SourceRange?, suggestion: String
  ) throws(Diagnostic) {
    guard need > free else { return }
    throw Diagnostic(
      id: id,
      message: "\(subject) needs \(memoryText(need)) of memory; \(memoryText(free)) are free",
      range: range, suggestion: suggestion)
  }

  /// Error: `network-too-large`.
  package func checkNetwork(
    inputs: Int, hidden: [HiddenLayer], outputs: Int, optimizer: OptimizerKind,
    purpose: MemoryNeed.Purpose, range: SourceRange? = nil
  ) throws(Diagnostic) {
    let suggestion = "fewer units, such as `layer 64`"
    guard
      let count = NetworkShape.checkedParameterCount(
        inputs: inputs, hidden: hidden, outputs: outputs)
    else {
      throw Diagnostic(
        id: "network-too-large",
        message: "that network would have more parameters than can be counted", range: range,
        suggestion: suggestion)
    }
    try check(
      MemoryNeed.training(
        inputs: inputs, hidden: hidden, outputs: outputs, optimizer: optimizer, purpose: purpose),
      for: "training a network of \(count) parameters with \(optimizer.rawValue)",
      id: "network-too-large", range: range, suggestion: suggestion)
  }
}

/// `17.6 GB`: three digits or so, in powers of a thousand.
package func memoryText(_ bytes: Int) -> String {
  guard bytes < .max else { return "more than can be counted" }
  var (unit, scale) = (0, 1)
  let units = ["bytes", "kB", "MB", "GB", "TB", "PB", "EB"]
  while bytes / scale >= 1000 {
    unit += 1
    scale *= 1000
  }
  let whole = bytes / scale
  let tenth = bytes % scale / max(1, scale / 10)
  return unit == 0 || whole >= 100 ? "\(whole) \(units[unit])" : "\(whole).\(tenth) \(units[unit])"
}
