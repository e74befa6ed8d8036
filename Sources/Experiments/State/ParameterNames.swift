// What a weight or bias is called: "hidden 1: unit 5 ← x2", "output: class 8, bias". Units are counted
// from 1, as people do.
import Datasets
import NeuralNetwork

package struct ParameterNames: Sendable {
  private let inputNames: [String]
  private let classNames: [String]
  private let targetName: String
  private let hiddenCount: Int
  private let outputCount: Int

  package init(data: PreparedData, shape: NetworkShape) {
    inputNames = data.inputNames
    classNames = data.classNames
    targetName = data.targetName
    hiddenCount = shape.hidden.count
    outputCount = shape.outputs
  }

  package func text(_ name: ParameterName) -> String {
    switch name {
    case .weight(let layer, let input, let unit):
      "\(unitText(layer, unit)) ← \(source(layer, input))"
    case .bias(let layer, let unit):
      "\(unitText(layer, unit)), bias"
    }
  }

  /// An input of the network.
  package func input(_ index: Int) -> String { inputNames[index] }

  private func unitText(_ layer: Int, _ unit: Int) -> String {
    "\(layerName(layer)): \(self.unit(layer, unit))"
  }

  /// "hidden 1", "output"
  package func layerName(_ layer: Int) -> String {
    layer == hiddenCount ? "output" : "hidden \(layer + 1)"
  }

  /// "unit 5"; of the output layer "class setosa", or the target.
  package func unit(_ layer: Int, _ unit: Int) -> String {
    guard layer == hiddenCount else { return "unit \(unit + 1)" }
    if classNames.isEmpty { return targetName }
    return "class \(outputClass(unit))"
  }

  /// What the units of a layer may be called instead of by their numbers.
  package func unitNames(_ layer: Int) -> [String] {
    guard layer == hiddenCount else { return [] }
    return classNames.isEmpty ? [targetName] : (0..<outputCount).map(outputClass)
  }

  /// What the inputs of a layer may be called instead of by their numbers.
  package func sourceNames(_ layer: Int) -> [String] { layer == 0 ? inputNames : [] }

  /// One logistic output stands for the second class.
  private func outputClass(_ unit: Int) -> String {
    classNames[outputCount == 1 ? classNames.count - 1 : unit]
  }

  /// What a weight comes from; nil for a bias.
  package func source(of name: ParameterName) -> String? {
    if case .weight(let layer, let input, _) = name { source(layer, input) } else { nil }
  }

  /// "x2", "unit 3"
  package func source(_ layer: Int, _ input: Int) -> String {
    layer == 0 ? inputNames[input] : "unit \(input + 1)"
  }
}
