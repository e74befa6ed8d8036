// Races as text: who runs, a table that grows, the outcome, a plot of the same figures, the verdict.
import CommandLanguage
import LearningSession
import NeuralNetwork

extension TextRenderer {
  func lines(_ plan: RacePlan) -> [RenderedLine] {
    let what =
      plan.kind == .race
      ? "race of \(plan.racers.count)" : "the last `train` again, \(plan.racers.count) ways"
    let epochs =
      plan.toEpoch == plan.fromEpoch + 1
      ? "epoch \(plan.toEpoch)" : "epochs \(plan.fromEpoch + 1) to \(plan.toEpoch)"
    let until = plan.condition.map { " at most, until \($0)" } ?? ""
    let start =
      plan.hasSameStart
      ? "same starting weights" : "different starting weights"
    var rows = "\(plan.rows) training rows"
    if plan.validationRows > 0 { rows += ", \(plan.validationRows) for validation" }
    let hasOneSeed = !plan.racers.contains { $0.parameters.contains { $0.name == "seed" } }
    let seed = hasOneSeed ? ", seed \(plan.seed)" : ""
    return paragraph(
      "\(what): \(epochs)\(until), \(rows)\(seed); \(start)", .heading, hanging: 2)
      + names(plan) + sampleLines(plan.figureRows, of: plan.rows)
      + paragraph("\(judgeName(plan)) by epoch, without penalties:")
      + head(plan)
  }

  private func judgeName(_ plan: RacePlan) -> String {
    plan.judge == .validationLoss ? "validation loss" : "training loss"
  }

  private func titles(_ racers: [Racer]) -> [String] {
    racers.map { "\($0.letter) \(escapedForDisplay($0.name))" }
  }

  /// Whether the columns have room for the racers' names; else their letters stand alone.
  private func namesFit(_ racers: [Racer]) -> Bool {
    let width = columnWidth(racers)
    return titles(racers).allSatisfy { displayWidth($0) < width }
  }

  /// Who they are, where the head has no room for it.
  func names(_ plan: RacePlan) -> [RenderedLine] {
    namesFit(plan.racers)
      ? [] : definitions(plan.racers.map { ($0.letter, escapedForDisplay($0.name)) })
  }

  /// The head of the table of losses by epoch, and what the table leaves out.
  func head(_ plan: RacePlan) -> [RenderedLine] {
    let racers = plan.racers
    let shown = racersShown(racers)
    let letters = racers.dropFirst(shown).map(\.letter).joined(separator: ", ")
    let cells = (namesFit(racers) ? titles(racers) : racers.map(\.letter)).prefix(shown)
    let width = columnWidth(racers)
    return leftOut(letters.isEmpty ? [] : [letters], elsewhere: "the ranking has all")
      + [
        RenderedLine(
          TextLayout.rightAligned("epoch", to: 7)
            + cells.map { TextLayout.cell($0, width: width) }.joined(), .heading)
      ]
  }

  /// How many of them the table has room for: "diverged" and a blank are nine columns.
  private func racersShown(_ racers: [Racer]) -> Int { min(racers.count, (width - 7) / 9) }

  /// As wide as the names, if the line has room for them.
  private func columnWidth(_ racers: [Racer]) -> Int {
    let room = (width - 7) / max(1, racersShown(racers))
    let widest = titles(racers).map { displayWidth($0) }.max() ?? 0
    return min(widest < room ? max(12, widest + 2) : 12, room)
  }

  func text(of row: RaceRow) -> String {
    let width = columnWidth(row.racers)
    let cells = row.cells.prefix(racersShown(row.racers)).map { cell in
      switch cell {
      case .loss(let loss): NumberText.loss(loss)
      case .diverged: "diverged"
      case .ended: "-"
      }
    }
    return TextLayout.rightAligned(String(row.epoch), to: 7)
      + cells.map { TextLayout.cell($0, width: width) }.joined()
  }

  /// The same for the line of progress: every racer's loss where three or fewer run, else the lowest.
  package static func label(of row: RaceRow) -> String {
    var losses = zip(row.racers, row.cells).compactMap { racer, cell in
      if case .loss(let loss) = cell { (letter: racer.letter, loss: loss) } else { nil }
    }
    if losses.count > 3 { losses = losses.min { $0.loss < $1.loss }.map { [$0] } ?? [] }
    return losses.map { "\($0.letter) \(NumberText.loss($0.loss))" }.joined(separator: "  ")
  }

  func lines(_ end: RaceEnd) -> [RenderedLine] {
    var lines = paragraph(
      "ranked by \(judgeName(end.plan))"
        + (end.plan.hasTest ? "; test rows choose nothing:" : ":"))
    lines += table(end)
    let plot = LossPlot(
      series: end.finishes.map { ($0.racer.letter, $0.curve) }, firstEpoch: end.plan.fromEpoch,
      width: width)
    lines += plot.lines(title: judgeName(end.plan)).map { RenderedLine($0) }
    for note in end.verdict {
      lines += paragraph(note.statement.text, .coach, indent: 2)
    }
    let same = "Your own network is as before."
    // To take over what one has is no advice.
    let isOwn = end.winner?.racer.parameters.isEmpty ?? true
    let advice = end.winner.map {
      " `use \($0.racer.letter)` takes \(escapedForDisplay($0.title)) over."
    }
    lines += paragraph(same + (isOwn ? "" : advice ?? ""), .hint)
    return lines
  }

  /// The ranking, with the racers' names where there is room.
  private func table(_ end: RaceEnd) -> [RenderedLine] {
    let order = end.finishes.sorted { ($0.place ?? .max) < ($1.place ?? .max) }
    let named = rows(end, order, named: true)
    let isWide = TextLayout.table(named).contains { displayWidth($0) > width }
    // The columns that choose nothing go first.
    let spared = end.plan.validationRows > 0 ? [3, 5, 2] : [5, 2, 4]
    return table(isWide ? rows(end, order, named: false) : named, leftColumns: 2, sparing: spared)
  }

  private func rows(_ end: RaceEnd, _ order: [RaceFinish], named: Bool) -> [[String]] {
    let score = end.plan.isRegression ? "R²" : "accuracy"
    let tested = end.plan.hasTest ? ["test loss", score] : []
    let judged = end.plan.validationRows > 0 ? "valid. loss" : score
    let rows = order.map { finish in
      let name =
        named
        ? escapedForDisplay("\(finish.racer.letter) \(finish.racer.name)") : finish.racer.letter
      let report = finish.report
      let start = [finish.place.map(String.init) ?? "-", name]
      if case .diverged(let divergence) = finish.reason {
        return start + [String(divergence.epoch), "diverged"]
      }
      return start + [String(report.epoch), NumberText.loss(report.training.dataLoss)]
        + [
          report.validation.map { NumberText.loss($0.dataLoss) }
            ?? EpochTable.score(report.training)
        ]
        + (report.test.map { [NumberText.loss($0.dataLoss), EpochTable.score($0)] } ?? [])
    }
    return [["place", "racer", "epoch", "train loss", judged] + tested] + rows
  }

  func lines(_ taken: RacerTaken) -> [RenderedLine] {
    let commands = taken.commands.isEmpty ? "" : ": " + taken.commands.joined(separator: "; ")
    return paragraph(
      "\(taken.racer.letter) (\(escapedForDisplay(taken.racer.name))) is yours now\(commands)",
      hanging: 2)
      + [RenderedLine("  fingerprint of the weights: \(taken.fingerprint)")]
      + paragraph("\(weights(of: taken)).", .hint)
  }

  private func weights(of taken: RacerTaken) -> String {
    let start = "Its weights are those after epoch \(taken.weightsEpoch)"
    if taken.weightsEpoch < taken.epoch {
      return "\(start), its best; `train` goes on from them with epoch \(taken.epoch + 1)"
    }
    let rows =
      taken.rowsDoneInEpoch > 0 ? " and \(counted(taken.rowsDoneInEpoch, "row")) of the next" : ""
    return "\(start)\(rows); `train` goes on from there"
  }
}
