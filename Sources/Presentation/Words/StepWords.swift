// What the lines of a step call things: the field's symbols, or words for who has not met these.
import Events
import NeuralNetwork
import Text

struct StepWords {
  private let isInSymbols: Bool
  /// Whether its rows are told too, which is asked for of one weight or bias.
  private let hasParts: Bool
  private let isWeight: Bool
  private let hasPenalties: Bool
  private let isWeighted: Bool
  /// Whether penalties add to the data's gradient.
  let isGradientSum: Bool

  init(_ report: StepReport) {
    let settings = report.settings
    isInSymbols = report.isInSymbols
    hasParts = report.gradientParts != nil
    isWeight = report.trace.name.symbol == "w"
    hasPenalties = settings.l1 > 0 || settings.l2 > 0
    isWeighted = settings.classWeight != .none
    isGradientSum = settings.l1InGradient > 0 || settings.l2 > 0
  }

  /// What means are over.
  func rows(_ count: Int) -> String {
    counted(count, "row") + (isWeighted ? " weighted by class" : "")
  }

  var kind: String { isWeight ? "weight" : "bias" }
  var symbol: String { isInSymbols ? isWeight ? "w" : "b" : kind }
  var hasLossSum: Bool { isInSymbols || hasPenalties }
  var namesMostMoved: Bool { !isInSymbols && !hasParts }

  var gradient: String { isInSymbols ? "gradient g" : "gradient" }
  var dataGradient: String { isInSymbols || isGradientSum ? "data gradient" : gradient }
  /// What a gradient is.
  var slope: String? {
    if isInSymbols { return nil }
    let loss = isGradientSum ? "data loss" : "loss"
    return hasParts ? "the \(loss)'s slope" : "how fast the \(loss) grows with it"
  }

  var delta: String { isInSymbols ? "δ" : "slope" }
  var meaningOfDelta: String {
    (isInSymbols
      ? "δ = slope of the row's loss by the unit's z"
      : "slope = how fast the row's loss grows with the unit's sum")
      + (isWeighted ? ", times its class's weight" : "")
  }

  var l1: String { isInSymbols ? "l1·sign(\(symbol))" : "l1 × the \(kind)'s sign" }
  var clipped: String { isInSymbols ? "clipped g" : "clipped" }
  var clipping: String { isInSymbols ? "g·clip/(√Σg² + 1e-6)" : "gradient·clip/length" }
  var meaningOfLength: [Spans] {
    isInSymbols ? [] : ["length = root of the sum of all gradients²"]
  }
}
