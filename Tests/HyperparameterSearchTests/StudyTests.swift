// Samplers as functions of the trial's number, grids, and what a study remembers.

import HyperparameterSearch
import Testing

@Suite struct StudyTests {
  private func space() throws -> SearchSpace {
    try SearchSpace(axes: [
      Axis(name: "lr", domain: .logUniform(1e-4...1)),
      Axis(name: "units", domain: .integers(1...8)),
      Axis(name: "activation", domain: .choices([.choice("relu"), .choice("tanh")])),
      Axis(name: "momentum", domain: .fixed(.number(0.9))),
    ])
  }

  private func values(_ params: [ParameterAssignment]?) -> [ParameterValue]? {
    params?.map(\.value)
  }

  // MARK: Random

  @Test func randomPointsDependOnSeedAndNumberOnly() throws {
    let study = Study(space: try space(), sampler: .random, seed: 7)
    var later = study
    later.record(Trial(number: 0, params: [], value: 1, state: .done))
    let forward = (0..<20).map { values(study.proposal(for: $0)?.params) }
    let backward = (0..<20).reversed().map { values(later.proposal(for: $0)?.params) }
    #expect(forward == backward.reversed())
    #expect(Set(forward.compactMap(\.self)).count == 20)
    let other = Study(space: try space(), sampler: .random, seed: 8)
    #expect(values(other.proposal(for: 0)?.params) != forward[0])
    #expect(
      study.proposal(for: 3)?.params.map(\.name) == ["lr", "units", "activation", "momentum"])
    #expect(study.proposal(for: 3)?.params.last?.value == .number(0.9))
  }

  @Test func fixingAnAxisLeavesTheOthersWhereTheyWere() throws {
    let open = try space()
    let pinned = try SearchSpace(
      axes: [Axis(name: "lr", domain: .fixed(.number(0.1)))] + open.axes.dropFirst())
    for trial in 0..<10 {
      let before = Study(space: open, sampler: .random, seed: 1).proposal(for: trial)?.params
      let after = Study(space: pinned, sampler: .random, seed: 1).proposal(for: trial)?.params
      #expect(values(before)?.dropFirst() == values(after)?.dropFirst())
    }
  }

  /// Each decade of a log range is as likely as the next, each whole number as the next: 4000 draws.
  @Test func randomPointsAreSpreadEvenly() throws {
    let study = Study(space: try space(), sampler: .random, seed: 3)
    var decades = [0, 0, 0, 0]
    var units = [Int](repeating: 0, count: 9)
    for trial in 0..<4000 {
      let params = try #require(study.proposal(for: trial)?.params)
      let lr = try #require(params[0].value.asNumber)
      #expect((1e-4...1).contains(lr))
      decades[lr < 1e-3 ? 0 : lr < 1e-2 ? 1 : lr < 1e-1 ? 2 : 3] += 1
      units[Int(try #require(params[1].value.asNumber))] += 1
    }
    #expect(decades.allSatisfy { abs($0 - 1000) < 140 })
    #expect(units[0] == 0 && units[1...].allSatisfy { abs($0 - 500) < 110 })
  }

  @Test func trialSeedsDiffer() throws {
    let study = Study(space: try space(), sampler: .random, seed: 1)
    #expect(Set((0..<1000).map(study.trialSeed)).count == 1000)
    #expect(study.trialSeed(4) == Study(space: try space(), sampler: .random, seed: 1).trialSeed(4))
    #expect(study.trialSeed(4) != Study(space: try space(), sampler: .random, seed: 2).trialSeed(4))
  }

  // MARK: Grid

  @Test func gridsAreEveryCombinationOnceLastAxisFastest() throws {
    let grid = try Grid(space: try space(), resolution: 3)
    #expect(grid.size == 18 && grid.resolution == 3)
    #expect(
      grid.levels[0].values.compactMap(\.asNumber).map { ($0 * 1e6).rounded() } == [
        100, 10_000, 1_000_000,
      ])
    #expect(grid.levels[1].values == [.integer(1), .integer(5), .integer(8)])
    let study = Study(space: try space(), sampler: .grid(grid), seed: 1)
    let points = (0..<18).compactMap { values(study.proposal(for: $0)?.params) }
    #expect(Set(points).count == 18)
    #expect(points[0][2] == .choice("relu") && points[1][2] == .choice("tanh"))
    #expect(points[0][1] == points[1][1] && points[1][1] != points[2][1])
    #expect(study.proposal(for: 18)?.params == nil && study.proposal(for: -1)?.params == nil)
  }

  @Test func gridEndsAreExact() {
    for count in 2...9 {
      let values = Domain.logUniform(1e-4...0.3).gridValues(count: count).compactMap(\.asNumber)
      #expect(values.count == count)
      #expect(values.first == 1e-4 && values.last == 0.3)
      let ratios = zip(values, values.dropFirst()).map { $1 / $0 }
      #expect(ratios.allSatisfy { abs($0 / ratios[0] - 1) < 1e-12 })
      let even = Domain.uniform(-1...1).gridValues(count: count).compactMap(\.asNumber)
      #expect(even.first == -1 && even.last == 1 && even.count == count)
    }
    #expect(
      Domain.logIntegers(1...1000).gridValues(count: 4) == [1, 10, 100, 1000].map { .integer($0) })
    #expect(Domain.logIntegers(1...3).gridValues(count: 9) == [1, 2, 3].map { .integer($0) })
    #expect(Domain.uniform(0...4).gridValues(count: 1) == [.number(2)])
  }

  @Test func resolutionFitsTheTrials() throws {
    func size(_ trials: Int, _ domains: Domain...) throws -> Int {
      let axes = domains.enumerated().map { Axis(name: "a\($0)", domain: $1) }
      return try Grid(space: try SearchSpace(axes: axes), aboutTrials: trials).size
    }
    let any = Domain.uniform(0...1)
    #expect(try size(81, any, any, any, any) == 81)
    #expect(try size(80, any, any, any, any) == 16)
    #expect(try size(20, any, any) == 16)
    #expect(try size(20, any) == 20)
    #expect(try size(20, any, .choices([.integer(1), .integer(2), .integer(3)])) == 18)
    #expect(try size(20, .integers(1...8)) == 8)
    #expect(try size(1, any, any) == 4)
    #expect(try size(50_000, any, .integers(1...100_000_000)) == 223 * 223)
    #expect(try size(Int.max, .integers(1...8), .logIntegers(1...50)) == 400)
    #expect(try size(5, .steps(from: 0, to: 1, by: 0.1)) == 11)
  }

  // MARK: Results

  private func trial(_ number: Int, _ value: Double?, _ state: TrialState = .done) -> Trial {
    Trial(
      number: number, params: [ParameterAssignment("lr", .number(Double(number)))], value: value,
      state: state)
  }

  @Test func bestAndTop() throws {
    var study = Study(space: try space(), sampler: .random, direction: .maximize, seed: 1)
    #expect(study.best == nil && study.top(3).isEmpty && study.nextTrial == 0)
    for (number, value) in [(3, 0.5), (0, 0.9), (2, 0.9), (1, 0.2)] {
      study.record(trial(number, value))
    }
    study.record(trial(4, 0.99, .pruned))
    study.record(trial(5, .nan))
    study.record(trial(6, 3, .diverged))
    #expect(study.trials.map(\.number) == Array(0...6))
    #expect(study.nextTrial == 7)
    #expect(study.best?.number == 0)
    #expect(study.top(3).map(\.number) == [0, 2, 3])
    #expect(study.top(99).count == 4)
    #expect(study.trials[5].state == .diverged && study.trials[5].value == nil)
    #expect(study.trials[6].value == nil)
    study.record(trial(1, 0.95))
    #expect(study.trials.count == 7 && study.best?.number == 1)
    var smallest = Study(space: try space(), sampler: .random, seed: 1)
    for (number, value) in [(0, 0.5), (1, 0.1), (2, 0.3)] { smallest.record(trial(number, value)) }
    #expect(smallest.best?.number == 1)
  }

  /// "81 trials, 4 parameters: the grid tries 3 values of each, random 81."
  @Test func coverageOfGridAndRandom() throws {
    let space = try SearchSpace(axes: (0..<4).map { Axis(name: "a\($0)", domain: .uniform(0...1)) })
    func coverage(_ sampler: Sampler) throws -> [AxisCoverage] {
      var study = Study(space: space, sampler: sampler, seed: 5)
      for number in 0..<81 {
        let params = try #require(study.proposal(for: number)?.params)
        study.record(Trial(number: number, params: params, value: 0, state: .done))
      }
      return study.coverage
    }
    let grid = try coverage(.grid(Grid(space: space, aboutTrials: 81)))
    #expect(grid.map(\.distinct) == [3, 3, 3, 3])
    #expect(grid.allSatisfy { $0.largestGap == 0.5 && $0.possible == nil })
    let random = try coverage(.random)
    #expect(random.map(\.distinct) == [81, 81, 81, 81])
    #expect(random.allSatisfy { ($0.largestGap ?? 1) < 0.15 })
    #expect(
      Study(space: space, sampler: .random, seed: 1).coverage.map(\.largestGap) == [1, 1, 1, 1])
  }
}
