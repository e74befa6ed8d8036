// The ways in which people and spreadsheets write numbers: decimal point or comma, separated thousands,
// percent and currency signs. A field alone may be read in several ways; what a column says is found from
// all of its fields.

/// How the numbers of a column are written.
package struct NumberFormat: Hashable, Sendable {
  package enum Mark: Sendable { case point, comma }
  /// What divides thousands; `mark` is the comma beside a decimal point and the point beside a comma.
  package enum Grouping: Sendable { case none, mark, blank, apostrophe }
  package enum Unit: Int, Sendable { case none, percent, currency }

  package var decimal: Mark
  package var grouping: Grouping
  package var unit: Unit

  package init(decimal: Mark, grouping: Grouping, unit: Unit) {
    self.decimal = decimal
    self.grouping = grouping
    self.unit = unit
  }

  /// The same without a percent or currency sign.
  var withoutUnit: NumberFormat { NumberFormat(decimal: decimal, grouping: grouping, unit: .none) }

  /// As programs write them: `-1234.5e6`.
  package static let plain = NumberFormat(decimal: .point, grouping: .none, unit: .none)

  /// The ways of writing the number itself, the simplest first.
  private static let bodies: [(decimal: Mark, grouping: Grouping)] = [
    (.point, .none), (.comma, .none), (.point, .mark), (.comma, .mark),
    (.point, .blank), (.comma, .blank), (.point, .apostrophe), (.comma, .apostrophe),
  ]

  /// All of them, the simplest first.
  static let all: [NumberFormat] = [Unit.none, .percent, .currency].flatMap { unit in
    bodies.map { NumberFormat(decimal: $0.decimal, grouping: $0.grouping, unit: unit) }
  }

  /// "with a decimal comma": completes "numbers".
  package var inWords: String {
    let between =
      switch grouping {
      case .none: ""
      case .mark: decimal == .point ? "commas" : "points"
      case .blank: "blanks"
      case .apostrophe: "apostrophes"
      }
    let unit =
      switch unit {
      case .none: ""
      case .percent: "in percent"
      case .currency: "with a currency sign"
      }
    let parts = [
      unit, decimal == .comma ? "with a decimal comma" : "",
      between.isEmpty ? "" : "with \(between) between thousands",
    ].filter { !$0.isEmpty }
    return parts.isEmpty ? "with a decimal point" : parts.joined(separator: ", ")
  }

  /// Its place in `all`.
  var place: Int {
    let body = Self.bodies.firstIndex { $0.decimal == decimal && $0.grouping == grouping } ?? 0
    return unit.rawValue * Self.bodies.count + body
  }

  /// The number that a field is in this format.
  func read(_ bytes: UnsafeBufferPointer<UInt8>) -> DecimalNumber {
    if self == .plain {
      let parsed = DecimalNumber.parse(bytes)
      // A blank or a minus sign of typesetters may still be in the way.
      if parsed != .notANumber { return parsed }
    }
    guard let written = WrittenNumber(bytes), written.unit == unit,
      let plain = written.plain(in: self)
    else { return .notANumber }
    return plain.withUnsafeBufferPointer { DecimalNumber.parse($0) }
  }

  func read(_ text: String) -> DecimalNumber {
    var text = text
    return text.withUTF8 { read($0) }
  }

  /// The number a text is in every format in which it is one; nil where they disagree (`1,234`) or there
  /// is none.
  static func onlyReading(of text: String) -> Double? {
    var found: Double?
    for format in all {
      guard case .number(let value) = format.read(text) else { continue }
      if let found, found != value { return nil }
      found = value
    }
    return found
  }
}

/// A field cut into its number and what stands around it.
struct WrittenNumber {
  let unit: NumberFormat.Unit
  /// The bytes of the currency sign; 0 without one.
  let currency: UInt32
  /// Sign, digits and what stands between them, every kind of blank as a blank and every apostrophe as
  /// one.
  private let body: [UInt8]

  /// Nil where the field is surely no number.
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard bytes.count <= 64, let parts = Self.parts(bytes), !parts.body.isEmpty else { return nil }
    guard parts.percents + parts.currencies <= 1 else { return nil }
    unit = parts.percents == 1 ? .percent : parts.currencies == 1 ? .currency : .none
    currency = parts.currency
    body = parts.body
  }

  /// Whether it is nothing but digits, as every format writes small whole numbers.
  var isBare: Bool { unit == .none && body.allSatisfy { $0 == 0x2D || Self.isDigit($0) } }
  var hasComma: Bool { body.contains(0x2C) }
  var hasPoint: Bool { body.contains(0x2E) }

  /// The places in `NumberFormat.all` of the formats in which it is a number, as bits.
  var formats: UInt32 {
    var bits: UInt32 = 0
    for (place, format) in NumberFormat.all.enumerated()
    where format.unit == unit && isNumber(in: format) {
      bits |= 1 << UInt32(place)
    }
    return bits
  }

  func isNumber(in format: NumberFormat) -> Bool { scan(format) { _ in } }

  /// The number as programs write it.
  func plain(in format: NumberFormat) -> [UInt8]? {
    var plain: [UInt8] = []
    plain.reserveCapacity(body.count)
    return scan(format) { plain.append($0) } ? plain : nil
  }

  /// Whether the whole body is a number of this format; its plain bytes go to `emit`.
  private func scan(_ format: NumberFormat, _ emit: (UInt8) -> Void) -> Bool {
    var index = 0
    if body[index] == 0x2D || body[index] == 0x2B {
      emit(body[index])
      index += 1
    }
    guard let whole = scanWhole(format, &index, emit) else { return false }
    var digits = whole
    if index < body.count, body[index] == (format.decimal == .point ? 0x2E : 0x2C) {
      emit(0x2E)
      index += 1
      while index < body.count, Self.isDigit(body[index]) {
        emit(body[index])
        digits += 1
        index += 1
      }
    }
    guard digits > 0 else { return false }
    guard index < body.count else { return true }
    guard body[index] | 0x20 == 0x65 else { return false }
    let power = body[(index + 1)...]
    let figures = power.first == 0x2D || power.first == 0x2B ? power.dropFirst() : power
    guard !figures.isEmpty, figures.allSatisfy(Self.isDigit) else { return false }
    for byte in body[index...] { emit(byte) }
    return true
  }

  /// The digits before the decimal mark and how many there are; nil where thousands are not divided as
  /// they should.
  private func scanWhole(
    _ format: NumberFormat, _ index: inout Int, _ emit: (UInt8) -> Void
  ) -> Int? {
    let start = index
    func takeDigits() -> Int {
      let first = index
      while index < body.count, Self.isDigit(body[index]) {
        emit(body[index])
        index += 1
      }
      return index - first
    }
    var digits = takeDigits()
    guard let divider = format.divider else { return digits }
    let isDivided = index < body.count && body[index] == divider
    guard isDivided else {
      // Thousands without their comma or point would contradict those that have it.
      return digits > 3 && format.grouping == .mark ? nil : digits
    }
    guard (1...3).contains(digits), body[start] != 0x30 else { return nil }
    while index < body.count, body[index] == divider {
      index += 1
      guard takeDigits() == 3 else { return nil }
      digits += 3
    }
    return digits
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 <= 9 }
}

extension NumberFormat {
  /// The byte between thousands.
  fileprivate var divider: UInt8? {
    switch grouping {
    case .none: nil
    case .mark: decimal == .point ? 0x2C : 0x2E
    case .blank: 0x20
    case .apostrophe: 0x27
    }
  }
}

// MARK: - What stands around the number

extension WrittenNumber {
  private struct Parts {
    var body: [UInt8] = []
    var percents = 0
    var currencies = 0
    var currency: UInt32 = 0
  }

  /// One piece of a field: a byte of the number, or a sign around it.
  private enum Piece { case body(UInt8), percent, currency(UInt32) }

  private static func parts(_ bytes: UnsafeBufferPointer<UInt8>) -> Parts? {
    var parts = Parts()
    parts.body.reserveCapacity(bytes.count)
    var index = 0
    var isBehind = false
    while index < bytes.count {
      guard let (piece, length) = piece(bytes, at: index) else { return nil }
      index += length
      switch piece {
      case .percent:
        parts.percents += 1
        isBehind = true
      case .currency(let sign):
        parts.currencies += 1
        parts.currency = sign
        // Before the number only its own sign may stand.
        isBehind = parts.body.contains { isDigit($0) }
      case .body(0x20) where parts.body.isEmpty || isBehind: continue
      case .body(let byte):
        guard !isBehind else { return nil }
        if byte == 0x20, parts.currencies > 0, !parts.body.contains(where: isDigit) { continue }
        parts.body.append(byte)
      }
    }
    while parts.body.last == 0x20 { parts.body.removeLast() }
    return parts
  }

  /// Nil for what stands in no number.
  private static func piece(
    _ bytes: UnsafeBufferPointer<UInt8>, at index: Int
  ) -> (Piece, length: Int)? {
    let byte = bytes[index]
    switch byte {
    case 0x30...0x39, 0x2B, 0x2C, 0x2D, 0x2E, 0x20, 0x27, 0x45, 0x65: return (.body(byte), 1)
    case 0x25: return (.percent, 1)
    case 0x24: return (.currency(0x24), 1)
    case 0xC2:
      guard index + 1 < bytes.count else { return nil }
      switch bytes[index + 1] {
      case 0xA0: return (.body(0x20), 2)
      case 0xA2...0xA5: return (.currency(0xC200 | UInt32(bytes[index + 1])), 2)
      default: return nil
      }
    case 0xE2:
      guard index + 2 < bytes.count else { return nil }
      switch (bytes[index + 1], bytes[index + 2]) {
      case (0x80, 0x89), (0x80, 0xAF): return (.body(0x20), 3)
      case (0x80, 0x99): return (.body(0x27), 3)
      case (0x88, 0x92): return (.body(0x2D), 3)
      case (0x82, 0xA0...0xBF): return (.currency(0xE28200 | UInt32(bytes[index + 2])), 3)
      default: return nil
      }
    default: return nil
    }
  }
}
