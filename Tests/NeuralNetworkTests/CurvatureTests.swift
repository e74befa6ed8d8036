import Datasets
import NeuralNetwork
import Numerics
import Testing

/// The largest curvature against Hessians that can be written down, in Double.
@Suite struct CurvatureTests {
  private struct Linear {
    var inputs: [Float] = []
    var values: [Float] = []
    let width = 3

    init(rows: Int) {
      var random = RandomStream(seed: 7, purpose: .data)
      for _ in 0..<rows {
        for column in 0..<width {
          inputs.append(Float(random.uniform() * 2 - 1) * Float(column + 1) + 0.5)
        }
        values.append(Float(random.uniform()))
      }
    }

    /// 2/n · Σ x̃x̃ᵀ with x̃ = (x, 1): the squared error's Hessian, whatever the weights.
    var largestEigenvalue: Double {
      let rows = values.count
      let size = width + 1
      var hessian = [[Double]](repeating: [Double](repeating: 0, count: size), count: size)
      for row in 0..<rows {
        let x = inputs[row * width..<(row + 1) * width].map(Double.init) + [1]
        for i in 0..<size {
          for j in 0..<size { hessian[i][j] += 2 * x[i] * x[j] / Double(rows) }
        }
      }
      var vector = [Double](repeating: 1, count: size)
      var value = 0.0
      for _ in 0..<1000 {
        let next = hessian.map { line in zip(line, vector).reduce(0) { $0 + $1.0 * $1.1 } }
        value = next.reduce(0) { $0 + $1 * $1 }.squareRoot()
        vector = next.map { $0 / value }
      }
      return value
    }
  }

  @Test func squaredErrorOfALine() throws {
    let line = Linear(rows: 60)
    let shape = NetworkShape(inputs: 3, hidden: [], outputs: 1)
    let examples = Examples(inputs: line.inputs, inputCount: 3, targets: .values(line.values))
    let parameters: [Float] = [0.5, -1, 2, 0.25]
    let measured = try #require(
      measureCurvature(
        examples: examples, loss: .squaredError, shape: shape, parameters: parameters,
        checkStop: neverStops))
    let largest = try #require(measured.largest)
    #expect(abs(largest / line.largestEigenvalue - 1) < 0.005)
    var gradient = [Double](repeating: 0, count: 4)
    for (row, value) in line.values.enumerated() {
      let x = line.inputs[row * 3..<row * 3 + 3].map(Double.init) + [1]
      let error = zip(x, parameters).reduce(-Double(value)) { $0 + $1.0 * Double($1.1) }
      for (place, input) in x.enumerated() {
        gradient[place] += 2 * error * input / Double(line.values.count)
      }
    }
    let norm = gradient.reduce(0) { $0 + $1 * $1 }.squareRoot()
    #expect(abs(measured.gradientNorm / norm - 1) < 1e-5)
    #expect(measured.rows == 60)
  }

  @Test func rowsAreSpread() throws {
    let line = Linear(rows: 1000)
    let examples = Examples(inputs: line.inputs, inputCount: 3, targets: .values(line.values))
    let spread = examples.spread(4)
    #expect(spread.targets == examples.subset([0, 250, 500, 750]).targets)
    #expect(examples.spread(2000) == examples)
    let measured = measureCurvature(
      examples: examples, loss: .squaredError,
      shape: NetworkShape(inputs: 3, hidden: [], outputs: 1), parameters: [0, 0, 0, 0],
      checkStop: neverStops)
    #expect(measured?.rows == 256)
  }

  @Test func nothingIsMeasuredWhereNothingIsFinite() {
    let line = Linear(rows: 20)
    let examples = Examples(inputs: line.inputs, inputCount: 3, targets: .values(line.values))
    let shape = NetworkShape(inputs: 3, hidden: [], outputs: 1)
    #expect(
      measureCurvature(
        examples: examples, loss: .squaredError, shape: shape,
        parameters: [3e38, 3e38, 3e38, 3e38], checkStop: neverStops) == nil)
  }
}
