// How large the gradients of a layer's weights are: the half in the middle, and between which sizes most lie.
import NeuralNetwork

struct LayerGradients {
  /// 0 for the first hidden layer.
  let layer: Int
  let weights: Int
  /// Of those whose gradient is not 0, by size; nil where all are 0.
  let spread: (tenth: Double, median: Double, ninetieth: Double)?
  /// Exactly 0.
  let zeros: Int
  /// Of every so many weights one was looked at.
  let every: Int

  /// So many are sorted in some hundredths of a second.
  private static let most = 200_000

  /// Without a divisor in common with the number of units, so that weights into all of them are looked at.
  private static func stride(of layer: LayerLayout) -> Int {
    var every = max(1, (layer.weights.count + most - 1) / most)
    func divisor(_ one: Int, _ other: Int) -> Int {
      other == 0 ? one : divisor(other, one % other)
    }
    while divisor(every, layer.units) > 1 { every += 1 }
    return every
  }

  init(_ gradient: [Float], _ layer: LayerLayout) {
    self.layer = layer.index
    weights = layer.weights.count
    every = Self.stride(of: layer)
    var sizes: [Double] = []
    var zeros = 0
    for place in layer.weights {
      let size = abs(Double(gradient[place]))
      if size == 0 {
        zeros += 1
      } else if (place - layer.weights.lowerBound) % every == 0 {
        sizes.append(size)
      }
    }
    self.zeros = zeros
    sizes.sort()
    func size(_ share: Double) -> Double { sizes[Int(Double(sizes.count - 1) * share)] }
    spread = sizes.isEmpty ? nil : (size(0.1), size(0.5), size(0.9))
  }
}
