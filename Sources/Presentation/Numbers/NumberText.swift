// How numbers are written, everywhere: the one place that decides digits. The C library's printf
// rounds exactly, so the same bits always give the same text.
import CommandLanguage
import Events
import Text

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

package enum NumberStyle: Equatable, Sendable {
  case significant(Int)
  /// With a sign always shown.
  case signed(Int)
  /// So many decimals, so that numbers below each other add up as printed; the second with a sign always
  /// shown.
  case decimals(Int)
  case signedDecimals(Int)
  case percent, exact, whole, loss, r2

  package init(_ format: Statement.Format) {
    self =
      switch format {
      case .plain: .significant(4)
      case .signed: .signed(4)
      case .percent: .percent
      case .exact: .exact
      case .integer: .whole
      case .short: .significant(2)
      case .shortSigned: .signed(2)
      }
  }
}

package enum NumberText {
  package static func fixed(_ value: Double, _ digits: Int) -> String {
    printed("%.\(digits)f", value)
  }

  /// Four places, or so many digits as fit where a network is far worse than the mean.
  package static func r2(_ value: Double) -> String {
    value > -1000 ? fixed(value, 4) : significant(value, 3)
  }

  /// Four significant digits, `1.2e-05` only where plain digits would be longer.
  package static func significant(_ value: Double, _ digits: Int = 4) -> String {
    guard value.isFinite else { return value.isNaN ? "not a number" : value < 0 ? "-inf" : "inf" }
    if value == 0 { return "0" }
    let magnitude = abs(value)
    // Whole numbers keep all their digits: 12345 parameters are not 1.234e+04.
    if magnitude < 1e9, value == value.rounded() { return printed("%.0f", value) }
    return tidiedExponent(printed("%.\(digits)g", value))
  }

  package static func signed(_ value: Double, _ digits: Int = 4) -> String {
    value < 0 || value.isNaN ? significant(value, digits) : "+" + significant(value, digits)
  }

  /// A share of one: `97.3%`; above ten times all of it, `23.4 times`.
  package static func percent(_ share: Double) -> String {
    guard share.isFinite else { return significant(share) }
    let magnitude = abs(share)
    if magnitude <= 10 { return printed("%.1f", share * 100) + "%" }
    let digits = magnitude < 1000 ? "%.3g" : magnitude < 1e6 ? "%.0f" : "%.2e"
    return tidiedExponent(printed(digits, share)) + " times"
  }

  /// The shortest text that reads back as the same value.
  package static func exact(_ value: Double) -> String { exactText(value) }

  /// A loss in a table column: four decimals, or an exponent where those would hide it.
  package static func loss(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "nan" : significant(value) }
    if value == 0 { return "0" }
    let magnitude = abs(value)
    if magnitude < 0.001 || magnitude >= 1e6 { return tidiedExponent(printed("%.2e", value)) }
    return printed(magnitude >= 100 ? "%.2f" : "%.4f", value)
  }

  package static func text(_ value: Double, _ style: NumberStyle) -> String {
    switch style {
    case .significant(let digits): significant(value, digits)
    case .signed(let digits): signed(value, digits)
    case .decimals(let places): fixed(value, places)
    case .signedDecimals(let places): (value < 0 ? "" : "+") + fixed(value, places)
    case .percent: percent(value)
    case .exact: exact(value)
    case .whole: printed("%.0f", value)
    case .loss: loss(value)
    case .r2: r2(value)
    }
  }

  /// `1e-05` → `1e-5`
  private static func tidiedExponent(_ text: String) -> String {
    guard let e = text.firstIndex(of: "e") else { return text }
    let mantissa = text[..<e]
    var exponent = text[text.index(after: e)...]
    let isNegative = exponent.first == "-"
    if isNegative || exponent.first == "+" { exponent = exponent.dropFirst() }
    let digits = exponent.drop(while: { $0 == "0" })
    return mantissa + (isNegative ? "e-" : "e") + (digits.isEmpty ? "0" : digits)
  }

  private static func printed(_ format: String, _ value: Double) -> String {
    withVaList([value]) { arguments in
      withUnsafeTemporaryAllocation(of: CChar.self, capacity: 400) { buffer in
        guard let base = buffer.baseAddress else { return "" }
        vsnprintf(base, buffer.count, format, arguments)
        return String(cString: base)
      }
    }
  }
}
