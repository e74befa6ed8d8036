// What a file holds, as a number: files with the same one hold the same, unless somebody took pains to make
// them alike.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension TextFile {
  /// A 64-bit digest of a file's bytes, which are read in pieces; of a folder that of the names in it. Nil of
  /// what cannot be read.
  package static func contentDigest(_ path: String) -> UInt64? {
    var digest = ContentDigest()
    if isDirectory(path) {
      for name in names(in: path) {
        Array(name.utf8).withUnsafeBytes { digest.add($0) }
      }
      return digest.value
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 8)
    defer { piece.deallocate() }
    while true {
      guard let count = fill(piece, from: descriptor) else { return nil }
      digest.add(UnsafeRawBufferPointer(rebasing: piece[..<count]))
      if count < piece.count { return digest.value }
    }
  }

  /// A 64-bit digest of bytes in memory.
  package static func digest(of bytes: [UInt8]) -> UInt64 {
    var digest = ContentDigest()
    bytes.withUnsafeBytes { digest.add($0) }
    return digest.value
  }

  /// A plain file's first line without its end, or so much of it; nil of what cannot be read.
  package static func firstLine(_ path: String, atMost length: Int = 1 << 20) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: length, alignment: 8)
    defer { piece.deallocate() }
    return fill(piece, from: descriptor).map { piece[..<$0].prefix { $0 != 0x0A } }.map(Array.init)
  }

  /// Reads until the piece is full or the file ends; how many bytes there were, nil if they cannot be read.
  private static func fill(_ piece: UnsafeMutableRawBufferPointer, from file: Int32) -> Int? {
    var count = 0
    while count < piece.count {
      let got = readSome(file, UnsafeMutableRawBufferPointer(rebasing: piece[count...]))
      if got < 0 && errno == EINTR { continue }
      guard got >= 0 else { return nil }
      if got == 0 { break }
      count += got
    }
    return count
  }
}

/// Words of eight bytes are multiplied into a state, so that a file is digested as fast as it is read.
private struct ContentDigest {
  private var state: UInt64 = 0x9e37_79b9_7f4a_7c15

  /// Takes a piece, with its length.
  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    let whole = bytes.count & ~7
    for place in stride(from: 0, to: whole, by: 8) {
      mix(bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
    }
    mix(bytes[whole...].reduce(0) { $0 << 8 | UInt64($1) })
    mix(UInt64(bytes.count))
  }

  private mutating func mix(_ word: UInt64) {
    state = (state ^ UInt64(littleEndian: word)) &* 0xd6e8_feb8_6659_fd93
    state ^= state >> 32
  }

  var value: UInt64 {
    var end = self
    end.mix(0)
    return end.state
  }
}

private func readSome(_ file: Int32, _ bytes: UnsafeMutableRawBufferPointer) -> Int {
  read(file, bytes.baseAddress, bytes.count)
}
