// `plot network`: units and the weights between them. Of wide layers those are shown whose weights are largest.
import CommandLanguage
import Datasets
import Events
import Experiments
import NeuralNetwork
import Presentation
import Sessions
import Text

struct NetworkPlot: Plot {
  let name = "network"
  let summary = "units and the weights between them"
  let example = Example(
    "plot network", "which weights are large",
    setup: ["data moons n=60", "layers 4", "train 20"])

  /// Units of a layer that are all shown, those of a wider one, and layers with that of the inputs.
  private static let (mostUnits, fewUnits, mostLayers) = (12, 8, 7)

  func figure(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Figure {
    let answers = try preparation.answers(for: arguments)
    let (shape, parameters) = (answers.shape, answers.training.parameters)
    guard shape.layers.contains(where: { $0.weights.contains { parameters[$0].isFinite } }) else {
      throw .notFinite(arguments, preparation.state)
    }
    let widths = Array(([shape.inputs] + shape.layers.map(\.units)).prefix(Self.mostLayers))
    let shown = widths.enumerated().map { layer, width in
      Self.strongest(layer, width, shape, parameters)
    }
    let names = zip(shown.indices, shown).map { layer, units in
      units.map { Self.name(layer, $0, answers) }
    }
    let weights = shown.indices.dropLast().map { gap in
      shown[gap].flatMap { from in
        shown[gap + 1].map { to in
          Double(parameters[shape.layers[gap].weights.lowerBound + from * widths[gap + 1] + to])
        }
      }
    }
    var picture = NetworkPicture(layers: names, weights: Array(weights), most: Self.mostUnits)
    picture.leftOut = zip(widths, shown).map { $0 - $1.count }
    return Figure(
      "the network's weights, \(answers.place)", description: Self.words(answers),
      notes: Self.notes(widths, shown, answers), [Panel(marks: [.network(picture)])])
  }

  /// Places of the units with the largest weights to and from them, in their order.
  private static func strongest(
    _ layer: Int, _ width: Int, _ shape: NetworkShape, _ parameters: [Float]
  ) -> [Int] {
    guard width > mostUnits else { return Array(0..<width) }
    var sums = [Double](repeating: 0, count: width)
    func add(_ weight: Int, _ unit: Int) {
      let size = Double(abs(parameters[weight]))
      if size.isFinite { sums[unit] += size }
    }
    if layer > 0 {
      let before = shape.layers[layer - 1]
      for (place, weight) in before.weights.enumerated() { add(weight, place % width) }
    }
    if layer < shape.layers.count {
      let after = shape.layers[layer]
      for (place, weight) in after.weights.enumerated() { add(weight, place / after.units) }
    }
    return sums.indices.sorted { sums[$0] != sums[$1] ? sums[$0] > sums[$1] : $0 < $1 }
      .prefix(fewUnits).sorted()
  }

  private static func name(_ layer: Int, _ unit: Int, _ answers: NetworkAnswers) -> String {
    let data = answers.data
    if layer == 0 { return data.inputNames[unit] }
    if layer <= answers.shape.hidden.count {
      return UnitPlace(layer: layer - 1, unit: unit).name
    }
    if data.isRegression { return data.targetName }
    return data.nameOfClass(answers.shape.outputs == 1 ? 1 : unit)
  }

  /// "unit 1.3"
  private static func spoken(_ layer: Int, _ unit: Int, _ answers: NetworkAnswers) -> String {
    let isHidden = layer > 0 && layer <= answers.shape.hidden.count
    return (isHidden ? "unit " : "") + name(layer, unit, answers)
  }

  private static func notes(
    _ widths: [Int], _ shown: [[Int]], _ answers: NetworkAnswers
  ) -> [String] {
    let hidden = answers.shape.hidden.count
    var notes = zip(widths, shown).enumerated().compactMap { layer, sizes -> String? in
      let (width, units) = sizes
      guard units.count < width else { return nil }
      let what = layer == 0 ? "inputs" : layer > hidden ? "outputs" : "units of layer \(layer)"
      return "\(units.count) of \(width) \(what)"
    }
    if !notes.isEmpty { notes[notes.count - 1] += ", those with the largest weights" }
    if widths.count < hidden + 2 {
      notes.append("the first \(widths.count - 1) of \(hidden + 1) layers of weights")
    }
    return notes
  }

  private static func words(_ answers: NetworkAnswers) -> String {
    let (shape, parameters) = (answers.shape, answers.training.parameters)
    let places = shape.layers.flatMap { Array($0.weights) }
    let zeros = places.count { parameters[$0] == 0 }
    var words =
      "\(counted(places.count, "weight")); links are drawn by size, whatever the sign: the larger a weight, "
      + "the stronger its link."
    let finite = places.filter { parameters[$0].isFinite }
    if let largest = finite.max(by: { abs(parameters[$0]) < abs(parameters[$1]) }),
      case .weight(let layer, let input, let unit) = shape.parameter(at: largest)
    {
      words +=
        " The one furthest from 0 is \(Prose.number(Double(parameters[largest]))), from "
        + "\(spoken(layer, input, answers)) to \(spoken(layer + 1, unit, answers))."
    }
    if finite.count < places.count {
      words += " \(places.count - finite.count) are no longer numbers and not shown."
    }
    if zeros > 0 { words += " \(zeros) \(zeros == 1 ? "is" : "are") exactly 0 and not shown." }
    return words
  }
}
