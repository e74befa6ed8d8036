import JSON
import Testing

@Suite struct StrictJSONTests {
  private func reason(_ text: String) -> String? {
    do throws(StrictJSON.Failure) {
      _ = try StrictJSON(parsing: Array(text.utf8))
      return nil
    } catch {
      return error.reason
    }
  }

  @Test func numbersAreExact() throws {
    let cases: [(String, StrictJSON)] = [
      ("0", .integer(0)), ("-7", .integer(-7)), ("9223372036854775807", .integer(.max)),
      ("9223372036854775808", .unsigned(9223372036854775808)), ("0.1", .number(0.1)),
      ("18446744073709551616", .number(18446744073709551616)),
      ("-0", .integer(0)), ("1e2", .number(100)), ("1.5E-3", .number(0.0015)),
      ("4.9406564584124654e-324", .number(.leastNonzeroMagnitude)), ("1e999", .number(.infinity)),
    ]
    for (text, value) in cases {
      #expect(try StrictJSON(parsing: Array(text.utf8)) == value, "\(text)")
    }
  }

  @Test(arguments: [
    "", " ", "NaN", "Infinity", "-", "01", "1.", ".5", "1e", "+1", "0x10", "tru", "{", "[1,]",
    "{\"a\":1,}", "{\"a\" 1}", "{\"a\":1,\"a\":2}", "\"\\x\"", "\"\\ud800\"", "\"\u{1}\"", "1 2",
    "{'a':1}", String(repeating: "[", count: 100_000),
  ]) func whatIsNoJSONIsRefused(_ text: String) {
    #expect(reason(text) != nil)
  }

  @Test func bytesThatAreNoTextAreRefused() {
    #expect(throws: StrictJSON.Failure.self) { try StrictJSON(parsing: [0x22, 0xFF, 0x22]) }
  }

  /// What JSONValue writes, StrictJSON reads.
  @Test func writtenTextReadsBack() throws {
    let text = "a\"\\\n\t\u{0}\u{7F}\u{9B}é漢🙂"
    let value = JSONValue.object([
      ("text", .string(text)), ("list", .array([.integer(1), .null, .bool(false)])),
      ("number", .number(0.1)), ("nothing", .number(.nan)),
    ])
    let read = try StrictJSON(parsing: Array(value.text.utf8))
    #expect(
      read
        == .object([
          .init(name: "text", value: .string(text)),
          .init(name: "list", value: .array([.integer(1), .null, .bool(false)])),
          .init(name: "number", value: .number(0.1)), .init(name: "nothing", value: .null),
        ]))
  }
}
