// Which states a lesson's facts are of, and the facts themselves: read from a state, figures from the last epoch's
// report where that is of these very weights, else from an evaluation as `eval` makes it.
import Datasets
import CommandLanguage
import Events
import Experiments
import NeuralNetwork

/// The states that a condition may look at.
package struct Moments: Sendable {
  @Boxed package var now: SessionState
  /// Before the last command that changed it.
  @Boxed package var before: SessionState
  /// At the beginning of the step.
  @Boxed package var start: SessionState
  /// At the end of each step that has ended, by its number from 1.
  package var steps: [Int: SessionState] = [:]
  /// The command typed last, its name in full.
  package var command: TypedCommand?

  package init(beginning state: SessionState) { (now, before, start) = (state, state, state) }

  subscript(moment: FactMoment) -> SessionState? {
    switch moment {
    case .now: now
    case .before: before
    case .start: start
    case .step(let step): steps[step]
    }
  }
}

/// Looks facts up. Keeps figures that had to be evaluated, as long as it is used for the same moments.
package struct FactReader {
  private let moments: Moments
  private let threads: Int
  private let kernels: KernelSet
  private let shouldStop: @Sendable () -> Bool
  private var figures: [FactMoment: EpochReport] = [:]

  package init(
    _ moments: Moments, threads: Int = 1, kernels: KernelSet = .best,
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) {
    self.moments = moments
    self.threads = threads
    self.kernels = kernels
    self.shouldStop = shouldStop
  }

  package var command: TypedCommand? { moments.command }

  package mutating func value(of term: FactTerm) -> FactValue {
    guard let state = moments[term.moment] else {
      return .missing("not known, since that step was not taken")
    }
    switch term.fact {
    case .figure(let quantity): return value(of: quantity, at: term.moment, in: state)
    case .own(let own): return own.value(in: state)
    case .setting: return FactValue(typed: term.fact.setting?.read(state.settings) ?? "")
    }
  }

  private mutating func value(
    of quantity: Quantity, at moment: FactMoment, in state: SessionState
  ) -> FactValue {
    if quantity == .epoch { return .number(Double(state.training?.epoch ?? 0)) }
    guard state.training != nil else { return .missing("not known, since nothing is trained yet") }
    if let number = state.reportOfTheseWeights.flatMap(quantity.value) { return .number(number) }
    if figures[moment] == nil { figures[moment] = evaluation(of: state) }
    let number = figures[moment].flatMap(quantity.value)
    return number.map(FactValue.number) ?? .missing("not known with these data and settings")
  }

  private func evaluation(of state: SessionState) -> EpochReport? {
    guard let data = state.data, let training = state.training,
      let rows = try? state.rows(of: data, looksAtTest: true, exact: true, figures: true)
    else { return nil }
    let settings = state.settings.training
    return try? rows.figures(
      of: training, data.loss(settings), settings, kernels: kernels, threads: threads
    ) { [shouldStop] () throws(Stopped) in
      if shouldStop() { throw Stopped() }
    }
  }
}

extension SessionState {
  /// The last epoch's figures, where neither a step nor a setting has come after it.
  fileprivate var reportOfTheseWeights: EpochReport? {
    guard let training, let last = epochs.last, last.epoch == training.epoch,
      training.rowsDoneInEpoch == 0, training.weightsEpoch ?? training.epoch == training.epoch,
      epochs.stretches.last?.settings == settings.training
    else { return nil }
    return last
  }
}

extension Fact.Own {
  fileprivate func value(in state: SessionState) -> FactValue {
    func number(_ value: Int?, _ why: String) -> FactValue {
      value.map { .number(Double($0)) } ?? .missing("not known, since \(why)")
    }
    let noData = "there are no data yet"
    let hidden = state.hidden ?? []
    switch self {
    case .data: return state.data.map { .word($0.name) } ?? .missing("not there yet")
    case .rows:
      return number(state.data.map { $0.training.count + ($0.test?.count ?? 0) }, noData)
    case .trainRows: return number(state.trainedRowCount, noData)
    case .testRows: return number(state.data.map { $0.test?.count ?? 0 }, noData)
    case .features: return number(state.data?.training.inputCount, noData)
    case .layers: return .number(Double(hidden.count))
    case .units: return .number(Double(hidden.reduce(0) { $0 + $1.units }))
    case .activation:
      guard let first = hidden.first else { return .missing("not there, without hidden layers") }
      let isSame = hidden.allSatisfy { $0.activation == first.activation }
      return .word(isSame ? first.activation.rawValue : "mixed")
    case .dropout: return .number(hidden.map(\.dropout).max() ?? 0)
    case .parameters: return number(state.shape?.parameterCount, noData)
    case .steps: return .number(Double(state.training?.stepCount ?? 0))
    case .diverged: return .word(state.isBroken ? "yes" : "no")
    case .zeroWeights, .zeroInputs, .largestWeight:
      guard let training = state.training else {
        return .missing("not known, since there are no weights yet")
      }
      return .number(of(training))
    case .method, .axes, .objective:
      return state.search.map(of) ?? .missing("not known, since nothing was searched yet")
    case .trials: return .number(Double(state.search?.study.trials.count ?? 0))
    case .best:
      let best = state.search?.best?.trial.value
      return best.map(FactValue.number) ?? .missing("not known, since nothing was searched yet")
    case .winner:
      let race = state.race
      let winner = race?.results.first { $0.racer.letter == race?.winner }
      return winner.map { .word($0.racer.name) } ?? .missing("not known, since no race has one yet")
    }
  }

  private func of(_ search: FinishedSearch) -> FactValue {
    switch self {
    case .method: .word(search.study.sampler.name)
    case .axes: .number(Double(search.study.space.axes.count))
    default:
      switch search.objective {
      case .training: .word("training")
      case .table(let table):
        if case .shipped(let shipped) = table.source {
          .word(shipped.rawValue)
        } else {
          .word("table")
        }
      }
    }
  }

  /// Of the weights, biases left out.
  private func of(_ training: TrainingState) -> Double {
    let weights = training.shape.layers.map { training.parameters[$0.weights] }
    switch self {
    case .zeroInputs:
      guard let first = training.shape.layers.first else { return 0 }
      let zero = (0..<first.inputs).filter { input in
        let start = first.weights.lowerBound + input * first.units
        return training.parameters[start..<start + first.units].allSatisfy { $0 == 0 }
      }
      return Double(zero.count)
    case .largestWeight:
      return weights.joined().reduce(0) { max($0, Double(abs($1))) }
    default:
      let count = weights.reduce(0) { $0 + $1.count }
      let zeros = weights.reduce(0) { $0 + $1.count { $0 == 0 } }
      return count == 0 ? 0 : Double(zeros) / Double(count)
    }
  }
}
