// Which rows a network was trained on, in its model file: digests in ascending order as tensors of 64-bit
// integers, `data.training_rows` and so on. `PreparedData.rowDigests` says what they are made of.
import Datasets

enum SavedRows {
  private static var parts: [(name: String, path: WritableKeyPath<RowParts, RowDigests>)] {
    [
      ("data.training_rows", \.training), ("data.validation_rows", \.validation),
      ("data.test_rows", \.test),
    ]
  }

  static let names = Set(parts.map(\.name))

  /// The tensors there are to write; a part without rows has none.
  static func tensors(of rows: RowParts) -> [(name: String, digests: [Int64])] {
    parts.map { ($0.name, rows[keyPath: $0.path].values) }.filter { !$0.digests.isEmpty }
  }

  /// - Parameter integers: the values of a tensor.
  /// - Returns: nil when the file has none of them.
  /// Errors: `model-bad-header`, and those of reading.
  static func read(
    _ tensors: [SafetensorsHeader.Tensor],
    integers: (SafetensorsHeader.Tensor) throws(ModelFileError) -> [Int64]
  ) throws(ModelFileError) -> RowParts? {
    var rows: RowParts?
    for part in parts {
      guard let tensor = tensors.first(where: { $0.name == part.name }) else { continue }
      guard tensor.shape.count == 1, let digests = RowDigests(ascending: try integers(tensor))
      else { throw .header("`\(part.name)` is not a list of numbers in ascending order") }
      rows = rows ?? RowParts()
      rows?[keyPath: part.path] = digests
    }
    return rows
  }
}
