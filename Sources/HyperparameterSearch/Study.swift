// A search under way: what is searched, how, and what has been found. A value, so that undoing a search
// is keeping the old one. Running the trials is the caller's part; see `runTrials`.

import NeuralNetwork

/// Trials over one space with one sampler.
package struct Study: Sendable, Equatable {
  package let space: SearchSpace
  package let sampler: Sampler
  package let direction: SearchDirection
  package let seed: UInt64
  /// In the order of their numbers.
  package private(set) var trials: [Trial] = []

  package init(
    space: SearchSpace, sampler: Sampler, direction: SearchDirection = .minimize, seed: UInt64
  ) {
    self.space = space
    self.sampler = sampler
    self.direction = direction
    self.seed = seed
  }

  /// The point of a trial; nil when the grid is exhausted.
  package func suggest(trial: Int) -> [ParameterAssignment]? {
    sampler.params(trial: trial, in: space, seed: seed)
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
    if trial.state != .diverged, !(trial.value?.isFinite ?? false) { trial.state = .diverged }
    if trial.state == .diverged { trial.value = nil }
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

/// How much of an axis the trials have seen (Bergstra and Bengio, JMLR 13, 2012): on a grid of 81 points
/// over four axes each one takes 3 values, at random 81.
package struct AxisCoverage: Equatable, Sendable {
  package var name: String
  /// Different values tried.
  package var distinct: Int
  /// Values there are; nil for a range of any numbers.
  package var possible: Int?
  /// The longest stretch without a tried value, as a share of the axis (of its logarithm for a log
  /// range), the ends counted; nil for choices and fixed values, which have no order.
  package var largestGap: Double?

  init(axis: Axis, values: [ParameterValue]) {
    name = axis.name
    distinct = Set(values).count
    possible = axis.domain.valueCount
    switch axis.domain {
    case .choices, .fixed: largestGap = nil
    case .uniform, .logUniform, .steps, .integers, .logIntegers:
      let places = values.compactMap { axis.domain.unit(of: $0) }.sorted() + [1]
      var last = 0.0
      var gap = 0.0
      for place in places {
        gap = max(gap, place - last)
        last = place
      }
      largestGap = gap
    }
  }
}
