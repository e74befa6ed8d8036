// A search under way: what is searched, how, and what has been found. A value, so that undoing a search
// is keeping the old one. Running the trials is the caller's part; see `runTrials`.

import Numerics

/// Trials over one space with one sampler.
package struct Study: Sendable, Equatable {
  package let space: SearchSpace
  package let sampler: Sampler
  package let direction: SearchDirection
  package let seed: UInt64
  /// How many trials are proposed together, without knowing of each other's results, where the sampler
  /// looks at results. It is fixed, so that the number of threads changes nothing.
  package let waveSize: Int
  /// In the order of their numbers.
  package private(set) var trials: [Trial] = []
  /// Points given by the user, by the number of the trial that takes them.
  package private(set) var enqueued: [Int: [ParameterAssignment]] = [:]

  package init(
    space: SearchSpace, sampler: Sampler, direction: SearchDirection = .minimize, seed: UInt64,
    waveSize: Int = 1
  ) {
    self.space = space
    self.sampler = sampler
    self.direction = direction
    self.seed = seed
    self.waveSize = max(1, waveSize)
  }

  // MARK: Proposing

  /// The next trials that can be proposed without results that are still to come: from `number` to the
  /// end of its wave, or up to `end`. Fewer where the space has no other points.
  ///
  /// A sampler that looks at results sees those of the waves before, and the other trials of this wave
  /// as pending, whether or not they have ended meanwhile.
  ///
  /// - Parameter shouldStop: asked between two; true leaves it at those chosen.
  package func wave(
    from number: Int, upTo end: Int, shouldStop: () -> Bool = { false }
  ) -> [Proposal] {
    let start = waveStart(of: number)
    let waveEnd = sampler.usesResults ? min(end, start + waveSize) : end
    var request = ProposalRequest(
      space: space, direction: direction, seed: seed, number: number,
      history: trials.filter { $0.number < start },
      pending: trials.filter { $0.number >= start && $0.number < number }
        .map { PendingTrial(number: $0.number, params: $0.params) })
    request.indexPoints()
    var proposals: [Proposal] = []
    for next in number..<max(number, waveEnd) {
      if next > number, shouldStop() { break }
      request.number = next
      guard let proposal = propose(request) else { break }
      request.addPending(PendingTrial(number: next, params: proposal.params))
      proposals.append(proposal)
    }
    return proposals
  }

  /// The point of a trial when everything recorded so far may be used: for programs that ask for one
  /// point after the other. Nil when the space has no other point.
  ///
  /// The trial itself is not known yet; a later one can be: its result came from elsewhere.
  package func proposal(for number: Int, pending: [PendingTrial] = []) -> Proposal? {
    propose(
      ProposalRequest(
        space: space, direction: direction, seed: seed, number: number,
        history: trials, pending: pending))
  }

  private func propose(_ request: ProposalRequest) -> Proposal? {
    guard request.number >= 0 else { return nil }
    var request = request
    request.enqueuedBefore = enqueued.keys.count { $0 < request.number }
    guard let given = enqueued[request.number] else { return sampler.propose(request) }
    if (try? space.check(given)) != nil { return Proposal(params: given, origin: .enqueued) }
    request.fixed = given
    var proposal = sampler.propose(request)
    proposal?.origin = .enqueued
    return proposal
  }

  /// Keeps a point of the user's for the next trial that is neither recorded nor enqueued.
  /// Errors: those of `SearchSpace.check`.
  /// - Parameters:
  ///   - first: the first number that may be taken, where later ones are under way.
  ///   - isPartial: whether values may be missing, which the sampler chooses then.
  /// - Returns: the trial's number.
  @discardableResult
  package mutating func enqueue(
    _ params: [ParameterAssignment], from first: Int = 0, isPartial: Bool = false
  ) throws(SpaceError) -> Int {
    try space.check(params, isPartial: isPartial)
    var number = max(nextTrial, first)
    while enqueued[number] != nil { number += 1 }
    enqueued[number] = space.axes.compactMap { axis in params.first { $0.name == axis.name } }
    return number
  }

  /// The seed for everything else random in a trial, such as its initial weights: a function of the
  /// study's seed and the trial's number.
  package func trialSeed(_ trial: Int) -> UInt64 {
    // The high half of the index keeps these streams apart from those of the points.
    var random = RandomStream(
      seed: seed, purpose: .search, index: 1 << 63 | UInt64(max(trial, 0)))
    return random.nextUInt64()
  }

  /// The number of the first trial that has not been recorded.
  package var nextTrial: Int { (trials.last?.number ?? -1) + 1 }

  /// Keeps a trial, in the place of its number; a second one of the same number replaces the first. A
  /// value that is not finite makes a done or pruned trial a diverged one.
  package mutating func record(_ trial: Trial) {
    var trial = trial
    if trial.state.hasValue, !(trial.value?.isFinite ?? false) { trial.state = .diverged }
    if !trial.state.hasValue { trial.value = nil }
    if nextTrial <= trial.number {
      trials.append(trial)
      return
    }
    let place = trials.firstIndex { $0.number >= trial.number } ?? trials.endIndex
    if place < trials.endIndex, trials[place].number == trial.number {
      trials[place] = trial
    } else {
      trials.insert(trial, at: place)
    }
  }

  /// The done trial with the best value, the earlier one of equals.
  package var best: Trial? { top(1).first }

  /// The best `count` done trials, best first, the earlier one of equals first.
  package func top(_ count: Int) -> [Trial] {
    let finished = trials.compactMap { trial in
      trial.state == .done ? trial.value.map { (trial: trial, value: $0) } : nil
    }
    let sorted = finished.sorted { left, right in
      left.value != right.value
        ? direction.isBetter(left.value, than: right.value)
        : left.trial.number < right.trial.number
    }
    return sorted.prefix(max(count, 0)).map(\.trial)
  }

  /// For each axis, how well the trials so far cover it.
  package var coverage: [AxisCoverage] {
    space.axes.map { axis in
      AxisCoverage(axis: axis, values: trials.compactMap { $0.param(axis.name) })
    }
  }
}
