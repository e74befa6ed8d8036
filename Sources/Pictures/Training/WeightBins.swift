// The weights of a layer, counted by size: bins around 0, of which the middle one has what is at 0 or next to it.
import NeuralNetwork

struct WeightBins {
  /// The left edge of each bin.
  let edges: [Double]
  let width: Double
  private(set) var now: [Int]
  /// Nil where nobody knows what they were before training.
  private(set) var before: [Int]?
  private(set) var zeros = 0
  private(set) var notFinite = 0

  /// An odd number, so that one is in the middle; panels have two columns for each in a window of 80.
  static let count = 15

  init(_ weights: ArraySlice<Float>, before: ArraySlice<Float>?) {
    let sizes = [weights, before ?? []].joined().lazy.map(abs).filter(\.isFinite)
    let most = Double(sizes.max() ?? 0)
    width = (most > 0 ? 2 * most : 1) / Double(Self.count)
    let (start, width) = (-0.5 * width * Double(Self.count), width)
    edges = (0..<Self.count).map { start + Double($0) * width }
    (now, self.before) = ([], nil)
    now = counts(weights)
    self.before = before.map(counts)
    zeros = weights.count { $0 == 0 }
    notFinite = weights.count { !$0.isFinite }
  }

  private func counts(_ weights: ArraySlice<Float>) -> [Int] {
    var counts = [Int](repeating: 0, count: Self.count)
    for weight in weights where weight.isFinite {
      // From the middle, so that a weight and its opposite are as far from it.
      let from = (Double(weight) / width).rounded()
      counts[min(Self.count - 1, max(0, Self.count / 2 + Int(from)))] += 1
    }
    return counts
  }
}
