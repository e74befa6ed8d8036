// The coach as a watcher of runs: says why a run diverged, whatever its user wants to hear, and the rest
// where anything is to be explained.
import Events
import Experiments
import NeuralNetwork

package struct RunCoach: RunWatcher {
  private let run: RunBeginning
  /// Nil where nothing is to be explained.
  private var observer: RunObserver?
  /// Of a run whose numbers grow without end, or are known to: nothing else is worth saying of it.
  package private(set) var diagnosis: DivergenceDiagnosis?

  package init(_ run: RunBeginning) {
    self.run = run
    let settings = run.state.settings
    guard settings.explain != .off else { return }
    observer = RunObserver(
      start: run.plannedStart, end: run.goal.flatMap { $0.condition == nil ? $0.target : nil },
      settings: settings.training, loss: run.data.loss(settings.training),
      names: ParameterNames(data: run.data, shape: run.start.shape), rows: run.rows,
      watched: { run.state.watchedExamples(run.data) }, memory: run.state.coachMemory,
      isFull: settings.explain == .full, kernels: run.kernels, rise: WatchedRise(run),
      checkStop: run.checkStop)
  }

  package var memory: CoachMemory { observer?.memory ?? run.state.coachMemory }
  package var wantsFirstStep: Bool { observer?.wantsFirstStep ?? false }

  /// What is known to go wrong before it does.
  package mutating func runBegins() throws(Stopped) -> [CoachNote] {
    guard observer != nil else { return [] }
    let next = DivergenceExamination.End(epoch: run.start.epoch + 1, step: run.start.stepCount + 1)
    let found = try CoachNote.doomed(
      DivergenceExamination(of: run, next), run.state.settings.training, epoch: run.start.epoch)
    guard let (note, diagnosis) = found else { return [] }
    self.diagnosis = diagnosis
    // A setting that was warned of once is known.
    if note.kind == .penaltyUnstable, memory[note.kind]?.about == note.about { return [] }
    observer?.said(note)
    return [note]
  }

  package mutating func epochEnded(
    _ epochs: EpochHistory, _ trainer: Trainer, firstStep: StepRecord?
  ) throws(Stopped) -> [CoachNote] {
    guard diagnosis == nil else { return [] }
    return try observer?.epochEnded(epochs, trainer, firstStep: firstStep) ?? []
  }

  package mutating func runEnded(
    _ epochs: EpochHistory, _ trainer: Trainer, step: StepRecord
  ) throws(Stopped) -> [CoachNote] {
    guard let observer, diagnosis == nil else { return [] }
    let examination = DivergenceExamination(
      of: run, .init(epoch: trainer.epoch, step: trainer.stepCount))
    var growth = try CoachNote.growth(epochs, since: run.start.epoch) {
      () throws(Stopped) -> DivergenceDiagnosis in try examination.diagnosis()
    }
    if growth == nil, let last = epochs.last, try observer.dwarfingPenalty(last) == nil {
      growth = try CoachNote.thrown(last, trainer.state, examination)
    }
    if let growth {
      diagnosis = growth.diagnosis
      self.observer?.said(growth.note)
      return [growth.note]
    }
    var closing = observer
    let notes = try closing.runEnded(epochs, trainer, step: step)
    self.observer = closing
    return notes
  }

  package mutating func diverged(
    _ divergence: Divergence
  ) throws(Stopped) -> (diagnosis: DivergenceDiagnosis, notes: [CoachNote]) {
    let diagnosis = try DivergenceExamination(of: run, divergence).diagnosis()
    return (diagnosis, [observer?.diverged(divergence, diagnosis)].compactMap(\.self))
  }
}
