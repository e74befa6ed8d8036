// An ONNX file read by the letters of its wire format and computed in double precision, by nothing that wrote
// it: what the file says is what comes out here.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A message of protocol buffers; throws what no writer may write.
struct WireMessage {
  struct Broken: Error {}

  /// Numbers and bytes by field, in the order in which they stand.
  private(set) var numbers: [Int: [UInt64]] = [:]
  private(set) var contents: [Int: [[UInt8]]] = [:]

  init(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let key = try Self.varint(&rest)
      let field = Int(key >> 3)
      switch key & 7 {
      case 0: numbers[field, default: []].append(try Self.varint(&rest))
      case 2:
        let count = Int(try Self.varint(&rest))
        contents[field, default: []].append(try Self.taken(count, from: &rest))
      case 5: numbers[field, default: []].append(Self.little(try Self.taken(4, from: &rest)))
      default: throw Broken()
      }
    }
  }

  private static func varint(_ rest: inout ArraySlice<UInt8>) throws -> UInt64 {
    var value: UInt64 = 0
    for place in 0..<10 {
      guard let byte = rest.popFirst() else { throw Broken() }
      value |= UInt64(byte & 0x7F) << (7 * place)
      if byte < 0x80 { return value }
    }
    throw Broken()
  }

  private static func taken(_ count: Int, from rest: inout ArraySlice<UInt8>) throws -> [UInt8] {
    guard count <= rest.count else { throw Broken() }
    defer { rest = rest.dropFirst(count) }
    return Array(rest.prefix(count))
  }

  static func little(_ bytes: [UInt8]) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  func number(_ field: Int) -> Int {
    numbers[field]?.first.map { Int(truncatingIfNeeded: $0) } ?? 0
  }
  func messages(_ field: Int) throws -> [WireMessage] {
    try (contents[field] ?? []).map { try WireMessage($0) }
  }
  func texts(_ field: Int) -> [String] {
    (contents[field] ?? []).map { String(decoding: $0, as: UTF8.self) }
  }
  func text(_ field: Int) -> String { texts(field).first ?? "" }
}

struct ONNXReader {
  struct Node {
    var operation: String
    var inputs: [String]
    var outputs: [String]
    /// A fraction by its bits.
    var attributes: [String: Int]
  }

  struct Port: Equatable {
    var name: String
    var width: Int
  }

  /// What ONNX calls the only type of numbers that is understood here.
  private static let float32 = 1

  let operatorSet: Int
  let metadata: [String: String]
  let nodes: [Node]
  /// Rows of numbers, by name.
  let tensors: [String: (shape: [Int], values: [Double])]
  let inputs: [Port]
  let outputs: [Port]

  init(_ bytes: [UInt8]) throws {
    let model = try WireMessage(bytes)
    guard model.number(1) == 8, let graph = try model.messages(7).first else {
      throw WireMessage.Broken()
    }
    operatorSet = try model.messages(8).first?.number(2) ?? 0
    metadata = Dictionary(
      try model.messages(14).map { ($0.text(1), $0.text(2)) },
      uniquingKeysWith: { first, _ in first })
    nodes = try graph.messages(1).map { node in
      let attributes = try node.messages(5).map {
        ($0.text(1), $0.number($0.number(20) == 1 ? 2 : 3))
      }
      return Node(
        operation: node.text(4), inputs: node.texts(1), outputs: node.texts(2),
        attributes: Dictionary(uniqueKeysWithValues: attributes))
    }
    tensors = try Dictionary(
      uniqueKeysWithValues: graph.messages(5).map { tensor in
        let bytes = tensor.contents[9]?.first ?? []
        let shape = (tensor.numbers[1] ?? []).map { Int($0) }
        guard tensor.number(2) == Self.float32, bytes.count == shape.reduce(4, *) else {
          throw WireMessage.Broken()
        }
        let values = stride(from: 0, to: bytes.count, by: 4).map { start in
          let bits = WireMessage.little(Array(bytes[start..<start + 4]))
          return Double(Float(bitPattern: UInt32(bits)))
        }
        return (tensor.text(8), (shape, values))
      })
    inputs = try graph.messages(11).map(Self.port)
    outputs = try graph.messages(12).map(Self.port)
  }

  private static func port(_ message: WireMessage) throws -> Port {
    guard let tensor = try message.messages(2).first?.messages(1).first,
      let dimensions = try tensor.messages(2).first?.messages(1), dimensions.count == 2,
      tensor.number(1) == float32, !dimensions[0].text(2).isEmpty
    else { throw WireMessage.Broken() }
    return Port(name: message.text(1), width: dimensions[1].number(1))
  }

  /// What comes out for one row.
  func outputs(of row: [Double]) throws -> [Double] {
    guard let input = inputs.first, let output = outputs.first, inputs.count == 1,
      outputs.count == 1,
      row.count == input.width
    else { throw WireMessage.Broken() }
    var values = tensors.mapValues(\.values)
    values[input.name] = row
    for node in nodes {
      let inputs = try node.inputs.map { name in
        guard let value = values[name] else { throw WireMessage.Broken() }
        return value
      }
      for (name, result) in zip(node.outputs, try results(of: node, inputs)) {
        guard values[name] == nil else { throw WireMessage.Broken() }
        values[name] = result
      }
    }
    guard let result = values[output.name], result.count == output.width else {
      throw WireMessage.Broken()
    }
    return result
  }

  private func results(of node: Node, _ inputs: [[Double]]) throws -> [[Double]] {
    let first = inputs[0]
    switch node.operation {
    case "Sub": return [pairs(inputs, -)]
    case "Add": return [pairs(inputs, +)]
    case "Mul": return [pairs(inputs, *)]
    case "Div": return [pairs(inputs, /)]
    case "Neg": return [first.map { -$0 }]
    case "IsNaN": return [first.map { $0.isNaN ? 1 : 0 }]
    case "Where": return [first.indices.map { inputs[first[$0] == 1 ? 1 : 2][$0] }]
    case "Exp": return [first.map { exp($0) }]
    case "Sin": return [first.map { sin($0) }]
    case "Erf": return [first.map { erf($0) }]
    case "Relu": return [first.map { max(0, $0) }]
    case "Tanh": return [first.map { tanh($0) }]
    case "Sigmoid": return [first.map { 1 / (1 + exp(-$0)) }]
    case "LeakyRelu":
      let slope = Double(Float(bitPattern: UInt32(node.attributes["alpha"] ?? 0)))
      return [first.map { $0 < 0 ? $0 * slope : $0 }]
    case "Concat" where node.attributes == ["axis": 1]: return [inputs.flatMap(\.self)]
    case "Split" where node.attributes == ["axis": 1] && node.outputs.count == first.count:
      return first.map { [$0] }
    case "Softmax" where node.attributes == ["axis": 1]:
      let powers = first.map { exp($0) }
      return [powers.map { $0 / powers.reduce(0, +) }]
    case "Gemm" where node.attributes == ["transB": 1]:
      guard tensors[node.inputs[1]]?.shape == [inputs[2].count, first.count] else {
        throw WireMessage.Broken()
      }
      return [
        inputs[2].indices.map { unit in
          first.indices.reduce(inputs[2][unit]) {
            $0 + first[$1] * inputs[1][unit * first.count + $1]
          }
        }
      ]
    default: throw WireMessage.Broken()
    }
  }

  /// The second may be one number for all.
  private func pairs(
    _ inputs: [[Double]], _ operation: (Double, Double) -> Double
  ) -> [Double] {
    inputs[0].indices.map { operation(inputs[0][$0], inputs[1][inputs[1].count == 1 ? 0 : $0]) }
  }
}
