// What has to hold before a search that cuts trials begins.
import Datasets
import CommandLanguage
import HyperparameterSearch
import NeuralNetwork
import Numerics
import SpaceLanguage

/// A halving search that holds: all its trials can be run, and their weights kept side by side.
package struct PreparedHalving {
  @Boxed private var search: FinishedSearch
  private let plan: HalvingPlan
  @Boxed private var objective: TrainingObjective
  private let proposals: [Proposal]
  private let memory: MemoryBudget
  private let stop: SearchStop

  /// Errors: those of `TrainingObjective.check`, and `network-too-large` where the weights of all
  /// trials do not fit into memory together.
  package init(
    _ search: FinishedSearch, _ plan: HalvingPlan, _ objective: TrainingObjective,
    _ stop: SearchStop, in context: ExperimentContext
  ) throws(Diagnostic) {
    self.search = search
    self.plan = plan
    self.objective = objective
    self.stop = stop
    proposals = search.study.wave(from: 0, upTo: plan.trialCount)
    memory = context.memory
    var kept = 0
    for proposal in proposals {
      try objective.check(proposal.params, memory)
      kept = MemoryNeed.sum(kept, objective.keptBytes(proposal.params))
    }
    try memory.check(
      kept, for: "keeping the weights of \(proposals.count) trials", id: "network-too-large",
      range: nil, suggestion: "fewer trials, or smaller networks")
  }

  /// Runs the trials that are planned and not there yet.
  package func run(_ journal: SearchJournal, in context: ExperimentContext) -> SearchOutcome {
    var policy = RungPolicy(
      running: RunningSearch(search, .training(objective), journal: journal, in: context),
      plan: plan, proposals: proposals, stop: stop)
    return policy.run(memory)
  }
}

extension HalvingPlan {
  package init(
    trials: Int, epochs: Int, hasBrackets: Bool, range: SourceRange?
  ) throws(Diagnostic) {
    do throws(SpaceError) {
      self =
        hasBrackets
        ? try .hyperband(trials: trials, maxEpochs: epochs)
        : try .successiveHalving(trials: trials, maxEpochs: epochs)
    } catch {
      throw Diagnostic(error, axis: nil, range: range)
    }
  }
}

extension TrainingObjective {
  /// The bytes that a trial keeps while others are trained.
  func keptBytes(_ params: [ParameterAssignment]) -> Int {
    guard let configuration = try? configuration(params),
      let count = NetworkShape.checkedParameterCount(
        inputs: inputs(configuration), hidden: configuration.hidden, outputs: outputs)
    else { return 0 }
    let arrays = configuration.settings.training.optimizer.rule.slots.count
    return MemoryNeed.product(count, 1 + arrays, setup.runs, MemoryLayout<Float>.stride)
  }
}
