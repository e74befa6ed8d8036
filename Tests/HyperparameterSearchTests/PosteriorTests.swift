// The model of a Bayesian search, looked at again: what it says of a trial's point is what was said when the
// trial was chosen.

import HyperparameterSearch
import Numerics
import Testing

@Suite struct PosteriorTests {
  private func study(waveSize: Int, direction: SearchDirection) throws -> Study {
    let space = try SearchSpace(axes: [
      Axis(name: "x", domain: .uniform(0...1)), Axis(name: "n", domain: .logIntegers(1...100)),
      Axis(name: "kind", domain: .choices([.choice("a"), .choice("b"), .choice("c")])),
    ])
    var study = Study(
      space: space, sampler: .bayes(BayesianSampler(space: space)), direction: direction, seed: 7,
      waveSize: waveSize)
    while study.trials.count < 22 {
      let start = study.nextTrial
      for (place, proposal) in study.wave(from: start, upTo: 22).enumerated() {
        let x = proposal.params[0].value.asNumber ?? 0
        let n = PortableMath.log(proposal.params[1].value.asNumber ?? 1)
        let kind = proposal.params[2].value == .choice("b") ? 0.0 : 0.4
        let value = (x - 0.6) * (x - 0.6) + 0.1 * (n - 2) * (n - 2) + kind
        let isLost = (start + place) % 7 == 3
        study.record(
          Trial(
            number: start + place, params: proposal.params, value: isLost ? nil : value,
            state: isLost ? .diverged : .done, origin: proposal.origin,
            prediction: proposal.prediction))
      }
    }
    return study
  }

  @Test(arguments: [1, 4], [SearchDirection.minimize, .maximize])
  func whatWasSaidIsSaidAgain(waveSize: Int, direction: SearchDirection) throws {
    let study = try study(waveSize: waveSize, direction: direction)
    var chosen = 0
    for trial in study.trials {
      guard let prediction = trial.prediction else { continue }
      chosen += 1
      let posterior = try #require(study.posterior(before: trial.number))
      #expect(posterior.prediction(at: trial.params) == prediction)
      let start = trial.number - trial.number % waveSize
      #expect(posterior.known.count == start && posterior.pending.count == trial.number - start)
      let there = try #require(posterior.expectations(at: [trial.params]).first)
      #expect(there.mean == prediction.mean && there.sd == prediction.sd)
      // Where the best point has been tried already, as in a corner, the next best is taken.
      if direction == .maximize { continue }
      // By the improvement that the model with the trials under way expects, no other point was much better: whole numbers are
      // rounded after the choice.
      let others = (0..<300).map { place -> [ParameterAssignment] in
        let shares = [0.61803398875, 0.7548776662, 0.5698402910].map {
          ($0 * Double(place + 1)).truncatingRemainder(dividingBy: 1)
        }
        return study.space.point { study.space.axes[$0].domain.value(at: shares[$0]) }
      }
      for other in posterior.expectations(at: others) {
        #expect(other.improvement <= there.improvement * 1.25)
      }
    }
    #expect(chosen > 8)
  }

  @Test func nothingToFit() throws {
    let space = try SearchSpace(axes: [Axis(name: "x", domain: .uniform(0...1))])
    var study = Study(space: space, sampler: .bayes(BayesianSampler(space: space)), seed: 1)
    #expect(study.posterior() == nil)
    for number in 0..<6 {
      let params = [ParameterAssignment("x", .number(Double(number) / 6))]
      study.record(Trial(number: number, params: params, value: 1, state: .done))
    }
    #expect(study.posterior() == nil && study.posterior(before: 6) == nil)
    #expect(study.predictions(at: [[ParameterAssignment("x", .number(0.5))]]) == nil)
  }
}
