// Codable values as JSON and back.
import JSON
import Testing

@Suite struct CodingTests {
  private struct Sample: Codable, Equatable {
    var whole = Int.min
    var large = UInt64.max / 2
    var small: UInt8 = 255
    var number = 0.1
    var float: Float = 0.1
    var text = "a\"\n漢"
    var flag = true
    var missing: Int?
    var list: [Int?] = [1, nil, 3]
    var names = ["b": 1]
    var choice = Choice.other(2, label: "x")
  }
  private enum Choice: Codable, Equatable { case one, other(Int, label: String) }

  private func text(_ value: some Encodable) throws -> String {
    try JSONValue(encoding: value).text
  }
  private func read<T: Decodable>(_ text: String, as type: T.Type) throws -> T {
    try StrictJSON(parsing: Array(text.utf8)).decoded(as: type)
  }

  @Test func valuesReadBack() throws {
    let sample = Sample()
    #expect(try read(try text(sample), as: Sample.self) == sample)
    #expect(try read(try text([sample]), as: [Sample].self) == [sample])
  }

  @Test func membersStandInTheirOrder() throws {
    #expect(try text(Choice.one) == #"{"one":{}}"#)
    #expect(try text(Choice.other(1, label: "x")) == #"{"other":{"_0":1,"label":"x"}}"#)
  }

  @Test(arguments: ["1.5", "-1", "256", "\"1\"", "null", "true", "[]", "{}"])
  func whatIsNoSuchNumberIsRefused(text: String) {
    #expect(throws: DecodingError.self) { try read(text, as: UInt8.self) }
  }

  @Test func whatIsMissingIsRefused() {
    #expect(throws: DecodingError.self) { try read(#"{"whole":1}"#, as: Sample.self) }
    #expect(throws: DecodingError.self) { try read("[1]", as: Sample.self) }
  }

  /// All that a word holds, also where no sign fits; and nothing that it does not hold.
  @Test func wholeNumbersAreExactOrRefused() throws {
    #expect(try text(UInt.max) == "18446744073709551615")
    #expect(try text([UInt.max]) == "[18446744073709551615]")
    #expect(try read("18446744073709551615", as: UInt.self) == .max)
    #expect(throws: DecodingError.self) { try read("18446744073709551615", as: Int.self) }
    #expect(throws: (any Error).self) { try text([UInt128.max]) }
  }

  private class Base: Codable { var base = 1 }
  private final class Derived: Base {
    private enum Key: CodingKey { case derived }
    var derived = 2

    override init() { super.init() }

    required init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      derived = try container.decode(Int.self, forKey: .derived)
      try super.init(from: container.superDecoder())
    }

    override func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(derived, forKey: .derived)
      try super.encode(to: container.superEncoder())
    }
  }

  @Test func superclassesReadBack() throws {
    let value = Derived()
    (value.base, value.derived) = (3, 4)
    #expect(try text(value) == #"{"derived":4,"super":{"base":3}}"#)
    let read = try read(try text(value), as: Derived.self)
    #expect(read.base == 3 && read.derived == 4)
  }

  /// What would end a text or steer a terminal is escaped, and comes back.
  @Test func textsReadBack() throws {
    let scalars = (0..<0x180).compactMap { Unicode.Scalar(UInt32($0)) }
    let all = String(String.UnicodeScalarView(scalars)) + "漢\u{1F600}"
    let written = try text(all)
    #expect(!written.unicodeScalars.contains { $0.properties.generalCategory == .control })
    #expect(try Array(read(written, as: String.self).utf8) == Array(all.utf8))
    #expect(try text("a\"\\\n\u{1B}\u{85}") == #""a\"\\\n\u001b\u0085""#)
  }
}
