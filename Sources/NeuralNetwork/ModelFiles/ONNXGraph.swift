// A graph of ONNX operators while it is put together, and the model around it. Only this file knows the
// field numbers, which are those of onnx.proto (github.com/onnx/onnx).

/// Operators in the order in which they are computed, and the tensors that they take.
struct ONNXGraph {
  private var nodes: [ProtobufMessage] = []
  private var tensors: [ProtobufMessage] = []

  /// What goes in or comes out: rows of so many 32-bit numbers.
  struct Port {
    var name: String
    var width: Int
    var note: String
  }

  enum Attribute {
    case integer(String, Int)
    case float(String, Float)
  }

  /// Of 2022: what is newer would be read by fewer programs and have nothing that is needed here.
  private static let operatorSet = 17
  private static let formatVersion = 8
  /// TensorProto.DataType
  fileprivate static let float32 = 1

  /// An operator whose result has a name.
  /// - Returns: the name.
  mutating func apply(
    _ operation: String, _ inputs: [String], _ attributes: [Attribute] = [], as output: String
  ) -> String {
    append(operation, inputs, attributes, outputs: [output])
    return output
  }

  /// Columns in equal parts.
  mutating func split(_ values: String, as outputs: [String]) {
    append("Split", [values], [.integer("axis", 1)], outputs: outputs)
  }

  private mutating func append(
    _ operation: String, _ inputs: [String], _ attributes: [Attribute], outputs: [String]
  ) {
    nodes.append(
      ProtobufMessage(
        inputs.map { .text(1, $0) } + outputs.map { .text(2, $0) } + [
          .text(3, outputs.joined(separator: " ")), .text(4, operation),
        ] + attributes.map { .message(5, $0.message) }))
  }

  mutating func tensor(
    _ name: String, _ shape: [Int], _ values: @escaping () -> [Float]
  ) -> String {
    tensors.append(
      ProtobufMessage(
        shape.map { .integer(1, $0) } + [
          .integer(2, Self.float32), .text(8, name),
          .floats(9, count: shape.reduce(1, *), values),
        ]))
    return name
  }

  mutating func tensor(_ name: String, _ values: [Float]) -> String {
    tensor(name, [values.count]) { values }
  }

  /// The whole file.
  func model(
    from input: Port, to output: Port, note: String, metadata: [(name: String, text: String)]
  ) -> ProtobufMessage {
    let graph = ProtobufMessage(
      nodes.map { .message(1, $0) } + [.text(2, "network")] + tensors.map { .message(5, $0) } + [
        .message(11, input.message), .message(12, output.message),
      ])
    let operators = ProtobufMessage([.text(1, ""), .integer(2, Self.operatorSet)])
    return ProtobufMessage(
      [
        .integer(1, Self.formatVersion), .text(2, "descent"), .text(6, note), .message(7, graph),
        .message(8, operators),
      ]
        + metadata.map {
          .message(14, ProtobufMessage([.text(1, $0.name), .text(2, $0.text)]))
        })
  }
}

extension ONNXGraph.Port {
  fileprivate var message: ProtobufMessage {
    // The number of rows has a name, since it may be any.
    let dimensions = ProtobufMessage([
      .message(1, ProtobufMessage([.text(2, "rows")])),
      .message(1, ProtobufMessage([.integer(1, width)])),
    ])
    let tensor = ProtobufMessage([.integer(1, ONNXGraph.float32), .message(2, dimensions)])
    return ProtobufMessage([
      .text(1, name), .message(2, ProtobufMessage([.message(1, tensor)])), .text(3, note),
    ])
  }
}

extension ONNXGraph.Attribute {
  fileprivate var message: ProtobufMessage {
    switch self {
    case .float(let name, let value):
      ProtobufMessage([.text(1, name), .float(2, value), .integer(20, 1)])
    case .integer(let name, let value):
      ProtobufMessage([.text(1, name), .integer(3, value), .integer(20, 2)])
    }
  }
}
