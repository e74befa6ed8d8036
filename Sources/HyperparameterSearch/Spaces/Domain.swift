// The values one hyperparameter may take, and how they lie on the unit interval, where samplers work:
// logarithms are taken first, and whole numbers are given cells of equal width.

import Numerics

/// The set of values of one axis.
package enum Domain: Equatable, Sendable {
  /// Any number of the range.
  case uniform(ClosedRange<Double>)
  /// Any number of the range, each factor of ten as likely as the next. Both ends above 0.
  case logUniform(ClosedRange<Double>)
  /// `from`, `from + by`, … up to `to`; whole numbers when all three are whole.
  case steps(from: Double, to: Double, by: Double)
  /// Any whole number of the range.
  case integers(ClosedRange<Int>)
  /// Any whole number of the range, small ones more often. Both ends above 0.
  case logIntegers(ClosedRange<Int>)
  /// One of these, without order.
  case choices([ParameterValue])
  /// One of these numbers, in ascending order: neighbors are alike.
  case levels([ParameterValue])
  /// Always this.
  case fixed(ParameterValue)
}

// MARK: - Making and checking

extension Domain {
  /// The most values a stepped range may have.
  static let mostSteps = 1_000_000

  /// A range as a user writes it: `low..high`, with `:log` or `:step=…`, and whole numbers only when
  /// `integers` is set. Unlike building a case from a `ClosedRange`, this cannot trap.
  /// Errors: `space-not-a-number`, `space-reversed-range`, `space-log-not-positive`,
  /// `space-bad-step`, `space-log-with-step`, `space-not-whole`, `space-too-wide`.
  package static func range(
    low: Double, high: Double, log: Bool = false, step: Double? = nil, integers: Bool = false
  ) throws(SpaceError) -> Domain {
    let ending = log ? ":log" : step.map { ":step=\(ParameterValue.number($0))" } ?? ""
    try checkEnds(low, high, ending: ending)
    if log, step != nil {
      throw SpaceError(
        id: "space-log-with-step", message: "a range is either `log` or has a `step`",
        suggestion: "list the values instead, such as 0.001,0.01,0.1")
    }
    let domain: Domain
    if let step {
      domain = .steps(from: low, to: high, by: step)
    } else if integers {
      guard low == low.rounded(), high == high.rounded() else {
        throw SpaceError(
          id: "space-not-whole", message: "the ends of a range of whole numbers must be whole")
      }
      guard let first = Int(exactly: low), let last = Int(exactly: high) else {
        throw tooWide(low, high)
      }
      domain = log ? .logIntegers(first...last) : .integers(first...last)
    } else {
      domain = log ? .logUniform(low...high) : .uniform(low...high)
    }
    try domain.validate()
    return domain
  }

  /// A list as a user writes it: numbers have an order, whichever way they are listed; words have none.
  /// Errors: those of `validate`.
  package static func listed(_ values: [ParameterValue]) throws(SpaceError) -> Domain {
    let numbers = values.compactMap(\.asNumber)
    let isOrdered = numbers.count == values.count && values.count > 1
    let domain: Domain =
      isOrdered
      ? .levels(values.sorted { ($0.asNumber ?? 0) < ($1.asNumber ?? 0) }) : .choices(values)
    try domain.validate()
    return domain
  }

  /// Checks what the cases by themselves allow. Errors: those of `range`, and `space-no-choices`,
  /// `space-repeated-choice`.
  package func validate() throws(SpaceError) {
    switch self {
    case .uniform(let range): try Self.checkEnds(range.lowerBound, range.upperBound)
    case .logUniform(let range):
      try Self.checkEnds(range.lowerBound, range.upperBound)
      try Self.checkLog(range.lowerBound, range.upperBound)
    case .steps(let from, let to, let by):
      try Self.checkEnds(from, to)
      try Self.checkStep(from: from, to: to, by: by)
    case .integers(let range): try Self.checkWidth(range)
    case .logIntegers(let range):
      try Self.checkWidth(range)
      try Self.checkLog(Double(range.lowerBound), Double(range.upperBound), isWhole: true)
    case .choices(let values): try Self.checkChoices(values)
    case .levels(let values):
      try Self.checkChoices(values)
      try Self.checkLevels(values)
    case .fixed(let value): try Self.checkFinite(value)
    }
  }

  /// `ending` is what a suggestion says after the range.
  private static func checkEnds(
    _ low: Double, _ high: Double, ending: String = ""
  ) throws(SpaceError) {
    guard low.isFinite, high.isFinite else {
      throw SpaceError(
        id: "space-not-a-number", message: "the ends of a range must be finite numbers",
        suggestion: "0..1")
    }
    guard low <= high else {
      throw SpaceError(
        id: "space-reversed-range", message: "the range runs from high to low",
        suggestion: "\(ParameterValue.number(high))..\(ParameterValue.number(low))\(ending)")
    }
  }

  private static func checkLog(
    _ low: Double, _ high: Double, isWhole: Bool = false
  ) throws(SpaceError) {
    guard low <= 0 else { return }
    let top = high > 0 ? high : isWhole ? 100 : 1
    var bottom = 1.0
    if !isWhole {
      var power = 6
      while power < 320, (Double("1e-\(power)") ?? 0) > top / 100 { power += 1 }
      bottom = Double("1e-\(power)") ?? 1e-6
    }
    throw SpaceError(
      id: "space-log-not-positive", message: "a log range must lie above 0",
      suggestion: "\(ParameterValue.number(bottom))..\(ParameterValue.number(top)):log")
  }

  private static func checkStep(from: Double, to: Double, by: Double) throws(SpaceError) {
    guard by.isFinite, by > 0 else {
      throw SpaceError(
        id: "space-bad-step", message: "a step must be a number greater than 0",
        suggestion: "\(ParameterValue.number(from))..\(ParameterValue.number(to)):step="
          + "\(ParameterValue.number(to > from ? (to - from) / 10 : 1))")
    }
    guard (to - from) / by < Double(mostSteps) else {
      throw SpaceError(
        id: "space-too-wide", message: "the range has more than \(mostSteps) steps",
        suggestion: "a larger step, or none")
    }
  }

  private static func checkWidth(_ range: ClosedRange<Int>) throws(SpaceError) {
    let isExact = range.lowerBound >= -largestWhole && range.upperBound <= largestWhole
    guard isExact, range.upperBound - range.lowerBound <= largestWhole else {
      throw tooWide(Double(range.lowerBound), Double(range.upperBound))
    }
  }

  /// Up to here, 2⁵³ - 1, whole numbers and Doubles agree: one more than it and two more are the same.
  private static let largestWhole = (1 << 53) - 1

  private static func tooWide(_ low: Double, _ high: Double) -> SpaceError {
    let most = Double(largestWhole)
    let first = Int(clamp(low, -most, most))
    let last = min(Int(clamp(high, -most, most)), first + largestWhole)
    return SpaceError(
      id: "space-too-wide",
      message: "whole numbers reach to ±\(largestWhole), and a range holds at most "
        + "\(largestWhole + 1) of them",
      suggestion: "\(first)..\(last)")
  }

  private static func checkChoices(_ values: [ParameterValue]) throws(SpaceError) {
    guard !values.isEmpty else {
      throw SpaceError(
        id: "space-no-choices", message: "there is nothing to choose from",
        suggestion: "relu|tanh, or 0.01,0.1,1")
    }
    var seen: Set<ParameterValue> = []
    for value in values {
      try checkFinite(value)
      guard seen.insert(value).inserted else {
        throw SpaceError(
          id: "space-repeated-choice", message: "`\(value)` is listed twice",
          suggestion: "list every value once")
      }
    }
  }

  private static func checkLevels(_ values: [ParameterValue]) throws(SpaceError) {
    let numbers = values.compactMap(\.asNumber)
    guard numbers.count == values.count, zip(numbers, numbers.dropFirst()).allSatisfy({ $0 < $1 })
    else {
      throw SpaceError(
        id: "space-unordered-levels", message: "a list in order must be of ascending numbers",
        suggestion: "0.01,0.1,1")
    }
  }

  private static func checkFinite(_ value: ParameterValue) throws(SpaceError) {
    if case .number(let number) = value, !number.isFinite {
      throw SpaceError(
        id: "space-not-a-number", message: "`\(value)` is not a finite number")
    }
  }
}

// MARK: - Values

extension Domain {
  /// How many values there are; nil for a range of any numbers.
  package var valueCount: Int? {
    switch self {
    case .uniform(let range), .logUniform(let range):
      range.lowerBound == range.upperBound ? 1 : nil
    case .steps(let from, let to, let by): StepSequence(from: from, to: to, by: by).count
    case .integers(let range), .logIntegers(let range): range.upperBound - range.lowerBound + 1
    case .choices(let values), .levels(let values): values.count
    case .fixed: 1
    }
  }

  /// Whether its values are evenly spread between two ends.
  package var isRange: Bool {
    switch self {
    case .choices, .levels, .fixed: false
    default: true
    }
  }

  /// Whether there is more than one value.
  package var varies: Bool { valueCount != 1 }

  /// The value at a place of the unit interval. Whole numbers, steps and choices have cells of equal
  /// width there (of a log range: equal on the log scale, a whole number n reaching from n−½ to n+½).
  package func value(at unit: Double) -> ParameterValue {
    let unit = unit.isNaN ? 0 : min(max(unit, 0), 1)
    switch self {
    case .uniform(let range):
      let (low, high) = (range.lowerBound, range.upperBound)
      return .number(clamp(low * (1 - unit) + high * unit, low, high))
    case .logUniform(let range):
      let (low, high) = (range.lowerBound, range.upperBound)
      if unit == 0 { return .number(low) }
      if unit == 1 { return .number(high) }
      let logLow = PortableMath.log(low)
      let logHigh = PortableMath.log(high)
      return .number(clamp(PortableMath.exp(logLow * (1 - unit) + logHigh * unit), low, high))
    case .steps(let from, let to, let by):
      let steps = StepSequence(from: from, to: to, by: by)
      return steps[cell(unit, of: steps.count)]
    case .integers(let range):
      return .integer(range.lowerBound + cell(unit, of: range.upperBound - range.lowerBound + 1))
    case .logIntegers(let range):
      let low = PortableMath.log(Double(range.lowerBound) - 0.5)
      let high = PortableMath.log(Double(range.upperBound) + 0.5)
      let value = PortableMath.exp(low * (1 - unit) + high * unit)
      let clamped = clamp(
        value.rounded(), Double(range.lowerBound), Double(range.upperBound))
      return .integer(Int(clamped))
    case .choices(let values), .levels(let values):
      return values[cell(unit, of: values.count)]
    case .fixed(let value): return value
    }
  }

  /// Where a value lies on the unit interval: the inverse of `value(at:)`, the middle of its cell for
  /// whole numbers, steps and choices. Nil for what the domain does not hold.
  package func unit(of value: ParameterValue) -> Double? {
    switch self {
    case .uniform(let range):
      guard let number = value.asNumber, range.contains(number) else { return nil }
      return fraction(number, range.lowerBound, range.upperBound)
    case .logUniform(let range):
      guard let number = value.asNumber, range.contains(number) else { return nil }
      return fraction(
        PortableMath.log(number), PortableMath.log(range.lowerBound),
        PortableMath.log(range.upperBound))
    case .steps(let from, let to, let by):
      let steps = StepSequence(from: from, to: to, by: by)
      guard let number = value.asNumber, number >= from, number <= to else { return nil }
      let index = min(max(Int(((number - from) / by).rounded()), 0), steps.count - 1)
      guard steps[index].asNumber == number else { return nil }
      return middle(index, of: steps.count)
    case .integers(let range):
      guard case .integer(let number) = value, range.contains(number) else { return nil }
      return middle(number - range.lowerBound, of: range.upperBound - range.lowerBound + 1)
    case .logIntegers(let range):
      guard case .integer(let number) = value, range.contains(number) else { return nil }
      return fraction(
        PortableMath.log(Double(number)), PortableMath.log(Double(range.lowerBound) - 0.5),
        PortableMath.log(Double(range.upperBound) + 0.5))
    case .choices(let values), .levels(let values):
      return values.firstIndex(of: value).map { middle($0, of: values.count) }
    case .fixed(let only): return value == only ? 0.5 : nil
    }
  }

  /// The value as this domain writes it: the whole number 4 for 4.0 where whole numbers are. Nil for what the domain does not hold.
  package func canonical(_ value: ParameterValue) -> ParameterValue? {
    guard let number = value.asNumber else { return unit(of: value) == nil ? nil : value }
    switch self {
    case .uniform, .logUniform: return unit(of: value) == nil ? nil : .number(number)
    case .integers, .logIntegers:
      guard let whole = Int(exactly: number) else { return nil }
      return unit(of: .integer(whole)) == nil ? nil : .integer(whole)
    case .steps: return unit(of: value).map(self.value(at:))
    case .choices(let values), .levels(let values):
      return values.first { $0 == value } ?? values.first { $0.asNumber == number }
    case .fixed(let only): return only == value || only.asNumber == number ? only : nil
    }
  }

  /// The values a grid takes: all of a finite domain that is listed or stepped, and of a range `count`
  /// evenly spaced ones with both ends (one: the middle), or all its whole numbers if those are fewer.
  package func gridValues(count: Int) -> [ParameterValue] {
    switch self {
    case .uniform, .logUniform:
      return distinct(evenUnits(valueCount == 1 ? 1 : count).map(value(at:)))
    case .integers(let range):
      let all = range.upperBound - range.lowerBound + 1
      if all <= max(count, 1) { return range.map { .integer($0) } }
      return distinct(
        evenUnits(count).map { .integer(range.lowerBound + Int((Double(all - 1) * $0).rounded())) })
    case .logIntegers(let range):
      if range.upperBound - range.lowerBound + 1 <= max(count, 1) {
        return range.map { .integer($0) }
      }
      let ends = Domain.logUniform(Double(range.lowerBound)...Double(range.upperBound))
      return distinct(
        evenUnits(count).compactMap { unit in
          ends.value(at: unit).asNumber.map { .integer(Int($0.rounded())) }
        })
    case .steps(let from, let to, let by): return Array(StepSequence(from: from, to: to, by: by))
    case .choices(let values), .levels(let values): return values
    case .fixed(let value): return [value]
    }
  }

  /// How many `gridValues` there are, without making those of a list or of steps.
  func gridCount(_ count: Int) -> Int? {
    hasGridResolution ? gridValues(count: count).count : valueCount
  }

  /// Whether `gridValues` depends on the count it is given.
  var hasGridResolution: Bool {
    switch self {
    case .uniform, .logUniform, .integers, .logIntegers: varies
    case .steps, .choices, .levels, .fixed: false
    }
  }
}

private func clamp(_ value: Double, _ low: Double, _ high: Double) -> Double {
  min(max(value, low), high)
}

private func cell(_ unit: Double, of count: Int) -> Int {
  min(Int(unit * Double(count)), count - 1)
}

private func middle(_ index: Int, of count: Int) -> Double {
  (Double(index) + 0.5) / Double(count)
}

/// Halves first, so that the width of the widest range does not overflow.
private func fraction(_ value: Double, _ low: Double, _ high: Double) -> Double {
  high > low ? clamp((value / 2 - low / 2) / (high / 2 - low / 2), 0, 1) : 0.5
}

private func evenUnits(_ count: Int) -> [Double] {
  count <= 1 ? [0.5] : (0..<count).map { Double($0) / Double(count - 1) }
}

private func distinct(_ values: [ParameterValue]) -> [ParameterValue] {
  var seen: Set<ParameterValue> = []
  return values.filter { seen.insert($0).inserted }
}
