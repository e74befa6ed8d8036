// Small helpers of these tests: a seeded generator, a folder of one's own, a pipe to read back from.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

import Terminal

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers for the same seed.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

/// A folder that goes with the test.
final class TestFolder {
  let path: String

  init() {
    var template = Array("/tmp/terminal-test-XXXXXX".utf8CString)
    mkdtemp(&template)
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    for name in ["history", "history.new", "input", "folder"] {
      unlink(path + "/" + name)
      rmdir(path + "/" + name)
    }
    rmdir(path)
  }

  func write(_ bytes: [UInt8], to name: String, mode: mode_t = 0o600) {
    let file = open(path + "/" + name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
    _ = bytes.withUnsafeBytes { writeFully($0, to: file) }
    close(file)
  }

  func read(_ name: String) -> [UInt8] {
    let file = open(path + "/" + name, O_RDONLY | O_CLOEXEC)
    defer { close(file) }
    return readAll(file)
  }

  func mode(of name: String) -> mode_t {
    var status = stat()
    stat(path + "/" + name, &status)
    return status.st_mode & 0o777
  }
}

func readAll(_ descriptor: Int32) -> [UInt8] {
  var all: [UInt8] = []
  while true {
    let some = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
      count = max(0, read(descriptor, buffer.baseAddress, 1 << 16))
    }
    if some.isEmpty { return all }
    all += some
  }
}

/// What `body` writes to the writer it gets.
func written(color: Bool = false, _ body: (OutputWriter) -> Void) -> String {
  var ends: [Int32] = [-1, -1]
  pipe(&ends)
  let writer = OutputWriter(descriptor: ends[1], color: color)
  body(writer)
  writer.flush()
  close(ends[1])
  defer { close(ends[0]) }
  return String(decoding: readAll(ends[0]), as: UTF8.self)
}
