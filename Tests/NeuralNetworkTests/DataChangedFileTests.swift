// A file that another program writes to while it is loaded is refused: what came of it would be neither the
// old file nor the new one.

import Datasets
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct DataChangedFileTests {
  enum Change { case replaced, cutShort, continued }

  /// Rows of ten bytes, more than are read at once; for their decimal commas they are read three times.
  private static func text(rows: Int) -> String {
    "x;y\n" + (0..<rows).map { "\(10_000 + $0),5;\($0 % 2 == 0 ? "a" : "b")\n" }.joined()
  }

  private func change(_ path: String, _ change: Change) {
    switch change {
    case .replaced:
      let other = TemporaryPath(Self.text(rows: 2000))
      #expect(rename(other.path, path) == 0)
    case .cutShort: #expect(truncate(path, 4 + 27_000 * 10) == 0)
    case .continued:
      guard let file = fopen(path, "a") else {
        Issue.record("the file cannot be opened")
        return
      }
      #expect(fputs("50000,5;a\n", file) >= 0)
      #expect(fclose(file) == 0)
    }
  }

  static let cases: [(Change, Int)] = [
    (.replaced, 1), (.replaced, 2), (.cutShort, 1), (.cutShort, 2), (.cutShort, 3),
    (.continued, 1), (.continued, 2), (.continued, 3),
  ]

  @Test(arguments: cases)
  func isRefused(_ change: Change, during reading: Int) {
    let file = TemporaryPath(Self.text(rows: 30_000))
    var (readings, last) = (0, Int.max)
    let error = #expect(throws: DataError.self) {
      try loadCSV(path: file.path, options: CSVOptions(target: "y", seed: 1)) { bytesRead, _ in
        // Less than before: it begins again.
        if bytesRead < last {
          readings += 1
          if readings == reading { self.change(file.path, change) }
        }
        last = bytesRead
        return true
      }
    }
    #expect(error?.id == "csv-changed")
    #expect(error?.file == file.path && error?.suggestion != nil)
  }

  @Test func isReadThreeTimesOtherwise() throws {
    let file = TemporaryPath(Self.text(rows: 30_000))
    var (readings, last) = (0, Int.max)
    let options = CSVOptions(target: "y", testFraction: 0, standardize: false, seed: 1)
    let data = try loadCSV(path: file.path, options: options) { bytesRead, _ in
      if bytesRead < last { readings += 1 }
      last = bytesRead
      return true
    }
    #expect(readings == 3)
    #expect(data.training.count == 30_000 && data.training.row(29_999) == [39_999.5])
  }
}
