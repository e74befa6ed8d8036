// A study whose trials are known by their numbers, for the program that writes it and the tests that read it
// again: with every kind of axis and with numbers that are easily lost on the way.

import HyperparameterSearch

package enum SampleStudy {
  /// Doubles whose bits a decimal, a 32-bit number or a database might lose.
  package static let awkward: [Double] = [
    0, -0.0, 0.1, 1.0 / 3, -2.5e-5, .leastNonzeroMagnitude, -.leastNonzeroMagnitude,
    .leastNormalMagnitude.nextDown, .leastNormalMagnitude, .ulpOfOne, .greatestFiniteMagnitude,
    -.greatestFiniteMagnitude, 0x1p53, 0x1p63, 1e22, 8, -8, 123456789.123456789,
  ]

  package static var space: SearchSpace {
    get throws {
      try SearchSpace(axes: [
        Axis(name: "lr", domain: .logUniform(1e-4...1)),
        Axis(name: "optimizer", domain: .choices([.choice("gd"), .choice("momentum")])),
        Axis(
          name: "momentum", domain: .uniform(0...0.99),
          condition: AxisCondition(parent: "optimizer", values: [.choice("momentum")])),
        Axis(name: "units", domain: .logIntegers(4...64)),
        Axis(name: "batch", domain: .levels([.integer(8), .integer(16), .integer(32)])),
        Axis(name: "dropout", domain: .steps(from: 0, to: 0.55, by: 0.1)),
        Axis(name: "depth", domain: .integers(1...3)),
        Axis(name: "width", domain: .steps(from: 2, to: 11, by: 3)),
        Axis(name: "init", domain: .fixed(.choice("he"))),
      ])
    }
  }

  package static func record(seed: UInt64 = .max, planned: Int = 100) throws -> StudyRecord {
    StudyRecord(
      study: Study(
        space: try space, sampler: .random, direction: .maximize, seed: seed, waveSize: 4),
      plannedTrials: planned,
      setup: [
        ("data", "data digits test=0.2"), ("layers", "layer 16 relu; layer 8 tanh"), ("note", ""),
        ("text", "two\nlines, a \"quote\", a NUL \0, ünïcödé 🙂, =1+1"),
      ])
  }

  /// Trial `number` of a study: the same whenever it is made.
  package static func trial(_ number: Int, in study: Study) -> Trial {
    let params = study.space.point { place in
      study.space.axes[place].domain.value(
        at: Double((number * 7 + place * 13) % 97) / 97)
    }
    let figure = awkward[number % awkward.count]
    let states: [TrialState] = [.done, .done, .pruned, .done, .diverged, .failed]
    let state = states[number % states.count]
    return Trial(
      number: number, params: params, value: state.hasValue ? figure : nil, state: state,
      metrics: [("accuracy", awkward[(number + 3) % awkward.count]), ("a, \"b\"", .infinity)],
      standardError: number % 3 == 0 ? .leastNonzeroMagnitude : nil,
      curve: (0..<number % 5).map { CurvePoint(epoch: $0 + 1, value: figure) },
      origin: TrialOrigin.allCases[number % TrialOrigin.allCases.count],
      prediction: number % 2 == 0 ? nil : prediction(number))
  }

  private static func prediction(_ number: Int) -> Prediction {
    Prediction(
      mean: awkward[(number + 1) % awkward.count], sd: .leastNonzeroMagnitude,
      noise: .leastNonzeroMagnitude,
      incumbent: -0.0,
      logEI: -.infinity,
      exploit: 0.1, explore: 1.0 / 3, nearestTrial: number > 1 ? number - 1 : nil,
      nearestDistance: number > 1 ? 0.25 : nil,
      widening: 1.5,
      model: SurrogateModel(lengthscales: awkward, outputScale: 1e300, noise: 1e-300))
  }
}
