// The Bayesian searcher where a choice of model has parameters of its own: it goes where its own model promises
// most, in whichever branch that is, and does not stay in one that is merely good early.

import HyperparameterSearch
import Numerics
import Testing

@Suite struct ConditionalSearchTests {
  /// Three branches; the best one has most parameters and looks worst at most of its points.
  private func space() throws -> SearchSpace {
    func of(_ model: String) -> AxisCondition {
      AxisCondition(parent: "model", values: [.choice(model)])
    }
    let models = ["wide", "line", "mixed"].map(ParameterValue.choice)
    return try SearchSpace(
      axes: [Axis(name: "model", domain: .choices(models))]
        + Self.bottom.indices.map {
          Axis(name: "wide.x\($0)", domain: .uniform(0...1), condition: of("wide"))
        } + [
          Axis(name: "line.x", domain: .uniform(0...1), condition: of("line")),
          Axis(name: "mixed.rate", domain: .logUniform(1e-4...1), condition: of("mixed")),
          Axis(name: "mixed.n", domain: .integers(1...20), condition: of("mixed")),
        ])
  }

  private static let bottom = [0.2, 0.7, 0.4, 0.9, 0.35]

  /// 0 at the bottom of `wide`; at least 0.35 and 0.3 in the others.
  private func value(_ params: [ParameterAssignment]) -> Double {
    let x = params.dropFirst().compactMap(\.value.asNumber)
    switch params[0].value {
    case .choice("wide"):
      let square = zip(x, Self.bottom).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      return 1.2 * (1 - PortableMath.exp(-1.2 * square))
    case .choice("line"): return 0.35 + 0.3 * abs(x[0] - 0.6)
    default:
      let rate = PortableMath.log(x[0] / 0.03)
      return 0.3 + 0.02 * rate * rate + 0.004 * (x[1] - 14) * (x[1] - 14)
    }
  }

  private func study(trials: Int, seed: UInt64) throws -> Study {
    let space = try space()
    var study = Study(space: space, sampler: .bayes(BayesianSampler(space: space)), seed: seed)
    for number in 0..<trials {
      let proposal = try #require(study.proposal(for: number))
      study.record(
        Trial(
          number: number, params: proposal.params, value: value(proposal.params), state: .done,
          origin: proposal.origin, prediction: proposal.prediction))
    }
    return study
  }

  /// The improvement that was promised is one of a point that can be tried.
  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func noPointOfAnyBranchPromisesMuchMore(_ seed: UInt64) throws {
    let study = try study(trials: 40, seed: seed)
    var random = RandomStream(seed: seed, purpose: .split)
    var chosen = 0
    for trial in study.trials {
      guard let prediction = trial.prediction else { continue }
      chosen += 1
      let posterior = try #require(study.posterior(before: trial.number))
      let others = (0..<200).compactMap { _ in
        posterior.prediction(
          at: study.space.point { study.space.axes[$0].domain.value(at: random.uniform()) })
      }
      let most = try #require(others.map(\.logEI).max())
      #expect(others.count == 200 && most < prediction.logEI + 0.1, "trial \(trial.number)")
    }
    #expect(chosen == 30)
  }

  @Test func theStartLooksIntoEveryBranch() throws {
    for seed in 1...20 as ClosedRange<UInt64> {
      let study = try study(trials: BayesianSampler(space: space()).startCount, seed: seed)
      for model in ["wide", "line", "mixed"] {
        let count = study.trials.count { $0.param("model") == .choice(model) }
        #expect(count >= 2, "\(count) of \(model) with seed \(seed)")
      }
    }
  }

  /// Of ten seeds nine must find it, where one did while parameters of other branches were climbed along.
  @Test func aBetterBranchIsFoundWhereAnotherIsGoodEarly() throws {
    let found = try (1...10 as ClosedRange<UInt64>).map { seed in
      try #require(study(trials: 60, seed: seed).best?.value)
    }
    #expect(found.count { $0 < 0.01 } >= 9, "\(found)")
  }
}
