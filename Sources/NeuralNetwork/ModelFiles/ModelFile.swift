// Networks in safetensors files: `layers.0.weight` ([units, inputs]) and `layers.0.bias`, hidden layers
// first, and what each optimizer remembers of every parameter under
// `optimizer.adam.first_moment.layers.0.weight`; the same once more under `best.` for the best epoch of
// a run that is watched, and the digests of the rows under `data.`. PyTorch, NumPy and Netron open them.
// Here they are read.

import Datasets
import Files
import Text

/// A model file that was opened and found sound; its tensors are read when a network asks for them.
package struct ModelFile {
  package let description: ModelDescription
  private let header: SafetensorsHeader
  private let start: Int
  private let source: ModelBytes
  /// Where in the header each tensor stands, by name.
  private let places: [String: Int]

  /// Checks everything but the values. Errors: those of `ModelBytes`, and `model-truncated`,
  /// `model-bad-header`, `model-dtype`, `model-overlap`.
  package init(_ source: ModelBytes) throws(ModelFileError) {
    (header, start) = try SafetensorsHeader.read(source)
    description = try ModelDescription(header)
    self.source = source
    var places: [String: Int] = [:]
    for (place, tensor) in header.tensors.enumerated() { places[tensor.name] = place }
    self.places = places
    if let preparation = description.preparation, let inputs = sizes?.first,
      preparation.inputCount != inputs
    {
      throw .preparation(
        "it makes \(counted(preparation.inputCount, "input")), and the network has \(inputs)")
    }
  }

  /// What a file gives a session.
  package struct Contents: Equatable, Sendable {
    package var state: TrainingState
    /// Values that are infinite or not numbers; training stops at once where there are some.
    package var nonFiniteCount: Int
    /// Whether the file holds what an optimizer remembers.
    package var hasOptimizerState: Bool
    /// The best epoch so far of a run that is watched.
    package var earlyStopping: EarlyStopping?
    /// The rows the network was trained on; nil when the file does not say.
    package var rows: RowParts?
  }

  /// Inputs, hidden units and outputs as the tensors' shapes say; nil when they are no network.
  package var sizes: [Int]? {
    var sizes: [Int] = []
    while let tensor = tensor("layers.\(max(0, sizes.count - 1)).weight") {
      guard tensor.shape.count == 2 else { return nil }
      if sizes.isEmpty { sizes.append(tensor.shape[1]) }
      guard tensor.shape[1] == sizes.last else { return nil }
      sizes.append(tensor.shape[0])
    }
    return sizes.count > 1 && sizes.allSatisfy { $0 > 0 } ? sizes : nil
  }

  /// The hidden layers the file describes; nil when it does not say both sizes and activations.
  package var hidden: [HiddenLayer]? {
    guard let sizes, let activations = description.activations,
      activations.count == sizes.count - 2
    else { return nil }
    return zip(sizes.dropFirst(), activations).map { HiddenLayer(units: $0, activation: $1) }
  }

  /// The network in this file, in training as it was saved.
  /// Errors: `model-names`, `model-shape`, `model-without-metadata` and `model-activations` when the file holds another
  /// network, `model-bad-header` and those of reading. Nothing is allocated before all is checked.
  package func contents(for shape: NetworkShape) throws(ModelFileError) -> Contents {
    let memories = memories(behind: "")
    let watch = try SavedEarlyStopping(header)
    var prefixes = [""] + memories.map(\.prefix)
    if watch?.best != nil {
      let best = SavedEarlyStopping.prefix
      prefixes += [best] + self.memories(behind: best).map { best + $0.prefix }
    }
    try check(shape, prefixes: prefixes)
    var nonFinite = 0
    let parameters = try values(for: shape, prefix: "", &nonFinite)
    var state = TrainingState(shape: shape, parameters: parameters)
    state.optimizer = try optimizer(for: shape, behind: "", &nonFinite)
    try ModelDescription.readCounts(header, into: &state)
    let earlyStopping = try earlyStopping(watch, shape, &nonFinite)
    if let best = earlyStopping?.best, best.parameters == parameters, !best.isPlace(of: state) {
      state.weightsEpoch = best.epoch
    }
    let rows = try SavedRows.read(header.tensors) { tensor throws(ModelFileError) in
      try source.integers(
        at: start + tensor.place.lowerBound, count: tensor.place.count / MemoryLayout<Int64>.size)
    }
    return Contents(
      state: state, nonFiniteCount: nonFinite, hasOptimizerState: !memories.isEmpty,
      earlyStopping: earlyStopping, rows: rows)
  }

  /// What optimizers remember in this file, of the weights whose names begin like this.
  private func memories(behind prefix: String) -> [SavedSlot] {
    SavedSlot.all.filter { slot in
      header.tensors.contains { $0.name.hasPrefix(prefix + slot.prefix) }
    }
  }

  private func optimizer(
    for shape: NetworkShape, behind prefix: String, _ nonFinite: inout Int
  ) throws(ModelFileError) -> OptimizerState {
    var state = OptimizerState()
    for slot in memories(behind: prefix) {
      state[slot.optimizer].slots[slot.place] = try values(
        for: shape, prefix: prefix + slot.prefix, &nonFinite)
    }
    return state
  }

  private func earlyStopping(
    _ saved: SavedEarlyStopping?, _ shape: NetworkShape, _ nonFinite: inout Int
  ) throws(ModelFileError) -> EarlyStopping? {
    guard let saved else { return nil }
    var watch = EarlyStopping(patience: saved.patience, epochsSinceBest: saved.epochsSinceBest)
    if let best = saved.best {
      let prefix = SavedEarlyStopping.prefix
      let parameters = try values(for: shape, prefix: prefix, &nonFinite)
      var optimizer = try optimizer(for: shape, behind: prefix, &nonFinite)
      best.counts.set(in: &optimizer)
      watch = EarlyStopping(
        patience: saved.patience,
        best: .init(
          loss: best.loss, epoch: best.epoch, parameters: parameters, optimizer: optimizer),
        epochsSinceBest: saved.epochsSinceBest)
    }
    return watch
  }

  private func tensor(_ name: String) -> SafetensorsHeader.Tensor? {
    places[name].map { header.tensors[$0] }
  }

  // MARK: Checking

  private func check(_ shape: NetworkShape, prefixes: [String]) throws(ModelFileError) {
    if let activations = description.activations {
      let own = shape.hidden.map(\.activation)
      guard activations == own || activations.count != own.count else {
        throw ModelFileError(
          id: "model-activations",
          message: "the file's hidden layers are \(listed(activations)), and the network's are "
            + listed(own),
          suggestion: layersCommand)
      }
    }
    let wanted = prefixes.flatMap { modelTensors(of: shape, prefix: $0) }
    var found: [String: [Int]] = [:]
    for tensor in header.tensors where !SavedRows.names.contains(tensor.name) {
      found[tensor.name] = tensor.shape
    }
    for tensor in wanted {
      guard let there = found.removeValue(forKey: tensor.name) else {
        throw mismatch("model-names", "the file has no tensor `\(tensor.name)`", shape)
      }
      guard there == tensor.shape else {
        throw mismatch(
          "model-shape",
          "`\(tensor.name)` is \(there) in the file and \(tensor.shape) in the network", shape)
      }
    }
    // In the file's order, so that the message does not depend on the table's.
    if let extra = header.tensors.first(where: { found[$0.name] != nil }) {
      guard !header.metadata.isEmpty || sizes != [shape.inputs] + shape.layers.map(\.units) else {
        throw ModelFileError(
          id: "model-without-metadata",
          message: "the file's metadata is missing, which would say what "
            + "\(quotedForMessage(extra.name)) is",
          suggestion: "a copy of the file with its metadata, as `model save` wrote it")
      }
      throw mismatch(
        "model-names", "the network has no tensor \(quotedForMessage(extra.name))", shape)
    }
  }

  private func mismatch(
    _ id: String, _ message: String, _ shape: NetworkShape
  ) -> ModelFileError {
    let own = sizeText([shape.inputs] + shape.layers.map(\.units))
    guard let sizes else { return ModelFileError(id: id, message: message) }
    return ModelFileError(
      id: id, message: "\(message): it holds a network \(sizeText(sizes)), and this is \(own)",
      suggestion: sizes.first == shape.inputs && sizes.last == shape.outputs
        ? layersCommand : "choose the data it was trained on")
  }

  /// What to type for a network like the file's.
  private var layersCommand: String? {
    guard let hidden else { return nil }
    if hidden.isEmpty { return "`layers none`" }
    return
      "`layers \(hidden.map { "\($0.units) \($0.activation.rawValue)" }.joined(separator: " "))`"
  }

  private func listed(_ activations: [Activation]) -> String {
    activations.map(\.rawValue).joined(separator: ", ")
  }

  private func sizeText(_ sizes: [Int]) -> String {
    sizes.map(String.init).joined(separator: "-")
  }

  // MARK: Values

  /// The values of all layers in the order of the flat array of parameters.
  private func values(
    for shape: NetworkShape, prefix: String, _ nonFinite: inout Int
  ) throws(ModelFileError) -> [Float] {
    var values: [Float] = []
    values.reserveCapacity(shape.parameterCount)
    for (layer, names) in zip(shape.layers, layerNames(shape, prefix: prefix)) {
      // The file's rows are units, ours are inputs.
      values += turned(try floats(names.weight), rows: layer.units, columns: layer.inputs)
      values += try floats(names.bias)
    }
    nonFinite += values.count { !$0.isFinite }
    return values
  }

  private func floats(_ name: String) throws(ModelFileError) -> [Float] {
    guard let tensor = tensor(name) else { throw .header("`\(name)` is missing") }
    return try source.floats(
      at: start + tensor.place.lowerBound, count: tensor.place.count / MemoryLayout<Float>.size)
  }
}
