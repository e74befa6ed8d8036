// The weights of layers by size, a panel each: bars for those before and, beside them, for those there are now.
import Events
import Experiments
import NeuralNetwork
import Text

struct WeightHistograms {
  private let before: WeightsBefore?
  private let layers: [(layer: LayerLayout, name: String, bins: WeightBins)]
  private let training: TrainingState
  private let allLayers: Int

  /// More layers are too many to be read.
  private static let most = 6

  init(
    _ training: TrainingState, _ before: WeightsBefore?, _ names: ParameterNames,
    _ layers: [LayerLayout]
  ) {
    (self.training, self.before, allLayers) = (training, before, layers.count)
    // The first and the last among them.
    let shown =
      layers.count > Self.most
      ? (0..<Self.most).map { layers[$0 * (layers.count - 1) / (Self.most - 1)] } : layers
    self.layers = shown.map { layer in
      let bins = WeightBins(
        training.parameters[layer.weights], before: before?.parameters[layer.weights])
      return (layer, names.layerName(layer.index), bins)
    }
  }

  var figure: Figure {
    let left = layers.count < allLayers ? ["\(layers.count) of \(allLayers) layers"] : []
    return Figure(
      "weights by layer: how many have which value", description: sentences,
      height: layers.count > 2 ? 5 : 8, notes: left,
      layers.map { panel($0.layer, $0.name, $0.bins) })
  }

  private func panel(_ layer: LayerLayout, _ name: String, _ bins: WeightBins) -> Panel {
    let count = layer.weights.count
    let zeros = bins.zeros > 0 ? "\(bins.zeros) of \(count) are 0" : counted(count, "weight")
    let odd = bins.notFinite > 0 ? ", \(bins.notFinite) not finite" : ""
    return Panel(
      "\(name): \(zeros)\(odd)", x: PanelAxis("weight"), y: PanelAxis("how many", .count, low: 0),
      marks: marks(bins))
  }

  private func marks(_ bins: WeightBins) -> [Mark] {
    guard let before, let counts = bins.before else {
      return [.bars(bars("", .series(0), bins.now, bins, 0...1))]
    }
    var earlier = bars(before.name, .series(1), counts, bins, 0...0.5)
    earlier.letter = "o"
    return [.bars(earlier), .bars(bars("now", .series(0), bins.now, bins, 0.5...1))]
  }

  /// - Parameter part: of the room of each bin.
  private func bars(
    _ name: String, _ role: Role, _ counts: [Int], _ bins: WeightBins, _ part: ClosedRange<Double>
  ) -> Series {
    Series(
      name, role, x: bins.edges.map { $0 + part.lowerBound * bins.width },
      y: counts.map(Double.init), other: bins.edges.map { $0 + part.upperBound * bins.width })
  }

  private var sentences: String {
    var sentences: [String] = []
    for (layer, name, bins) in layers {
      let largest = largest(training.parameters, layer)
      var sentence = "The largest weight of \(name) is now \(TrainingWords.number(largest)) in size"
      if let before {
        let was = self.largest(before.parameters, layer)
        sentence += "; \(before.when) the largest was \(TrainingWords.number(was))"
      }
      if bins.zeros > 0 {
        sentence += "; \(bins.zeros) of \(layer.weights.count) are exactly 0"
      }
      sentences.append(sentence + ".")
    }
    if !sentences.isEmpty {
      sentences.insert(
        "The axis has the signs; the largest is the one farthest from 0, whatever its sign.", at: 0)
    }
    if training.stepCount == 0 { sentences.append("Nothing has been trained yet.") }
    return sentences.joined(separator: " ")
  }

  private func largest(_ parameters: [Float], _ layer: LayerLayout) -> Double {
    parameters[layer.weights].reduce(0) { max($0, abs(Double($1))) }
  }
}
