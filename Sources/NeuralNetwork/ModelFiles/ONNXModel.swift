// A network as an ONNX model, for programs that know nothing of descent: values go in as they stand in the
// data, and probabilities or a number in the target's own units come out. How rows are prepared, features
// included, is part of the graph.
import Datasets
import Files
import JSON
import Text

package struct ONNXModel {
  /// Of the values of a row: a column of numbers is one, a category one for each of its names.
  package let inputNames: [String]
  /// The classes, or the target.
  package let outputNames: [String]
  /// Columns whose values 32-bit numbers, as they go in, round by more than a hundredth of their deviation.
  package let roundedColumns: [String]
  private let message: ProtobufMessage

  /// - Parameter preparation: how rows became what the network sees.
  /// Error: `onnx-too-large`.
  package init(
    _ state: TrainingState, loss: Loss, _ preparation: DataPreparation,
    _ description: ModelDescription
  ) throws(ModelFileError) {
    inputNames = preparation.inputColumns.flatMap(\.inputNames)
    roundedColumns = preparation.columns.filter(\.isRoundedByFloats).map(\.name)
    let classes: [String]? =
      if case .classes(let classes) = preparation.target { classes } else { nil }
    outputNames = classes ?? [preparation.targetName]
    var graph = ONNXGraph()
    let seen = graph.prepare("inputs", preparation)
    let name = classes == nil ? "prediction" : "probabilities"
    graph.network(state, loss: loss, preparation, of: seen, as: name)
    let order = inputNames.joined(separator: ", ")
    message = graph.model(
      from: .init(
        name: "inputs", width: inputNames.count, note: "in the data's own units: \(order)"),
      to: .init(
        name: name, width: outputNames.count, note: outputNames.joined(separator: ", ")),
      note: "A network trained by descent. Its metadata say what its inputs and outputs are.",
      metadata: [
        ("inputs", JSONValue.strings(inputNames).text),
        ("outputs", JSONValue.strings(outputNames).text),
      ] + description.metadata(of: state))
    guard message.count <= Int(Int32.max) else {
      throw ModelFileError(
        id: "onnx-too-large",
        message: "an ONNX file has at most \(Int32.max) bytes, and this one would have "
          + String(message.count),
        suggestion: "`model save` writes networks of any size")
    }
  }

  /// Writes the file, which appears whole or not at all.
  /// - Returns: its size in bytes.
  /// Error: `model-unwritable`.
  package func write(to path: String) throws(ModelFileError) -> Int {
    do throws(FileError) {
      let file = try ReplacingFile(path: path)
      try message.write(to: file)
      try file.commit()
      return file.count
    } catch {
      throw .unwritable(path, error)
    }
  }
}

extension DataPreparation {
  var targetScale: Standardization.Scale? {
    if case .number(let scale) = target { scale } else { nil }
  }
}

extension DataPreparation.Column {
  /// Whether values lie so far from 0 that 32-bit numbers may round them by a hundredth of their standard
  /// deviation.
  fileprivate var isRoundedByFloats: Bool {
    guard case .number(let scale?) = kind else { return false }
    return Double(Float(scale.mean).ulp) / 2 > scale.deviation / 100
  }
}
