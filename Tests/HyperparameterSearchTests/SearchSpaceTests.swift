// Domains and spaces: which are refused, and which values the accepted ones hold.

import HyperparameterSearch
import Testing

@Suite struct SearchSpaceTests {
  // MARK: Refusals

  private func idOf(_ make: () throws(SpaceError) -> Domain) -> String? {
    do throws(SpaceError) {
      _ = try make()
      return nil
    } catch {
      #expect(!error.message.isEmpty && error.axis == nil)
      return error.id
    }
  }

  @Test func rangesThatAreNone() {
    #expect(idOf { () throws(SpaceError) in try .range(low: 8, high: 1) } == "space-reversed-range")
    #expect(
      idOf { () throws(SpaceError) in try .range(low: 0, high: .nan) } == "space-not-a-number")
    #expect(
      idOf { () throws(SpaceError) in try .range(low: -.infinity, high: 0) } == "space-not-a-number"
    )
    #expect(
      idOf { () throws(SpaceError) in try .range(low: 0, high: 1, log: true) }
        == "space-log-not-positive")
    #expect(
      idOf { () throws(SpaceError) in try .range(low: 0, high: 4, log: true, integers: true) }
        == "space-log-not-positive")
    for step in [0, -0.1, .nan, .infinity] {
      #expect(
        idOf { () throws(SpaceError) in try .range(low: 0, high: 1, step: step) }
          == "space-bad-step")
    }
    #expect(
      idOf { () throws(SpaceError) in try .range(low: 0, high: 1, step: 1e-9) } == "space-too-wide")
    #expect(
      idOf { () throws(SpaceError) in try .range(low: 1, high: 2, log: true, step: 0.1) }
        == "space-log-with-step")
    #expect(
      idOf { () throws(SpaceError) in try .range(low: 0.5, high: 2, integers: true) }
        == "space-not-whole")
    #expect(
      idOf { () throws(SpaceError) in try .range(low: -1e18, high: 1e18, integers: true) }
        == "space-too-wide")
    #expect(idOf { () throws(SpaceError) in try .range(low: 2, high: 2) } == nil)
  }

  @Test func suggestionsCanBeTyped() throws {
    let reversed = #expect(throws: SpaceError.self) { try Domain.range(low: 8, high: 1) }
    #expect(reversed?.suggestion == "1..8")
    let ending = #expect(throws: SpaceError.self) {
      try Domain.range(low: 1, high: 1e-4, log: true)
    }
    #expect(ending?.suggestion == "0.0001..1:log")
    let whole = #expect(throws: SpaceError.self) {
      try Domain.range(low: 0, high: 64, log: true, integers: true)
    }
    #expect(whole?.suggestion == "1..64:log")
    let log = #expect(throws: SpaceError.self) { try Domain.range(low: 0, high: 1, log: true) }
    #expect(log?.suggestion == "1e-06..1:log")
    let small = #expect(throws: SpaceError.self) { try Domain.range(low: 0, high: 1e-8, log: true) }
    #expect(small?.suggestion == "1e-10..1e-08:log")
    let step = #expect(throws: SpaceError.self) { try Domain.range(low: 0, high: 1, step: 0) }
    #expect(step?.suggestion == "0..1:step=0.1")
  }

  @Test func spacesThatAreNone() {
    func error(_ axes: [Axis]) -> SpaceError? {
      #expect(throws: SpaceError.self) { try SearchSpace(axes: axes) }
    }
    #expect(error([])?.id == "space-empty")
    let lr = Axis(name: "lr", domain: .uniform(0...1))
    let repeated = error([lr, Axis(name: "l2", domain: .fixed(.integer(0))), lr])
    #expect(repeated?.id == "space-repeated-axis" && repeated?.axis == "lr")
    let cases: [(Domain, String)] = [
      (.choices([]), "space-no-choices"),
      (.choices([.choice("relu"), .choice("relu")]), "space-repeated-choice"),
      (.choices([.number(.nan)]), "space-not-a-number"),
      (.fixed(.number(.infinity)), "space-not-a-number"),
      (.logUniform(-1...1), "space-log-not-positive"),
      (.logIntegers(0...4), "space-log-not-positive"),
      (.steps(from: 1, to: 0, by: 0.1), "space-reversed-range"),
      (.steps(from: 0, to: 1, by: 0), "space-bad-step"),
      (.integers(Int.min...Int.max), "space-too-wide"),
      (.uniform(0...Double.infinity), "space-not-a-number"),
    ]
    for (domain, id) in cases {
      let found = error([lr, Axis(name: "bad", domain: domain)])
      #expect(found?.id == id)
      #expect(found?.axis == "bad")
    }
  }

  // MARK: Values

  @Test(arguments: [
    (ParameterValue.number(0.1), "0.1"), (.number(1), "1"), (.number(1e-5), "1e-05"),
    (.number(0.1 + 0.2), "0.30000000000000004"), (.number(1e300), "1e+300"), (.integer(-3), "-3"),
    (.choice("relu"), "relu"),
  ])
  func textReadsBackExactly(_ value: ParameterValue, _ text: String) {
    #expect(value.description == text)
    if case .number(let number) = value { #expect(Double(text) == number) }
  }

  @Test func stepsAreTheDecimalsTheySay() throws {
    let tenths = try Domain.range(low: 0, high: 1, step: 0.1)
    #expect(
      tenths.gridValues(count: 3).map(\.description)
        == ["0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1"])
    #expect(tenths.valueCount == 11)
    let small = try Domain.range(low: 1e-4, high: 5e-4, step: 1e-4)
    #expect(small.gridValues(count: 1).compactMap(\.asNumber) == [1e-4, 2e-4, 3e-4, 4e-4, 5e-4])
    let whole = try Domain.range(low: 4, high: 17, step: 4, integers: true)
    #expect(whole.gridValues(count: 1) == [.integer(4), .integer(8), .integer(12), .integer(16)])
    let thirds = try Domain.range(low: 0, high: 1, step: 1.0 / 3)
    #expect(thirds.valueCount == 4)
  }

  static let domains: [Domain] = [
    .uniform(-1...3), .uniform(-1.7e308...1.7e308), .uniform(2...2), .logUniform(1e-4...1),
    .logUniform(1e-300...1e300), .steps(from: 0, to: 1, by: 0.1),
    .steps(from: 0.05, to: 1, by: 0.3),
    .integers(1...8), .integers(-5...5), .logIntegers(1...1000), .logIntegers(7...7),
    .choices([.choice("relu"), .number(0.5), .integer(2)]), .fixed(.number(0.9)),
  ]

  /// `unit(of:)` takes every value back to a place that gives the value again.
  @Test(arguments: domains) func placesAndValuesAreInverse(_ domain: Domain) throws {
    for step in 0...1000 {
      let value = domain.value(at: Double(step) / 1000)
      let unit = try #require(domain.unit(of: value))
      #expect((0...1).contains(unit))
      switch domain {
      case .uniform(let range) where range.lowerBound < range.upperBound,
        .logUniform(let range) where range.lowerBound < range.upperBound:
        #expect(abs(unit - Double(step) / 1000) < 1e-12)
        #expect(range.contains(value.asNumber ?? .nan))
      default: #expect(domain.value(at: unit) == value)
      }
    }
    #expect(domain.value(at: -1) == domain.value(at: 0))
    #expect(domain.value(at: 2) == domain.value(at: 1))
    #expect(domain.unit(of: .choice("tanh")) == nil)
    if let count = domain.valueCount {
      let seen = Set((0..<100_000).map { domain.value(at: Double($0) / 100_000) })
      #expect(seen.count == count)
    }
  }

  @Test func cellsAreEqual() {
    var times: [ParameterValue: Int] = [:]
    for step in 0..<8000 {
      times[Domain.integers(1...8).value(at: (Double(step) + 0.5) / 8000), default: 0] += 1
    }
    #expect(times.values.allSatisfy { $0 == 1000 })
    #expect(
      Domain.logUniform(1e-4...1).value(at: 0.5).asNumber.map { abs($0 - 0.01) < 1e-15 } == true)
  }

  @Test(arguments: domains + [.levels([.number(0.5), .integer(2)])])
  func canonicalValuesAreTheDomainsOwn(_ domain: Domain) throws {
    for step in 0...50 {
      let value = domain.value(at: Double(step) / 50)
      #expect(domain.canonical(value) == value)
      if let number = value.asNumber {
        #expect(domain.canonical(.number(number)) == value)
        if let whole = Int(exactly: number) { #expect(domain.canonical(.integer(whole)) == value) }
      }
    }
    #expect(domain.canonical(.choice("tanh")) == nil)
    #expect(domain.canonical(.number(.nan)) == nil)
  }

  // MARK: Sizes

  @Test func spacesHaveLimitedNumbersOfAxes() throws {
    func chain(_ count: Int) throws -> SearchSpace {
      try SearchSpace(
        axes: (0..<count).map { number in
          Axis(
            name: "a\(number)", domain: .integers(1...2),
            condition: number == 0
              ? nil : AxisCondition(parent: "a\(number - 1)", values: [.integer(2)]))
        })
    }
    #expect(try chain(1000).gridSize == 1001)
    #expect(throws: SpaceError.self) { try chain(1001) }
  }

  @Test func sizesOfSpaces() throws {
    let finite = try SearchSpace(axes: [
      Axis(name: "a", domain: .integers(1...8)),
      Axis(name: "b", domain: .steps(from: 0, to: 1, by: 0.25)),
      Axis(name: "c", domain: .choices([.choice("x"), .choice("y")])),
    ])
    #expect(finite.gridSize == 80)
    #expect(finite.gridSize(resolution: 3) == 30)
    let open = try SearchSpace(axes: finite.axes + [Axis(name: "d", domain: .uniform(0...1))])
    #expect(open.gridSize == nil)
    #expect(open.gridSize(resolution: 3) == 90)
    let huge = try SearchSpace(
      axes: (0..<8).map { Axis(name: "a\($0)", domain: .steps(from: 0, to: 999, by: 1)) })
    #expect(huge.gridSize == nil)
    #expect(huge.gridSize(resolution: 2) == nil)
    let error = #expect(throws: SpaceError.self) { try Grid(space: huge) }
    #expect(error?.id == "space-grid-too-large")
  }
}
