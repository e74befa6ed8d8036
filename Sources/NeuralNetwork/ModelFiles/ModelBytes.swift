// Where a model file's bytes come from: a file opened for reading, or memory. Parts are read by their
// place, so that nothing is held that is not asked for.
import Text

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The bytes of one file; an opened file is closed when this is released.
package final class ModelBytes {
  /// How many there are; what is read never lies beyond.
  package let count: Int
  private let memory: [UInt8]
  private let descriptor: Int32?

  package init(_ bytes: [UInt8]) {
    count = bytes.count
    memory = bytes
    descriptor = nil
  }

  /// Never waits: devices and pipes are refused.
  /// Errors: `model-no-such-file`, `model-not-a-file`, `model-unreadable`.
  package init(path: String) throws(ModelFileError) {
    guard !path.isEmpty, !path.utf8.contains(0) else { throw noSuchModel(path) }
    let opened = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
    guard opened >= 0 else { throw readingRefused(path, code: errno) }
    var status = stat()
    guard fstat(opened, &status) == 0 else {
      let code = errno
      close(opened)
      throw readingRefused(path, code: code)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      close(opened)
      throw notAModel(path)
    }
    count = Int(status.st_size)
    memory = []
    descriptor = opened
  }

  deinit {
    if let descriptor { close(descriptor) }
  }

  /// Fills the target from a place. Errors: `model-truncated`, `model-unreadable`.
  func read(at place: Int, into target: UnsafeMutableRawBufferPointer) throws(ModelFileError) {
    guard place >= 0, place <= count, target.count <= count - place else {
      throw .truncated("it has \(counted(count, "byte"))")
    }
    guard let descriptor else {
      memory.withUnsafeBytes {
        target.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[place..<place + target.count]))
      }
      return
    }
    var done = 0
    while done < target.count {
      let start = target.baseAddress.map { $0 + done }
      let got = pread(descriptor, start, target.count - done, off_t(place + done))
      if got > 0 {
        done += got
      } else if got == 0 {
        throw .truncated("it became shorter while it was read")
      } else if errno != EINTR {
        throw readingRefused("", code: errno)
      }
    }
  }

  func bytes(at place: Int, count: Int) throws(ModelFileError) -> [UInt8] {
    try numbers(at: place, count: count)
  }

  func floats(at place: Int, count: Int) throws(ModelFileError) -> [Float] {
    try numbers(at: place, count: count)
  }

  func integers(at place: Int, count: Int) throws(ModelFileError) -> [Int64] {
    try numbers(at: place, count: count)
  }

  private func numbers<Number: Numeric>(
    at place: Int, count: Int
  ) throws(ModelFileError) -> [Number] {
    var numbers = [Number](repeating: 0, count: count)
    try numbers.withUnsafeMutableBytes { target in
      Result { () throws(ModelFileError) in try read(at: place, into: target) }
    }.get()
    return numbers
  }
}

#if _endian(big)
  #error("tensors are copied as they lie in memory, which must be little-endian")
#endif

private func noSuchModel(_ path: String) -> ModelFileError {
  ModelFileError(
    id: "model-no-such-file", message: "there is no file \(quotedPath(path))",
    suggestion: "check the path; it is relative to the current folder")
}

private func notAModel(_ path: String) -> ModelFileError {
  ModelFileError(
    id: "model-not-a-file", message: "\(quotedPath(path)) is a folder, device or pipe, not a file",
    suggestion: "name a .safetensors file")
}

private func readingRefused(_ path: String, code: Int32) -> ModelFileError {
  switch code {
  case ENOENT, ENOTDIR, ENAMETOOLONG: return noSuchModel(path)
  case ENXIO, ENODEV: return notAModel(path)
  default:
    let subject = path.isEmpty ? "the file" : quotedPath(path)
    return ModelFileError(
      id: "model-unreadable",
      message: "\(subject) cannot be read (\(String(cString: strerror(code))))",
      suggestion: "check the file's permissions")
  }
}
