// Why the racers of a race came to different losses: their first steps, how many steps they took, how
// steadily the loss fell, what a penalty did. What one seed cannot show is said too.
import Events
import Experiments
import NeuralNetwork

extension RaceVerdict {
  func reasons() -> [RaceNote] {
    var notes: [RaceNote] = []
    if varies(.firstStep),
      let statement = isFull ? firstStepsAtLength : firstSteps
    {
      notes.append(RaceNote(kind: .firstStep, statement: statement))
    }
    // Of weights at different epochs, sums and counts say nothing.
    if !isInterrupted { notes += wholeRunNotes() }
    // A summary over seeds says itself what may be luck.
    if ranked.count > 1, groupNotes == nil {
      notes.append(RaceNote(kind: .luck, statement: luckStatement))
    }
    return notes
  }

  private func wholeRunNotes() -> [RaceNote] {
    var notes: [RaceNote] = []
    if varies(.stepCount), Set(finite.map(\.steps)).count > 1 {
      notes.append(RaceNote(kind: .steps, statement: stepsStatement))
    }
    if varies(.steadiness), finite.contains(where: isUnsteady) {
      notes.append(RaceNote(kind: .ups, statement: upsStatement))
    }
    let tooStrong = tooStrong
    if !tooStrong.isEmpty {
      notes.append(
        RaceNote(kind: .penalty, statement: list(tooStrong.map(tooStrongStatement), " ")))
    }
    if varies(.penalty), !finite.isEmpty, isFull || tooStrong.isEmpty {
      notes.append(
        RaceNote(kind: .penalty, statement: isFull ? penaltiesAtLength : penalties))
    }
    let sizes: [SearchAxis.Architecture?] = [.units, .layers]
    if varies({ sizes.contains(SearchAxis.Architecture(rawValue: $0)) }), !finite.isEmpty {
      notes.append(RaceNote(kind: .size, statement: sizeStatement))
    }
    return notes
  }

  /// Worth a word: in brief, a loss that rose in every fourth epoch or more.
  private func isUnsteady(_ finish: RaceFinish) -> Bool {
    finish.rises > 0 && (isFull || 4 * finish.rises >= finish.curve.count - 1)
  }

  // MARK: The first step

  /// Racers in a row whose first steps follow one rule share its name.
  private var firstSteps: Statement? {
    var groups: [(moves: [Statement], first: Int)] = []
    for (index, finish) in finishes.enumerated() {
      guard let step = finish.firstStep else { continue }
      let move: Statement = "\(finish.racer.letter) \(step.move, "\(finish.key)_move")"
      if let last = groups.last, briefRule(last.first, key: "") == briefRule(index, key: "") {
        groups[groups.count - 1].moves.append(move)
      } else {
        groups.append(([move], index))
      }
    }
    guard !groups.isEmpty else { return nil }
    let parts: [Statement] = groups.map {
      "\(list($0.moves, ", ")) (\(briefRule($0.first, key: finishes[$0.first].key)))"
    }
    let all: Statement = "Mean change of a parameter in the first step: \(list(parts))."
    guard let momentum else { return all }
    return """
      \(all) With momentum, steps then grow to \(1 / (1 - momentum), "momentum_growth") times that \
      while the gradient stays the same.
      """
  }

  /// - Parameter key: what the name of its number begins with.
  private func briefRule(_ index: Int, key: String) -> Statement {
    guard let step = finishes[index].firstStep, !step.hasMemory else {
      return "of the gradient and the steps before"
    }
    let settings = settings[index].training
    let optimizer = settings.optimizer.rule
    let rate: Statement =
      step.learningRate == settings.learningRate
      ? "lr" : "\(settings.schedule.rawValue)'s lr \(step.learningRate, "\(key)_lr")"
    let first = optimizer.firstStep(settings)
    let rule: Statement
    switch first {
    case .alongGradient(let factor, _):
      let factor = factor.map { "\($0.text) × " } ?? ""
      rule = "\(rate) × \(factor)the gradient's mean size \(step.gradient, "\(key)_gradient")"
    case .ofLength(let divisor, let epsilon, _):
      let length: Statement = "\(rate)\(divisor.map { " / \($0.text)" } ?? "")"
      let size: Statement =
        first.isShortened(step.gradient)
        ? "less than \(length): eps \(epsilon, "\(key)_eps", .exact) shortens steps of small gradients"
        : "about \(length), however small the gradient"
      rule = "\(size)\(optimizer.decaysBeside ? ", and decay" : "")"
    }
    return "\(rule)\(pull(settings))"
  }

  private var firstStepsAtLength: Statement? {
    let parts: [Statement] = finishes.indices.compactMap { index in
      let finish = finishes[index]
      guard let step = finish.firstStep else { return nil }
      let training = settings[index].training
      return """
        \(short(finish)) by \(step.move, "\(finish.key)_move")\
        \(rule(training, step, finish.key))\(pull(training))
        """
    }
    guard !parts.isEmpty else { return nil }
    let why: Statement = "The first step moved a parameter, on average: \(list(parts))."
    guard let momentum else { return why }
    return """
      \(why) Velocity builds up: along a gradient that stays the same, steps grow to \
      1 / (1 - momentum) = \(1 / (1 - momentum), "momentum_growth") times that of sgd.
      """
  }

  /// The rule by which the optimizer makes a first step of a gradient.
  private func rule(
    _ settings: TrainingSettings, _ step: RaceFinish.FirstStep, _ key: String
  ) -> Statement {
    let gradient: Statement = "mean |gradient| \(step.gradient, "\(key)_gradient")"
    let isScheduled = step.learningRate != settings.learningRate
    let rate: Statement = "lr \(step.learningRate, "\(key)_lr", isScheduled ? .plain : .exact)"
    guard !step.hasMemory else {
      return " with \(rate) and \(gradient), as its optimizer remembers the steps before"
    }
    let whatever: Statement = "wherever there is a gradient, large or small (\(gradient))"
    func text(_ factor: FirstStep.Factor) -> Statement {
      """
      \(factor.before)\(factor.setting) \
      \(factor.settingValue, "\(key)_\(factor.setting)", .exact)\(factor.after)
      """
    }
    let optimizer = settings.optimizer.rule
    let first = optimizer.firstStep(settings)
    switch first {
    case .alongGradient(nil, _):
      let asPlain = optimizer.growth(settings) == nil ? "" : ", as sgd at first"
      return " = \(rate) × \(gradient)\(asPlain)"
    case .alongGradient(let factor?, _): return " = \(rate) × \(text(factor)) × \(gradient)"
    case .ofLength(let divisor, let epsilon, _):
      let decay = optimizer.decaysBeside ? ", and its decay" : ""
      guard first.isShortened(step.gradient) else {
        let length: Statement = "\(rate)\(divisor.map { " / \(text($0))" } ?? "")"
        return ", about \(length) \(whatever)\(decay)"
      }
      let divided: Statement = divisor.map { "\(text($0)) × " } ?? ""
      return """
        , each by \(rate) × |g| / (\(divided)|g| + eps \(epsilon, "\(key)_eps", .exact)), \
        \(gradient)\(decay)
        """
    }
  }

  private func pull(_ settings: TrainingSettings) -> String {
    settings.l1 > 0 && settings.l1Mode == .proximal ? ", and the pull of proximal L1" : ""
  }

  /// The one momentum of all racers that have a velocity.
  private var momentum: Double? {
    let values = settings.map(\.training)
      .filter { $0.optimizer.rule.growth($0) != nil }.map(\.momentum)
    let optimizers = Set(settings.map(\.training.optimizer))
    guard optimizers.count > 1, let first = values.first, first > 0, Set(values).count == 1 else {
      return nil
    }
    return first
  }

  // MARK: The whole run

  private var stepsStatement: Statement {
    let parts: [Statement] = finite.map {
      "\(short($0)) \($0.steps, "\($0.key)_steps")"
    }
    guard isFull else { return "Steps taken: \(list(parts, ", "))." }
    return """
      Steps taken: \(list(parts, ", ")). Fewer rows a step make more steps of an epoch, each from \
      a gradient that chance moves more.
      """
  }

  private var upsStatement: Statement {
    let parts: [Statement] = finite.map {
      """
      \(short($0)) \($0.rises, "\($0.key)_rises") of \($0.curve.count - 1, "\($0.key)_epochs")
      """
    }
    guard isFull else {
      return "Epochs that raised the \(judgeName): \(list(parts, ", "))."
    }
    return """
      Epochs after which the \(judgeName) was higher than before: \(list(parts, ", ")). Steps that \
      overshoot do that, and so does the chance in small batches.
      """
  }

  /// Racers whose loss rose by the end, each with one that has less of a penalty, nothing else other, and a
  /// loss that did not. That of the training rows must be clearly higher too: what rises while that falls is
  /// learned by heart, which is the contrary.
  var tooStrong: [(racer: RaceFinish, other: RaceFinish)] {
    let rising = finishes.indices.filter {
      finishes[$0].place != nil && Self.endsAboveItsLowest(finishes[$0].curve)
    }
    guard !isInterrupted, !rising.isEmpty else { return [] }
    return rising.compactMap { index in
      let own = settings[index].training
      let other = finishes.indices.first { place in
        var weaker = settings[place].training
        guard weaker.l1 <= own.l1, weaker.l2 <= own.l2, weaker != own else { return false }
        (weaker.l1, weaker.l2) = (own.l1, own.l2)
        return weaker == own && finishes[place].place != nil && !rising.contains(place)
          && finishes[place].parameters == finishes[index].parameters
          && value(finishes[place]) < value(finishes[index])
          && 1.1 * finishes[place].report.training.dataLoss
            < finishes[index].report.training.dataLoss
      }
      return other.map { (finishes[index], finishes[$0]) }
    }
  }

  /// Whether a curve has stayed clearly above its lowest for the last quarter.
  private static func endsAboveItsLowest(_ curve: [Double]) -> Bool {
    guard curve.count >= PenaltySigns.fewestEpochs else { return false }
    let late = curve.suffix(curve.count / 4).reduce(.infinity, min)
    return late > 1.02 * curve.reduce(.infinity, min)
  }

  private func tooStrongStatement(_ found: (racer: RaceFinish, other: RaceFinish)) -> Statement {
    let (finish, key) = (found.racer, found.racer.key)
    return """
      \(finish.title) has too strong a penalty: its training loss ends at \
      \(finish.report.training.dataLoss, "\(key)_training_loss"), that of \(found.other.title) at \
      \(found.other.report.training.dataLoss, "\(key)_weaker_loss"), and its \(judgeName) is \
      higher too.
      """
  }

  private var penalties: Statement {
    func each(_ name: String, _ figure: (RaceFinish) -> Statement) -> Statement {
      "\(name) \(list(finite.map { "\($0.racer.letter) \(figure($0))" }, ", "))"
    }
    var parts = [
      each("Squared weights sum to") { "\($0.squares, "\($0.key)_squares")" },
      each("their sizes to") { "\($0.magnitudes, "\($0.key)_magnitudes")" },
    ]
    if finite.contains(where: { $0.zeros > 0 }) {
      parts.append(each("parameters at 0:") { "\($0.zeros, "\($0.key)_zeros")" })
    }
    let gaps = finite.compactMap { finish in
      gap(finish).map { "\(finish.racer.letter) \($0, "\(finish.key)_gap", .signed)" as Statement }
    }
    if !gaps.isEmpty { parts.append("test minus training loss \(list(gaps, ", "))") }
    return """
      \(list(parts)). A penalty pulls weights toward 0; whether that helps, rows not trained on \
      must show.
      """
  }

  private func gap(_ finish: RaceFinish) -> Double? {
    finish.report.test.map { $0.dataLoss - finish.report.training.dataLoss }
  }

  private var penaltiesAtLength: Statement {
    let parts: [Statement] = finite.map { finish in
      let report = finish.report
      let sizes: Statement = """
        \(short(finish)) ended with Σp² = \(finish.squares, "\(finish.key)_squares"), Σ|p| = \
        \(finish.magnitudes, "\(finish.key)_magnitudes"), \(finish.zeros, "\(finish.key)_zeros") \
        parameters at 0, training loss \
        \(report.training.dataLoss, "\(finish.key)_train_loss")
        """
      guard let test = report.test else { return sizes }
      return """
        \(sizes), test loss \(test.dataLoss, "\(finish.key)_test_loss") \
        (gap \(test.dataLoss - report.training.dataLoss, "\(finish.key)_gap", .signed))
        """
    }
    return """
      \(list(parts)). Losses here are without penalties. A penalty pulls weights toward 0; whether \
      that helps, rows not trained on must show.
      """
  }

  private var sizeStatement: Statement {
    let parts: [Statement] = finite.map {
      "\(short($0)) has \($0.parameters, "\($0.key)_parameters") parameters"
    }
    return "\(list(parts, ", "))."
  }

  private var luckStatement: Statement {
    guard plan.variesSeed else {
      guard isFull else {
        return "Each ran once: `race seed=1,2,3` shows how much of such a difference is luck."
      }
      return """
        Each ran once, from one seed: a difference that another seed would turn around is luck. \
        `race seed=1,2,3` shows how much seeds differ.
        """
    }
    guard let best = ranked.first, let worst = ranked.last, plan.racers[0].parameters.count == 1
    else { return "Where only the seed differs, the difference is luck." }
    return """
      They differ in nothing but the seed, so the \(value(worst) - value(best), "spread") between \
      the lowest and the highest loss is luck. Settings that differ by less are not told apart by \
      one run each.
      """
  }
}
