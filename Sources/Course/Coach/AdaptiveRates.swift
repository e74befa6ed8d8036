// The learning rate that an optimizer which scales each weight's step gives it, against sgd's one rate.
import Events
import Experiments
import NeuralNetwork
import Text

/// lr/(√v̂ + ε), or lr/(√s + ε), of every parameter that has ever had a gradient.
struct AdaptiveRates {
  let smallest: Double
  let median: Double
  let largest: Double
  /// Parameters whose gradient was always 0.
  let idle: Int
  /// How the rate is computed: "lr/(√v̂+ε)".
  let formula: String

  /// Nil for optimizers with one rate for all.
  init?(_ step: StepRecord) {
    let settings = step.settings
    let memory = step.optimizerAfter[settings.optimizer]
    guard
      case .rooted(let slot, let correction, let text) = settings.optimizer.rule.rate(
        settings, number: memory.steps, unitVelocity: memory.unitVelocity)
    else { return nil }
    formula = text
    let squares = memory.slots[slot]
    let busy = squares.filter { $0 > 0 }.sorted()
    guard let first = busy.first, let last = busy.last, settings.learningRate > 0 else {
      return nil
    }
    func rate(_ square: Float) -> Double {
      settings.learningRate
        / ((Double(square) / correction).squareRoot() + Double(Float(settings.effectiveEpsilon)))
    }
    smallest = rate(last)
    median = rate(busy[busy.count / 2])
    largest = rate(first)
    idle = squares.count - busy.count
  }
}

extension CoachNote {
  /// At the end of a run, once for an optimizer and a learning rate.
  static func adaptiveRates(_ step: StepRecord, said: CoachMemory.Entry?) -> CoachNote? {
    let settings = step.settings
    let about = "\(settings.optimizer.rawValue) \(exactText(settings.learningRate))"
    guard said?.about != about, let rates = AdaptiveRates(step) else { return nil }
    let idle: Statement =
      rates.idle > 0 ? " (\(rates.idle, "idle") without any gradient left out)" : ""
    return CoachNote(
      kind: .adaptiveRates, epoch: step.epoch,
      statement: """
        \(settings.optimizer.title)'s rate for each weight, \(rates.formula), is \(rates.smallest, "smallest") to \
        \(rates.largest, "largest"), in the middle \(rates.median, "median")\(idle); sgd's would be lr = \
        \(settings.learningRate, "lr", .exact) for all.
        """, about: about)
  }
}
