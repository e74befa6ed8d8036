// What brings a loss down that stands still, tried from the initial weights.
import Experiments
import NeuralNetwork
import Text

/// A line to type that ends clearly lower in as many epochs.
struct PlateauRemedy {
  let line: String
  let loss: Double
  /// Why the loss stands still, where that is known.
  var cause = ""

  /// By so much lower it must end.
  static let gain = 0.1
}

extension TriedRates {
  /// What is likeliest is tried first; nil where nothing helps.
  ///
  /// - Parameter isNew: whether nothing was learned from the first epoch on.
  func remedyOfPlateau(
    _ hidden: [HiddenLayer], isNew: Bool, _ checkStop: StopCheck
  ) throws(Stopped) -> PlateauRemedy? {
    guard let present = try evaluation({ _ in }, checkStop)?.loss else { return nil }
    if isNew, let remedy = try remedyOfStart(hidden, checkStop) { return remedy }
    guard let better = try better(checkStop), better.loss < (1 - PlateauRemedy.gain) * present
    else { return nil }
    return PlateauRemedy(
      line: "set lr \(exactText(better.rate)); reset; train \(epochs)", loss: better.loss)
  }

  /// The same where nothing was learned from the first epoch on, for reasons that no rate mends.
  func remedyOfStart(
    _ hidden: [HiddenLayer], _ checkStop: StopCheck
  ) throws(Stopped) -> PlateauRemedy? {
    let isDeepSigmoid = hidden.count > 2 && hidden.allSatisfy { $0.activation == .sigmoid }
    guard isDeepSigmoid || settings.initializer != .auto,
      let present = try evaluation({ _ in }, checkStop)?.loss
    else { return nil }
    let most = (1 - PlateauRemedy.gain) * present
    if isDeepSigmoid {
      let layers = hidden.map { HiddenLayer(units: $0.units, activation: .tanh) }
      if let loss = try evaluation({ _ in }, hidden: layers, checkStop)?.loss, loss < most {
        return PlateauRemedy(
          line: "\(LayerText.command(layers)); train \(epochs)", loss: loss,
          cause: "Each sigmoid layer weakens the gradient. ")
      }
    }
    if settings.initializer != .auto,
      let loss = try evaluation({ $0.initializer = .auto }, checkStop)?.loss, loss < most
    {
      return PlateauRemedy(
        line: "set init auto; reset; train \(epochs)", loss: loss,
        cause: "The weights did not begin well. ")
    }
    return nil
  }
}
