// TPE: better than random where there is something to learn, and a function of what it is given.

import HyperparameterSearch
import Testing

@Suite struct TreeParzenEstimatorTests {
  typealias Point = [ParameterAssignment]

  private func numbers(_ point: Point) -> [Double] { point.compactMap(\.value.asNumber) }

  private func suggest(
    _ trial: Int, _ space: SearchSpace, _ seed: UInt64, _ history: [Trial],
    _ direction: SearchDirection = .minimize
  ) -> Point {
    TreeParzenEstimator().suggest(
      trial: trial, in: space, seed: seed, history: history, direction: direction)
  }

  /// The trials of a search that minimizes `objective`.
  private func search(
    _ space: SearchSpace, trials: Int, seed: UInt64, _ objective: (Point) -> Double
  ) -> [Trial] {
    var history: [Trial] = []
    for number in 0..<trials {
      let point = suggest(number, space, seed, history)
      history.append(
        Trial(number: number, params: point, value: objective(point), state: .done))
    }
    return history
  }

  /// Medians of the best values over the seeds: with TPE and with random search.
  private func medians(
    _ domains: [Domain], trials: Int, seeds: Int, _ objective: (Point) -> Double
  ) throws -> (tpe: Double, random: Double) {
    let space = try space(domains)
    let tpe = (0..<seeds).map { seed in
      search(space, trials: trials, seed: UInt64(seed), objective).compactMap(\.value).min() ?? 0
    }
    let random = (0..<seeds).map { seed in
      (0..<trials).compactMap {
        Study(space: space, sampler: .random, seed: UInt64(seed)).proposal(for: $0)?.params
      }
      .map(objective).min() ?? 0
    }
    return (tpe.sorted()[seeds / 2], random.sorted()[seeds / 2])
  }

  // MARK: How good

  @Test func beatsRandomOnABowl() throws {
    let bowl = { (point: Point) in numbers(point).reduce(0) { $0 + ($1 - 0.3) * ($1 - 0.3) } }
    let (tpe, random) = try medians(
      Array(repeating: .uniform(0...1), count: 4), trials: 60, seeds: 5, bowl)
    #expect(tpe < random / 4)
  }

  @Test func beatsRandomOnWholeNumbersAndChoices() throws {
    let words: [ParameterValue] = ["a", "b", "c", "d"].map { .choice($0) }
    let cost = { (point: Point) -> Double in
      let whole = point.prefix(3).compactMap(\.value.asNumber).reduce(0) { $0 + abs($1 - 7) }
      return whole + (point.last?.value == .choice("c") ? 0 : 4)
    }
    let (tpe, random) = try medians(
      [.integers(0...20), .steps(from: 0, to: 20, by: 1), .logIntegers(1...50), .choices(words)],
      trials: 60, seeds: 5, cost)
    #expect(tpe <= random / 2)
  }

  /// Optuna 5.0 has a median simple regret of 0.30 over 31 seeds here, random search 0.86.
  @Test func braninAsGoodAsOptuna() throws {
    // By doubling the angle six times from where a short series is exact to 1e-12.
    func cosine(_ x: Double) -> Double {
      let small = x / 64
      let square = small * small
      var value = 1 - square / 2 * (1 - square / 12 * (1 - square / 30))
      for _ in 0..<6 { value = 2 * value * value - 1 }
      return value
    }
    let branin = { (point: Point) -> Double in
      let (x, y) = (numbers(point)[0], numbers(point)[1])
      let bend = y - 5.1 / (4 * Double.pi * Double.pi) * x * x + 5 / Double.pi * x - 6
      return bend * bend + 10 * (1 - 1 / (8 * Double.pi)) * cosine(x) + 10 - 0.397887357729738
    }
    let (tpe, random) = try medians(
      [.uniform(-5...10), .uniform(0...15)], trials: 40, seeds: 21, branin)
    #expect(tpe < 0.4 && tpe < random / 2)
  }

  // MARK: What it depends on

  @Test func startsWithThePointsOfRandomSearch() throws {
    let space = try space([.logUniform(1e-4...1), .integers(1...8), .fixed(.integer(3))])
    let history = search(space, trials: 11, seed: 5) { numbers($0)[0] }
    for trial in history.prefix(10) {
      let random = try #require(
        Study(space: space, sampler: .random, seed: 5).proposal(for: trial.number)?.params)
      #expect(trial.params.elementsEqual(random, by: ==))
    }
    let random = try #require(
      Study(space: space, sampler: .random, seed: 5).proposal(for: 10)?.params)
    #expect(!history[10].params.elementsEqual(random, by: ==))
  }

  @Test func sameInputSamePoint() throws {
    let space = try space([.uniform(0...1), .choices([.choice("a"), .choice("b")])])
    let history = search(space, trials: 40, seed: 1) { numbers($0)[0] }
    let again = search(space, trials: 40, seed: 1) { numbers($0)[0] }
    #expect(history == again)
    let next = suggest(40, space, 1, history)
    #expect(next.elementsEqual(suggest(40, space, 1, history.reversed()), by: ==))
    #expect(!next.elementsEqual(suggest(41, space, 1, history), by: ==))
    #expect(!next.elementsEqual(suggest(40, space, 2, history), by: ==))
  }

  /// The same bits on every machine and in every build.
  @Test func pointsStayWhatTheyAre() throws {
    let space = try space([.uniform(0...1), .logIntegers(1...64), .integers(0...9)])
    let history = search(space, trials: 50, seed: 1) { numbers($0).reduce(0, +) }
    #expect(numbers(history[49].params) == [0.15089555870370905, 1, 0])
  }

  @Test func maximizingIsMinimizingTheNegative() throws {
    let space = try space([.uniform(0...1), .uniform(0...1)])
    let history = search(space, trials: 30, seed: 3) { numbers($0)[0] }
    let negated = history.map { trial in
      Trial(
        number: trial.number, params: trial.params, value: trial.value.map { -$0 }, state: .done)
    }
    let next = suggest(30, space, 3, history)
    #expect(next.elementsEqual(suggest(30, space, 3, negated, .maximize), by: ==))
    #expect(!next.elementsEqual(suggest(30, space, 3, history, .maximize), by: ==))
  }

  @Test func keepsAwayFromDivergedTrials() throws {
    let space = try space([.uniform(0...1)])
    // Every trial right of 0.3 diverged; the values of the rest say nothing.
    let history = (0..<40).map { number in
      let x = Double(number) / 40
      return Trial(
        number: number, params: [ParameterAssignment("x0", .number(x))], value: x < 0.3 ? 1 : nil,
        state: x < 0.3 ? .done : .diverged)
    }
    let left = (40..<140).count { numbers(suggest($0, space, 1, history))[0] < 0.3 }
    #expect(left > 80)
    // Pruned trials come after done ones, whatever their value.
    let pruned = history.map { trial in
      var trial = trial
      if trial.value == nil { (trial.value, trial.state) = (0, .pruned) }
      return trial
    }
    #expect((40..<140).count { numbers(suggest($0, space, 1, pruned))[0] < 0.3 } > 80)
    // All diverged: nothing is known, every point is one of the space.
    let lost = history.map { trial in
      Trial(number: trial.number, params: trial.params, value: nil, state: .diverged)
    }
    #expect((0...1).contains(numbers(suggest(40, space, 1, lost))[0]))
  }

  // MARK: Conditions and odd histories

  @Test func conditionalAxes() throws {
    let space = try SearchSpace(axes: [
      Axis(name: "optimizer", domain: .choices([.choice("sgd"), .choice("momentum")])),
      Axis(name: "momentum", domain: .uniform(0...1)), Axis(name: "lr", domain: .uniform(0...1)),
    ])
    let isActive = { (axis: Axis, params: Point) in
      axis.name != "momentum" || params.first?.value == .choice("momentum")
    }
    var history: [Trial] = []
    for number in 0..<60 {
      let point = TreeParzenEstimator().suggest(
        trial: number, in: space, seed: 2, history: history, direction: .minimize,
        isActive: isActive)
      let hasMomentum = point[0].value == .choice("momentum")
      #expect(
        point.map(\.name) == (hasMomentum ? ["optimizer", "momentum", "lr"] : ["optimizer", "lr"]))
      // Best: momentum 0.8, lr 0.2; without momentum never below 0.5.
      let lr = (numbers(point).last ?? 0) - 0.2
      let momentum = (numbers(point).first ?? 0) - 0.8
      let cost = abs(lr) + (hasMomentum ? abs(momentum) : 0.5)
      history.append(Trial(number: number, params: point, value: cost, state: .done))
    }
    let late = history.suffix(20)
    #expect(late.count { $0.param("momentum") != nil } >= 15)
    #expect((history.compactMap(\.value).min() ?? 1) < 0.1)
  }

  /// Values from elsewhere (another space, another axis) are left out.
  @Test func valuesOutsideTheSpaceAreIgnored() throws {
    let space = try space([.uniform(0...1), .choices([.choice("a"), .choice("b")])])
    let history = (0..<30).map { number in
      Trial(
        number: number,
        params: [
          ParameterAssignment("x0", .number(7)), ParameterAssignment("x1", .choice("z")),
          ParameterAssignment("x2", .integer(1)),
        ],
        value: Double(number), state: .done)
    }
    let point = suggest(30, space, 1, history)
    #expect(point.map(\.name) == ["x0", "x1"])
    #expect((0...1).contains(numbers(point)[0]))
    // Nothing learned: points are spread over the whole axis.
    let drawn = (30..<230).map { numbers(suggest($0, space, 1, history))[0] }
    #expect((drawn.min() ?? 1) < 0.05 && (drawn.max() ?? 0) > 0.95)
  }

  @Test func sameValuesEverywhere() throws {
    let space = try space([.integers(0...1_000_000_000), .uniform(0...1)])
    let history = (0..<300).map { number in
      Trial(
        number: number,
        params: [ParameterAssignment("x0", .integer(5)), ParameterAssignment("x1", .number(0))],
        value: 1, state: .done)
    }
    let point = suggest(300, space, 1, history)
    #expect(point.count == 2 && (0...1).contains(numbers(point)[1]))
  }

  @Test func goodCounts() {
    #expect(
      [1, 10, 11, 100, 250, 1000].map(TreeParzenEstimator.goodCount) == [1, 1, 2, 10, 25, 25])
  }
}
