// What to change after a divergence. A change is named only after training with it, for as long as
// that takes little time, has stayed finite.
import Datasets
import Experiments
import NeuralNetwork
import Text

/// A change of one setting as it is typed, and the settings it makes.
struct ProposedChange {
  let text: String
  let settings: TrainingSettings
}

struct DivergenceRemedy {
  let examples: Examples
  let loss: Loss
  /// Where training would start again.
  let start: TrainingState
  let epochs: Int
  let kernels: KernelSet
  let checkStop: StopCheck

  /// The most that a trial may cost.
  static let work = 150_000_000

  /// The first change that keeps training finite; else the last, which is the strongest. The first
  /// too where the network is too large to be tried.
  func choose(_ changes: [ProposedChange]) throws(Stopped) -> String {
    let rows = min(examples.count, Self.work / start.shape.parameterCount)
    let tried = examples.spread(rows)
    if rows < min(8, examples.count) { return changes.first?.text ?? "reset" }
    for change in changes where try staysFinite(change.settings, tried) { return change.text }
    return changes.last?.text ?? "reset"
  }

  private func staysFinite(
    _ settings: TrainingSettings, _ examples: Examples
  ) throws(Stopped) -> Bool {
    let cost = settings.epochCost(rows: examples.count, of: start.shape)
    var state = start
    state.plan = TrainingPlan(start: start.epoch, end: start.epoch + epochs)
    let trainer = Trainer(
      examples: examples, loss: loss, settings: settings, state: state, kernels: kernels)
    for _ in 0..<max(1, min(epochs, Self.work / cost)) {
      guard try trainer.staysFinite(throughEpoch: checkStop) else { return false }
    }
    return try trainer.evaluate(examples, checkStop: checkStop).loss.isFinite
  }
}

extension TrainingSettings {
  func changed(
    _ text: String, _ change: (inout TrainingSettings) -> Void
  ) -> ProposedChange {
    var settings = self
    change(&settings)
    return ProposedChange(text: text, settings: settings)
  }

  /// Smaller and smaller learning rates, from this one on, each of one digit.
  func rates(from first: Double) -> [ProposedChange] {
    var rate = first
    return (0..<6).map { _ in
      let text = oneDigit(rate)
      rate /= 4
      return changed("set lr \(text)") { $0.learningRate = Double(text) ?? rate }
    }
  }
}

/// A positive number rounded down to its first digit, as it is typed: 0.3, 20, 4e-7.
func oneDigit(_ value: Double) -> String {
  guard value >= 1e-300, value.isFinite else { return "1e-300" }
  var exponent = 0
  var rest = value
  while rest >= 10 {
    rest /= 10
    exponent += 1
  }
  while rest < 1 {
    rest *= 10
    exponent -= 1
  }
  return exactText(Double("\(Int(rest))e\(exponent)") ?? value)
}
