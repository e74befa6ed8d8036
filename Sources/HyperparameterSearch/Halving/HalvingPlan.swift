// How successive halving and Hyperband spend their epochs: many trials get few, the best of them more,
// the best of those all. The plan is made before anything runs; it needs no values until a rung is full.

/// Which trials start together, and after how many epochs how many of them go on.
package struct HalvingPlan: Equatable, Sendable {
  /// A point at which trials are compared.
  package struct Rung: Equatable, Sendable {
    /// How many trials get here, at most: diverged ones leave gaps.
    package var trials: Int
    /// After how many epochs, counted from a trial's start.
    package var epochs: Int
  }

  /// Trials that are compared with one another.
  package struct Bracket: Equatable, Sendable {
    /// The numbers of its trials.
    package var trials: Range<Int>
    /// The first with all trials, the last with the most epochs.
    package var rungs: [Rung]
  }

  package let brackets: [Bracket]
  /// One in so many goes on (η).
  package let reduction: Int
  /// What a trial that is never cut gets.
  package let maxEpochs: Int

  /// The most trials, and the most epochs of one: their product is still a number.
  package static let most = 1_000_000_000

  /// Successive halving (Jamieson and Talwalkar, AISTATS 2016): one bracket over all trials. As many
  /// rungs as the trials can be divided by `reduction` and the first can have `minEpochs`.
  ///
  /// Errors: `halving-bad-trials`, `halving-bad-epochs`, `halving-bad-reduction`.
  package static func successiveHalving(
    trials: Int, maxEpochs: Int, minEpochs: Int = 1, reduction: Int = 3
  ) throws(SpaceError) -> HalvingPlan {
    try check(trials, maxEpochs, minEpochs, reduction)
    let halvings = min(
      divisions(of: trials, by: reduction, downTo: 1),
      divisions(of: maxEpochs, by: reduction, downTo: minEpochs))
    return HalvingPlan(
      sizes: [(trials, halvings)], reduction: reduction, maxEpochs: maxEpochs)
  }

  /// Hyperband (Li et al., JMLR 18, 2018): brackets from the one that cuts most to one that cuts none,
  /// since nobody knows whether few epochs tell enough. Bracket s of S has ⌈S·ηˢ⁻¹/s⌉ trials, and all
  /// are enlarged in proportion when there are more trials than that. For fewer, the brackets that cut
  /// most are left out; see `brackets`.
  ///
  /// Errors: as for `successiveHalving`.
  package static func hyperband(
    trials: Int, maxEpochs: Int, minEpochs: Int = 1, reduction: Int = 3
  ) throws(SpaceError) -> HalvingPlan {
    try check(trials, maxEpochs, minEpochs, reduction)
    var most = min(
      divisions(of: trials, by: reduction, downTo: 1),
      divisions(of: maxEpochs, by: reduction, downTo: minEpochs))
    // None of these overflows: a power of the reduction is at most the number of trials.
    var shares = bracketSizes(mostHalvings: most, reduction: reduction)
    while shares.reduce(0, +) > Double(trials) {
      most -= 1
      shares = bracketSizes(mostHalvings: most, reduction: reduction)
    }
    return HalvingPlan(
      sizes: zip(divide(trials, shares), (0...most).reversed()).map { ($0, $1) },
      reduction: reduction, maxEpochs: maxEpochs)
  }

  private init(sizes: [(trials: Int, halvings: Int)], reduction: Int, maxEpochs: Int) {
    self.reduction = reduction
    self.maxEpochs = maxEpochs
    var first = 0
    brackets = sizes.map { trials, halvings in
      var epochs = [maxEpochs]
      for _ in 0..<halvings { epochs.append(epochs[epochs.count - 1] / reduction) }
      var count = trials
      var rungs: [Rung] = []
      for epochs in epochs.reversed() {
        rungs.append(Rung(trials: max(count, 1), epochs: epochs))
        count /= reduction
      }
      defer { first += trials }
      return Bracket(trials: first..<first + trials, rungs: rungs)
    }
  }

  private static func check(
    _ trials: Int, _ maxEpochs: Int, _ minEpochs: Int, _ reduction: Int
  ) throws(SpaceError) {
    guard (1...most).contains(trials) else {
      throw SpaceError(
        id: "halving-bad-trials", message: "halving needs 1 to \(most) trials",
        suggestion: "trials=27")
    }
    guard minEpochs >= 1, maxEpochs >= minEpochs, maxEpochs <= most else {
      throw SpaceError(
        id: "halving-bad-epochs",
        message: "a trial's epochs must be 1 to \(most), the most of them no fewer than the fewest",
        suggestion: "epochs=\(min(max(27, minEpochs), most))")
    }
    guard reduction >= 2 else {
      throw SpaceError(
        id: "halving-bad-reduction",
        message: "one trial in 2 or more must go on, not in \(reduction)",
        suggestion: "3")
    }
  }

  /// How often a number can be divided until it would fall below a bound.
  private static func divisions(of number: Int, by divisor: Int, downTo least: Int) -> Int {
    var rest = number / divisor
    var count = 0
    while rest >= least {
      rest /= divisor
      count += 1
    }
    return count
  }

  /// From the bracket that cuts most to the one that cuts none.
  private static func bracketSizes(mostHalvings: Int, reduction: Int) -> [Double] {
    var sizes: [Double] = []
    var power = 1.0
    for halvings in 0...mostHalvings {
      sizes.append((Double(mostHalvings + 1) * power / Double(halvings + 1)).rounded(.up))
      power *= Double(reduction)
    }
    return sizes.reversed()
  }

  /// Divides a number in proportion to shares; what rounding down leaves goes to the largest remainders,
  /// the earlier of equals.
  private static func divide(_ number: Int, _ shares: [Double]) -> [Int] {
    let sum = shares.reduce(0, +)
    let exact = shares.map { Double(number) * $0 / sum }
    var parts = exact.map { Int($0.rounded(.down)) }
    let order = exact.indices.sorted { left, right in
      let (a, b) = (exact[left] - Double(parts[left]), exact[right] - Double(parts[right]))
      return a != b ? a > b : left < right
    }
    for index in order.prefix(max(number - parts.reduce(0, +), 0)) { parts[index] += 1 }
    return parts
  }
}

// MARK: - Carrying it out

extension HalvingPlan {
  /// The place of a trial's bracket; nil for a number that is not in the plan.
  package func bracket(ofTrial trial: Int) -> Int? {
    brackets.firstIndex { $0.trials.contains(trial) }
  }

  /// All trials, cut or not.
  package var trialCount: Int { brackets.last?.trials.upperBound ?? 0 }

  /// All epochs when a trial that goes on keeps what it has learned and none diverges.
  package var epochs: Int { brackets.reduce(0) { $0 + $1.epochs } }

  /// What the same trials cost when none is cut.
  package var uncutEpochs: Int { trialCount * maxEpochs }
}

extension HalvingPlan.Bracket {
  /// All its epochs; see `HalvingPlan.epochs`.
  package var epochs: Int {
    zip(rungs, [0] + rungs.map(\.epochs)).reduce(0) { sum, step in
      sum + step.0.trials * (step.0.epochs - step.1)
    }
  }

  /// Which trials go on from a rung, in the order of their numbers: the best, the lower number of
  /// equals, and never one without a finite value. None do from the last rung.
  /// - Parameter values: of all trials that reached the rung; nil for a diverged one.
  package func promoted(
    from rung: Int, values: [(trial: Int, value: Double?)], direction: SearchDirection
  ) -> [Int] {
    guard rungs.indices.contains(rung + 1), rung >= 0 else { return [] }
    let finite = values.compactMap { result in
      result.value.flatMap { $0.isFinite ? (trial: result.trial, value: $0) : nil }
    }
    let ranked = finite.sorted { left, right in
      left.value != right.value
        ? direction.isBetter(left.value, than: right.value) : left.trial < right.trial
    }
    return ranked.prefix(rungs[rung + 1].trials).map(\.trial).sorted()
  }
}

extension HalvingPlan.Bracket: CustomStringConvertible {
  /// As in `9 trials × 3 epochs → 3 × 9 → 1 × 27`.
  package var description: String {
    rungs.enumerated().map { index, rung in
      guard index == 0 else { return "\(rung.trials) × \(rung.epochs)" }
      return "\(rung.trials) \(rung.trials == 1 ? "trial" : "trials") × "
        + "\(rung.epochs) \(rung.epochs == 1 ? "epoch" : "epochs")"
    }.joined(separator: " → ")
  }
}
