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
  @Boxed private var start: TrainingState
  /// The epoch at which it ends; nil where a condition ends it.
  private let end: Int?
  @Boxed private var settings: TrainingSettings
  private let names: ParameterNames
  private let rows: Examples
  private let loss: Loss
  /// The rows that are watched; nil where none are.
  private let watched: () -> Examples?
  private let kernels: KernelSet
  private let checkStop: StopCheck
  @Boxed private var rise: WatchedRise
  /// Whether its user wants the arithmetic too.
  private let isFull: Bool
  /// What the best single answer for all rows costs, where that is known.
  private let baseline: Double?
  /// Notes so far, and those of them that call for no change.
  private var kindsSaid: Set<CoachNote.Kind> = []
  private var calmNotes = 0
  private var sizes: SizeSums
  private var lastUnitCheck: Int?
  /// After so many epochs whether lower rates help the next time, and whether anything helps a plateau.
  private var nextSideTrial = 0
  private var nextPlateauTrial = 0
  private var nextRise = 0

  /// So few notes are made of a run in which all is well.
  static let mostCalmNotes = 3
  /// So few notes are made of any run in brief: with what to try next, three things to think of.
  static let mostNotesInBrief = 2

  init(
    start: TrainingState, end: Int?, settings: TrainingSettings, loss: Loss, names: ParameterNames,
    rows: Examples, watched: @escaping () -> Examples?, memory: CoachMemory, isFull: Bool,
    kernels: KernelSet, rise: WatchedRise, checkStop: @escaping StopCheck
  ) {
    self.start = start
    self.end = end
    self.settings = settings
    self.loss = loss
    baseline = rows.constantLoss(loss)
    self.names = names
    self.rows = rows
    self.watched = watched
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
    // What threw the loss that far is said when the run is over.
    guard !isFarAbove(last) else { return notes }
    if let note = try oscillation(epochs, trainer) { add(note, to: &notes) }
    if let note = try plateau(epochs, trainer) { add(note, to: &notes) }
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
    if lastUnitCheck != last.epoch, !isFarAbove(last),
      kindsSaid.isDisjoint(with: [.deadUnits, .saturatedUnits])
    {
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
      epochs, said: memory[.penaltyShare] ?? memory[.penaltyHalf])
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

  /// Whether the loss is over a hundred times that of one answer for all rows.
  private func isFarAbove(_ report: EpochReport) -> Bool {
    baseline.map { $0 > 0 && report.training.loss > 100 * $0 } ?? false
  }

  // MARK: What costs time

  /// Within a run every fifth epoch is looked at, and a rise that may be luck seldom.
  private mutating func overfitting(
    _ epochs: EpochHistory, isLast: Bool
  ) throws(Stopped) -> CoachNote? {
    guard isLast || (epochs.count % 5 == 0 && epochs.count >= nextRise),
      isFull || hasRoom(for: .overfitting)
    else { return nil }
    var isAsked = false
    let note = try CoachNote.overfitting(
      epochs, isLast: isLast, said: memory[.overfitting],
      rise: { course throws(Stopped) in
        isAsked = true
        return try rise.difference(course, checkStop)
      },
      remedy: { course throws(Stopped) in
        guard let watched = watched(),
          let tried = TriedRates(training(from: start), epochs: course.last.epoch)
        else { return nil }
        return try OverfittingRemedy(course, tried, settings: settings, on: watched, checkStop)
      })
    if isAsked { nextRise = epochs.count + max(10, epochs.count / 4) }
    return note
  }

  private mutating func oscillation(
    _ epochs: EpochHistory, _ trainer: Trainer
  ) throws(Stopped) -> CoachNote? {
    guard epochs.count >= nextSideTrial, isFull || hasRoom(for: .oscillation),
      memory[.oscillation]?.about != exactText(settings.learningRate),
      let jumps = LossJumps(epochs)
    else { return nil }
    // Rarer and rarer, so that trials stay a small part of a long run.
    nextSideTrial = epochs.count + max(LossJumps.window, epochs.count)
    let present = training(from: trainer.state)
    guard let tried = TriedRates(present, epochs: end ?? trainer.epoch) else { return nil }
    return try CoachNote.oscillation(jumps, present, tried, checkStop)
  }

  private mutating func plateau(
    _ epochs: EpochHistory, _ trainer: Trainer
  ) throws(Stopped) -> CoachNote? {
    guard epochs.count >= nextPlateauTrial, isFull || hasRoom(for: .plateau),
      memory[.oscillation]?.about != exactText(settings.learningRate),
      let signs = PlateauSigns(epochs, settings, said: memory[.plateau])
    else { return nil }
    nextPlateauTrial = 2 * epochs.count
    var tried = TriedRates(training(from: start), epochs: end ?? trainer.epoch)
    tried?.watched = watched()
    return try CoachNote.plateau(signs, tried, start.shape.hidden, checkStop)
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
    let present = training(from: start)
    let epochs = min(epoch, present.mostEpochs)
    guard epochs > 0 else { return nil }
    return try present.fresh(epochs: epochs, checkStop)
      .rate(keepingAlive: layer, epochs: epochs, checkStop)
  }

  private func training(from state: TrainingState) -> SideTraining {
    SideTraining(
      examples: rows, loss: loss, settings: settings, start: state, kernels: kernels)
  }

  /// Whether to measure over all rows takes little.
  private var isSmall: Bool { settings.epochsBeside(rows: rows.count, of: start.shape) > 0 }

  func dwarfingPenalty(_ last: EpochReport) throws(Stopped) -> DwarfingPenalty? {
    guard isPenalized, let tried = TriedRates(training(from: start), epochs: last.epoch) else {
      return nil
    }
    return try DwarfingPenalty(last, tried, baseline: baseline, checkStop)
  }

  private func penaltyTooStrong(_ epochs: EpochHistory) throws(Stopped) -> CoachNote? {
    guard isPenalized, let last = epochs.last else { return nil }
    if let dwarfing = try dwarfingPenalty(last) {
      return memory[.penaltyTooStrong]?.about == dwarfing.about
        ? nil : .penaltyDwarfs(dwarfing, epoch: last.epoch)
    }
    guard
      let signs = PenaltySigns(
        Array(epochs.suffix(last.epoch - start.epoch)), settings, baseline: baseline)
    else { return nil }
    return try CoachNote.penaltyTooStrong(
      signs, training(from: start).fresh(epochs: last.epoch, checkStop),
      said: memory[.penaltyTooStrong], checkStop: checkStop)
  }

  /// The data's gradients over all rows; nil where that takes long.
  private func dataPulls(_ trainer: Trainer) throws(Stopped) -> [Double]? {
    guard isSmall else { return nil }
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
        training: training(from: start), step: step, sizes: sizes,
        epochs: last.epoch - start.epoch, end: end, checkStop: checkStop),
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
    guard isFull, calmNotes < Self.mostCalmNotes, isSmall,
      CoachNote.asksForNoise(settings, epoch: epoch, said: memory[.gradientNoise]),
      let noise = try measureGradientNoise(
        examples: rows, loss: loss, settings: settings, state: trainer.state, kernels: kernels,
        checkStop: checkStop)
    else { return nil }
    return CoachNote.gradientNoise(noise, settings, epoch: epoch)
  }
}
