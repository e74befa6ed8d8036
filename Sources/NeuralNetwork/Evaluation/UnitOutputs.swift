// What single hidden units put out for rows of inputs, for pictures of what each of them has learned.
import CKernels
import Datasets
import Numerics

/// A hidden unit. Layers and units count from 0.
package struct UnitPlace: Hashable, Sendable {
  package let layer: Int
  package let unit: Int

  package init(layer: Int, unit: Int) { (self.layer, self.unit) = (layer, unit) }
}

/// For each of the units one number a row, after its activation and without dropout.
/// Before each block of rows `checkStop` is asked.
///
/// - Parameters:
///   - units: of hidden layers there are.
///   - inputs: row after row.
package func unitOutputs<Failure: Error>(
  of units: [UnitPlace], inputs: [Float], shape: NetworkShape, parameters: [Float],
  kernels: KernelSet = .best, checkStop: () throws(Failure) -> Void
) throws(Failure) -> [[Float]] {
  guard let table = kernels.table else { preconditionFailure("kernel set not supported") }
  precondition(parameters.count == shape.parameterCount, "parameters do not fit the shape")
  precondition(
    units.allSatisfy {
      shape.hidden.indices.contains($0.layer)
        && (0..<shape.hidden[$0.layer].units).contains($0.unit)
    }, "there is no such hidden unit")
  let rows = inputs.count / shape.inputs
  var outputs = units.map { _ in [Float](repeating: 0, count: rows) }
  let passes = NetworkPasses(shape: shape, kernels: table, rows: rows, training: false)
  try inputs.withUnsafeBufferPointer { inputs throws(Failure) in
    try parameters.withUnsafeBufferPointer { parameters throws(Failure) in
      guard let inputs = inputs.baseAddress, let parameters = parameters.baseAddress else { return }
      for first in stride(from: 0, to: rows, by: passes.blockRows) {
        try checkStop()
        let count = min(passes.blockRows, rows - first)
        _ = passes.forward(
          inputs: inputs + first * shape.inputs, rows: 0..<count, parameters: parameters)
        for (index, place) in units.enumerated() {
          let layer = passes.outputs(ofLayer: place.layer)
          let width = shape.layers[place.layer].units
          for row in 0..<count { outputs[index][first + row] = layer[row * width + place.unit] }
        }
      }
    }
  }
  return outputs
}
