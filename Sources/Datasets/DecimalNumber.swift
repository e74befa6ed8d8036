// Numbers as data files and people write them. The grammar is our own, because the library's
// accepts `nan`, `inf` and hexadecimal; the result is the nearest Double.

/// Text read as a decimal number: a sign, digits with an optional point, an optional power of ten.
enum DecimalNumber: Equatable {
  /// A finite number within Float's range.
  case number(Double)
  /// A number beyond ±3.4e38, Float's range.
  case outOfRange
  case notANumber

  /// Blanks around the number are ignored.
  static func parse(_ text: String) -> DecimalNumber {
    var text = text
    return text.withUTF8 { bytes in
      var start = 0
      var end = bytes.count
      while start < end, bytes[start] == 0x20 || bytes[start] == 0x09 { start += 1 }
      while end > start, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
      return parse(UnsafeBufferPointer(rebasing: bytes[start..<end]))
    }
  }

  /// The whole of the bytes must be the number.
  static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> DecimalNumber {
    guard let decimal = Decimal(bytes) else { return .notANumber }
    if let exact = decimal.exactValue { return .number(exact) }
    // The grammar has been checked, so this can only round; it does not look at the locale.
    guard let value = Double(String(decoding: bytes, as: UTF8.self)) else { return .notANumber }
    return Float(value).isInfinite ? .outOfRange : .number(value + 0)
  }
}

/// The parts of a number before they are put together.
private struct Decimal {
  private var isNegative = false
  private var mantissa: UInt64 = 0
  private var mantissaDigits = 0
  /// The value is mantissa · 10^exponent.
  private var exponent = 0

  private static let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    var index = 0
    let end = bytes.count
    if index < end, bytes[index] == 0x2D || bytes[index] == 0x2B {
      isNegative = bytes[index] == 0x2D
      index += 1
    }
    var digits = 0
    while index < end, let digit = Self.digit(bytes[index]) {
      take(digit)
      digits += 1
      index += 1
    }
    if index < end, bytes[index] == 0x2E {
      index += 1
      while index < end, let digit = Self.digit(bytes[index]) {
        take(digit)
        digits += 1
        exponent -= 1
        index += 1
      }
    }
    guard digits > 0 else { return nil }
    if index < end, bytes[index] | 0x20 == 0x65 {
      guard let power = Self.power(bytes, from: index + 1) else { return nil }
      exponent += power
    } else if index < end {
      return nil
    }
  }

  /// The value when one exact operation gives it: up to 15 digits and a power of ten that is itself
  /// exact (Clinger, "How to read floating point numbers accurately", PLDI 1990).
  var exactValue: Double? {
    guard mantissaDigits <= 15 else { return nil }
    if mantissa == 0 { return 0 }
    guard (-22...22).contains(exponent) else { return nil }
    let power = Self.powersOfTen[abs(exponent)]
    let value = exponent < 0 ? Double(mantissa) / power : Double(mantissa) * power
    return isNegative ? -value : value
  }

  private mutating func take(_ digit: UInt64) {
    // Leading zeros are no digits of the mantissa; what does not fit is left to the slow path.
    if mantissaDigits == 0, digit == 0 { return }
    mantissaDigits += 1
    if mantissaDigits <= 15 { mantissa = mantissa * 10 + digit }
  }

  @inline(__always)
  private static func digit(_ byte: UInt8) -> UInt64? {
    let value = byte &- 0x30
    return value <= 9 ? UInt64(value) : nil
  }

  /// The power after `e`, up to the end of the bytes; held at ±100000 however many digits it has.
  private static func power(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    var index = start
    var isNegative = false
    if index < bytes.count, bytes[index] == 0x2D || bytes[index] == 0x2B {
      isNegative = bytes[index] == 0x2D
      index += 1
    }
    guard index < bytes.count else { return nil }
    var power = 0
    while index < bytes.count {
      guard let digit = digit(bytes[index]) else { return nil }
      power = min(power * 10 + Int(digit), 100_000)
      index += 1
    }
    return isNegative ? -power : power
  }
}
