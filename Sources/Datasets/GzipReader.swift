// A gzipped file, read from its beginning: the reader asks for as many bytes as it expects, so that a
// small file cannot unpack to more than that, and zlib compares the checksum at the end.

import CZlib
import Text

final class GzipReader {
  /// Bytes of the packed file read so far.
  private(set) var packedBytes = 0
  let file: DataFile
  private let stream: UnsafeMutablePointer<z_stream>
  private let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
  private var isReady: Bool
  private var hasEnded = false

  /// Deflate packs no more than so many bytes into one.
  static let largestRatio = 1032

  /// Errors: those of `DataFile`.
  init(_ file: DataFile) {
    self.file = file
    // zlib keeps the structure's address, so it must not move.
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // 15 bits of window, and 16 for a gzip header and its checksum.
    let size = Int32(MemoryLayout<z_stream>.size)
    isReady = inflateInit2_(stream, 15 + 16, ZLIB_VERSION, size) == Z_OK
  }

  deinit {
    if isReady { inflateEnd(stream) }
    stream.deallocate()
    chunk.deallocate()
  }

  /// Fills the target. `progress` is told after each piece and says whether to go on.
  /// Errors: `gzip-truncated`, `gzip-damaged`, `load-stopped` and those of reading.
  func read(
    into target: UnsafeMutableRawBufferPointer, progress: () -> Bool
  ) throws(DataError) {
    let count = try fill(target, progress: progress)
    guard count == target.count else {
      throw DataError(
        id: "gzip-truncated", message: "\(quotedPath(file.path)) holds less than it says",
        file: file.path, suggestion: "copy it again, whole")
    }
  }

  func bytes(_ count: Int, progress: () -> Bool = { true }) throws(DataError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    try bytes.withUnsafeMutableBytes { target in
      Result { () throws(DataError) in try read(into: target, progress: progress) }
    }.get()
    return bytes
  }

  /// Checks that nothing follows and that the checksum is right. Errors: `gzip-too-long`, and those
  /// of `read`.
  func finish() throws(DataError) {
    var extra = [UInt8](repeating: 0, count: 1)
    let count = try extra.withUnsafeMutableBytes { target in
      Result { () throws(DataError) in try fill(target, progress: { true }) }
    }.get()
    guard count == 0, stream.pointee.avail_in == 0, packedBytes == file.size else {
      throw DataError(
        id: "gzip-too-long", message: "\(quotedPath(file.path)) holds more than it says",
        file: file.path, suggestion: "copy it again, or name another folder")
    }
  }

  /// What every gzipped file begins with.
  static let signature: [UInt8] = [0x1F, 0x8B]

  /// How many bytes there were: as many as the target has room for, or up to the end.
  /// Errors: those of `read`.
  func fill(
    _ target: UnsafeMutableRawBufferPointer, progress: () -> Bool = { true }
  ) throws(DataError) -> Int {
    guard isReady else { throw damaged("zlib cannot be used") }
    var done = 0
    while done < target.count, !hasEnded {
      if stream.pointee.avail_in == 0 {
        guard progress() else {
          throw DataError(id: DataError.stoppedID, message: "stopped", file: file.path)
        }
        let got = try file.read(into: chunk)
        guard got > 0 else {
          throw DataError(
            id: "gzip-truncated", message: "\(quotedPath(file.path)) is cut short",
            file: file.path, suggestion: "copy it again, whole")
        }
        packedBytes += got
        stream.pointee.next_in = chunk.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_in = UInt32(got)
      }
      let room = min(target.count - done, 1 << 30)
      stream.pointee.next_out = target.baseAddress.map {
        ($0 + done).assumingMemoryBound(to: UInt8.self)
      }
      stream.pointee.avail_out = UInt32(room)
      let status = inflate(stream, Z_NO_FLUSH)
      done += room - Int(stream.pointee.avail_out)
      switch status {
      case Z_OK, Z_BUF_ERROR: continue
      case Z_STREAM_END: hasEnded = true
      default: throw damaged("its contents do not agree with its checksum or are not gzip")
      }
    }
    return done
  }

  private func damaged(_ reason: String) -> DataError {
    DataError(
      id: "gzip-damaged", message: "\(quotedPath(file.path)) cannot be unpacked: \(reason)",
      file: file.path, suggestion: "copy it again, or install the package again")
  }
}
