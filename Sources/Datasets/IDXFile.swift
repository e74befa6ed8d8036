// IDX files as LeCun's MNIST and its successors come in: a magic number with the type and the number
// of dimensions, the sizes, then bytes. Only bytes are read; files are gzipped.
import Text

/// An array of bytes with its sizes.
struct IDXArray {
  var sizes: [Int]
  var bytes: [UInt8]

  /// - Parameters:
  ///   - dimensions: how many sizes there must be.
  ///   - progress: told how many packed bytes were read; false stops.
  /// Errors: `idx-bad-header`, `idx-too-large` and those of `GzipReader`.
  init(
    path: String, dimensions: Int, progress: (_ packedBytes: Int) -> Bool
  ) throws(DataError) {
    let reader = GzipReader(try DataFile(path: path))
    let head = try reader.bytes(4 + 4 * dimensions)
    // 8 stands for unsigned bytes.
    guard head.prefix(4).elementsEqual([0, 0, 8, UInt8(dimensions)]) else {
      throw DataError(
        id: "idx-bad-header",
        message: "\(quotedPath(path)) is not an IDX file of bytes in \(dimensions) dimensions",
        file: path, suggestion: "name the folder with the four files of the data set")
    }
    var sizes: [Int] = []
    var count = 1
    var isTooLarge = false
    for dimension in 0..<dimensions {
      let place = 4 + 4 * dimension
      let size = head[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
      sizes.append(size)
      let product = count.multipliedReportingOverflow(by: size)
      isTooLarge = isTooLarge || product.overflow
      count = product.partialValue
    }
    // A file cannot unpack to more than this, so nothing larger is allocated.
    let most = min(1 << 31, (reader.file.size + 1) * GzipReader.largestRatio)
    guard !isTooLarge, count <= most else {
      let text = sizes.map(String.init).joined(separator: " × ")
      throw DataError(
        id: "idx-too-large",
        message: "\(quotedPath(path)) says it holds \(text) bytes, more than it can", file: path,
        suggestion: "copy it again, whole")
    }
    self.sizes = sizes
    bytes = try reader.bytes(count) { progress(reader.packedBytes) }
    try reader.finish()
    // A small file is read in one piece, before anyone could have asked to stop.
    guard progress(reader.file.size) else {
      throw DataError(id: DataError.stoppedID, message: "stopped", file: path)
    }
  }
}
