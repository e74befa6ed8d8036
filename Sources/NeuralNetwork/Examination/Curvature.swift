// How sharply the loss bends where a network is. The largest curvature limits the learning rate:
// gradient descent on a bowl of curvature λ stays in it only while lr < 2/λ (Goodfellow, Bengio and
// Courville, "Deep Learning", section 4.3; Cohen and others, "Gradient descent on neural networks
// typically occurs at the edge of stability", ICLR 2021).
import Datasets

/// The slope and the curvature of the data loss at one set of weights, over some rows.
package struct Curvature: Equatable, Sendable {
  /// Rows measured on.
  package let rows: Int
  /// √Σg² of the data loss's gradient.
  package let gradientNorm: Double
  /// The largest eigenvalue of the data loss's Hessian; nil where none above 0 was found.
  package let largest: Double?
}

/// Measures on at most 256 rows, evenly spaced; fewer where the network is large. Dropout, penalties
/// and clipping are left out.
///
/// The eigenvalue comes from power iterations, the Hessian's products with a vector from differences
/// of gradients. It grows toward the true value as the iterations go on, so it is a lower bound but
/// for rounding, mostly within a few percent.
/// - Parameter checkStop: asked before each pass.
/// - Returns: nil if a gradient is not finite or the network is too large to be measured quickly.
package func measureCurvature<Failure: Error>(
  examples: Examples, loss: Loss, shape: NetworkShape, parameters: [Float],
  kernels: KernelSet = .best, checkStop: () throws(Failure) -> Void
) throws(Failure) -> Curvature? {
  let rows = min(examples.count, 256, 30_000_000 / shape.parameterCount)
  guard rows >= min(examples.count, 8) else { return nil }
  let probe = FullGradient(
    examples: examples.spread(rows), loss: loss, shape: shape, kernels: kernels)
  guard let gradient = try probe.gradient(at: parameters, checkStop) else { return nil }
  return Curvature(
    rows: rows, gradientNorm: length(gradient),
    largest: try probe.largestEigenvalue(at: parameters, from: gradient, checkStop))
}

extension Examples {
  /// So many rows, evenly spaced; all there are if they are not more.
  package func spread(_ rows: Int) -> Examples {
    guard rows < count else { return self }
    return subset((0..<rows).map { $0 * count / rows })
  }
}

extension FullGradient {
  private static var iterations: Int { 40 }

  fileprivate func largestEigenvalue<Failure: Error>(
    at parameters: [Float], from start: [Float], _ checkStop: () throws(Failure) -> Void
  ) throws(Failure) -> Double? {
    var direction = start
    var found: Double?
    for _ in 0..<Self.iterations {
      guard let product = try hessianProduct(direction, at: parameters, checkStop) else {
        return nil
      }
      // The direction has length 1 now, so this is Rayleigh's quotient.
      let value = zip(product.direction, product.image).reduce(0.0) {
        $0 + Double($1.0) * Double($1.1)
      }
      guard value.isFinite else { return nil }
      let change = abs(value - (found ?? 0))
      found = max(found ?? value, value)
      if change <= 5e-4 * abs(value) { break }
      direction = product.image
    }
    return found.flatMap { $0 > 0 ? $0 : nil }
  }

  /// The direction brought to length 1, and the Hessian times it, by a central difference whose reach
  /// shrinks with the size of the inputs: they multiply what a weight's change does.
  private func hessianProduct<Failure: Error>(
    _ direction: [Float], at parameters: [Float], _ checkStop: () throws(Failure) -> Void
  ) throws(Failure) -> (direction: [Float], image: [Float])? {
    let size = length(direction)
    guard size > 0, size.isFinite else { return nil }
    let unit = direction.map { Float(Double($0) / size) }
    let reach = Float(0.01 / max(1, inputSize))
    guard let up = try gradient(at: zip(parameters, unit).map { $0 + reach * $1 }, checkStop),
      let down = try gradient(at: zip(parameters, unit).map { $0 - reach * $1 }, checkStop)
    else { return nil }
    return (unit, zip(up, down).map { ($0 - $1) / (2 * reach) })
  }

  /// The root of the mean of a row's Σx².
  private var inputSize: Double {
    (squareSum(examples.inputs) / Double(max(1, examples.count))).squareRoot()
  }
}

private func squareSum(_ values: [Float]) -> Double {
  values.reduce(0.0) { $0 + Double($1) * Double($1) }
}

private func length(_ values: [Float]) -> Double { squareSum(values).squareRoot() }
