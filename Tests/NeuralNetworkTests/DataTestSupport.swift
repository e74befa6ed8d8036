// What the tests of the data part share: files that go away by themselves, a small generator that
// has nothing to do with the project's own, and the folder of the shipped data.

import Datasets

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A temporary file (or folder), removed when released.
final class TemporaryPath {
  let path: String

  /// A file with these bytes, its name ending in `.csv`.
  init(_ bytes: [UInt8]) {
    var template = Array("/tmp/descent-data-XXXXXX.csv".utf8CString)
    let descriptor = mkstemps(&template, 4)
    var written = 0
    while descriptor >= 0, written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count <= 0 { break }
      written += count
    }
    close(descriptor)
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  convenience init(_ text: String) { self.init(Array(text.utf8)) }

  deinit { unlink(path) }
}

/// Loads a file with this content; x is read as the target unless another is named.
func load(
  _ text: String, target: String = "y", task: CSVOptions.TaskChoice = .auto,
  missing: CSVOptions.MissingPolicy = .refuse, columns: ColumnSelection = .all,
  testFraction: Double = 0, standardize: Bool = false, decimal: NumberFormat.Mark? = nil,
  seed: UInt64 = 1, limits: CSVOptions.Limits = .init()
) throws(DataError) -> PreparedData {
  let file = TemporaryPath(text)
  var options = CSVOptions(
    target: target, task: task, missing: missing, columns: columns, testFraction: testFraction,
    standardize: standardize, seed: seed)
  options.decimal = decimal
  options.limits = limits
  return try loadCSV(path: file.path, options: options)
}

/// SplitMix64 (Steele, Lea and Flood, 2014).
struct TestRandom {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }

  mutating func below(_ n: Int) -> Int { Int(next() % UInt64(n)) }
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }
}

extension Examples {
  func row(_ index: Int) -> [Float] {
    Array(inputs[index * inputCount..<(index + 1) * inputCount])
  }

  var classes: [Int] {
    if case .classes(let classes, _) = targets { classes.map(Int.init) } else { [] }
  }

  var values: [Float] {
    if case .values(let values) = targets { values } else { [] }
  }
}

/// `lessons/data` of this checkout.
let shippedDataFolder: String = {
  let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
  return parts.joined(separator: "/") + "/lessons/data"
}()
