// What a weight or bias is called: "hidden 1: unit 5 ← x2", "output: class 8, bias". Units are counted
// from 1, as people do.
import NeuralNetwork

package struct ParameterNames: Sendable {
  private let inputNames: [String]
  private let classNames: [String]
  private let targetName: String
  private let hiddenCount: Int

  package init(data: PreparedData, shape: NetworkShape) {
    inputNames = data.inputNames
    classNames = data.classNames
    targetName = data.targetName
    hiddenCount = shape.hidden.count
  }

  package func text(_ name: ParameterName) -> String {
    switch name {
    case .weight(let layer, let input, let unit):
      "\(unitText(layer, unit)) ← \(sourceText(layer, input))"
    case .bias(let layer, let unit):
      "\(unitText(layer, unit)), bias"
    }
  }

  /// An input of the network.
  func input(_ index: Int) -> String { inputNames[index] }

  private func unitText(_ layer: Int, _ unit: Int) -> String {
    guard layer == hiddenCount else { return "hidden \(layer + 1): unit \(unit + 1)" }
    // One logistic output stands for the second class.
    if classNames.count == 2 { return "output: class \(classNames[1])" }
    return unit < classNames.count ? "output: class \(classNames[unit])" : "output: \(targetName)"
  }

  private func sourceText(_ layer: Int, _ input: Int) -> String {
    layer == 0 ? inputNames[input] : "unit \(input + 1)"
  }
}
