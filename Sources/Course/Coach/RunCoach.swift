// The coach as a watcher of runs: says why a run diverged, whatever its user wants to hear, and the rest
// where anything is to be explained.
import Events
import Experiments
import NeuralNetwork

package struct RunCoach: RunWatcher {
  private let run: RunBeginning
  /// Nil where nothing is to be explained.
  private var observer: RunObserver?

  package init(_ run: RunBeginning) {
    self.run = run
    let settings = run.state.settings
    guard settings.explain != .off else { return }
    observer = RunObserver(
      start: run.plannedStart, settings: settings.training, loss: run.data.loss(settings.training),
      names: ParameterNames(data: run.data, shape: run.start.shape), rows: run.rows,
      memory: run.state.coachMemory, isFull: settings.explain == .full, kernels: run.kernels,
      checkStop: run.checkStop)
  }

  package var memory: CoachMemory { observer?.memory ?? run.state.coachMemory }
  package var wantsFirstStep: Bool { observer?.wantsFirstStep ?? false }

  package mutating func epochEnded(
    _ epochs: EpochHistory, _ trainer: Trainer, firstStep: StepRecord?
  ) throws(Stopped) -> [CoachNote] {
    try observer?.epochEnded(epochs, trainer, firstStep: firstStep) ?? []
  }

  package mutating func runEnded(
    _ epochs: EpochHistory, _ trainer: Trainer, step: StepRecord
  ) throws(Stopped) -> [CoachNote] {
    try observer?.runEnded(epochs, trainer, step: step) ?? []
  }

  package mutating func diverged(
    _ divergence: Divergence
  ) throws(Stopped) -> (diagnosis: DivergenceDiagnosis, notes: [CoachNote]) {
    let diagnosis = try DivergenceExamination(of: run, divergence).diagnosis()
    return (diagnosis, [observer?.diverged(divergence, diagnosis)].compactMap(\.self))
  }
}
