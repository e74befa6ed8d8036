// What a sampler is asked and what it answers.

/// Everything a proposal may depend on.
package struct ProposalRequest: Sendable {
  package var space: SearchSpace
  package var direction: SearchDirection
  package var seed: UInt64
  /// The trial's number, from 0.
  package var number: Int
  /// How many trials before it were given by the user.
  package var enqueuedBefore = 0
  /// Values that the point is to have; the sampler chooses the others.
  package var fixed: [ParameterAssignment] = []
  /// The trials whose results may be known, in the order of their numbers.
  package var history: [Trial]
  /// Trials proposed whose results are not known yet, or must not be used.
  package private(set) var pending: [PendingTrial]
  /// The number of points of a finite space.
  let size: Int?
  /// The points tried or pending, where they are asked for often; looked through one by one else.
  private var taken: Set<[ParameterAssignment]>?

  package init(
    space: SearchSpace, direction: SearchDirection = .minimize, seed: UInt64, number: Int,
    history: [Trial] = [], pending: [PendingTrial] = []
  ) {
    self.space = space
    self.direction = direction
    self.seed = seed
    self.number = number
    self.history = history
    self.pending = pending
    size = space.gridSize
  }

  /// The value of an axis that lies at a place of the unit interval, unless it is fixed.
  func value(of axis: Axis, at unit: Double) -> ParameterValue {
    fixed.first { $0.name == axis.name }?.value ?? axis.domain.value(at: unit)
  }

  mutating func addPending(_ trial: PendingTrial) {
    pending.append(trial)
    taken?.insert(trial.params)
  }

  /// For who makes many requests of one: a set costs once what looking through all costs each time.
  mutating func indexPoints() { taken = points }

  /// The points tried or pending.
  var points: Set<[ParameterAssignment]> {
    taken ?? Set(history.map(\.params) + pending.map(\.params))
  }

  func isTaken(_ params: [ParameterAssignment]) -> Bool {
    taken?.contains(params)
      ?? (history.contains { $0.params == params } || pending.contains { $0.params == params })
  }
}

/// A trial that is under way.
package struct PendingTrial: Sendable {
  package var number: Int
  package var params: [ParameterAssignment]

  package init(number: Int, params: [ParameterAssignment]) {
    self.number = number
    self.params = params
  }
}

/// How a trial's point came about.
package enum TrialOrigin: String, CaseIterable, Sendable {
  case random, grid, sobol, tpe, bayes
  /// One of the points that a model starts from.
  case start
  /// Given by the user.
  case enqueued
}

/// Where a trial is to be, and why.
package struct Proposal: Sendable {
  /// A value for each axis that matters there, in the axes' order.
  package var params: [ParameterAssignment]
  package var origin: TrialOrigin
  /// What a model expects there.
  package var prediction: Prediction?
  /// Whether the first choice had been tried before, so that this one stands in its place.
  package var replacesRepeated = false

  package init(params: [ParameterAssignment], origin: TrialOrigin) {
    self.params = params
    self.origin = origin
  }

  func replacing(repeated: Proposal) -> Proposal {
    var copy = self
    copy.origin = repeated.origin
    copy.replacesRepeated = true
    return copy
  }
}
