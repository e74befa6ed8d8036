// Successive halving and Hyperband: the published brackets, the epochs they cost, and who goes on.

import HyperparameterSearch
import Testing

@Suite struct HalvingPlanTests {
  @Test(arguments: [
    (9, 27, 1, 3, "9 trials × 3 epochs → 3 × 9 → 1 × 27"),
    (27, 27, 1, 3, "27 trials × 1 epoch → 9 × 3 → 3 × 9 → 1 × 27"),
    (40, 20, 1, 3, "40 trials × 2 epochs → 13 × 6 → 4 × 20"),
    (40, 20, 5, 3, "40 trials × 6 epochs → 13 × 20"),
    (16, 16, 1, 2, "16 trials × 1 epoch → 8 × 2 → 4 × 4 → 2 × 8 → 1 × 16"),
    (2, 100, 1, 3, "2 trials × 100 epochs"), (100, 1, 1, 3, "100 trials × 1 epoch"),
    (1, 1, 1, 3, "1 trial × 1 epoch"),
  ])
  func oneBracket(
    _ trials: Int, _ epochs: Int, _ least: Int, _ reduction: Int, _ text: String
  ) throws {
    let plan = try HalvingPlan.successiveHalving(
      trials: trials, maxEpochs: epochs, minEpochs: least, reduction: reduction)
    #expect(plan.brackets.map(\.description) == [text])
    #expect(plan.brackets[0].trials == 0..<trials)
  }

  /// Table 1 of Li et al. (JMLR 2018): R = 81, η = 3.
  @Test func hyperbandAsPublished() throws {
    let plan = try HalvingPlan.hyperband(trials: 143, maxEpochs: 81)
    #expect(
      plan.brackets.map(\.description) == [
        "81 trials × 1 epoch → 27 × 3 → 9 × 9 → 3 × 27 → 1 × 81",
        "34 trials × 3 epochs → 11 × 9 → 3 × 27 → 1 × 81", "15 trials × 9 epochs → 5 × 27 → 1 × 81",
        "8 trials × 27 epochs → 2 × 81", "5 trials × 81 epochs",
      ])
    #expect(plan.brackets.map(\.trials) == [0..<81, 81..<115, 115..<130, 130..<138, 138..<143])
    #expect(plan.trialCount == 143 && plan.uncutEpochs == 143 * 81)
    #expect([0, 80, 81, 142].map(plan.bracket) == [0, 0, 1, 4])
    #expect(plan.bracket(ofTrial: 143) == nil && plan.bracket(ofTrial: -1) == nil)
  }

  @Test func hyperbandFitsTheTrials() throws {
    #expect(
      try HalvingPlan.hyperband(trials: 20, maxEpochs: 27).brackets.map(\.description) == [
        "11 trials × 3 epochs → 3 × 9 → 1 × 27", "6 trials × 9 epochs → 2 × 27",
        "3 trials × 27 epochs",
      ])
    for (trials, epochs, reduction) in [
      (1, 27, 3), (4, 27, 3), (5, 27, 3), (1000, 100, 4), (77, 9, 2),
    ] {
      let plan = try HalvingPlan.hyperband(
        trials: trials, maxEpochs: epochs, reduction: reduction)
      #expect(plan.trialCount == trials)
      #expect(plan.brackets.last?.rungs.count == 1)
      var next = 0
      for bracket in plan.brackets {
        #expect(
          bracket.trials.lowerBound == next && bracket.trials.count == bracket.rungs[0].trials)
        next = bracket.trials.upperBound
        #expect(bracket.rungs.last?.epochs == epochs)
        for (rung, following) in zip(bracket.rungs, bracket.rungs.dropFirst()) {
          #expect(following.trials == rung.trials / reduction && following.trials > 0)
          #expect(following.epochs > rung.epochs)
        }
      }
    }
  }

  /// 9·3 + 3·(9−3) + 1·(27−9), by hand.
  @Test func epochsGoOnFromWhereTheyWere() throws {
    let plan = try HalvingPlan.successiveHalving(trials: 9, maxEpochs: 27)
    #expect(plan.epochs == 27 + 18 + 18 && plan.uncutEpochs == 243)
    let hyperband = try HalvingPlan.hyperband(trials: 20, maxEpochs: 27)
    #expect(hyperband.epochs == (33 + 18 + 18) + (54 + 36) + 81)
  }

  @Test func whoGoesOn() throws {
    let bracket = try HalvingPlan.successiveHalving(trials: 9, maxEpochs: 27).brackets[0]
    let values: [(trial: Int, value: Double?)] = [
      (0, 0.5), (1, nil), (2, 0.2), (3, 0.9), (4, 0.2), (5, .nan), (6, 0.2), (7, 0.1),
      (8, .infinity),
    ]
    #expect(bracket.promoted(from: 0, values: values, direction: .minimize) == [2, 4, 7])
    #expect(
      bracket.promoted(from: 0, values: values.reversed(), direction: .minimize) == [2, 4, 7])
    #expect(bracket.promoted(from: 0, values: values, direction: .maximize) == [0, 2, 3])
    #expect(
      bracket.promoted(from: 1, values: [(7, 1), (2, 3), (4, 2)], direction: .minimize) == [7])
    #expect(bracket.promoted(from: 2, values: [(7, 1)], direction: .minimize).isEmpty)
    #expect(bracket.promoted(from: -1, values: values, direction: .minimize).isEmpty)
    let lost = (0..<9).map { (trial: $0, value: Double?.none) }
    #expect(bracket.promoted(from: 0, values: lost, direction: .minimize).isEmpty)
  }

  @Test(arguments: [
    (0, 27, 1, 3, "halving-bad-trials"), (Int.max, 27, 1, 3, "halving-bad-trials"),
    (9, Int.max, 1, 3, "halving-bad-epochs"), (9, 0, 1, 3, "halving-bad-epochs"),
    (9, 5, 6, 3, "halving-bad-epochs"), (9, 5, 0, 3, "halving-bad-epochs"),
    (9, 27, 1, 1, "halving-bad-reduction"),
  ])
  func refusals(_ trials: Int, _ epochs: Int, _ least: Int, _ reduction: Int, _ id: String) {
    let one = #expect(throws: SpaceError.self) {
      try HalvingPlan.successiveHalving(
        trials: trials, maxEpochs: epochs, minEpochs: least, reduction: reduction)
    }
    let several = #expect(throws: SpaceError.self) {
      try HalvingPlan.hyperband(
        trials: trials, maxEpochs: epochs, minEpochs: least, reduction: reduction)
    }
    #expect(one?.id == id && several == one && one?.suggestion != nil)
  }

  @Test func largestPlans() throws {
    let plan = try HalvingPlan.hyperband(trials: HalvingPlan.most, maxEpochs: HalvingPlan.most)
    #expect(plan.trialCount == HalvingPlan.most && plan.brackets.count == 19)
    #expect(plan.epochs < plan.uncutEpochs)
    let wide = try HalvingPlan.successiveHalving(trials: 10, maxEpochs: 10, reduction: Int.max)
    #expect(wide.brackets[0].description == "10 trials × 10 epochs")
  }
}
