// What a race showed: who was ahead, by how much and since when. Only numbers of these runs. In brief it
// says what the table does not; the whole sentences are for `explain full`.
import Events
import Experiments
import NeuralNetwork

package struct RaceVerdict {
  let plan: RacePlan
  let finishes: [RaceFinish]
  /// Of each racer, in the same order.
  let settings: [SessionSettings]
  let isInterrupted: Bool
  let testLead: TestLead?
  /// The second's loss less the first's on the validation rows that judged.
  let lead: PairedDifference?
  /// Whether everything is to be said at length.
  let isFull: Bool

  package init(
    plan: RacePlan, finishes: [RaceFinish], settings: [SessionSettings], isInterrupted: Bool,
    testLead: TestLead?, lead: PairedDifference?, isFull: Bool
  ) {
    self.plan = plan
    self.finishes = finishes
    self.settings = settings
    self.isInterrupted = isInterrupted
    self.testLead = testLead
    self.lead = lead
    self.isFull = isFull
  }

  package func notes() -> [RaceNote] {
    if !isInterrupted, let same = sameNote { return [same] }
    var notes: [RaceNote] = []
    if isInterrupted { notes.append(RaceNote(kind: .stopped, statement: stoppedStatement)) }
    notes += groupNotes ?? racerNotes
    notes += isFull ? finishes.compactMap(endedNote) : endedNotes
    notes += reasons()
    return isFull ? notes : briefly(notes)
  }

  private var racerNotes: [RaceNote] {
    var notes: [RaceNote] = []
    if let ranking = rankingStatement {
      notes.append(RaceNote(kind: .ranking, statement: ranking))
    }
    if !isInterrupted, let statement = testStatement {
      notes.append(RaceNote(kind: .test, statement: statement))
    }
    return notes
  }

  private static let mostInBrief = 3

  /// The most telling ones, in their order.
  private func briefly(_ notes: [RaceNote]) -> [RaceNote] {
    let order: [RaceNote.Kind] =
      [.stopped, .ranking, .test, .diverged] + (tooStrong.isEmpty ? [] : [.penalty])
      + [.ended, .luck, .firstStep, .penalty, .size, .steps, .ups]
    var kept: [Int] = []
    for kind in order {
      guard let place = notes.firstIndex(where: { $0.kind == kind }), !kept.contains(place) else {
        continue
      }
      kept.append(place)
    }
    return kept.prefix(Self.mostInBrief).sorted().map { notes[$0] }
  }

  /// Whether racers differ in a setting that can change this.
  func varies(_ effect: SettingTraits.Effect) -> Bool {
    varies { SettingCatalog()[name: $0]?.traits.effects.contains(effect) ?? false }
  }

  func varies(_ isMeant: (_ name: String) -> Bool) -> Bool {
    plan.racers.contains { $0.parameters.contains { isMeant($0.name) } }
  }

  var judgeName: String {
    plan.judge == .validationLoss ? "validation loss" : "training loss"
  }

  /// The finite finishers, best first.
  var ranked: [RaceFinish] {
    finishes.filter { $0.place != nil }.sorted { ($0.place ?? 0) < ($1.place ?? 0) }
  }

  /// The same by their letters: what diverged has no sums and counts worth telling.
  var finite: [RaceFinish] { finishes.filter { $0.place != nil } }

  /// In a list: only the letter in brief, and of combinations of several settings.
  func short(_ finish: RaceFinish) -> String {
    !isFull || finish.racer.parameters.count > 1 ? finish.racer.letter : finish.title
  }

  func value(_ finish: RaceFinish) -> Double { plan.judge.value(in: finish.report) ?? .nan }

  func list(_ statements: [Statement], _ separator: String = "; ") -> Statement {
    var parts: [Statement.Part] = []
    for (index, statement) in statements.enumerated() {
      if index > 0 { parts.append(.text(separator)) }
      parts += statement.parts
    }
    return Statement(parts: parts)
  }

  // MARK: Who was ahead

  private var stoppedStatement: Statement {
    // The racers that were stopped are all looked at after the same epoch.
    guard let epoch = ranked.first(where: { $0.reason == .interrupted })?.report.epoch else {
      return "Stopped before every racer had finished an epoch, so none is ahead."
    }
    return hasEarlyEnds
      ? """
      Stopped early: the figures of those still running are those after epoch \(epoch, "epoch"), \
      the others' those of their own end.
      """
      : "Stopped early; the figures are those after epoch \(epoch, "epoch"), which all finished."
  }

  /// Whether a racer had come to its own end before the others were stopped.
  private var hasEarlyEnds: Bool {
    finishes.contains {
      switch $0.reason {
      case .conditionReached, .patienceSpent, .diverged: true
      case .finished, .interrupted: false
      }
    }
  }

  /// When what was changed made no difference at all.
  private var sameNote: RaceNote? {
    guard ranked.count == finishes.count,
      Set(finishes.map(\.fingerprint)).count == 1, Set(finishes.map(\.parameters)).count == 1
    else { return nil }
    return RaceNote(
      kind: .same,
      statement: """
        All ended with the same weights to the last bit: in \(finishes[0].steps, "steps") \
        \(finishes[0].steps == 1 ? "step" : "steps") the change made no difference.
        """)
  }

  private var rankingStatement: Statement? {
    guard let best = ranked.first, let worst = ranked.last, value(best) < value(worst) else {
      return nil
    }
    let head: Statement = """
      \(best.title) has the lowest \(judgeName), \(value(best), "best_loss") after epoch \
      \(best.report.epoch, "best_epoch"); \(worst.title) the highest, \(value(worst), "worst_loss").\(certainty)
      """
    // What the last one reached is a mark that the others have passed, if it is below the start.
    let reached: [Statement] = ranked.dropLast().compactMap { finish in
      guard let index = finish.curve.firstIndex(where: { $0 <= value(worst) }), index > 0 else {
        return nil
      }
      return "\(short(finish)) \(index, "\(finish.key)_reached")"
    }
    guard isTelling(worst, beside: best), !reached.isEmpty else { return head }
    return "\(head) Epochs needed to get that low: \(list(reached, ", "))."
  }

  /// Whether what the last one came to is a mark that takes some training to reach: not where its loss rose
  /// again or hardly fell, so that any training passes it at once.
  private func isTelling(_ worst: RaceFinish, beside best: RaceFinish) -> Bool {
    let lowest = worst.curve.reduce(.infinity, min)
    let fall = worst.curve[0] - value(worst)
    return value(worst) <= 1.02 * lowest && fall > 0.1 * (best.curve[0] - value(best))
  }

  /// Whether the rows that judged tell the first from the second.
  private var certainty: Statement {
    guard let lead, ranked.count > 1 else { return "" }
    let verdict: Statement =
      lead.isSecondClearlyBetter
      ? "more than luck with these \(lead.rows, "lead_rows") rows explains"
      : "these \(lead.rows, "lead_rows") rows do not tell the two apart"
    return """
       It leads \(ranked[1].racer.letter) by \(lead.mean, "lead") ± \(lead.standardError, "lead_error"): \
      \(verdict).
      """
  }

  /// Where rows not trained on tell another story than the training rows.
  private var testStatement: Statement? {
    guard let testLead, let winner = finishes.first(where: { $0.racer.letter == testLead.winner }),
      let best = finishes.first(where: { $0.racer.letter == testLead.racer }),
      let loss = best.report.test?.dataLoss
    else { return nil }
    let difference = testLead.difference
    let lead: Statement = """
      on the test rows \(best.title) has the lowest loss, \(loss, "best_test_loss"): below that of \
      \(winner.title) by \(difference.mean, "test_lead") ± \
      \(difference.standardError, "test_lead_error")
      """
    let told: Statement =
      testLead.isClear
      ? "But \(lead), more than luck with these \(difference.rows, "test_lead_rows") rows explains."
      : """
      Though \(lead), these \(difference.rows, "test_lead_rows") rows do not tell the two apart.
      """
    guard isFull else { return told }
    return """
      \(told) Behind ± stands one standard error of the rows' differences; beyond two it is hardly luck. \
      A low training loss can be learned by heart.
      """
  }

  /// Of the racers that ended before their last epoch, those of one kind together.
  private var endedNotes: [RaceNote] {
    var (reached, spent, diverged): ([Statement], [Statement], [Statement]) = ([], [], [])
    for finish in finishes {
      let (name, key) = (finish.racer.letter, finish.key)
      let ended = plan.fromEpoch + finish.curve.count - 1
      switch finish.reason {
      case .finished, .interrupted: continue
      case .conditionReached: reached.append("\(name) after epoch \(ended, "\(key)_ended")")
      case .patienceSpent:
        spent.append(
          """
          \(name) after epoch \(ended, "\(key)_ended"), back to epoch \
          \(finish.report.epoch, "\(key)_best_epoch")
          """)
      case .diverged(let divergence):
        diverged.append(
          """
          \(name) in epoch \(divergence.epoch, "\(key)_epoch"), at step \
          \(divergence.step, "\(key)_step")
          """)
      }
    }
    var notes: [RaceNote] = []
    func add(_ parts: [Statement], _ kind: RaceNote.Kind, _ what: Statement) {
      guard !parts.isEmpty else { return }
      let statement: Statement = "\(what): \(list(parts))."
      if let last = notes.last, last.kind == kind {
        notes[notes.count - 1].statement = "\(last.statement) \(statement)"
      } else {
        notes.append(RaceNote(kind: kind, statement: statement))
      }
    }
    add(reached, .ended, "Condition met")
    add(spent, .ended, "Patience was spent")
    add(diverged, .diverged, "Diverged (no longer finite)")
    return notes
  }

  /// At length, of a racer that ended before its last epoch.
  private func endedNote(_ finish: RaceFinish) -> RaceNote? {
    let ran: Statement =
      "\(finish.title) ended after epoch \(plan.fromEpoch + finish.curve.count - 1, "\(finish.key)_ended")"
    switch finish.reason {
    case .finished, .interrupted: return nil
    case .conditionReached:
      return RaceNote(kind: .ended, statement: "\(ran): its condition was met.")
    case .patienceSpent:
      return RaceNote(
        kind: .ended,
        statement: """
          \(ran), when its patience was spent; the weights of epoch \
          \(finish.report.epoch, "\(finish.key)_best_epoch") are back.
          """)
    case .diverged(let divergence):
      return RaceNote(
        kind: .diverged,
        statement: """
          \(finish.title) diverged in epoch \(divergence.epoch, "\(finish.key)_epoch"), at step \
          \(divergence.step, "\(finish.key)_step"): its numbers grew until they were no longer \
          finite.
          """)
    }
  }
}
