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
      + (namesFit(plan.racers)
        ? [] : definitions(plan.racers.map { ($0.letter, escapedForDisplay($0.name)) }))
      + sampleLines(plan.figureRows, of: plan.rows)
      + paragraph("\(judgeName(plan)) by epoch, without penalties:")
      + [head(plan.racers)]
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

  private func head(_ racers: [Racer]) -> RenderedLine {
    let width = columnWidth(racers)
    let cells = namesFit(racers) ? titles(racers) : racers.map(\.letter)
    return RenderedLine(
      TextLayout.rightAligned("epoch", to: 7)
        + cells.map { TextLayout.rightAligned($0, to: width) }.joined(), .heading)
  }

  /// As wide as the names, if the line has room for them.
  private func columnWidth(_ racers: [Racer]) -> Int {
    let room = (width - 7) / racers.count
    let widest = titles(racers).map { displayWidth($0) }.max() ?? 0
    return min(widest < room ? max(12, widest + 2) : 12, room)
  }

  func text(of row: RaceRow) -> String {
    let width = columnWidth(row.racers)
    let cells = row.cells.map { cell in
      switch cell {
      case .loss(let loss): NumberText.loss(loss)
      case .diverged: "diverged"
      case .ended: "-"
      }
    }
    return TextLayout.rightAligned(String(row.epoch), to: 7)
      + cells.map { TextLayout.rightAligned($0, to: width) }.joined()
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
      series: end.finishes.map { ($0.racer.letter, $0.curve) }, firstEpoch: end.plan.fromEpoch)
    lines += plot.lines(title: judgeName(end.plan), width: width).map { RenderedLine($0) }
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

  private func table(_ end: RaceEnd) -> [RenderedLine] {
    let order = end.finishes.sorted { ($0.place ?? .max) < ($1.place ?? .max) }
    let isWide = rows(end, order, named: true).contains { displayWidth($0) > width }
    let texts = rows(end, order, named: !isWide)
    return texts.enumerated().map { RenderedLine($1, $0 == 0 ? .heading : .plain) }
  }

  private func rows(_ end: RaceEnd, _ order: [RaceFinish], named: Bool) -> [String] {
    let score = end.plan.isRegression ? "R²" : "accuracy"
    let validates = end.plan.validationRows > 0
    let head =
      ["place", "racer", "epoch", "train loss"] + (validates ? ["valid. loss"] : [score])
      + (end.plan.hasTest ? ["test loss", score] : [])
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
        + [report.validation.map { NumberText.loss($0.dataLoss) } ?? scoreText(report.training)]
        + (report.test.map { [NumberText.loss($0.dataLoss), scoreText($0)] } ?? [])
    }
    return TextLayout.table([head] + rows, leftColumns: 2)
  }

  private func scoreText(_ evaluation: Evaluation) -> String {
    evaluation.accuracy.map(NumberText.percent) ?? evaluation.r2.map(NumberText.r2)
      ?? "-"
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
