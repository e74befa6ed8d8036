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

  /// A change, and whether training with it was tried and stayed finite.
  typealias Choice = (text: String, isTried: Bool)

  /// The first change that keeps training finite; else the last, which is the strongest. The first
  /// too where the network is too large to be tried.
  func choose(_ changes: [ProposedChange]) throws(Stopped) -> Choice {
    let rows = min(examples.count, Self.work / start.shape.parameterCount)
    let tried = examples.spread(rows)
    if rows < min(8, examples.count) { return (changes.first?.text ?? "reset", false) }
    for change in changes where try staysFinite(change.settings, tried) {
      return (change.text, true)
    }
    return (changes.last?.text ?? "reset", false)
  }

  private func staysFinite(
    _ settings: TrainingSettings, _ examples: Examples
  ) throws(Stopped) -> Bool {
    let cost = settings.epochCost(rows: examples.count, of: start.shape)
    var state = start
    state.plan = TrainingPlan(start: start.epoch, end: start.epoch + epochs)
    let trainer = Trainer(
      examples: examples, loss: loss, settings: settings, state: state, kernels: kernels)
    let tried = max(1, min(epochs, Self.work / cost))
    guard try trainer.staysFinite(throughEpochs: tried, checkStop) else { return false }
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
