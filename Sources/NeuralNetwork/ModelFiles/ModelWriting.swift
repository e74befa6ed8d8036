// Writing a model file: the header with the place of each tensor, then the values in that order.

import Datasets
import Files
import Text

/// Writes a network in training to a file, which appears whole or not at all.
/// - Parameters:
///   - earlyStopping: what was best, if the run is watched.
///   - rows: those the network was trained on, where that is known.
/// - Returns: the file's size in bytes.
/// Error: `model-unwritable`, `model-header-too-long`.
package func saveModel(
  _ state: TrainingState, _ description: ModelDescription, earlyStopping: EarlyStopping? = nil,
  rows: RowParts? = nil, to path: String
) throws(ModelFileError) -> Int {
  var arrays = savedArrays(state.parameters, state.optimizer, prefix: "")
  if let best = earlyStopping?.best {
    arrays += savedArrays(best.parameters, best.optimizer, prefix: SavedEarlyStopping.prefix)
  }
  let rows = rows.map(SavedRows.tensors) ?? []
  let metadata =
    description.metadata(of: state) + (earlyStopping.map(SavedEarlyStopping.metadata) ?? [])
  let header = SafetensorsHeader(
    metadata: metadata,
    tensors: savedTensors(of: state.shape, rows: rows, prefixes: arrays.map(\.prefix))
  ).bytes
  guard header.count <= SafetensorsHeader.longest else {
    throw ModelFileError(
      id: "model-header-too-long",
      message: "the names of \(counted(state.shape.layers.count, "layer")) and of all columns, "
        + "categories and classes are longer than a model file's header may be",
      suggestion: "fewer layers, or data with fewer categories")
  }
  do throws(FileError) {
    let file = try ReplacingFile(path: path)
    try file.write(header)
    for (_, digests) in rows { try file.write(digests) }
    for (_, values) in arrays { try file.write(values, of: state.shape) }
    try file.commit()
    return file.count
  } catch {
    throw .unwritable(path, error)
  }
}

/// A file's tensors, each where the one before it ends.
private func savedTensors(
  of shape: NetworkShape, rows: [(String, [Int64])], prefixes: [String]
) -> [SafetensorsHeader.Tensor] {
  var tensors: [SafetensorsHeader.Tensor] = []
  var end = 0
  func append(_ name: String, _ dtype: String, _ shape: [Int], size: Int) {
    let bytes = shape.reduce(size, *)
    tensors.append(.init(name: name, dtype: dtype, shape: shape, place: end..<end + bytes))
    end += bytes
  }
  // Before the 32-bit numbers, so that they lie at multiples of their size.
  for (name, digests) in rows {
    append(name, "I64", [digests.count], size: MemoryLayout<Int64>.size)
  }
  for prefix in prefixes {
    for (name, shape) in modelTensors(of: shape, prefix: prefix) {
      append(name, "F32", shape, size: MemoryLayout<Float>.size)
    }
  }
  return tensors
}

extension ReplacingFile {
  /// Writes the values of all layers, whose rows are units in a file and inputs here.
  fileprivate func write(_ values: [Float], of shape: NetworkShape) throws(FileError) {
    for layer in shape.layers {
      try write(turned(Array(values[layer.weights]), rows: layer.inputs, columns: layer.units))
      try write(Array(values[layer.biases]))
    }
  }
}

/// Parameters and what optimizers remember of them, each with how its tensors' names begin.
private func savedArrays(
  _ parameters: [Float], _ optimizer: OptimizerState, prefix: String
) -> [(prefix: String, values: [Float])] {
  [(prefix, parameters)]
    + SavedSlot.all.map { (prefix + $0.prefix, optimizer[$0.optimizer].slots[$0.place]) }
    .filter { !$0.1.isEmpty }
}
