// Races: who runs, a table that grows, the outcome, a plot of the same figures, the verdict.
import Events
import Text

extension Presenter {
  func heading(_ plan: RacePlan) -> Block {
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
    let seed = plan.variesSeed ? "" : ", seed \(plan.seed)"
    return .title("\(what): \(epochs)\(until), \(rows)\(seed); \(start)", hang: 1)
  }

  func raceTable(_ plan: RacePlan) -> Table {
    // "diverged" and a blank are nine columns.
    let columns = plan.racers.map { racer in
      var column = Column(
        "\(racer.letter) \(racer.name)", .right, .equal(least: 9, most: 12))
      column.shortTitle = racer.letter
      return column
    }
    var table = Table([Column("epoch", .right, .fixed(7))] + columns)
    table.legend = Definitions(
      plan.racers.map { Definitions.Entry(Spans($0.letter), Spans(name: $0.name)) })
    table.caption =
      sample(plan.figureRows, of: plan.rows)
      + [.text("\(judge(plan)) by epoch, without penalties:")]
    table.elsewhere = "the ranking has all"
    (table.indent, table.gap) = (0, 0)
    return table
  }

  func raceRow(_ stage: RaceStage) -> Row {
    let cells = stage.standings.map { standing in
      standing.loss.map { Cell($0, .loss) } ?? (standing.state == .diverged ? "diverged" : "-")
    }
    return Row([Cell(stage.epoch)] + cells)
  }

  private func judge(_ plan: RacePlan) -> String {
    plan.judge == .validationLoss ? "validation loss" : "training loss"
  }

  func blocks(_ end: RaceEnd) -> [Block] {
    let tested = end.plan.hasTest ? "; test rows choose nothing:" : ":"
    let plot = Figure.curves(
      "\(judge(end.plan)) over epochs", x: "epoch", y: judge(end.plan), height: 7,
      end.finishes.enumerated().map { place, finish in
        Series.curve(
          finish.racer.name, .series(place), letter: finish.racer.letter, from: end.plan.fromEpoch,
          finish.curve)
      })
    return [.text("ranked by \(judge(end.plan))\(tested)"), .table(ranking(end))]
      + (plot.map { [.figure($0)] } ?? []) + Block.coach(end.verdict.map(\.statement)) + [
        advice(end)
      ]
  }

  private func advice(_ end: RaceEnd) -> Block {
    var text: Spans = "Your own network is as before."
    if let group = end.groups.first { return .text(text + taking(group, end), .hint) }
    if end.winner != nil, end.recommended == nil {
      text +=
        " No racer is recommended. To choose by rows not trained on: \(end.plan.kind.choosingByValidation)."
    }
    // To take over what one has is no advice.
    if let winner = end.recommended, end.plan.kind == .race || !winner.racer.parameters.isEmpty {
      text += " `use \(winner.racer.letter)` takes \(name: winner.title) over."
    }
    return .text(text, .hint)
  }

  /// The setting is what is recommended, none of its seeds.
  private func taking(_ group: SeedGroup, _ end: RaceEnd) -> Spans {
    guard group.judged != nil else { return "" }
    let areSettings = group.parameters.allSatisfy {
      !["units", "layers", "activation"].contains($0.name)
    }
    guard areSettings else {
      return """
         \(name: group.name) is what to choose; `use \(group.letters[0])` takes one of its seeds.
        """
    }
    let commands = group.parameters.map { "set \($0.name) \($0.value)" }.joined(separator: "; ")
    return " `\(commands)` takes the setting over."
  }

  /// Of which rows a figure is, over what it is.
  private func head(_ rows: String, _ figure: String) -> [String] { [rows, figure] }

  /// The columns that choose nothing are left out first.
  private func ranking(_ end: RaceEnd) -> Table {
    let score = end.plan.isRegression ? "R²" : "accuracy"
    let validates = end.plan.validationRows > 0
    var columns = [
      Column(head("", "place"), .left), Column(head("", "racer"), .left),
      Column(head("", "epoch"), priority: validates ? 3 : 2),
      Column(head("train", "loss"), priority: validates ? 1 : nil),
      validates ? Column(head("valid.", "loss")) : Column(head("train", score), priority: 3),
    ]
    if end.plan.hasTest {
      columns += [
        Column(head("test", "loss"), priority: validates ? 2 : 1), Column(head("test", score)),
      ]
    } else if validates {
      columns.append(Column(head("valid.", score)))
    }
    let order = end.finishes.sorted { ($0.place ?? .max) < ($1.place ?? .max) }
    return Table(columns, rows: order.map(row))
  }

  private func row(_ finish: RaceFinish) -> Row {
    let (racer, report) = (finish.racer, finish.report)
    let start = [
      finish.place.map { Cell($0) } ?? "-",
      Cell("\(racer.letter) \(racer.name)", short: racer.letter),
    ]
    if case .diverged(let divergence) = finish.reason {
      return Row(start + [Cell(divergence.epoch), "diverged"])
    }
    let judged = report.validation.map { Cell($0.dataLoss, .loss) } ?? score(report.training)
    let tested =
      report.test.map { [Cell($0.dataLoss, .loss), score($0)] }
      ?? report.validation.map { [score($0)] } ?? []
    return Row(
      start + [Cell(report.epoch), Cell(report.training.dataLoss, .loss), judged] + tested)
  }

  func blocks(_ taken: RacerTaken) -> [Block] {
    let commands = taken.commands.isEmpty ? "" : ": " + taken.commands.joined(separator: "; ")
    let racer: Spans = "\(taken.racer.letter) (\(name: taken.racer.name))"
    return [
      .text("\(racer) is yours now\(commands)", hang: 1),
      .text("\(weights(of: taken)).", .hint),
    ]
  }

  private func weights(of taken: RacerTaken) -> Spans {
    let start = "Its weights are those after epoch \(taken.weightsEpoch)"
    if taken.weightsEpoch < taken.epoch {
      return "\(start), its best; `train` goes on from them with epoch \(taken.epoch + 1)"
    }
    let rows =
      taken.rowsDoneInEpoch > 0 ? " and \(counted(taken.rowsDoneInEpoch, "row")) of the next" : ""
    return "\(start)\(rows); `train` goes on from there"
  }
}
