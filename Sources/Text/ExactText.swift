// Numbers as settings and commands write them: the shortest text that reads back as the same value.

/// `0.03`, `64`, `1e-5`.
package func exactText(_ value: Double) -> String {
  if value == value.rounded(), abs(value) < 1e15 { return String(Int(value)) }
  // Swift writes 1e-05 as "1e-05"; people write 1e-5.
  let text = "\(value)"
  guard let e = text.firstIndex(of: "e") else { return text }
  let mantissa = text[..<e].hasSuffix(".0") ? text[..<e].dropLast(2) : text[..<e]
  let exponent = text[text.index(after: e)...]
  let sign = exponent.hasPrefix("-") ? "-" : ""
  let digits = exponent.drop { $0 == "-" || $0 == "+" || $0 == "0" }
  return "\(mantissa)e\(sign)\(digits)"
}
