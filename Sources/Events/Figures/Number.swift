// A number in a block. JSON has none that is not finite, so those are written as words, and two that are
// no numbers are the same value here.

package struct Number: Codable, Equatable, Sendable {
  package var value: Double

  package init(_ value: Double) { self.value = value }

  package static func == (left: Number, right: Number) -> Bool {
    left.value == right.value || left.value.isNaN && right.value.isNaN
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Double.self) {
      value = number
      return
    }
    switch try container.decode(String.self) {
    case "nan": value = .nan
    case "inf": value = .infinity
    case "-inf": value = -.infinity
    case let other:
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "no number: \(other)")
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    guard value.isFinite else {
      return try container.encode(value.isNaN ? "nan" : value < 0 ? "-inf" : "inf")
    }
    try container.encode(value)
  }
}
