// The head of a safetensors file (huggingface.co/docs/safetensors): eight bytes with the length of a
// JSON object that names each tensor's type, shape and place, then the tensors without gaps.
import JSON
import Text

struct SafetensorsHeader: Equatable {
  struct Tensor: Equatable {
    var name: String
    var dtype: String
    var shape: [Int]
    /// Bytes, from the end of the header.
    var place: Range<Int>
  }

  /// Free text by name, in the file's order.
  var metadata: [(name: String, text: String)]
  /// In the file's order.
  var tensors: [Tensor]

  static func == (left: Self, right: Self) -> Bool {
    left.tensors == right.tensors && left.metadata.elementsEqual(right.metadata, by: ==)
  }

  /// Longer headers are refused in both directions; ten thousand layers need less.
  static let longest = 4 << 20
  private static let metadataName = "__metadata__"

  init(metadata: [(name: String, text: String)], tensors: [Tensor]) {
    self.metadata = metadata
    self.tensors = tensors
  }

  func text(_ name: String) -> String? { metadata.first { $0.name == name }?.text }

  // MARK: Writing

  /// Length and object, filled up with blanks so that the tensors begin at a multiple of 8.
  var bytes: [UInt8] {
    let texts = metadata.map { ($0.name, JSONValue.string($0.text)) }
    let places = tensors.map { tensor in
      let offsets = [tensor.place.lowerBound, tensor.place.upperBound]
      let members: [(String, JSONValue)] = [
        ("dtype", .string(tensor.dtype)), ("shape", .array(tensor.shape.map(JSONValue.integer))),
        ("data_offsets", .array(offsets.map(JSONValue.integer))),
      ]
      return (tensor.name, JSONValue.object(members))
    }
    var object = Array(
      JSONValue.object([(Self.metadataName, .object(texts))] + places).text.utf8)
    while object.count % 8 != 0 { object.append(UInt8(ascii: " ")) }
    let length = UInt64(object.count)
    return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * UInt64($0))) } + object
  }

  // MARK: Reading

  /// Reads and checks the head: every tensor's bytes are there, follow each other without gap or
  /// overlap and are as many as type and shape say.
  /// - Returns: the head and where the tensors begin.
  /// Errors: `model-truncated`, `model-bad-header`, `model-dtype`, `model-overlap`.
  static func read(
    _ source: ModelBytes
  ) throws(ModelFileError) -> (header: SafetensorsHeader, start: Int) {
    guard source.count >= 8 else { throw .truncated("it has \(counted(source.count, "byte"))") }
    let prefix = try source.bytes(at: 0, count: 8)
    let length = prefix.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length >= 2 else { throw .header("its header is empty") }
    guard length <= UInt64(longest) else {
      throw .header("its header would have \(length) bytes; the limit is \(longest)")
    }
    guard length <= UInt64(source.count - 8) else {
      throw .truncated(
        "its header has \(length) bytes, and only \(counted(source.count - 8, "byte")) follow")
    }
    let text = try source.bytes(at: 8, count: Int(length))
    guard text.first == UInt8(ascii: "{") else { throw .header("its header is not a JSON object") }
    let json: StrictJSON
    do {
      json = try StrictJSON(parsing: text)
    } catch {
      throw .header("in its header, at byte \(error.place + 9) of the file, \(error.reason)")
    }
    let header = try SafetensorsHeader(json)
    let start = 8 + Int(length)
    try header.checkPlaces(bytes: source.count - start)
    return (header, start)
  }

  private init(_ json: StrictJSON) throws(ModelFileError) {
    guard case .object(let members) = json else { throw .header("its header is not an object") }
    metadata = []
    tensors = []
    for member in members {
      guard member.name == Self.metadataName else {
        tensors.append(try Self.tensor(member))
        continue
      }
      guard case .object(let texts) = member.value else {
        throw .header("its metadata are not an object")
      }
      for text in texts {
        guard case .string(let value) = text.value else {
          throw .header("its metadata \(quotedForMessage(text.name)) are not text")
        }
        metadata.append((text.name, value))
      }
    }
  }

  private static func tensor(_ member: StrictJSON.Member) throws(ModelFileError) -> Tensor {
    let name = quotedForMessage(member.name)
    guard case .object(let fields) = member.value,
      Set(fields.map(\.name)) == ["dtype", "shape", "data_offsets"]
    else { throw .header("the tensor \(name) does not have a dtype, a shape and data_offsets") }
    var dtype = ""
    var shape: [Int] = []
    var offsets: [Int] = []
    for field in fields {
      switch (field.name, field.value) {
      case ("dtype", .string(let text)): dtype = text
      case ("shape", .array(let sizes)): shape = try naturals(sizes, of: name)
      case ("data_offsets", .array(let ends)): offsets = try naturals(ends, of: name)
      default: throw .header("the \(field.name) of the tensor \(name) is of the wrong kind")
      }
    }
    guard offsets.count == 2, offsets[0] <= offsets[1] else {
      throw .header("the data_offsets of the tensor \(name) are not a range")
    }
    return Tensor(
      name: member.name, dtype: dtype, shape: shape, place: offsets[0]..<offsets[1])
  }

  private static func naturals(
    _ values: [StrictJSON], of name: String
  ) throws(ModelFileError) -> [Int] {
    var numbers: [Int] = []
    for value in values {
      guard case .integer(let number) = value, number >= 0 else {
        throw .header("the tensor \(name) has a size that is not a whole number")
      }
      numbers.append(number)
    }
    return numbers
  }

  private func checkPlaces(bytes: Int) throws(ModelFileError) {
    for tensor in tensors { try checkSize(tensor) }
    var end = 0
    for tensor in tensors.sorted(by: Self.comesBefore) {
      guard tensor.place.lowerBound == end else {
        throw ModelFileError(
          id: "model-overlap",
          message: "the tensor \(quotedForMessage(tensor.name)) begins at byte "
            + "\(tensor.place.lowerBound) of the data, not at \(end) where the one before it ends",
          suggestion: "write the file again with the program it came from")
      }
      end = tensor.place.upperBound
    }
    guard end <= bytes else {
      throw .truncated("its tensors have \(end) bytes, and \(bytes) are there")
    }
    guard end == bytes else {
      throw .header("\(counted(bytes - end, "byte")) after its last tensor belong to none")
    }
  }

  /// By place; a tensor without any bytes before the one that begins where it lies.
  private static func comesBefore(_ left: Tensor, _ right: Tensor) -> Bool {
    (left.place.lowerBound, left.place.upperBound) < (
      right.place.lowerBound, right.place.upperBound
    )
  }

  private func checkSize(_ tensor: Tensor) throws(ModelFileError) {
    let name = quotedForMessage(tensor.name)
    let isRows = SavedRows.names.contains(tensor.name)
    let dtype = isRows ? "I64" : "F32"
    guard tensor.dtype == dtype else {
      throw ModelFileError(
        id: "model-dtype",
        message: "the tensor \(name) is of type \(quotedForMessage(tensor.dtype)), not \(dtype)",
        suggestion: "convert it first: in PyTorch `tensor.\(isRows ? "long" : "float")()`")
    }
    var size = isRows ? MemoryLayout<Int64>.size : MemoryLayout<Float>.size
    for length in tensor.shape {
      let (product, overflows) = size.multipliedReportingOverflow(by: length)
      guard !overflows else { throw .header("the shape of the tensor \(name) is too large") }
      size = product
    }
    guard size == tensor.place.count else {
      throw .header(
        "the tensor \(name) has \(counted(tensor.place.count, "byte")), and its shape asks for \(size)"
      )
    }
  }
}
