// The Bayesian searcher through its proposals: what it expects is recomputed from the trials and the model
// it names, and where it goes is held against the best of many other points.

import HyperparameterSearch
import Numerics
import Testing

@Suite struct BayesianSamplerTests {
  private func bowl(_ x: [Double]) -> Double {
    (x[0] - 0.3) * (x[0] - 0.3) + 3 * (x[1] - 0.7) * (x[1] - 0.7) + 0.2 * x[0] * x[1]
  }

  private func plane(_ count: Int = 2) throws -> SearchSpace {
    try SearchSpace(axes: (0..<count).map { Axis(name: "x\($0)", domain: .uniform(0...1)) })
  }

  private func numbers(_ params: [ParameterAssignment]) -> [Double] {
    params.compactMap(\.value.asNumber)
  }

  /// A study in which every trial was told its value at once.
  private func study(
    _ space: SearchSpace, trials: Int, seed: UInt64 = 1, direction: SearchDirection = .minimize,
    waveSize: Int = 1, _ value: ([ParameterAssignment]) -> Double?
  ) throws -> Study {
    var study = Study(
      space: space, sampler: .bayes(BayesianSampler(space: space)), direction: direction,
      seed: seed, waveSize: waveSize)
    while study.trials.count < trials {
      let start = study.nextTrial
      let wave = study.wave(from: start, upTo: trials)
      if wave.isEmpty { break }
      for (index, proposal) in wave.enumerated() {
        let value = value(proposal.params)
        study.record(
          Trial(
            number: start + index, params: proposal.params, value: value,
            state: value == nil ? .failed : .done, origin: proposal.origin,
            prediction: proposal.prediction))
      }
    }
    return study
  }

  /// 1.5 before any guess; each value within twice the doubt makes it e^(-0.06) times as large, one outside
  /// e^(0.44)·√(distance / 2) times; from 1 to 6.
  private static func widening(after trials: [Trial]) -> Double {
    trials.reduce(1.5) { widening, trial in
      guard let value = trial.value, let prediction = trial.prediction else { return widening }
      let distance = abs(value - prediction.mean) / prediction.observationSD
      let next =
        distance > 2
        ? widening * PortableMath.exp(0.44) * (distance / 2).squareRoot()
        : widening * PortableMath.exp(-0.06)
      return min(6, max(1, next))
    }
  }

  // MARK: What it expects

  @Test func predictionsCanBeRecomputed() throws {
    let study = try study(plane(), trials: 24) { bowl(numbers($0)) }
    var recomputed = 0
    for trial in study.trials {
      guard let prediction = trial.prediction else { continue }
      recomputed += 1
      let seen = study.trials.prefix(trial.number)
      let limit = SurrogateModel.ceiling(of: Array(seen), .minimize) ?? .infinity
      let values = seen.compactMap(\.value).map { min($0, limit) }
      let mean = values.reduce(0, +) / Double(values.count)
      let sd = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count))
        .squareRoot()
      let plain = PlainGaussianProcess(
        points: seen.map { numbers($0.params) }, targets: values.map { ($0 - mean) / sd },
        isUnordered: [false, false], model: prediction.model)
      let expected = plain.predict(numbers(trial.params))
      let widening = Self.widening(after: Array(seen))
      #expect(abs(prediction.widening - widening) < 1e-9)
      let expectedSD = sd * max(0, expected.variance).squareRoot()
      #expect(abs(prediction.mean - (mean + sd * expected.mean)) < 1e-6 * sd)
      #expect(abs(prediction.ownSD - expectedSD) < 1e-5 * sd)
      #expect(abs(prediction.sd - widening * prediction.ownSD) < 1e-9 * sd)
      #expect(abs(prediction.noise - widening * sd * prediction.model.noise) < 1e-9 * sd)
      #expect(abs(prediction.incumbent - (mean + sd * plain.incumbent)) < 1e-6 * sd)
      // Exploiting and exploring are the whole of it.
      let improvement = prediction.exploit + prediction.explore
      let gain = prediction.incumbent - prediction.mean
      let exploit = gain * NormalDistribution.cumulative(gain / prediction.ownSD)
      #expect(abs(prediction.exploit - exploit) <= 1e-6 * abs(exploit) + 1e-12)
      if prediction.logEI > -20 {
        let whole = PortableMath.exp(prediction.logEI)
        #expect(abs(improvement - whole) < 1e-6 * whole + 1e-15)
      }
      let nearest = try #require(prediction.nearestTrial)
      let distances = seen.map { other in
        zip(numbers(other.params), numbers(trial.params))
          .reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
      }
      #expect(abs(distances[nearest] - (distances.min() ?? 0)) < 1e-12)
      #expect(abs((prediction.nearestDistance ?? -1) - distances[nearest]) < 1e-12)
    }
    #expect(recomputed == 19)
  }

  /// The fitted hyperparameters explain the values better, with their prior, than any nearby ones.
  @Test func fittedModelsAreMostLikely() throws {
    let space = try plane()
    let study = try study(space, trials: 20) { bowl(numbers($0)) }
    let fitted = try #require(
      study.trials.last {
        $0.prediction != nil && BayesianSampler.belief(of: $0.number) == .fitted
      })
    let seen = study.trials.prefix(fitted.number)
    let limit = SurrogateModel.ceiling(of: Array(seen), .minimize) ?? .infinity
    let values = seen.compactMap(\.value).map { min($0, limit) }
    let mean = values.reduce(0, +) / Double(values.count)
    let sd = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count))
      .squareRoot()
    func logPosterior(_ model: SurrogateModel) -> Double {
      let plain = PlainGaussianProcess(
        points: seen.map { numbers($0.params) }, targets: values.map { ($0 - mean) / sd },
        isUnordered: [false, false], model: model)
      // The prior as documented: lengthscales log-normal around √d·e^-½, the output's variance
      // Gamma(2, 0.4), the noise's log-normal around e^-6, all as densities of the logarithms.
      let center = 0.5 * PortableMath.log(2) - 0.5
      var prior = 0.0
      for scale in model.lengthscales {
        let z = PortableMath.log(scale) - center
        prior -= 0.5 * z * z
      }
      let variance = model.outputScale * model.outputScale
      prior += PortableMath.log(variance) - 0.4 * variance
      let z = (2 * PortableMath.log(model.noise) + 6) / 4.5
      return plain.logLikelihood + prior - 0.5 * z * z
    }
    let model = try #require(fitted.prediction?.model)
    let best = logPosterior(model)
    for factor in [0.8, 0.95, 1.05, 1.25] {
      for index in 0..<3 {
        var other = model
        if index < 2 { other.lengthscales[index] *= factor } else { other.outputScale *= factor }
        #expect(logPosterior(other) < best + 1e-3)
      }
    }
  }

  // MARK: Where it goes

  @Test func noOtherPointPromisesMuchMore() throws {
    let study = try study(plane(), trials: 16) { bowl(numbers($0)) }
    let trial = try #require(study.trials.last)
    let prediction = try #require(trial.prediction)
    let limit = SurrogateModel.ceiling(of: study.trials.dropLast(), .minimize) ?? .infinity
    let values = study.trials.dropLast().compactMap(\.value).map { min($0, limit) }
    let mean = values.reduce(0, +) / Double(values.count)
    let sd = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count))
      .squareRoot()
    let plain = PlainGaussianProcess(
      points: study.trials.dropLast().map { numbers($0.params) },
      targets: values.map { ($0 - mean) / sd }, isUnordered: [false, false],
      model: prediction.model)
    let incumbent = plain.incumbent
    var random = RandomStream(seed: 9, purpose: .search)
    for _ in 0..<2000 {
      let (mean, variance) = plain.predict([random.uniform(), random.uniform()])
      let deviation = max(1e-12, variance).squareRoot()
      let logEI =
        PortableMath.log(deviation * sd)
        + NormalDistribution.logImprovement((incumbent - mean) / deviation).value
      #expect(logEI < prediction.logEI + 0.01)
    }
  }

  /// Far below what chance finds, on a smooth function and one with many optima.
  @Test func itFindsTheLowestPoints() throws {
    func branin(_ params: [ParameterAssignment]) -> Double {
      let (a, b) = (15 * numbers(params)[0] - 5, 15 * numbers(params)[1])
      let curve = b - 5.1 / (4 * .pi * .pi) * a * a + 5 / .pi * a - 6
      // cos a through e^(ia) would need more than the generator; its Taylor series does.
      var (term, cosine) = (1.0, 1.0)
      for k in 1...30 {
        term *= -a * a / Double((2 * k - 1) * (2 * k))
        cosine += term
      }
      return curve * curve + 10 * (1 - 1 / (8 * .pi)) * cosine + 10 - 0.397887357729739
    }
    var regrets: [Double] = []
    for seed in 1...3 as ClosedRange<UInt64> {
      let study = try study(plane(), trials: 40, seed: seed, branin)
      regrets.append(try #require(study.best?.value))
    }
    #expect(regrets.sorted()[1] < 1e-3, "\(regrets)")
  }

  @Test func mixedSpacesAndConditionsAreSearched() throws {
    let space = try SearchSpace(axes: [
      Axis(name: "kind", domain: .choices([.choice("a"), .choice("b"), .choice("c")])),
      Axis(name: "n", domain: .integers(1...20)),
      Axis(name: "level", domain: .levels([.number(0.1), .number(1), .number(10)])),
      Axis(
        name: "inner", domain: .logUniform(1e-3...1),
        condition: AxisCondition(parent: "kind", values: [.choice("b")])),
    ])
    let study = try study(space, trials: 40) { params in
      func value(_ name: String) -> ParameterValue? { params.first { $0.name == name }?.value }
      let kind = value("kind") == .choice("b") ? 0.0 : value("kind") == .choice("a") ? 0.5 : 1
      let n = (value("n")?.asNumber ?? 0) - 13
      let level = value("level") == .number(1) ? 0.0 : 0.3
      let inner = value("inner")?.asNumber.map { PortableMath.log($0 / 0.05) } ?? 1
      return kind + 0.01 * n * n + level + 0.1 * inner * inner
    }
    for trial in study.trials { try space.check(trial.params) }
    let best = try #require(study.best)
    #expect(best.param("kind") == .choice("b") && best.param("level") == .number(1))
    let value = try #require(best.value)
    #expect(value < 0.05)
  }

  @Test func finiteSpacesAreTriedWithoutRepetition() throws {
    let space = try SearchSpace(axes: [
      Axis(name: "a", domain: .choices([.choice("x"), .choice("y"), .choice("z")])),
      Axis(name: "b", domain: .integers(1...5)),
    ])
    let study = try study(space, trials: 100, waveSize: 4) { params in
      Double(params[1].value.asNumber ?? 0) + (params[0].value == .choice("x") ? 0 : 1)
    }
    #expect(study.trials.count == 15)
    #expect(Set(study.trials.map(\.params)).count == 15)
  }

  // MARK: What it depends on

  @Test func maximizingIsMinimizingTheOpposite() throws {
    let low = try study(plane(), trials: 20) { bowl(numbers($0)) }
    let high = try study(plane(), trials: 20, direction: .maximize) { -bowl(numbers($0)) }
    #expect(low.trials.map(\.params) == high.trials.map(\.params))
    #expect(
      low.trials.compactMap(\.prediction?.mean)
        == high.trials.compactMap { $0.prediction.map { -$0.mean } })
  }

  /// Stopped anywhere and gone on with, a study is the same, in waves too.
  @Test func goingOnEqualsNeverHavingStopped() throws {
    for waveSize in [1, 4] {
      let whole = try study(plane(), trials: 22, waveSize: waveSize) { bowl(numbers($0)) }
      for stop in [3, 11, 14, 21] {
        var again = Study(
          space: whole.space, sampler: whole.sampler, seed: whole.seed, waveSize: waveSize)
        for trial in whole.trials.prefix(stop) { again.record(trial) }
        var next = stop
        while next < 22 {
          let wave = again.wave(from: next, upTo: 22)
          for (index, proposal) in wave.enumerated() {
            #expect(proposal.params == whole.trials[next + index].params)
            #expect(proposal.prediction == whole.trials[next + index].prediction)
          }
          for trial in whole.trials[next..<next + wave.count] { again.record(trial) }
          next += wave.count
        }
      }
    }
  }

  @Test func failedTrialsCountAsTheWorst() throws {
    // A third of the space fails: trials must leave it after a while.
    let study = try study(plane(), trials: 30) { params in
      let x = numbers(params)
      return x[0] > 0.66 ? nil : bowl(x)
    }
    let late = study.trials.suffix(10)
    #expect(late.count { $0.state == .failed } <= 3)
    let best = try #require(study.best?.value)
    #expect(best < 0.1)
  }

  /// A training that all but diverges must not make all others look alike.
  @Test func oneHugeValueDoesNotHideTheOthers() throws {
    let study = try study(plane(), trials: 30) { params in
      let x = numbers(params)
      return bowl(x) + (x[0] > 0.8 ? PortableMath.exp(60 * (x[0] - 0.8)) : 0)
    }
    let worst = try #require(study.trials.compactMap(\.value).max())
    let limit = try #require(SurrogateModel.ceiling(of: study.trials, .minimize))
    let start = study.trials.filter { $0.origin == .start }.compactMap(\.value).sorted()
    #expect(abs(limit - (start[2] + 5 * (start[2] - start[0]))) < 1e-12)
    #expect(worst > limit)
    let best = try #require(study.best?.value)
    #expect(best < 0.065)  // the bowl's lowest value is 0.039
  }

  @Test func equalValuesAndOneValueAreNoTrouble() throws {
    let flat = try study(plane(), trials: 14) { _ in 1 }
    #expect(Set(flat.trials.map(\.params)).count == 14)
    let failing = try study(plane(), trials: 14) { _ in nil }
    #expect(Set(failing.trials.map(\.params)).count == 14)
    let huge = try study(plane(), trials: 14) { $0[0].value.asNumber.map { 1e300 * $0 } }
    #expect(huge.trials.count == 14)
  }
}
