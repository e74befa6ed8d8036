// Whoever looks on while a network is trained and may say something of it, such as the coach.
import Datasets
import Events
import NeuralNetwork

/// What a run begins with.
package struct RunBeginning {
  /// The state before it: settings, what was said so far, how much is to be said.
  @Boxed package private(set) var state: SessionState
  @Boxed package private(set) var data: PreparedData
  /// The rows trained on.
  package let rows: Examples
  @Boxed package private(set) var start: TrainingState
  /// What it is to reach; nil for single steps.
  package let goal: TrainingGoal?
  package let kernels: KernelSet
  package let checkStop: StopCheck

  /// The start, planned as the run plans it.
  package var plannedStart: TrainingState { goal.map { state.planned(start, to: $0) } ?? start }
}

/// A value, so that what was noticed in an epoch that is then taken back is forgotten with it.
package protocol RunWatcher {
  /// What was said of these weights, this run included.
  var memory: CoachMemory { get }
  /// What the run's numbers grow by without end although they are finite, and what helps; nil where they
  /// do not.
  var diagnosis: DivergenceDiagnosis? { get }
  /// Whether the very first step of these weights is to be recorded.
  var wantsFirstStep: Bool { get }
  /// What is to be said before the first step.
  mutating func runBegins() throws(Stopped) -> [CoachNote]
  /// What is to be said between the epochs.
  mutating func epochEnded(
    _ epochs: EpochHistory, _ trainer: Trainer, firstStep: StepRecord?
  ) throws(Stopped) -> [CoachNote]
  /// What is to be said when the run is over.
  ///
  /// - Parameter step: the run's last.
  mutating func runEnded(
    _ epochs: EpochHistory, _ trainer: Trainer, step: StepRecord
  ) throws(Stopped) -> [CoachNote]
  /// Why it diverged, and what is to be said of that.
  mutating func diverged(
    _ divergence: Divergence
  ) throws(Stopped) -> (diagnosis: DivergenceDiagnosis, notes: [CoachNote])
}
