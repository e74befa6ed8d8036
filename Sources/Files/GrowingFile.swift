// The end of a file that grows while its owner writes it, replaced in one write.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

package enum GrowingFile {
  /// Puts other bytes, not fewer, in the place of the last of a file, if these are its last and it is as long
  /// as that: nobody else has written to it.
  ///
  /// - Returns: whether the file ends in them now.
  package static func replace(
    _ old: [UInt8], endingAt length: Int, of path: String, with new: [UInt8]
  ) -> Bool {
    guard new.count >= old.count, old.count <= length else { return false }
    let file = open(path, O_RDWR | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { return false }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      Int(status.st_size) == length
    else { return false }
    let start = off_t(length - old.count)
    var there = [UInt8](repeating: 0, count: old.count)
    guard pread(file, &there, there.count, start) == there.count, there == old else { return false }
    return new.withUnsafeBytes { pwrite(file, $0.baseAddress, $0.count, start) } == new.count
  }
}
