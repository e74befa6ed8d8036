// How good the points are that a searcher chooses, and what choosing costs: known functions with many
// optima, trial by trial, the same that are used for other searchers.
import HyperparameterSearch

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A function to minimize, its lowest value 0.
struct TestFunction {
  let name: String
  let ranges: [ClosedRange<Double>]
  let trials: Int
  let value: @Sendable ([Double]) -> Double

  func space() throws -> SearchSpace {
    try SearchSpace(
      axes: ranges.enumerated().map { Axis(name: "x\($0 + 1)", domain: .uniform($1)) })
  }

  static let all = [branin, hartmann6, ackley5]

  static let branin = TestFunction(
    name: "branin", ranges: [-5...10, 0...15], trials: 40,
    value: { x in
      let curve = x[1] - 5.1 / (4 * .pi * .pi) * x[0] * x[0] + 5 / .pi * x[0] - 6
      return curve * curve + 10 * (1 - 1 / (8 * .pi)) * cos(x[0]) + 10 - 0.397887357729739
    })

  static let hartmann6 = TestFunction(
    name: "hartmann6", ranges: [ClosedRange](repeating: 0...1, count: 6), trials: 80,
    value: { x in
      let heights = [1.0, 1.2, 3.0, 3.2]
      let widths: [[Double]] = [
        [10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8],
        [17, 8, 0.05, 10, 0.1, 14],
      ]
      let centers: [[Double]] = [
        [1312, 1696, 5569, 124, 8283, 5886], [2329, 4135, 8307, 3736, 1004, 9991],
        [2348, 1451, 3522, 2883, 3047, 6650], [4047, 8828, 8732, 5743, 1091, 381],
      ]
      let sum = heights.indices.reduce(0.0) { sum, hill in
        let square = x.indices.reduce(0.0) {
          let distance = x[$1] - 1e-4 * centers[hill][$1]
          return $0 + widths[hill][$1] * distance * distance
        }
        return sum + heights[hill] * exp(-square)
      }
      return 3.32236801141551 - sum
    })

  static let ackley5 = TestFunction(
    name: "ackley5", ranges: [ClosedRange](repeating: -32.768...32.768, count: 5), trials: 80,
    value: { x in
      let count = Double(x.count)
      let square = x.reduce(0) { $0 + $1 * $1 } / count
      let waves = x.reduce(0) { $0 + cos(2 * .pi * $1) } / count
      return -20 * exp(-0.2 * square.squareRoot()) - exp(waves) + 20 + exp(1)
    })
}

/// One searcher on one function, one study for each seed.
struct SearcherWorkload {
  let function: TestFunction
  let trials: Int
  let seeds: Int

  /// The lowest value of each study, and the seconds that choosing its points took. With `late`, of the
  /// last hundred points alone, a point.
  func measure(_ sampler: Sampler, late: Bool = false) throws -> [Measurement] {
    var regrets: [Double] = []
    var times: [Double] = []
    for seed in 1...seeds {
      var study = Study(space: try function.space(), sampler: sampler, seed: UInt64(seed))
      var lowest = Double.infinity
      var time = 0.0
      for number in 0..<trials {
        var proposal: Proposal?
        let needed = seconds { proposal = study.proposal(for: number) }
        if !late || number >= trials - 100 { time += needed }
        guard let proposal else { throw BenchmarkError("\(sampler.name) has no further point") }
        let value = function.value(proposal.params.compactMap(\.value.asNumber))
        lowest = min(lowest, value)
        study.record(
          Trial(
            number: number, params: proposal.params, value: value, state: .done,
            origin: proposal.origin, prediction: proposal.prediction))
      }
      regrets.append(lowest)
      times.append(late ? time / 100 : time)
    }
    let name = "\(function.name) \(sampler.name)"
    let middle = regrets.sorted()[regrets.count / 2]
    let overhead = Measurement(
      workload: late ? "\(name) late" : "\(name) time", threads: 1,
      quantity: late ? .secondsAnEpoch : .seconds, samples: times, check: ("regret", middle))
    if late { return [overhead] }
    return [
      Measurement(
        workload: name, threads: 1, quantity: .regret, samples: regrets,
        check: ("trials", Double(trials))), overhead,
    ]
  }

  /// Every searcher on every function, and a long study.
  static func all(seeds: Int) throws -> [Measurement] {
    var measurements: [Measurement] = []
    for function in TestFunction.all {
      let workload = SearcherWorkload(function: function, trials: function.trials, seeds: seeds)
      let bayes = Sampler.bayes(BayesianSampler(space: try function.space()))
      for sampler in [.random, .sobol, .tpe, bayes] {
        measurements += try workload.measure(sampler)
      }
    }
    let long = SearcherWorkload(function: .hartmann6, trials: 1000, seeds: 1)
    return measurements
      + (try long.measure(
        .bayes(BayesianSampler(space: try TestFunction.hartmann6.space())), late: true))
  }
}
