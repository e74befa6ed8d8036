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

  init(_ gradient: [Float], _ layer: LayerLayout) {
    self.layer = layer.index
    weights = layer.weights.count
    every = max(1, (weights + Self.most - 1) / Self.most)
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
