// Learning rates that most trainings can begin with, for where those near a rate that is set lead nowhere.
import NeuralNetwork
import Text

/// A change of one setting as it is typed, and the settings it makes.
struct ProposedChange {
  let text: String
  let settings: TrainingSettings
}

extension TrainingSettings {
  func changed(
    _ text: String, _ change: (inout TrainingSettings) -> Void
  ) -> ProposedChange {
    var settings = self
    change(&settings)
    return ProposedChange(text: text, settings: settings)
  }

  /// The rate there is from the start; of optimizers whose steps are about lr long a shorter one.
  var usualRate: Double {
    optimizer.rule.isNormalized ? 0.01 : TrainingSettings().learningRate
  }

  /// Rates from above the usual one to below it, each of one digit.
  var ratesAboutUsual: [ProposedChange] {
    [64, 16, 4, 1, 0.25, 1.0 / 16].map { change(ofRateTo: $0 * usualRate) }
  }

  /// Usual rates that the present one is far below or far above: steps may be lost in rounding there, or be so
  /// long that those of nearby rates are no better.
  var ratesFarOff: [Double] {
    if learningRate < usualRate / 100 { return [usualRate, usualRate / 10] }
    if learningRate < usualRate / 2 { return [usualRate] }
    return learningRate > 100 * usualRate ? [10 * usualRate, usualRate] : []
  }

  func change(ofRateTo rate: Double) -> ProposedChange {
    let text = oneDigit(rate)
    return changed("set lr \(text)") { $0.learningRate = Double(text) ?? rate }
  }

  /// What is left where no rate helped: no penalties and a usual rate, then steps of about that length
  /// whatever the gradients are.
  var lastResorts: [ProposedChange] {
    var bare = self
    (bare.l1, bare.l2) = (0, 0)
    let unset = (l1 > 0 ? "unset l1; " : "") + (l2 > 0 ? "unset l2; " : "")
    let rates = unset.isEmpty ? [] : bare.ratesAboutUsual
    let scaled = bare.changed("set optimizer adam; set lr 0.01") {
      ($0.optimizer, $0.learningRate) = (.adam, 0.01)
    }
    return (rates + [scaled]).map { $0.preceded(by: unset) }
  }
}

extension ProposedChange {
  /// The same after other commands.
  func preceded(by commands: String) -> ProposedChange {
    ProposedChange(text: commands + text, settings: settings)
  }
}
