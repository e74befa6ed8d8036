// Importances against variances known in closed form.

import HyperparameterSearch
import Testing

@Suite struct FANOVATests {
  typealias Point = [ParameterAssignment]
  private static let words: [ParameterValue] = ["a", "b", "c", "d"].map { .choice($0) }

  private func trials(
    _ space: SearchSpace, _ count: Int, seed: UInt64 = 1, _ value: ([Double]) -> Double
  ) -> [Trial] {
    (0..<count).map { number in
      let point =
        Study(space: space, sampler: .random, seed: seed).proposal(for: number)?.params ?? []
      let units = zip(space.axes, point).map { $0.domain.unit(of: $1.value) ?? 0 }
      return Trial(number: number, params: point, value: value(units), state: .done)
    }
  }

  private func cube(_ axes: Int) throws -> SearchSpace {
    try space(Array(repeating: .uniform(0...1), count: axes))
  }

  private func isNear(_ found: [Double], _ wanted: [Double], _ tolerance: Double) -> Bool {
    found.count == wanted.count && zip(found, wanted).allSatisfy { abs($0 - $1) < tolerance }
  }

  // MARK: Closed forms

  /// 3x₀ + x₁: variances 9/12 and 1/12. More trials come closer.
  @Test(arguments: [(200, 0.04), (600, 0.015)]) func sums(_ count: Int, _ tolerance: Double) throws
  {
    let space = try cube(3)
    let result = try FANOVA(
      space: space, trials: trials(space, count) { 3 * $0[0] + $0[1] }, seed: 7)
    #expect(result.mainEffects.map(\.axes) == [["x0"], ["x1"], ["x2"]])
    #expect(isNear(result.mainEffects.map(\.mean), [0.9, 0.1, 0], tolerance))
    #expect(result.interactions.allSatisfy { (0..<tolerance).contains($0.mean) })
    #expect(result.mainEffects.allSatisfy { $0.deviation > 0 && $0.deviation < 0.05 })
    #expect(result.trials == count && !result.isConstant)
  }

  /// x₀ + 12(x₀−½)(x₁−½): variances 1/12 and 144/12² = 1, so 0.077, 0 and 0.923 together.
  @Test func productsAreInteractions() throws {
    let space = try cube(3)
    let result = try FANOVA(
      space: space, trials: trials(space, 600) { $0[0] + 12 * ($0[0] - 0.5) * ($0[1] - 0.5) },
      seed: 7)
    #expect(isNear(result.mainEffects.map(\.mean), [1.0 / 13, 0, 0], 0.08))
    #expect(result.interactions.first?.axes == ["x0", "x1"])
    #expect(abs((result.interactions.first?.mean ?? 0) - 12.0 / 13) < 0.1)
    #expect(result.interactions.dropFirst().allSatisfy { $0.mean < 0.03 })
    #expect(
      try FANOVA(space: space, trials: trials(space, 50) { $0[0] }, seed: 1, pairsAmong: 2)
        .interactions.count == 1)
  }

  /// Steps a forest can represent exactly, on every kind of axis: a log range split in the middle of its
  /// logarithm (variance ¼), one of four choices (3/16·4 = ¾ when it adds 2), the rest nothing.
  @Test func everyKindOfAxis() throws {
    let space = try space([
      .logUniform(1e-4...1), .choices(Self.words), .integers(1...8),
      .steps(from: 0, to: 1, by: 0.1),
      .fixed(.integer(3)),
    ])
    let result = try FANOVA(
      space: space,
      trials: trials(space, 300) { ($0[0] < 0.5 ? 1 : 0) + (Int($0[1] * 4) == 2 ? 2 : 0) }, seed: 3)
    #expect(result.mainEffects.map(\.axes) == [["x0"], ["x1"], ["x2"], ["x3"]])
    #expect(isNear(result.mainEffects.map(\.mean), [0.25, 0.75, 0, 0], 0.01))
  }

  /// Choices that share an effect are found whatever their order, and more than 64 can be had.
  @Test func choicesHaveNoOrder() throws {
    let many: [ParameterValue] = (0..<100).map { .integer($0) }
    let space = try space([.choices(Self.words), .choices(many)])
    let result = try FANOVA(
      space: space, trials: trials(space, 300) { Int($0[0] * 4) % 2 == 0 ? 1 : 0 }, seed: 3)
    #expect(isNear(result.mainEffects.map(\.mean), [1, 0], 1e-9))
  }

  /// The same bits on every machine and in every build.
  @Test func sharesStayWhatTheyAre() throws {
    let space = try cube(2)
    let result = try FANOVA(
      space: space, trials: trials(space, 50) { $0[0] + $0[0] * $0[1] }, seed: 1)
    #expect(result.mainEffects.map(\.mean) == [0.8677784953435758, 0.06571008241955804])
    #expect(result.interactions.map(\.mean) == [0.06651142223686622])
  }

  // MARK: Which trials

  @Test func onlyDoneTrialsCount() throws {
    let space = try cube(2)
    let done = trials(space, 40) { $0[0] }
    let others = trials(space, 30, seed: 9) { 1000 * $0[1] }.map { trial in
      var trial = trial
      trial.number += 40
      trial.state = trial.number % 2 == 0 ? .pruned : .diverged
      if trial.state == .diverged { trial.value = nil }
      return trial
    }
    let alone = try FANOVA(space: space, trials: done, seed: 4)
    let together = try FANOVA(space: space, trials: (done + others).reversed(), seed: 4)
    #expect(alone.mainEffects == together.mainEffects && together.trials == 40)
    #expect(alone.mainEffects != (try FANOVA(space: space, trials: done, seed: 5)).mainEffects)
    #expect(throws: ImportanceError.tooFewTrials(done: 9, needed: 10)) {
      try FANOVA(space: space, trials: done.prefix(9) + others, seed: 4)
    }
    let fixed = try SearchSpace(axes: [
      Axis(name: "x0", domain: .fixed(.integer(1))), Axis(name: "x1", domain: .uniform(2...2)),
    ])
    #expect(throws: ImportanceError.nothingVaries) {
      try FANOVA(space: fixed, trials: trials(fixed, 20) { _ in 1 }, seed: 4)
    }
  }

  /// An axis without a value counts as in the middle: it neither fails nor takes the credit.
  @Test func inactiveAxes() throws {
    let space = try space([.choices(Self.words), .uniform(0...1), .choices(Self.words)])
    let all = trials(space, 200) { Int($0[0] * 4) == 0 ? $0[1] : 2 }.map { trial in
      var trial = trial
      if trial.param("x0") != .choice("a") { trial.params = [trial.params[0]] }
      return trial
    }
    let result = try FANOVA(space: space, trials: all, seed: 4)
    #expect(result.mainEffects[0].mean > 0.8)
    #expect(result.mainEffects[2].mean < 0.01)
  }

  @Test func constantAndExtremeValues() throws {
    let space = try cube(2)
    let constant = try FANOVA(space: space, trials: trials(space, 20) { _ in 0.1 }, seed: 1)
    #expect(constant.isConstant && constant.mainEffects.map(\.mean) == [0, 0])
    #expect(constant.interactions.map(\.mean) == [0])
    for size in [1e-300, 1.7e308] {
      let result = try FANOVA(
        space: space, trials: trials(space, 200) { $0[0] < 0.5 ? -size : size }, seed: 1)
      #expect(isNear(result.mainEffects.map(\.mean), [1, 0], 1e-6))
    }
    // The same point again and again, with other values: nothing to divide.
    let same = (0..<20).map { number in
      Trial(
        number: number,
        params: [ParameterAssignment("x0", .number(1)), ParameterAssignment("x1", .number(0))],
        value: Double(number),
        state: .done)
    }
    #expect(try FANOVA(space: space, trials: same, seed: 1).mainEffects.map(\.mean) == [0, 0])
  }
}
