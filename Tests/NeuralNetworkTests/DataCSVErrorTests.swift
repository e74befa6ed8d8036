// Every way a CSV file can be refused: its id, where it points, and that it says what would be
// right.

import Datasets
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct DataCSVErrorTests {
  /// A file's content, the error it must give, and where.
  struct Refusal: CustomTestStringConvertible, Sendable {
    var id: String
    var line: Int?
    var column: Int?
    var content: String
    var task = CSVOptions.TaskChoice.auto
    var testDescription: String { "\(id): \(content.prefix(30).debugDescription)" }

    init(
      _ id: String, _ line: Int?, _ column: Int?, _ content: String,
      task: CSVOptions.TaskChoice = .auto
    ) {
      self.id = id
      self.line = line
      self.column = column
      self.content = content
      self.task = task
    }
  }

  static let refusals: [Refusal] = [
    Refusal("csv-empty", nil, nil, ""),
    Refusal("csv-empty", nil, nil, "\n\r\n  \n"),
    Refusal("csv-empty", nil, nil, "\u{FEFF}"),
    Refusal("csv-no-rows", nil, nil, "x,y\n"),
    Refusal("csv-no-rows", nil, nil, "x,y"),
    Refusal("csv-one-column", 1, 1, "y\n1\n"),
    Refusal("csv-one-column", 1, 1, "x y\n1 2\n"),
    Refusal("csv-one-column", 1, 1, "x y\n1,2\n"),
    Refusal("csv-no-header", 1, 1, "5.1,3.5\n4.9,3.0\n"),
    Refusal("csv-no-target", 1, 1, "x,z\n1,2\n"),
    Refusal("csv-no-target", 3, 1, "\n\nx,Y\n1,2\n"),
    Refusal("csv-duplicate-column", 1, 5, "x,y,x\n1,2,3\n"),
    Refusal("csv-ragged-row", 3, 5, "x,y\n1,2\n3,4,5\n"),
    Refusal("csv-ragged-row", 4, 3, "x,y,z\n\"a\nb\",2,3\n3,4\n"),
    Refusal("csv-ragged-row", 2, 1, "x,y\n1\n2,3\n"),
    Refusal("csv-unterminated-quote", 2, 3, "x,y\n1,\"2\n3,4\n"),
    Refusal("csv-unterminated-quote", 4, 6, "x,y\n\"a\nb\",1\né日x ,\"2"),
    Refusal("csv-stray-quote", 2, 4, "x,y\n1,5\"\n"),
    Refusal("csv-stray-quote", 3, 3, "x,y\r\n1,2\r\nab\"c,2\r\n"),
    Refusal("csv-text-after-quote", 2, 4, "x,y\n\"a\"b,1\n"),
    Refusal("csv-text-after-quote", 2, 8, "x,y\n\"a\"\" \" b,1\n"),
    Refusal("csv-unterminated-quote", 2, 1, "x,y\n\"a\"\" \"\"b,1\n"),
    Refusal("csv-binary-file", 2, 3, "x,y\n1,\u{0}\n"),
    Refusal("csv-ragged-row", 2, 1, "x,y\n1;2\n3;4\n"),
    Refusal("csv-ragged-row", 2, 1, "x;y\n1 2\n3 4\n"),
    Refusal("csv-infinite-number", 4, 1, "x,y\n1,2\n2,3\ninf,4\n"),
    Refusal("csv-infinite-number", 3, 1, "x,y\n1,2\n-Infinity,3\n"),
    Refusal("csv-missing-values", 3, 1, "x,y\n1,2\n-,3\n4,5\n"),
    Refusal("csv-missing-values", 4, 3, "x,y\n1,2\n2,3\n4,Missing\n"),
    Refusal("csv-not-a-number", 4, 3, "x,y\n1,2\n2,3\n3,7o\n4,5\n5,6\n6,7\n"),
    Refusal("csv-number-out-of-range", 3, 5, "x,y\n1,2\n5,  1e400\n"),
    Refusal("csv-number-out-of-range", 2, 1, "x,y\n-3.5e38,2\n"),
    Refusal("csv-missing-values", 2, 1, "x,y\n,2\n1,NA\n3,4\n"),
    Refusal("csv-one-class", nil, nil, "x,y\n1,a\n2,a\n"),
    Refusal("csv-one-class", nil, nil, "x,y\n1,3\n2,3.0\n"),
    Refusal("csv-constant-target", nil, nil, "x,y\n1,3.5\n2,3.5\n"),
    Refusal("csv-constant-target", nil, nil, "x,y\n1,3\n2,3\n", task: .regress),
    Refusal("csv-text-target", 4, 3, "x,y\n1,2\n2,3\n3,high\n4,5\n", task: .regress),
  ]

  @Test(arguments: refusals) func refusalsPointAtTheirCause(_ expected: Refusal) {
    let error = #expect(throws: DataError.self) {
      try load(expected.content, task: expected.task)
    }
    #expect(error?.id == expected.id)
    #expect(error?.line == expected.line)
    #expect(error?.column == expected.column)
    #expect(error?.file?.isEmpty == false)
    #expect(error?.suggestion?.isEmpty == false)
    #expect(error?.message.contains("\n") == false)
    #expect(error?.message.hasSuffix(".") == false)
  }

  /// The pieces of bytes that are not UTF-8 (Unicode standard, table 3-7).
  @Test(
    arguments: [
      [0xFF], [0x80], [0xC0, 0x80], [0xC3], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x82],
      [0xF0, 0x80, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80],
      [0xE2, 0x28, 0xA1],
    ] as [[UInt8]])
  func bytesThatAreNotUTF8(_ bad: [UInt8]) {
    for ending in ["\n2,3\n", ""] {
      let file = TemporaryPath(Array("é,y\n1,4\naé".utf8) + bad + Array(ending.utf8))
      let error = #expect(throws: DataError.self) {
        try loadCSV(path: file.path, options: CSVOptions(target: "y", seed: 1))
      }
      #expect(error?.id == "csv-not-utf8")
      #expect(error?.line == 3)
      #expect(error?.column == 3)
    }
  }

  @Test func utf16IsNamed() {
    for mark: [UInt8] in [[0xFF, 0xFE], [0xFE, 0xFF]] {
      let file = TemporaryPath(mark + [0x78, 0, 0x2C, 0])
      let error = #expect(throws: DataError.self) {
        try loadCSV(path: file.path, options: CSVOptions(target: "y", seed: 1))
      }
      #expect(error?.id == "csv-not-utf8")
      #expect(error?.message.contains("UTF-16") == true)
    }
  }

  @Test func suggestionsNameTheNearColumn() {
    let error = #expect(throws: DataError.self) {
      try load("length,species\n1,a\n2,b\n", target: "speices")
    }
    #expect(error?.suggestion?.contains("did you mean `species`?") == true)
    #expect(error?.suggestion?.contains("`length`") == true)
  }

  @Test func raggedRowsSayBothNumbers() {
    let error = #expect(throws: DataError.self) { try load("x,y\n1,2,3,4\n") }
    #expect(error?.message == "this row has 4 fields, the header has 2")
  }

  @Test func missingFieldsAreCountedByColumn() {
    let error = #expect(throws: DataError.self) {
      try load("a,b,y\n1,,2\n?,null,3\n1,2,N/A\n4,5,6\n")
    }
    #expect(
      error?.message == "3 rows have missing fields: `a` 1, `b` 2, `y` 1; the first is empty")
    #expect(error?.suggestion?.contains("missing=drop") == true)
    #expect(error?.suggestion?.contains("missing=mean") == true)
  }

  // MARK: Limits

  @Test func columnsBeyondTheLimit() {
    let exact = (0..<4095).map { "c\($0)" }.joined(separator: ",") + ",y\n"
    let row = [String](repeating: "1", count: 4095).joined(separator: ",")
    #expect(throws: Never.self) { try load(exact + row + ",0.5\n" + row + ",1.5\n") }
    let million = String(repeating: "column,", count: 1_000_000) + "y\n"
    let error = #expect(throws: DataError.self) { try load(million) }
    #expect(error?.id == "csv-too-many-columns")
    #expect(error?.line == 1)
    #expect(error?.column == 4096 * 7 + 1)
  }

  @Test func linesBeyondTheLimit() throws {
    let most = 1 << 20
    let start = "1,"
    let fits = String(repeating: "a", count: most - start.utf8.count - 1)
    let data = try load("x,y\n\(start)\(fits)\n2,b\n")
    #expect(data.classNames == [fits, "b"])
    let error = #expect(throws: DataError.self) { try load("x,y\n0,c\n\(start)\(fits)a\n2,b\n") }
    #expect(error?.id == "csv-line-too-long")
    #expect(error?.line == 3)
    // The quote is what is wrong when it swallows the rest of a long file.
    let rest = String(repeating: "3,4\n", count: most / 3)
    let open = #expect(throws: DataError.self) { try load("x,y\n1,2\n5,\"6\n" + rest) }
    #expect(open?.id == "csv-unterminated-quote")
    #expect(open?.line == 3)
    #expect(open?.column == 3)
  }

  @Test func categoriesBeyondTheLimit() throws {
    let hundred = (0..<100).map { "v\($0),\($0).5\n" }.joined()
    #expect(try load("x,y\n" + hundred).training.inputCount == 100)
    let error = #expect(throws: DataError.self) { try load("x,y\n" + hundred + "more,7.5\n") }
    #expect(error?.id == "csv-too-many-categories")
    #expect(error?.message.contains("`x`") == true)
    #expect(error?.line == 2)
    #expect(error?.suggestion == "drop=x leaves it out")
    // All such columns are named at once, as they are to be typed.
    let many = (0..<101).map { "v\($0),2024-01-\($0),\($0),\($0).5\n" }.joined()
    let both = #expect(throws: DataError.self) { try load("a b,c,n,y\n" + many) }
    #expect(both?.suggestion == "drop=\"a b\",c leaves them out")
    #expect(
      try load("a b,c,n,y\n" + many, columns: .except("a b,c")).columns.map(\.name) == ["n"])
  }

  /// A typing error among thousands of numbers is pointed at, not hidden in categories.
  @Test(arguments: [300, 5000]) func aWordAmongManyNumbers(_ row: Int) {
    var lines = (0..<6000).map { "\($0).25,\($0)" }
    lines[row] = "12o,5"
    let error = #expect(throws: DataError.self) {
      try load("x,y\n" + lines.joined(separator: "\n"))
    }
    #expect(error?.id == "csv-not-a-number")
    #expect(error?.line == row + 2)
    #expect(error?.column == 1)
    #expect(error?.message == "`12o` in column `x` is not a number; the other 5999 are")
  }

  @Test func classesBeyondTheLimit() {
    let rows = (0..<1001).map { "1,\($0)\n" }.joined()
    let error = #expect(throws: DataError.self) { try load("x,y\n" + rows, task: .classify) }
    #expect(error?.id == "csv-too-many-classes")
    let texts = (0..<1001).map { "1,t\($0)\n" }.joined()
    let second = #expect(throws: DataError.self) { try load("x,y\n" + texts) }
    #expect(second?.id == "csv-too-many-classes")
  }

  @Test func valuesBeyondTheLimit() {
    var limits = CSVOptions.Limits()
    limits.values = 20
    let row = "1,2\n3,4.5\n"
    let ten = "x,y\n" + String(repeating: row, count: 5)
    #expect(throws: Never.self) { try load(ten, task: .regress, limits: limits) }
    let error = #expect(throws: DataError.self) {
      try load(ten + row, task: .regress, limits: limits)
    }
    #expect(error?.id == "csv-too-many-values")
    // Few fields, but many inputs once they are one-hot.
    let words = "x,y\n" + (0..<8).map { "w\($0),\($0).5\n" }.joined()
    let wide = #expect(throws: DataError.self) { try load(words, limits: limits) }
    #expect(wide?.id == "csv-too-many-values")
  }

  // MARK: Paths

  private func idOfLoading(_ path: String) -> String? {
    let error = #expect(throws: DataError.self) {
      try loadCSV(path: path, options: CSVOptions(target: "y", seed: 1))
    }
    #expect(error?.suggestion?.isEmpty == false)
    return error?.id
  }

  @Test func pathsThatAreNoFiles() {
    #expect(idOfLoading("") == "csv-no-such-file")
    #expect(idOfLoading("/tmp/descent-\u{0}x.csv") == "csv-no-such-file")
    #expect(idOfLoading("/nowhere/at/all.csv") == "csv-no-such-file")
    #expect(idOfLoading(shippedDataFolder) == "csv-is-directory")
    #expect(idOfLoading("/dev/null") == "csv-not-a-file")
    #expect(idOfLoading("/dev/zero") == "csv-not-a-file")
  }

  @Test func aPipeNobodyWritesToDoesNotHang() {
    let taken = TemporaryPath("")
    let path = taken.path + ".pipe"
    #expect(mkfifo(path, 0o600) == 0)
    #expect(idOfLoading(path) == "csv-not-a-file")
  }

  @Test func nearFileNamesAreSuggested() {
    let error = #expect(throws: DataError.self) {
      try loadCSV(
        path: shippedDataFolder + "/irs.csv", options: CSVOptions(target: "species", seed: 1))
    }
    #expect(error?.id == "csv-no-such-file")
    #expect(error?.suggestion == "did you mean `\(shippedDataFolder)/iris.csv`?")
  }
}
