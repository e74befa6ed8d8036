// Watches a run of training for the coach: takes the facts that are there at the end of each epoch,
// asks for dearer ones seldom, and has each detector say what it finds. What was said already is not
// said again without news.
import Datasets
import Events
import Experiments
import NeuralNetwork
import Text

struct RunObserver {
  /// What was said, this run included.
  private(set) var memory: CoachMemory
  /// Where the run began, its plan included.
  private let start: TrainingState
  private let settings: TrainingSettings
  private let names: ParameterNames
  private let rows: Examples
  private let loss: Loss
  private let kernels: KernelSet
  private let checkStop: StopCheck
  private let rise: WatchedRise
  /// Whether its user wants the arithmetic too.
  private let isFull: Bool
  /// Notes so far, and those of them that call for no change.
  private var kindsSaid: Set<CoachNote.Kind> = []
  private var calmNotes = 0
  private var sizes: SizeSums
  private var lastUnitCheck: Int?
  private var nextSideTrial = 0
  private var nextRise = 0

  /// So few notes are made of a run in which all is well.
  static let mostCalmNotes = 3
  /// So few notes are made of any run in brief: with what to try next, three things to think of.
  static let mostNotesInBrief = 2

  init(
    start: TrainingState, settings: TrainingSettings, loss: Loss, names: ParameterNames,
    rows: Examples, memory: CoachMemory, isFull: Bool, kernels: KernelSet,
    rise: WatchedRise, checkStop: @escaping StopCheck
  ) {
    self.start = start
    self.settings = settings
    self.loss = loss
    self.names = names
    self.rows = rows
    self.memory = memory
    self.isFull = isFull
    self.kernels = kernels
    self.rise = rise
    self.checkStop = checkStop
    sizes = SizeSums(after: start.stepCount)
  }

  private var isPenalized: Bool { settings.l1 > 0 || settings.l2 > 0 }

  /// Whether the run's first step is to be recorded: it is the first of these weights.
  var wantsFirstStep: Bool { isFull && start.stepCount == 0 }

  /// Remembers what is said of the run as a whole.
  mutating func said(_ note: CoachNote) { memory.note(note) }

  /// What is to be said between the epochs.
  mutating func epochEnded(
    _ epochs: EpochHistory, _ trainer: Trainer, firstStep: StepRecord?
  ) throws(Stopped) -> [CoachNote] {
    guard let last = epochs.last else { return [] }
    var notes: [CoachNote] = []
    if let firstStep, let note = CoachNote.firstUpdate(firstStep, names) { add(note, to: &notes) }
    if isPenalized { sizes.add(trainer.parameters, step: trainer.stepCount) }
    if let note = try overfitting(epochs, isLast: false) { add(note, to: &notes) }
    if let note = CoachNote.penaltyHalf(epochs, said: memory[.penaltyHalf]) {
      add(note, to: &notes)
    }
    if let note = try oscillation(epochs, trainer) { add(note, to: &notes) }
    if let note = CoachNote.plateau(
      epochs, settings, start.shape.hidden, said: memory[.plateau]),
      memory[.oscillation]?.about != exactText(settings.learningRate)
    {
      add(note, to: &notes)
    }
    let done = last.epoch - start.epoch
    // At powers of two, and only until there was something to say.
    if done & (done - 1) == 0, memory[.deadUnits] == nil, memory[.saturatedUnits] == nil {
      for note in try unitNotes(trainer, epoch: last.epoch) { add(note, to: &notes) }
    }
    return notes
  }

  /// What is to be said when the run is over.
  ///
  /// - Parameter step: the run's last.
  mutating func runEnded(
    _ epochs: EpochHistory, _ trainer: Trainer, step: StepRecord
  ) throws(Stopped) -> [CoachNote] {
    guard let last = epochs.last else { return [] }
    var notes: [CoachNote] = []
    if let note = try overfitting(epochs, isLast: true) { add(note, to: &notes) }
    if let note = try penaltyTooStrong(epochs) { add(note, to: &notes) }
    if lastUnitCheck != last.epoch {
      for note in try unitNotes(trainer, epoch: last.epoch) { add(note, to: &notes) }
    }
    if !isFull, kindsSaid.isEmpty, let note = CoachNote.summary(epochs, since: start, settings) {
      add(note, to: &notes)
    }
    let parameters = trainer.parameters
    if let note = try CoachNote.zeroWeights(
      parameters, since: start.parameters, settings, start.shape, names, epoch: last.epoch,
      said: memory[.zeroWeights], pulls: { () throws(Stopped) in try dataPulls(trainer) })
    {
      add(note, to: &notes)
    }
    if let note = try penaltyEffect(parameters, step, last) { add(note, to: &notes) }
    if let note = CoachNote.penaltyShare(
      last, said: memory[.penaltyShare] ?? memory[.penaltyHalf])
    {
      add(note, to: &notes)
    }
    if isFull, calmNotes < Self.mostCalmNotes,
      let note = CoachNote.adaptiveRates(step, said: memory[.adaptiveRates])
    {
      add(note, to: &notes)
    }
    if let note = try gradientNoise(trainer, epoch: last.epoch) { add(note, to: &notes) }
    return notes
  }

  mutating func diverged(_ divergence: Divergence, _ diagnosis: DivergenceDiagnosis) -> CoachNote {
    let note = CoachNote(
      kind: .divergence, epoch: divergence.epoch, statement: diagnosis.statement)
    memory.note(note)
    return note
  }

  /// What finds no room is not remembered as said, and so comes after another run.
  private mutating func add(_ note: CoachNote, to notes: inout [CoachNote]) {
    guard isFull || hasRoom(for: note.kind) else { return }
    if !note.kind.isWarning {
      guard calmNotes < Self.mostCalmNotes else { return }
      calmNotes += 1
    }
    kindsSaid.insert(note.kind)
    memory.note(note)
    notes.append(note)
  }

  /// In brief a run is told two things, each once.
  private func hasRoom(for kind: CoachNote.Kind) -> Bool {
    !kind.isArithmetic && kindsSaid.count < Self.mostNotesInBrief && !kindsSaid.contains(kind)
  }

  // MARK: What costs time

  /// Within a run every fifth epoch is looked at, and a rise that may be luck seldom.
  private mutating func overfitting(
    _ epochs: EpochHistory, isLast: Bool
  ) throws(Stopped) -> CoachNote? {
    guard isLast || (epochs.count % 5 == 0 && epochs.count >= nextRise) else { return nil }
    var isAsked = false
    let note = try CoachNote.overfitting(
      epochs, settings, hasHidden: !start.shape.hidden.isEmpty, isLast: isLast,
      said: memory[.overfitting]
    ) { course throws(Stopped) in
      isAsked = true
      return try rise.difference(course, checkStop)
    }
    if isAsked { nextRise = epochs.count + max(10, epochs.count / 4) }
    return note
  }

  private mutating func oscillation(
    _ epochs: EpochHistory, _ trainer: Trainer
  ) throws(Stopped) -> CoachNote? {
    guard epochs.count >= nextSideTrial,
      memory[.oscillation]?.about != exactText(settings.learningRate),
      SideTrial.cost(settings, rows: rows.count, of: start.shape) <= SideTrial.work,
      let jumps = LossJumps(epochs)
    else { return nil }
    // Rarer and rarer, so that trials stay a small part of a long run.
    nextSideTrial = epochs.count + max(LossJumps.window, epochs.count / 4)
    return try CoachNote.oscillation(
      jumps,
      sideTrial(from: trainer.state))
  }

  private mutating func unitNotes(
    _ trainer: Trainer, epoch: Int
  ) throws(Stopped) -> [CoachNote] {
    lastUnitCheck = epoch
    guard !start.shape.hidden.isEmpty else { return [] }
    return try CoachNote.quietUnits(
      try quiet(trainer.parameters),
      since: { () throws(Stopped) in try quiet(start.parameters) }, epoch: epoch, memory,
      remedy: { layer throws(Stopped) in try rate(keepingAlive: layer, epoch: epoch) })
  }

  private func rate(
    keepingAlive layer: QuietUnits, epoch: Int
  ) throws(Stopped) -> Double? {
    let epochs = min(epoch, SideTrial.work / settings.epochCost(rows: rows.count, of: start.shape))
    guard epochs > 0 else { return nil }
    return try sideTrial(from: freshState).rate(keepingAlive: layer, epochs: epochs)
  }

  /// The weights that `reset` leads to.
  private var freshState: TrainingState {
    get throws(Stopped) {
      try TrainingState(
        shape: start.shape, seed: settings.seed, initializer: settings.initializer,
        checkStop: checkStop)
    }
  }

  private func sideTrial(from state: TrainingState) -> SideTrial {
    SideTrial(
      examples: rows, loss: loss, settings: settings, state: state, kernels: kernels,
      checkStop: checkStop)
  }

  private func penaltyTooStrong(_ epochs: EpochHistory) throws(Stopped) -> CoachNote? {
    guard isPenalized, let last = epochs.last,
      let signs = PenaltySigns(
        Array(epochs.suffix(last.epoch - start.epoch)), settings,
        baseline: rows.constantLoss(loss))
    else { return nil }
    var fresh = try freshState
    fresh.plan = TrainingPlan(start: 0, end: last.epoch)
    return try CoachNote.penaltyTooStrong(
      signs, sideTrial(from: fresh), said: memory[.penaltyTooStrong])
  }

  /// The data's gradients over all rows; nil where that takes long.
  private func dataPulls(_ trainer: Trainer) throws(Stopped) -> [Double]? {
    guard settings.epochCost(rows: rows.count, of: start.shape) <= SideTrial.work else {
      return nil
    }
    return try measureGradientSpread(
      examples: rows, loss: loss, settings: settings, state: trainer.state, kernels: kernels,
      checkStop: checkStop)?.mean
  }

  /// Where there is room for it: it may train the whole run again.
  private func penaltyEffect(
    _ end: [Float], _ step: StepRecord, _ last: EpochReport
  ) throws(Stopped) -> CoachNote? {
    guard isPenalized, calmNotes < Self.mostCalmNotes else { return nil }
    return try CoachNote.penaltyEffect(
      PenalizedRun(
        start: start, step: step, settings: settings, rows: rows, loss: loss, sizes: sizes,
        epochs: last.epoch - start.epoch, end: end, kernels: kernels, checkStop: checkStop),
      names, epoch: last.epoch, said: memory[.penaltyEffect])
  }

  private func quiet(_ parameters: [Float]) throws(Stopped) -> [QuietUnits] {
    try quietUnits(
      examples: rows, shape: start.shape, parameters: parameters, kernels: kernels,
      checkStop: checkStop)
  }

  private func gradientNoise(
    _ trainer: Trainer, epoch: Int
  ) throws(Stopped) -> CoachNote? {
    guard isFull, calmNotes < Self.mostCalmNotes,
      settings.epochCost(rows: rows.count, of: start.shape) <= SideTrial.work,
      CoachNote.asksForNoise(settings, epoch: epoch, said: memory[.gradientNoise]),
      let noise = try measureGradientNoise(
        examples: rows, loss: loss, settings: settings, state: trainer.state, kernels: kernels,
        checkStop: checkStop)
    else { return nil }
    return CoachNote.gradientNoise(noise, settings, epoch: epoch)
  }
}
