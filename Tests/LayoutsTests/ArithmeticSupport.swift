// A calculator for printed arithmetic.

/// Numbers, + - × /, roots, squares and parentheses.
struct Calculator {
  private var rest: Substring

  static func value(of text: String) -> Double? {
    var calculator = Calculator(rest: text[...])
    guard let value = calculator.sum(), calculator.rest.isEmpty else { return nil }
    return value
  }

  private mutating func sum() -> Double? {
    guard var total = product() else { return nil }
    while let sign = rest.first, sign == "+" || sign == "-" {
      rest.removeFirst()
      guard let term = product() else { return nil }
      total += sign == "+" ? term : -term
    }
    return total
  }

  private mutating func product() -> Double? {
    guard var total = factor() else { return nil }
    while let sign = rest.first, sign == "×" || sign == "/" {
      rest.removeFirst()
      guard let next = factor() else { return nil }
      total = sign == "×" ? total * next : total / next
    }
    return total
  }

  private mutating func factor() -> Double? {
    if rest.first == "√" {
      rest.removeFirst()
      return factor()?.squareRoot()
    }
    var value: Double?
    if rest.first == "(" {
      rest.removeFirst()
      value = sum()
      guard value != nil, rest.first == ")" else { return nil }
      rest.removeFirst()
    } else {
      value = number()
    }
    guard rest.first == "²" else { return value }
    rest.removeFirst()
    return value.map { $0 * $0 }
  }

  private mutating func number() -> Double? {
    var text = ""
    while let next = rest.first {
      let isSign = next == "-" || next == "+"
      guard "0123456789.e".contains(next) || isSign else { break }
      if isSign, !text.isEmpty, text.last != "e" { break }
      text.append(next)
      rest.removeFirst()
    }
    return Double(text)
  }
}
