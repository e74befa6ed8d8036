// What the network, or one of its units, answers all over the plane of inputs that a picture shows: one batch of
// the engine's, or some where inputs are many.
import Datasets
import Events
import Experiments
import NeuralNetwork
import Presentation

struct NetworkFields {
  let answers: NetworkAnswers
  let plane: InputPlane

  private var data: PreparedData { answers.data }

  // MARK: Fields

  /// Of the answer: the probability of the second of two classes, of several the class and how sure it is, or the
  /// number to be predicted in its own units.
  func answer(side: Int, _ checkStop: StopCheck) throws(Stopped) -> Grid {
    var outputs: [Float] = []
    let evaluator = answers.evaluator(rows: side * side)
    try forEachStretch(side) { inputs throws(Stopped) in
      outputs += try evaluator.outputs(
        inputs: inputs, parameters: answers.training.parameters, checkStop: checkStop)
    }
    let cells = side * side
    if data.isRegression {
      let targets = data.originalTargets(data.training.targets).filter(\.isFinite)
      return Grid(
        data.targetName, rows: side, columns: side, outputs.map(data.originalTarget), .diverging,
        low: targets.min(), high: targets.max(), edges: plane.edges)
    }
    guard data.classNames.count > 2 else {
      let values =
        answers.shape.outputs == 1
        ? outputs.map(Double.init) : (0..<cells).map { Double(outputs[2 * $0 + 1]) }
      return Grid(
        "probability", rows: side, columns: side, values, .diverging,
        low: 0, high: 1, edges: plane.edges)
    }
    let even = 1 / Double(data.classNames.count)
    let values = (0..<cells).map { cell in
      let verdict = answers.verdict(outputs, row: cell)
      guard verdict.probability.isFinite else { return Double.nan }
      return Grid.value(
        ofClass: verdict.place, sureness: (verdict.probability - even) / (1 - even))
    }
    return Grid(rows: side, columns: side, values, .classes, edges: plane.edges)
  }

  /// Of hidden units, in the order asked for.
  func units(
    _ units: [UnitPlace], side: Int, _ checkStop: StopCheck
  ) throws(Stopped) -> [[Double]] {
    var values = units.map { _ in [Double]() }
    try forEachStretch(side) { inputs throws(Stopped) in
      let outputs = try unitOutputs(
        of: units, inputs: inputs, shape: answers.shape, parameters: answers.training.parameters,
        kernels: answers.kernels, checkStop: checkStop)
      for (place, part) in outputs.enumerated() { values[place] += part.map(Double.init) }
    }
    return values
  }

  /// All rows of a field at once, or as many as a few megabytes of inputs are.
  private func forEachStretch(
    _ side: Int, _ body: ([Float]) throws(Stopped) -> Void
  ) throws(Stopped) {
    let rows = max(1, min(side, 2_000_000 / max(1, side * data.training.inputCount)))
    for first in stride(from: 0, to: side, by: rows) {
      try body(plane.inputs(ofRows: first..<min(side, first + rows), side: side))
    }
  }
}

/// What the units of a layer are compared by.
struct UnitScale {
  let range: ClosedRange<Double>
  let palette: Grid.Palette

  func grid(_ name: String, side: Int, _ values: [Double], edges: [Double] = []) -> Grid {
    Grid(
      name, rows: side, columns: side, values, palette, low: range.lowerBound,
      high: range.upperBound, edges: edges)
  }
}

extension NetworkShape {
  /// The whole range of each layer's activation; where it has no end, up to the layer's largest value, and as far
  /// below 0 where values may be negative.
  func scales(of units: [UnitPlace], _ values: [[Double]]) -> [UnitScale] {
    var scales: [Int: UnitScale] = [:]
    for layer in Set(units.map(\.layer)) {
      let ofLayer = zip(units, values).filter { $0.0.layer == layer }
      let finite = ofLayer.flatMap(\.1).lazy.filter(\.isFinite)
      let largest = finite.map(abs).max() ?? 0
      let most = largest > 0 ? largest : 1
      scales[layer] =
        switch hidden[layer].activation {
        case .tanh: UnitScale(range: -1...1, palette: .diverging)
        case .sigmoid: UnitScale(range: 0...1, palette: .diverging)
        case .relu: UnitScale(range: 0...most, palette: .sequential)
        case .leakyrelu, .gelu, .linear: UnitScale(range: -most...most, palette: .diverging)
        }
    }
    return units.compactMap { scales[$0.layer] }
  }
}
