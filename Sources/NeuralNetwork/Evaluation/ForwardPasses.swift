// Rows through the network, a block at a time, for whoever wants to see what the hidden units put out.
import CKernels
import Datasets

/// Takes all rows forward, without dropout. Before each block of rows `checkStop` is asked.
///
/// - Parameter look: is given the passes after each block and its number of rows; false ends it.
func forwardPasses<Failure: Error>(
  over examples: Examples, shape: NetworkShape, parameters: [Float], kernels: KernelSet,
  checkStop: () throws(Failure) -> Void, look: (NetworkPasses, Int) -> Bool
) throws(Failure) {
  guard let table = kernels.table else { preconditionFailure("kernel set not supported") }
  precondition(parameters.count == shape.parameterCount, "parameters do not fit the shape")
  let passes = NetworkPasses(shape: shape, kernels: table, rows: 128, training: false)
  let gathered = FloatBuffer(count: passes.blockRows * shape.inputs)
  try examples.withPointers { pointers throws(Failure) in
    try parameters.withUnsafeBufferPointer { parameters throws(Failure) in
      guard let start = parameters.baseAddress else { return }
      for first in stride(from: 0, to: examples.count, by: passes.blockRows) {
        try checkStop()
        let rows = min(passes.blockRows, examples.count - first)
        var inputs = pointers.inputs.inPlace(first, width: shape.inputs)
        if inputs == nil {
          pointers.inputs.gather(
            first, count: rows, width: shape.inputs, order: nil, to: gathered.start)
          inputs = UnsafePointer(gathered.start)
        }
        guard let inputs else { return }
        _ = passes.forward(inputs: inputs, rows: 0..<rows, parameters: start)
        guard look(passes, rows) else { return }
      }
    }
  }
}
